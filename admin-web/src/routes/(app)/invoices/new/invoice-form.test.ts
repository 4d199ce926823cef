import { expect, test } from 'vitest';
import { checkInvoice, emptyLine, writtenLines, type InvoiceForm } from './invoice-form.ts';

const form = (changes: Partial<InvoiceForm> = {}): InvoiceForm => ({
  clientId: 'c1',
  currency: 'EUR',
  issueDate: '2026-03-01',
  dueDate: '2026-03-15',
  notes: ' ',
  lines: [{ description: ' Design ', quantity: '1.50', unitPrice: '99.5', taxRate: '19.0' }],
  ...changes,
});

test('becomes the input of the API', () => {
  expect(checkInvoice(form())).toEqual({
    input: {
      clientId: 'c1',
      currency: 'EUR',
      issueDate: '2026-03-01',
      dueDate: '2026-03-15',
      notes: null,
      lines: [{ description: 'Design', quantity: '1.5', unitPrice: 9950, taxRate: '19' }],
    },
  });
});

test('names every field that is wrong', () => {
  const checked = checkInvoice(
    form({
      clientId: '',
      dueDate: '2026-02-28',
      lines: [
        { description: '', quantity: '1,5', unitPrice: '1.005', taxRate: '-1' },
        { description: 'ok', quantity: '1', unitPrice: '', taxRate: '0' },
      ],
    }),
  );
  expect(checked).toMatchObject({ problems: {} });
  expect(Object.keys('problems' in checked ? checked.problems : {}).toSorted()).toEqual([
    'clientId',
    'dueDate',
    'lines.0.description',
    'lines.0.quantity',
    'lines.0.taxRate',
    'lines.0.unitPrice',
    'lines.1.unitPrice',
  ]);
});

test('a due date is not before the issue date', () => {
  expect(checkInvoice(form({ dueDate: '2026-02-28' }))).toEqual({ problems: { dueDate: 'Not before the issue date.' } });
});

test('a currency without cents takes whole amounts', () => {
  const lines = [{ ...emptyLine(), description: 'Work', unitPrice: '0.5' }];
  expect(checkInvoice(form({ currency: 'JPY', lines }))).toHaveProperty(['problems', 'lines.0.unitPrice']);
});

test('blank lines are left out, but not the last one', () => {
  const written = { ...emptyLine(), description: 'Work' };
  expect(writtenLines([emptyLine(), written, emptyLine()])).toEqual([written]);
  expect(writtenLines([emptyLine(), emptyLine()])).toHaveLength(1);
});
