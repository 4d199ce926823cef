import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { currencyExponent } from '../shared/currency.ts';
import { DomainError } from '../shared/domain-error.ts';
import { formatMoney } from '../shared/format.ts';
import { parseMinorUnits } from '../shared/money.ts';
import { documentTotals, type Discount, type DocumentTotals, type PricedLine, type Pricing, type Tax, type TaxRounding } from './document-totals.ts';

const vat19 = tax('VAT', '19');
const vat7 = tax('VAT', '7');
const gst = tax('GST', '5');
const qst = { ...tax('QST', '9.5'), isCompound: true };

describe('a document in', () => {
  it('EUR: each line is rounded, and each tax once', () => {
    const lines = [line('1.5', 333, vat19), line('1', 333, tax('VAT', '19.00')), line('2', 1000, vat7), line('1', 50)];
    expect(totalsOf(lines)).toEqual({
      lines: [at(500), at(333), at(2000), at(50)],
      subtotal: 2883,
      discountTotal: 0,
      netTotal: 2883,
      taxes: [
        { ...vat19, base: 833, amount: 158 },
        { ...vat7, base: 2000, amount: 140 },
      ],
      taxTotal: 298,
      total: 3181,
    });
  });

  it('JPY: there is nothing smaller than a yen', () => {
    const lines = [line('3', 333, tax('消費税', '10')), line('0.5', 1981, tax('消費税', '8'))];
    expect(totalsOf(lines)).toMatchObject({ subtotal: 1990, taxes: [{ amount: 100 }, { amount: 79 }], total: 2169 });
  });

  it('USD: a rate of three decimals, and hours in quarters', () => {
    const lines = [line('7.25', 14_950, tax('NYC', '8.875')), line('1', 4_999)];
    expect(totalsOf(lines)).toMatchObject({ lines: [at(108_388), at(4_999)], taxes: [{ rate: '8.875', base: 108_388, amount: 9_619 }], total: 123_006 });
  });

  it('KWD: fils are thousandths, which is nobody\'s concern here', () => {
    expect(totalsOf([line('1', 1_500, tax('VAT', '5')), line('3', 333, tax('VAT', '5'))])).toMatchObject({ subtotal: 2_499, taxTotal: 125, total: 2_624 });
  });
});

