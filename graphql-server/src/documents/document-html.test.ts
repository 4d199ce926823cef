import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { contrastBetween } from '../shared/brand-color.ts';
import { minorUnitsToDecimal } from '../shared/money.ts';
import { documentFragment, documentPage, documentPrint } from './document-html.ts';
import { documentTotals, type Pricing, type Tax } from './document-totals.ts';
import type { PrintedDocument } from './printed-document.ts';

const HOSTILE = `"><img src=x onerror=alert(1)>'</style><script>alert(1)</script>`;
const LOGO = { fileId: '019a0000-0000-7000-8000-000000000001', contentType: 'image/png', width: 600, height: 200 } as const;
const VAT: Tax = { name: 'VAT', rate: '25', isCompound: false };
const CITY: Tax = { name: 'City tax', rate: '2', isCompound: true };
const ZERO: Tax = { name: 'VAT', rate: '0', isCompound: false };

/** The same with other prices: every amount of it is computed anew. */
function priced(document: PrintedDocument, change: Partial<Pricing> = {}): PrintedDocument {
  const pricing = { ...document, ...change };
  const { lines, ...totals } = documentTotals(pricing);
  return {
    ...document, ...change, ...totals,
    lines: pricing.lines.map((line, index) => ({ description: document.lines[index]?.description ?? `Item ${index + 1}`, ...line, ...lines[index]! })),
  };
}

const invoice = priced(
  {
    kind: 'INVOICE', number: 'INV-2026-0042', locale: 'en-GB', paper: 'A4', issueDate: '2026-03-01', dueDate: '2026-03-15', validUntil: null,
    reference: 'PO 4711', corrects: null, currency: 'EUR', pricesIncludeTax: false, taxRounding: 'DOCUMENT',
    business: {
      name: 'Nordlys Studio', email: 'accounts@nordlys.example', address: ['Torggata 14', '0181 Oslo'], taxId: 'NO 923 456 789 MVA',
      brandColor: '#e4572e', bankDetails: 'IBAN NO93 8601 1117 947\nBIC DNBANOKK', logo: null,
    },
    client: { name: 'Kestrel & Finch Ltd', contactName: 'Amelia Hart', address: ['8 Canal Wharf', 'Leeds'], taxId: 'GB 123 4567 89' },
    lines: [{ description: 'Brand identity' }, { description: 'Templates' }] as PrintedDocument['lines'],
    discount: null, subtotal: 0, discountTotal: 0, netTotal: 0, taxes: [], taxTotal: 0, total: 0,
    terms: 'Net 14 days.', notes: 'Thank you.', attachments: [{ name: 'Hours.pdf', size: 184_000 }],
  },
  {
    lines: [
      { quantity: '1', unitPrice: 480_000, discount: null, taxes: [VAT] },
      { quantity: '12.5', unitPrice: 11_250, discount: null, taxes: [ZERO] },
    ],
  },
);

/** Every text of it replaced by markup. */
function hostile(): PrintedDocument {
  return {
    ...invoice, number: HOSTILE, locale: HOSTILE, notes: HOSTILE, terms: HOSTILE, reference: HOSTILE, corrects: { number: HOSTILE, issueDate: '2026-03-01' },
    business: {
      name: HOSTILE, email: HOSTILE, address: [HOSTILE], taxId: HOSTILE, brandColor: `red;background:url(x)${HOSTILE}`, bankDetails: HOSTILE,
      logo: { ...LOGO, fileId: HOSTILE },
    },
    client: { name: HOSTILE, contactName: `${HOSTILE}2`, address: [HOSTILE], taxId: HOSTILE },
    lines: [{ ...invoice.lines[0]!, description: HOSTILE, taxes: [{ ...VAT, name: HOSTILE }] }],
    taxes: [{ ...VAT, name: HOSTILE, base: 1, amount: 1 }],
    attachments: [{ name: HOSTILE, size: 1 }],
  };
}

