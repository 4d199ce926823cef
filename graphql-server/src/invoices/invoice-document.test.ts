import { describe, expect, it } from 'vitest';

import { contrastBetween } from '../shared/brand-color.ts';
import { invoiceDocumentFragment, invoiceDocumentPage, invoiceDocumentPrint, type InvoiceDocument } from './invoice-document.ts';

const HOSTILE = `"><img src=x onerror=alert(1)>'</style><script>alert(1)</script>`;

const invoice: InvoiceDocument = {
  kind: 'INVOICE', number: 'INV-2026-0042', locale: 'en-GB', issueDate: '2026-03-01', dueDate: '2026-03-15', currency: 'EUR',
  business: { name: 'Nordlys Studio', email: 'accounts@nordlys.example', address: ['Torggata 14', '0181 Oslo'], brandColor: '#e4572e', bankDetails: 'IBAN NO93 8601 1117 947\nBIC DNBANOKK' },
  client: { name: 'Kestrel & Finch Ltd', contactName: 'Amelia Hart', address: ['8 Canal Wharf', 'Leeds'] },
  lines: [
    { description: 'Brand identity', quantity: '1', unitPrice: 480_000, taxRate: '25', amount: 480_000 },
    { description: 'Templates', quantity: '12.5', unitPrice: 11_250, taxRate: '0', amount: 140_625 },
  ],
  subtotal: 620_625, taxes: [{ rate: '25', base: 480_000, amount: 120_000 }], taxTotal: 120_000, total: 740_625,
  notes: 'Thank you.',
};

/** Every text of it replaced by markup. */
function hostile(): InvoiceDocument {
  const business = { ...invoice.business, name: HOSTILE, email: HOSTILE, address: [HOSTILE], brandColor: `red;background:url(x)${HOSTILE}`, bankDetails: HOSTILE };
  return {
    ...invoice, number: HOSTILE, locale: HOSTILE, notes: HOSTILE, business,
    client: { name: HOSTILE, contactName: `${HOSTILE}2`, address: [HOSTILE] },
    lines: [{ description: HOSTILE, quantity: '1', unitPrice: 1, taxRate: '25', amount: 1 }],
  };
}

describe('the document', () => {
  it('shows numbers and days in English, in the order of its region', () => {
    const english = text(invoiceDocumentFragment(invoice));
    expect(english).toContain('Amount due by 15 March 2026 €7,406.25');
    expect(english).toContain('Templates 12.5 €112.50 0% €1,406.25');
    expect(text(invoiceDocumentFragment({ ...invoice, locale: 'de-DE' }))).toContain('Amount due by 15 March 2026 €7,406.25');
    expect(text(invoiceDocumentFragment({ ...invoice, locale: 'en-US' }))).toContain('Amount due by March 15, 2026 €7,406.25');
    expect(text(invoiceDocumentFragment({ ...invoice, currency: 'JPY' }))).toContain('JP¥740,625');
    expect(text(invoiceDocumentFragment({ ...invoice, currency: 'KWD' }))).toContain('KWD 740.625');
  });

  it('escapes everything that it is given', () => {
    for (const markup of [invoiceDocumentFragment(hostile()), invoiceDocumentPage(hostile())]) {
      expect(markup).not.toContain('<img');
      expect(markup).not.toContain('<script');
      expect(markup).not.toContain('url(x)');
      expect(markup.split('</style>')).toHaveLength(2);
    }
  });

  it('is the same on the screen and on paper', () => {
    const article = (markup: string) => /<article[\s\S]*<\/article>/.exec(markup)?.[0];
    expect(article(invoiceDocumentPage(invoice))).toBe(article(invoiceDocumentFragment(invoice)));
  });

  it('fetches nothing', () => {
    const urls = (markup: string) => [...markup.matchAll(/(?:url\(|src=|href=|@import)["']?(.{8})/g)].map((match) => match[1]);
    expect(urls(invoiceDocumentFragment(invoice))).toEqual([]);
    expect(new Set(urls(invoiceDocumentPage(invoice)))).toEqual(new Set(['data:fon']));
  });

  it('is a draft while it has no number', () => {
    const draft = { ...invoice, number: null };
    expect(text(invoiceDocumentFragment(draft))).toContain('Invoice Draft');
    expect(text(invoiceDocumentFragment(draft))).not.toContain('Please quote');
    expect(invoiceDocumentPrint(draft)).toEqual({ title: 'Invoice (Draft) · Nordlys Studio', lang: 'en' });
  });

  it('says nothing of tax where there is none', () => {
    const lines = invoice.lines.map((line) => ({ ...line, taxRate: '0' }));
    expect(text(invoiceDocumentFragment({ ...invoice, lines, taxes: [], taxTotal: 0, total: 620_625 }))).not.toContain('Tax');
  });

  it.each(['#ffffff', '#ffee00', '#e4572e', '#000000', '#7fffd4', 'nonsense'])('can be read in the colour %s', (brandColor) => {
    const markup = invoiceDocumentFragment({ ...invoice, business: { ...invoice.business, brandColor } });
    const ink = (/--brand-ink:(#[0-9a-f]{6}|var\(--ink\))/.exec(markup)?.[1] ?? '').replace('var(--ink)', '#1c1d20');
    expect(contrastBetween(ink, '#eceae6')).toBeGreaterThanOrEqual(3);
  });
});

function text(markup: string): string {
  return markup
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}