describe('taxes', () => {
  it('of 0 % have a row, and a line without taxes is in none', () => {
    expect(totalsOf([line('1', 99, tax('Reverse charge', '0.00')), line('1', 50)]).taxes).toEqual([
      { name: 'Reverse charge', rate: '0', isCompound: false, base: 99, amount: 0 },
    ]);
    expect(totalsOf([line('1', 50)]).taxes).toEqual([]);
    expect(totalsOf([])).toEqual({ lines: [], subtotal: 0, discountTotal: 0, netTotal: 0, taxes: [], taxTotal: 0, total: 0 });
  });

  it('stand side by side on one line', () => {
    expect(totalsOf([line('1', 10_000, gst, tax('PST', '7'))])).toMatchObject({ taxes: [{ amount: 500 }, { amount: 700 }], total: 11_200 });
  });

  it('are taken on taxes before them when compound: QST on GST', () => {
    expect(totalsOf([line('1', 10_000, gst, qst)])).toMatchObject({
      taxes: [
        { ...gst, base: 10_000, amount: 500 },
        { ...qst, base: 10_500, amount: 998 },
      ],
      total: 11_498,
    });
    expect(totalsOf([line('1', 10_000, qst, gst)]).taxes).toMatchObject([{ amount: 950 }, { amount: 500 }]);
  });

  it('are taken out of prices that include them', () => {
    const totals = totalsOf([line('1', 11_900, vat19), line('1', 10_700, vat7), line('1', 1_000)], { pricesIncludeTax: true });
    expect(totals).toMatchObject({
      subtotal: 23_600,
      netTotal: 21_000,
      taxes: [
        { base: 10_000, amount: 1_900 },
        { base: 10_000, amount: 700 },
      ],
      taxTotal: 2_600,
      total: 23_600,
    });
    expect(totalsOf([line('1', 11_498, gst, qst)], { pricesIncludeTax: true })).toMatchObject({
      netTotal: 10_000,
      taxes: [{ amount: 500 }, { base: 10_500, amount: 998 }],
      total: 11_498,
    });
  });

  it('and the base make up the price again, also when both are a half', () => {
    const base = (unitPrice: number) => totalsOf([line('1', unitPrice, tax('VAT', '20'))], { pricesIncludeTax: true }).taxes[0];
    expect(base(3)).toMatchObject({ base: 2, amount: 1 });
    expect(base(-3)).toMatchObject({ base: -2, amount: -1 });
  });

  it('are a half when thirds add up to one', () => {
    const bothTaxes = [tax('A', '3'), tax('B', '5')];
    expect(totalsOf([line('1', 18, ...bothTaxes)], { pricesIncludeTax: true }).taxes[0]).toMatchObject({ base: 17, amount: 1 });
    expect(totalsOf([line('1', 6, ...bothTaxes), line('1', 12, ...bothTaxes)], { pricesIncludeTax: true }).taxes[0]).toMatchObject({ amount: 1 });
  });

  it('are rounded by line or once, as it was agreed', () => {
    const lines = [line('1', 2, vat19), line('1', 3, vat19), line('1', 3, vat19)];
    expect(totalsOf(lines, { taxRounding: 'DOCUMENT' }).taxes).toEqual([{ ...vat19, base: 8, amount: 2 }]);
    expect(totalsOf(lines, { taxRounding: 'LINE' }).taxes).toEqual([{ ...vat19, base: 8, amount: 2 }]);
    const cents = [line('1', 3, vat19), line('1', 3, vat19), line('1', 3, vat19)];
    expect(totalsOf(cents, { taxRounding: 'DOCUMENT' }).taxTotal).toBe(2);
    expect(totalsOf(cents, { taxRounding: 'LINE' }).taxTotal).toBe(3);
  });

  it('keep apart what differs in name, rate or order of taking', () => {
    const lines = [line('1', 100, vat19), line('1', 100, tax('USt', '19')), line('1', 100, { ...vat19, isCompound: true }), line('1', 100, tax(' VAT ', '19.0'))];
    expect(totalsOf(lines).taxes.map(({ name, isCompound, base }) => [name, isCompound, base])).toEqual([
      ['VAT', false, 200],
      ['USt', false, 100],
      ['VAT', true, 100],
    ]);
  });
});

describe('discounts', () => {
  it('come off a line before tax', () => {
    const lines = [
      { ...line('3', 1_000, vat19), discount: percentOff('10') },
      { ...line('1', 999, vat19), discount: percentOff('12.5') },
      { ...line('1', 500, vat19), discount: amountOff(500) },
    ];
    expect(totalsOf(lines)).toMatchObject({
      lines: [
        { discountTotal: 300, amount: 2_700 },
        { discountTotal: 125, amount: 874 },
        { discountTotal: 500, amount: 0 },
      ],
      subtotal: 3_574,
      taxes: [{ base: 3_574, amount: 679 }],
    });
  });

  it('come off the document, out of each tax in proportion', () => {
    const lines = [line('1', 10_000, vat19), line('1', 5_000, vat7), line('1', 5_000)];
    expect(totalsOf(lines, { discount: percentOff('10') })).toMatchObject({
      subtotal: 20_000,
      discountTotal: 2_000,
      netTotal: 18_000,
      taxes: [
        { base: 9_000, amount: 1_710 },
        { base: 4_500, amount: 315 },
      ],
      total: 20_025,
    });
    expect(totalsOf(lines, { discount: amountOff(1) })).toMatchObject({ discountTotal: 1, taxes: [{ base: 9_999 }, { base: 5_000 }] });
    expect(totalsOf(lines, { discount: amountOff(20_000) })).toMatchObject({ netTotal: 0, taxTotal: 0, total: 0 });
  });

  it('come off prices that include tax', () => {
    expect(totalsOf([line('1', 11_900, vat19)], { discount: amountOff(1_190), pricesIncludeTax: true })).toMatchObject({
      discountTotal: 1_190,
      netTotal: 9_000,
      taxTotal: 1_710,
      total: 10_710,
    });
  });

  it('of a line that gives money back make it less', () => {
    const [percent, amount] = [percentOff('50'), amountOff(-30)].map((discount) => totalsOf([{ ...line('-1', 101), discount }]).lines[0]);
    expect(percent).toEqual({ discountTotal: -51, amount: -50 });
    expect(amount).toEqual({ discountTotal: -30, amount: -71 });
  });

  it('of a document that comes to nothing, or to money back, are nothing', () => {
    expect(totalsOf([line('1', -100, vat19)], { discount: percentOff('10') })).toMatchObject({ discountTotal: 0, total: -119 });
    expect(totalsOf([], { discount: percentOff('10') })).toMatchObject({ discountTotal: 0 });
    expect(totalsOf([line('1', 0)], { discount: amountOff(0) })).toMatchObject({ discountTotal: 0 });
  });
});