describe('the document', () => {
  it('shows numbers and days in English, in the order of its region', () => {
    const english = shown(invoice);
    expect(english).toContain('Amount due by 15 March 2026 €7,406.25');
    expect(english).toContain('Templates 12.5 €112.50 VAT 0% €1,406.25');
    expect(shown({ ...invoice, locale: 'de-DE' })).toContain('Amount due by 15 March 2026 €7,406.25');
    expect(shown({ ...invoice, locale: 'en-US' })).toContain('Amount due by March 15, 2026 €7,406.25');
    expect(shown({ ...invoice, currency: 'JPY' })).toContain('JP¥740,625');
    expect(shown({ ...invoice, currency: 'KWD' })).toContain('KWD 740.625');
  });

  it('names both sides with their tax numbers, the reference, the terms and what is attached', () => {
    const page = shown(invoice);
    expect(page).toContain('Tax ID NO 923 456 789 MVA');
    expect(page).toContain('Tax ID GB 123 4567 89');
    expect(page).toContain('Reference PO 4711');
    expect(page).toContain('Terms Net 14 days.');
    expect(page).toContain('Attachments Hours.pdf 184 kB');
    expect(page).toContain('Payment is due by 15 March 2026. Please quote INV-2026-0042 with your payment. IBAN NO93');
  });

  it('escapes everything that it is given', () => {
    for (const markup of [documentFragment(hostile()), documentPage(hostile(), { logo: null })]) {
      expect(markup.match(/<img/g) ?? []).toHaveLength(markup.includes('/files/logos/') ? 1 : 0);
      expect(markup).not.toMatch(/<img[^>]*onerror=/);
      expect(markup).not.toContain('<script');
      expect(markup).not.toContain('url(x)');
      expect(markup.split('</style>')).toHaveLength(2);
    }
  });

  it('is the same on the screen and on paper', () => {
    const article = (markup: string) => /<article[\s\S]*<\/article>/.exec(markup)?.[0];
    expect(article(documentPage(invoice, { logo: null }))).toBe(article(documentFragment(invoice)));
  });

  it('fetches nothing but the logo, and on paper not even that', () => {
    const urls = (markup: string) => [...markup.matchAll(/(?:url\(|src=|href=|@import)["']?(.{12})/g)].map((match) => match[1]);
    const branded = { ...invoice, business: { ...invoice.business, logo: LOGO } };
    expect(urls(documentFragment(invoice))).toEqual([]);
    expect(urls(documentFragment(branded))).toEqual(['/files/logos']);
    expect(new Set(urls(documentPage(branded, { logo: 'data:image/png;base64,AAAA' })))).toEqual(new Set(['data:font/wo', 'data:image/p']));
  });

  it('shows the logo in its natural proportions, and the name where there is none', () => {
    const branded = { ...invoice, business: { ...invoice.business, logo: LOGO } };
    expect(documentFragment(branded)).toContain(`<img class="logo" src="/files/logos/${LOGO.fileId}" width="600" height="200" alt="">`);
    expect(documentFragment(branded)).not.toContain('<p class="business">');
    expect(documentPage(branded, { logo: null })).toContain('<p class="business"><bdi>Nordlys Studio</bdi></p>');
  });

  it('is a draft while it has no number', () => {
    const draft = { ...invoice, number: null };
    expect(shown(draft)).toContain('Invoice Draft');
    expect(shown(draft)).not.toContain('Please quote');
    expect(documentPrint(draft)).toEqual({ title: 'Invoice (Draft) · Nordlys Studio', lang: 'en', format: 'A4' });
    expect(documentPrint({ ...draft, paper: 'LETTER' }).format).toBe('Letter');
  });

  it('says nothing of tax or discount where there is none', () => {
    const plain = priced(invoice, { lines: invoice.lines.map((line) => ({ ...line, taxes: [] })) });
    const page = shown({ ...plain, business: { ...plain.business, taxId: null }, client: { ...plain.client, taxId: null } });
    expect(page).not.toMatch(/tax|discount|subtotal/i);
  });

  it('shows the discount of a line and of the document', () => {
    const [first, second] = invoice.lines;
    const lines = [{ ...first!, discount: { percent: '10', amount: null } }, { ...second!, discount: { percent: null, amount: 625 } }];
    const page = shown(priced(invoice, { lines, discount: { percent: '5', amount: null } }));
    expect(page).toContain('Brand identity 1 €4,800.00 -€480.00 10% off VAT 25% €4,320.00');
    expect(page).toContain('Templates 12.5 €112.50 -€6.25 VAT 0% €1,400.00');
    expect(page).toContain('Subtotal €5,720.00 Discount 5% -€286.00 Net total €5,434.00 Tax €1,026.00 Total €6,460.00');
  });

  it('names a deposit below the total, and nothing of it where none is asked', () => {
    expect(shown({ ...invoice, deposit: 250_000 })).toContain('Total €7,406.25 Deposit due now €2,500.00');
    const inclusive = priced(invoice, { pricesIncludeTax: true });
    expect(shown({ ...inclusive, deposit: 1 })).toContain('Net total €5,246.25 Deposit due now €0.01');
    const { deposit: _none, ...older } = { ...invoice, deposit: null };
    for (const document of [older, { ...invoice, deposit: null }]) expect(shown(document)).not.toContain('Deposit');
  });

  it('names each tax with its base, compound ones and 0 % too, and how they were rounded', () => {
    const lines = invoice.lines.map((line, index) => ({ ...line, taxes: index === 0 ? [VAT, CITY] : [ZERO] }));
    const page = shown(priced(invoice, { lines }));
    expect(page).toContain('VAT 25% , City tax 2% €4,800.00');
    expect(page).toContain('VAT 25% €4,800.00 €1,200.00 City tax 2% (compound) €6,000.00 €120.00 VAT 0% €1,406.25 €0.00');
    expect(page).toContain('A compound tax is also taken on the taxes before it. Tax is rounded once for each rate, on the sum of its lines.');
    expect(shown({ ...invoice, taxRounding: 'LINE' })).toContain('Tax is rounded on each line.');
  });

  it('says of prices with tax that they are', () => {
    const page = shown(priced(invoice, { pricesIncludeTax: true }));
    expect(page).toContain('Total €6,206.25 Total includes tax €960.00 Net total €5,246.25');
    expect(page).toContain('Prices include tax.');
  });

  it('is an estimate with a last day, and nothing to pay', () => {
    const page = shown({ ...invoice, kind: 'ESTIMATE', number: 'EST-7', dueDate: null, validUntil: '2026-04-30' });
    expect(page).toContain('Estimate EST-7');
    expect(page).toContain('Total, valid until 30 April 2026 €7,406.25');
    expect(page).toContain('Valid until 30 April 2026');
    expect(page).not.toMatch(/Amount due|Payment|IBAN/);
  });

  it('is a credit note that names what it corrects', () => {
    const page = shown({ ...invoice, kind: 'CREDIT_NOTE', number: 'CN-1', dueDate: null, corrects: { number: 'INV-9', issueDate: '2026-02-28' } });
    expect(page).toContain('Credit note CN-1');
    expect(page).toContain('Corrects Invoice INV-9 of 28 February 2026');
    expect(page).toContain('Amount credited €7,406.25');
    expect(page).not.toMatch(/Amount due|Payment|IBAN/);
  });

  it('stacks its figures where they leave no room for words', () => {
    const vast = priced(invoice, { lines: invoice.lines.map((line) => ({ ...line, quantity: '1000000.001', unitPrice: 999_999_999, discount: { percent: '33.3333', amount: null } })) });
    expect(documentFragment(vast)).toContain('class="document crowded"');
    expect(documentFragment(invoice)).not.toContain('class="document crowded"');
  });

  it.each(['#ffffff', '#ffee00', '#e4572e', '#000000', '#7fffd4', 'nonsense'])('can be read in the colour %s', (brandColor) => {
    const markup = documentFragment({ ...invoice, business: { ...invoice.business, brandColor } });
    const ink = (/--brand-ink:(#[0-9a-f]{6}|var\(--ink\))/.exec(markup)?.[1] ?? '').replace('var(--ink)', '#1c1d20');
    expect(contrastBetween(ink, '#eceae6')).toBeGreaterThanOrEqual(3);
  });
});

describe('what is displayed adds up', () => {
  const percentage = (max: number) => fc.integer({ min: 0, max: max * 1000 }).map((thousandths) => new Decimal(thousandths).dividedBy(1000).toFixed());
  const taxes = fc.uniqueArray(
    fc.record({ name: fc.constantFrom('VAT', 'City tax', 'GST'), rate: fc.oneof(fc.constantFrom('0', '5', '19', '9.975'), percentage(30)), isCompound: fc.boolean() }),
    { maxLength: 3, selector: ({ name, rate, isCompound }) => `${name} ${new Decimal(rate).toFixed()} ${isCompound}` },
  );
  const discount = fc.oneof(fc.constant(null), percentage(100).map((percent) => ({ percent, amount: null })));
  const line = fc.record({
    quantity: fc.oneof(fc.integer({ min: -20, max: 500 }).map(String), percentage(200)),
    unitPrice: fc.integer({ min: -50_000, max: 2_000_000 }),
    discount, taxes,
  });
  const drawn = fc.record({
    currency: fc.constantFrom('JPY', 'USD', 'EUR', 'KWD'),
    deposit: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 5_000_000 })),
    pricing: fc.record({ lines: fc.array(line, { minLength: 1, maxLength: 12 }), discount, pricesIncludeTax: fc.boolean(), taxRounding: fc.constantFrom('LINE' as const, 'DOCUMENT' as const) }),
  });

  it('in every random document', () => {
    fc.assert(
      fc.property(drawn, ({ currency, pricing, deposit }) => {
        // A document that comes to less than nothing takes no discount.
        const isPositive = documentTotals({ ...pricing, discount: null }).subtotal > 0;
        const document = priced({ ...invoice, currency, deposit }, { ...pricing, discount: isPositive ? pricing.discount : null });
        const figures = read(documentFragment(document), currency);
        const { lines, sums, taxRows, headline } = figures;

        for (const { quantity, unitPrice, discounted, amount } of lines) {
          const gross = new Decimal(quantity).times(unitPrice).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
          expect(gross + discounted).toBe(amount);
        }
        const at = sums.findIndex(({ label }) => label === 'Total');
        const { amount: total } = sums[at]!;
        expect(headline).toBe(total);
        // Above the total, the first row is the sum of the lines, and a net total the sum so far.
        let running = sumOf(lines.map(({ amount }) => amount));
        for (const [index, { label, amount }] of sums.slice(0, at).entries()) {
          if (index === 0 || label === 'Net total') expect(amount).toBe(running);
          else running += amount;
        }
        expect(running).toBe(total);
        const tax = sums.find(({ label }) => label === 'Tax' || label === 'Total includes tax')?.amount ?? 0;
        expect(sumOf(taxRows.map(({ amount }) => amount))).toBe(tax);
        expect(sums.find(({ label }) => label === 'Deposit due now')?.amount ?? null).toBe(deposit);
        expect(total - tax).toBe(sums.find(({ label }) => label === 'Net total')?.amount ?? total);
      }),
      { numRuns: 400 },
    );
  });

  const sumOf = (amounts: number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

  /** Reads the figures from the page, as a person would. */
  function read(markup: string, currency: string) {
    const exponent = minorUnitsToDecimal(0, currency).replace(/^0\.?/, '').length;
    const decimal = (words: string) => words.replace(/[^\d.-]/g, '');
    const minor = (words: string) => {
      const figure = decimal(words);
      expect(figure.split('.')[1]?.length ?? 0).toBe(exponent);
      return Number(figure.replace('.', '')) + 0;
    };
    const rows = (kind: RegExp) => [...markup.matchAll(/<tr([^>]*)>([\s\S]*?)<\/tr>/g)].filter(([, attributes = '']) => kind.test(attributes)).map(([, , row = '']) => row);
    const cells = (row: string) => [...row.matchAll(/<(?:td|th)[^>]*?(?:data-label="([^"]*)")?[^>]*?>([\s\S]*?)<\/(?:td|th)>/g)].map((match) => text(match[2] ?? '').trim());
    const labelled = (row: string, label: string) => text(new RegExp(`data-label="${label}">([\\s\\S]*?)</td>`).exec(row)?.[1] ?? '').trim();
    const taxTable = /<section class="tax-summary">[\s\S]*?<tbody>([\s\S]*?)<\/tbody>/.exec(markup)?.[1] ?? '';
    return {
      lines: rows(/class="line"/).map((row) => ({
        quantity: decimal(labelled(row, 'Quantity')),
        unitPrice: minor(labelled(row, 'Unit price')),
        discounted: labelled(row, 'Discount') ? minor(labelled(row, 'Discount').replace(/ [\d.]+% off$/, '')) : 0,
        amount: minor(cells(row).at(-1)!),
      })),
      sums: rows(/class="sum/).map((row) => ({ label: cells(row)[1]!.replace(/ [\d.]+%$/, ''), amount: minor(cells(row)[2]!) })),
      taxRows: [...taxTable.matchAll(/<tr>[\s\S]*?<\/tr>/g)].map(([row]) => ({ base: minor(cells(row)[1]!), amount: minor(cells(row)[2]!) })),
      headline: minor(text(/<bdi class="figure">(.*?)<\/bdi>/.exec(markup)?.[1] ?? '')),
    };
  }
});

function shown(document: PrintedDocument): string {
  return text(documentFragment(document));
}

function text(markup: string): string {
  return markup
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}
