import { describe, expect, test } from 'vitest';
import { emptyLine, type Draft, type DraftLine } from './draft.ts';
import { onScreen, readDraft } from './read-draft.ts';

const vat = { name: 'VAT', rate: '19', isCompound: false };
const client = { id: 'c1', name: 'Ada', currency: null, contacts: [] };
const line = (changes: Partial<DraftLine> = {}): DraftLine => ({ ...emptyLine([vat]), description: ' Design ', quantity: '1,50', unitPrice: '99,5', ...changes });
const draft = (changes: Partial<Draft> = {}): Draft => ({
  client,
  currency: 'EUR',
  issueDate: '2026-03-01',
  lastDate: '2026-03-15',
  reference: ' PO 7 ',
  lines: [line()],
  discount: { text: '', unit: 'PERCENT' },
  deposit: { text: '', unit: 'PERCENT' },
  pricesIncludeTax: false,
  terms: '',
  notes: ' ',
  ...changes,
});
const read = (changes?: Partial<Draft>) => readDraft(draft(changes), 'DOCUMENT', 'de');

test('becomes the input of the API', () => {
  expect(read()).toMatchObject({
    content: {
      currency: 'EUR',
      issueDate: '2026-03-01',
      reference: 'PO 7',
      notes: null,
      terms: null,
      pricesIncludeTax: false,
      discount: null,
      lines: [{ description: 'Design', quantity: '1.5', unitPrice: 9950, discount: null, taxes: [vat] }],
    },
    problems: {},
    missing: {},
    amounts: [14925],
    deposit: null,
    totals: { subtotal: 14925, taxTotal: 2836, total: 17761 },
  });
});

describe('what is wrong', () => {
  test('is named by the path of the field', () => {
    const { problems } = read({
      lastDate: '2026-02-28',
      lines: [line({ quantity: 'zwei', unitPrice: '1,005' }), line({ quantity: '' }), line({ discount: { text: '120', unit: 'PERCENT' } })],
      discount: { text: 'viel', unit: 'AMOUNT' },
    });
    expect(Object.keys(problems).toSorted()).toEqual([
      'discount', 'lastDate', 'lines.0.quantity', 'lines.0.unitPrice', 'lines.1.quantity', 'lines.2.discount',
    ]);
  });

  test('is what the server would refuse, too, and the rest still adds up', () => {
    const { problems, totals, amounts } = read({
      lines: [line({ quantity: '1', unitPrice: '10', discount: { text: '11', unit: 'AMOUNT' }, taxes: [] }), line({ quantity: '1', unitPrice: '5', taxes: [vat, vat] })],
    });
    expect(Object.keys(problems).toSorted()).toEqual(['lines.0.discount.amount', 'lines.1.taxes.1']);
    expect(totals.subtotal).toBe(1500);
    expect(amounts).toEqual([1000, 500]);
  });

  test('is kept apart from what is merely missing', () => {
    const { problems, missing } = read({ client: null, lines: [line({ description: '' })] });
    expect(problems).toEqual({});
    expect(Object.keys(missing)).toEqual(['clientId', 'lines.0.description']);
    expect(read({ lines: [emptyLine()] }).missing).toHaveProperty(['lines.0.description']);
  });
});

describe('a deposit', () => {
  const asked = (text: string, unit: 'PERCENT' | 'AMOUNT', changes: Partial<Draft> = {}) => read({ deposit: { text, unit }, ...changes });

  test('is an amount, or a percentage of the total, to the minor unit', () => {
    expect(asked('50,5', 'AMOUNT')).toMatchObject({ deposit: 5050, problems: {} });
    expect(asked('30', 'PERCENT')).toMatchObject({ deposit: 5328, problems: {} }); // of 177.61
    expect(asked('33,333', 'PERCENT')).toMatchObject({ deposit: 5920, problems: {} });
    expect(asked('12,5', 'PERCENT', { lines: [line({ quantity: '1', unitPrice: '0,04', taxes: [] })] }).deposit).toBe(1); // half of a cent
    expect(asked('99', 'PERCENT', { currency: 'JPY', lines: [line({ quantity: '1', unitPrice: '90000000000000', taxes: [] })] }).deposit).toBe(89_100_000_000_000);
  });

  test('of nothing yet is none', () => {
    for (const text of ['', '  ', '30']) expect(asked(text, 'PERCENT', { lines: [emptyLine()] })).toMatchObject({ deposit: null, problems: {} });
    expect(asked('0', 'AMOUNT')).toMatchObject({ deposit: null, problems: {} });
  });

  test.each([['0', 'PERCENT'], ['100', 'PERCENT'], ['-5', 'PERCENT'], ['viel', 'PERCENT'], ['viel', 'AMOUNT'], ['-5', 'AMOUNT'], ['1,005', 'AMOUNT'], ['177,61', 'AMOUNT'], ['500', 'AMOUNT']] as const)(
    'of %s (%s) is refused', (text, unit) => {
      expect(Object.keys(asked(text, unit).problems)).toEqual(['deposit']);
    });

  test('is not compared with a total that cannot be read', () => {
    expect(Object.keys(asked('500', 'AMOUNT', { lines: [line({ unitPrice: 'x' })] }).problems)).toEqual(['lines.0.unitPrice']);
  });
});

test('blank lines are left out, and paths of the API find their line on screen', () => {
  const { content, rows, amounts } = read({ lines: [emptyLine(), line(), emptyLine(), line()] });
  expect(content.lines).toHaveLength(2);
  expect(amounts).toEqual([null, 14925, null, 14925]);
  expect(onScreen('input.lines[1].taxes.0.rate', rows)).toBe('lines.3.taxes.0.rate');
  expect(onScreen('discount.percent', rows)).toBe('discount.percent');
});

test('words without a price are worth nothing yet', () => {
  expect(read({ lines: [line({ unitPrice: '' })] })).toMatchObject({ problems: {}, amounts: [0] });
});

test('a currency without cents takes whole amounts', () => {
  expect(read({ currency: 'JPY', lines: [line({ unitPrice: '0,5' })] }).problems).toHaveProperty(['lines.0.unitPrice']);
});