describe('rounding', () => {
  it('takes a half away from zero, on both sides of it', () => {
    const amountOf = (quantity: string, unitPrice: number) => totalsOf([line(quantity, unitPrice)]).total;
    expect([amountOf('0.5', 1), amountOf('0.5', 5), amountOf('-0.5', 5), amountOf('0.5', -5)]).toEqual([1, 3, -3, -3]);
    expect(amountOf('1.005', 100)).toBe(101);
    expect(Object.is(amountOf('-0.1', 1), 0)).toBe(true);
    expect(totalsOf([line('1', -250, tax('VAT', '1'))]).taxTotal).toBe(-3);
  });

  it('is exact where floats are not', () => {
    expect(totalsOf([line('123456789.123456789', 70_000_000)]).total).toBe(8641975238641975);
  });
});

describe('refused', () => {
  it.each<[string, Partial<PricedLine>]>([
    ['unitPrice', { unitPrice: 0.5 }],
    ['unitPrice', { unitPrice: 2 ** 53 }],
    ['unitPrice', { unitPrice: Number.NaN }],
    ['quantity', { quantity: '1e3' }],
    ['quantity', { quantity: '1,5' }],
    ['quantity', { quantity: '' }],
    ['quantity', { quantity: 'Infinity' }],
    ['taxes.0.rate', { taxes: [tax('VAT', '-1')] }],
    ['taxes.0.rate', { taxes: [tax('VAT', '100.01')] }],
    ['taxes.1.rate', { taxes: [vat7, tax('VAT', '19%')] }],
    ['taxes.0.name', { taxes: [tax('  ', '19')] }],
    ['taxes.0.name', { taxes: [tax('x'.repeat(41), '19')] }],
    ['taxes.2', { taxes: [vat19, vat7, tax(' VAT', '19.0')] }],
    ['taxes', { taxes: ['1', '2', '3', '4', '5', '6'].map((rate) => tax('VAT', rate)) }],
    ['discount', { discount: { percent: null, amount: null } }],
    ['discount', { discount: { percent: '10', amount: 10 } }],
    ['discount.percent', { discount: percentOff('100.5') }],
    ['discount.percent', { discount: percentOff('-1') }],
    ['discount.percent', { discount: percentOff('ten') }],
    ['discount.amount', { discount: amountOff(101) }],
    ['discount.amount', { discount: amountOff(-1) }],
    ['discount.amount', { discount: amountOff(0.5) }],
    ['discount.amount', { quantity: '0', discount: amountOff(1) }],
    ['discount.amount', { quantity: '-1', discount: amountOff(1) }],
    ['discount.amount', { quantity: '-1', discount: amountOff(-101) }],
  ])('at lines.1.%s: %j', (field, wrong) => {
    const failure = caught(() => totalsOf([line('1', 1), { ...line('1', 100, vat19), ...wrong }]));
    expect(failure).toBeInstanceOf(DomainError);
    expect(failure).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringMatching(/^Line 2: /), details: { field: `lines.1.${field}` } });
  });

  it.each<[string, Discount, number]>([
    ['discount', { percent: '1', amount: 1 }, 100],
    ['discount.percent', percentOff('101'), 100],
    ['discount.amount', amountOff(101), 100],
    ['discount.amount', amountOff(-1), 100],
    ['discount.amount', amountOff(1), 0],
    ['discount.amount', amountOff(-1), -100],
  ])('at %s: %j off %i', (field, discount, unitPrice) => {
    expect(caught(() => totalsOf([line('1', unitPrice)], { discount }))).toMatchObject({ message: expect.stringMatching(/^Discount: /), details: { field } });
  });

  it('when an integer cannot hold the sum exactly', () => {
    const most = line('1', Number.MAX_SAFE_INTEGER);
    expect(totalsOf([most]).total).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => totalsOf([most, most])).toThrow('The subtotal is too large.');
    expect(() => totalsOf([{ ...most, quantity: '1.1' }])).toThrow('Line 1 is too large.');
    expect(() => totalsOf([{ ...most, taxes: [tax('VAT', '1')] }])).toThrow('The total is too large.');
  });
});

describe('any document', () => {
  it('adds up', () => {
    fc.assert(fc.property(aDocument(fc.array(aTax, { maxLength: 3 })), (pricing) => {
      const totals = documentTotals(pricing);
      const gross = pricing.lines.map(({ quantity, unitPrice }) => halfUp(times(fraction(quantity), fraction(unitPrice))));
      expect(totals.lines.map(({ amount, discountTotal }) => amount + discountTotal)).toEqual(gross);
      expect(sum(totals.lines.map((each) => each.amount))).toBe(totals.subtotal);
      expect(sum(totals.taxes.map((each) => each.amount))).toBe(totals.taxTotal);
      expect(totals.netTotal + totals.taxTotal).toBe(totals.total);
      expect(totals.subtotal - totals.discountTotal).toBe(pricing.pricesIncludeTax ? totals.total : totals.netTotal);
    }), { numRuns: 4_000 });
  });

  it('with at most one tax on each line has bases that make up its net', () => {
    fc.assert(fc.property(aDocument(fc.array(aTax, { maxLength: 1 })), ({ lines, ...pricing }) => {
      const untaxed = { name: 'none', rate: '0', isCompound: false };
      const totals = documentTotals({ ...pricing, lines: lines.map((each) => (each.taxes[0] ? each : { ...each, taxes: [untaxed] })) });
      expect(sum(totals.taxes.map((each) => each.base))).toBe(totals.netTotal);
      expect(documentTotals({ ...pricing, lines }).taxes).toEqual(totals.taxes.filter(({ name }) => name !== 'none'));
    }), { numRuns: 2_000 });
  });

  it('agrees with the same rules in fractions', () => {
    fc.assert(fc.property(aDocument(fc.array(aTax, { maxLength: 3 })), (pricing) => {
      const { taxes, lines, discountTotal } = documentTotals(pricing);
      expect({ taxes, discountTotal }).toEqual(inFractions(pricing, lines.map(({ amount }) => amount)));
    }), { numRuns: 2_000 });
  });

  it('shows parts that add up, in every currency', () => {
    const places = fc.constantFrom(['EUR', 'de-DE'], ['JPY', 'ja-JP'], ['USD', 'en-US'], ['KWD', 'ar-KW'], ['CHF', 'de-CH'], ['SEK', 'sv-SE'], ['INR', 'en-IN']);
    fc.assert(fc.property(aDocument(fc.array(aTax, { maxLength: 3 })), places, (pricing, [currency = '', locale = '']) => {
      const totals = documentTotals(pricing);
      const shown = (minorUnits: number) => readAgain(formatMoney(minorUnits, currency, locale), currency);
      const net = shown(totals.netTotal);
      expect(sum(totals.lines.map((each) => shown(each.amount))) - shown(totals.discountTotal)).toBe(pricing.pricesIncludeTax ? shown(totals.total) : net);
      expect(net + sum(totals.taxes.map((each) => shown(each.amount)))).toBe(shown(totals.total));
    }), { numRuns: 1_000 });
  });
});

const aTax: fc.Arbitrary<Tax> = fc.record({
  name: fc.constantFrom('VAT', 'GST'),
  rate: fc.constantFrom('0', '2', '3', '5', '5.0', '5.5', '7', '8.875', '9.975', '19', '19.00', '20', '100'),
  isCompound: fc.boolean(),
});

const aPercentage = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => percentOff((hundredths / 100).toFixed(2)));

function aDocument(taxes: fc.Arbitrary<Tax[]>): fc.Arbitrary<Pricing> {
  return fc.record({
    lines: fc.array(aLine(taxes), { maxLength: 12 }),
    discount: fc.oneof(fc.constant(null), aPercentage, fc.integer({ min: 0, max: 5_000 }).map(amountOff)),
    pricesIncludeTax: fc.boolean(),
    taxRounding: fc.constantFrom<TaxRounding>('LINE', 'DOCUMENT'),
  }).map(agreeable);
}

/** Small prices now and then: it is among them that a half is common. */
function aLine(taxes: fc.Arbitrary<Tax[]>): fc.Arbitrary<PricedLine> {
  return fc.record({
    quantity: fc.oneof(fc.integer({ min: -3, max: 9 }).map(String), fc.integer({ min: -9_999, max: 999_999 }).map((n) => (n / 1000).toFixed(3))),
    unitPrice: fc.oneof(fc.integer({ min: -30, max: 300 }), fc.integer({ min: -10_000_000, max: 100_000_000 })),
    discount: fc.oneof(fc.constant(null), aPercentage, fc.integer({ min: 0, max: 100 }).map(amountOff)),
    taxes,
  });
}

/** Without what would be refused: a tax twice on a line, and a discount of more than there is. */
function agreeable({ lines, discount, ...pricing }: Pricing): Pricing {
  const accepted = lines.map((each) => {
    const taxes = [...new Map(each.taxes.map((tax) => [`${tax.name} ${Number(tax.rate)} ${tax.isCompound}`, tax])).values()];
    const gross = halfUp(times(fraction(each.quantity), fraction(each.unitPrice)));
    return { ...each, taxes, discount: within(each.discount, gross) };
  });
  const { subtotal } = documentTotals({ ...pricing, lines: accepted.map((each) => ({ ...each, taxes: [] })), discount: null });
  return { lines: accepted, discount: within(discount, Math.max(subtotal, 0)), ...pricing };
}

function within(discount: Discount | null, limit: number): Discount | null {
  if (!discount || discount.amount === null) return discount;
  return amountOff(Math.sign(limit) * Math.min(discount.amount, Math.abs(limit)) || 0);
}

/** Discount and taxes a second time, from the amounts of the lines, by another route: integers over integers. */
function inFractions(pricing: Pricing, amounts: number[]): Pick<DocumentTotals, 'taxes' | 'discountTotal'> {
  const subtotal = sum(amounts);
  const off = pricing.discount;
  const discountTotal = off?.percent ? halfUp(percentOf(fraction(Math.max(subtotal, 0)), off.percent)) : (off?.amount ?? 0);
  const upTo = (count: number) => (subtotal > 0 ? halfUp([BigInt(discountTotal) * BigInt(sum(amounts.slice(0, count))), BigInt(subtotal)]) : 0);

  const rows = new Map<string, { tax: Tax; base: Fraction; amount: Fraction }>();
  pricing.lines.forEach(({ taxes }, index) => {
    const taxed = fraction((amounts[index] ?? 0) - upTo(index + 1) + upTo(index));
    const byLine = pricing.taxRounding === 'LINE';
    let net = taxed;
    if (pricing.pricesIncludeTax) {
      const [gross, of] = onTop(fraction(1), taxes, false).reduce((all, { amount }) => plus(all, amount), fraction(1));
      net = times(taxed, [of, gross]);
    }
    for (const { tax, base, amount } of onTop(net, taxes, byLine && !pricing.pricesIncludeTax)) {
      const rate = String(Number(tax.rate));
      const key = `${tax.name} ${rate} ${tax.isCompound}`;
      const row = rows.get(key) ?? { tax: { ...tax, rate }, base: fraction(0), amount: fraction(0) };
      row.base = plus(row.base, byLine ? fraction(pricing.pricesIncludeTax ? halfDown(base) : halfUp(base)) : base);
      row.amount = plus(row.amount, byLine ? fraction(halfUp(amount)) : amount);
      rows.set(key, row);
    }
  });
  const taxes = [...rows.values()].map(({ tax, base, amount }) => ({
    ...tax,
    base: pricing.pricesIncludeTax ? halfDown(base) : halfUp(base),
    amount: halfUp(amount),
  }));
  return { taxes, discountTotal };
}

function onTop(net: Fraction, taxes: Tax[], settled: boolean) {
  const done: { tax: Tax; base: Fraction; amount: Fraction }[] = [];
  for (const tax of taxes) {
    const base = tax.isCompound ? done.reduce((all, { amount }) => plus(all, amount), net) : net;
    const amount = percentOf(base, tax.rate);
    done.push({ tax, base, amount: settled ? fraction(halfUp(amount)) : amount });
  }
  return done;
}

type Fraction = [numerator: bigint, denominator: bigint];

function fraction(decimal: string | number): Fraction {
  const [whole = '', part = ''] = String(decimal).split('.');
  return [BigInt(whole + part), 10n ** BigInt(part.length)];
}

function plus([a, b]: Fraction, [c, d]: Fraction): Fraction {
  return [a * d + c * b, b * d];
}

function times([a, b]: Fraction, [c, d]: Fraction): Fraction {
  return [a * c, b * d];
}

function percentOf(value: Fraction, percent: string): Fraction {
  return times(times(value, fraction(percent)), [1n, 100n]);
}

function halfUp([numerator, denominator]: Fraction): number {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const nearest = Number((2n * magnitude + denominator) / (2n * denominator));
  return numerator < 0n && nearest !== 0 ? -nearest : nearest;
}

function halfDown([numerator, denominator]: Fraction): number {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const nearest = Number((2n * magnitude + denominator - 1n) / (2n * denominator));
  return numerator < 0n && nearest !== 0 ? -nearest : nearest;
}

/** "-€1,234.50" is -123450. */
function readAgain(shown: string, currency: string): number {
  const exponent = currencyExponent(currency);
  const figures = new RegExp(`(\\d[\\d.,'’\\s]*?)${exponent > 0 ? `[.,](\\d{${exponent}})` : ''}\\D*$`);
  const [, whole = '', decimals] = figures.exec(shown) ?? [];
  const sign = /[-−]/.test(shown) ? '-' : '';
  return parseMinorUnits(`${sign}${whole.replaceAll(/\D/g, '')}${decimals ? `.${decimals}` : ''}`, currency);
}

function tax(name: string, rate: string): Tax {
  return { name, rate, isCompound: false };
}

function line(quantity: string, unitPrice: number, ...taxes: Tax[]): PricedLine {
  return { quantity, unitPrice, discount: null, taxes };
}

function percentOff(percent: string): Discount {
  return { percent, amount: null };
}

function amountOff(amount: number): Discount {
  return { percent: null, amount };
}

function at(amount: number) {
  return { discountTotal: 0, amount };
}

function totalsOf(lines: PricedLine[], terms: Partial<Pricing> = {}): DocumentTotals {
  return documentTotals({ lines, discount: null, pricesIncludeTax: false, taxRounding: 'DOCUMENT', ...terms });
}

function sum(parts: number[]): number {
  return parts.reduce((all, part) => all + part, 0);
}

function caught(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
