import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getDocumentProxy } from 'unpdf';
import type { PDFPageProxy } from 'unpdf/pdfjs';
import { afterAll, describe, expect, it } from 'vitest';

import { createPdfRenderer } from '../adapters/puppeteer.ts';
import { documentPage, documentPrint } from './document-html.ts';
import { documentTotals, type Tax } from './document-totals.ts';
import type { PrintedDocument } from './printed-document.ts';

const renderer = createPdfRenderer({ cacheDir: join(tmpdir(), 'client-portal-test-chromium') });
afterAll(() => renderer.close());

const VAT: Tax = { name: 'VAT', rate: '25', isCompound: false };
/** Two pixels of PNG. */
const LOGO = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGNgYPgPRAwACgIB/0rRyLkAAAAASUVORK5CYII=';

function anInvoice(descriptions: string[], change: Partial<PrintedDocument> = {}): PrintedDocument {
  const pricing = {
    lines: descriptions.map(() => ({ quantity: '2', unitPrice: 12_345, discount: null, taxes: [VAT] })),
    discount: null, pricesIncludeTax: false, taxRounding: 'DOCUMENT' as const,
  };
  const { lines, ...totals } = documentTotals(pricing);
  return {
    kind: 'INVOICE', number: 'INV-2026-0042', locale: 'en-GB', paper: 'A4', issueDate: '2026-03-01', dueDate: '2026-03-15', validUntil: null,
    reference: null, corrects: null, currency: 'EUR',
    business: {
      name: 'Nordlys Studio', email: 'accounts@nordlys.example', address: ['Torggata 14', '0181 Oslo'], taxId: null, brandColor: '#e4572e',
      bankDetails: 'IBAN NO93 8601 1117 947', logo: null,
    },
    client: { name: 'Kestrel & Finch Ltd', contactName: null, address: ['8 Canal Wharf', 'Leeds'], taxId: null },
    ...pricing, ...totals,
    lines: pricing.lines.map((line, index) => ({ ...line, ...lines[index]!, description: descriptions[index]! })),
    terms: null, notes: null, attachments: [],
    ...change,
  };
}

const rows = (count: number) => Array.from({ length: count }, (_, index) => `Row ${index + 1}.${index % 5 === 4 ? ' Many words of what was done.'.repeat(6) : ''}`);

async function print(document: PrintedDocument, logo: string | null = null) {
  const bytes = await renderer.render(documentPage(document, { logo }), documentPrint(document));
  const raw = Buffer.from(bytes).toString('latin1');
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const pages = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    pages.push({ page, text: items.map((item) => ('str' in item ? item.str : '')).join(' ').replace(/\s+/g, ' ') });
  }
  return { raw, pdf, pages };
}

describe('the PDF of a document', () => {
  it('is tagged, with its title and language', async () => {
    const { raw, pdf, pages } = await print(anInvoice(rows(3)));
    expect(raw).toContain('/Lang (en)');
    expect(raw).toContain('/MarkInfo');
    const { info } = await pdf.getMetadata();
    expect((info as { Title: string }).Title).toBe('Invoice INV-2026-0042 · Nordlys Studio');
    const roles = rolesOf(await pages[0]!.page.getStructTree());
    for (const role of ['H1', 'H2', 'Table', 'Caption', 'TR', 'TH', 'TD', 'P']) expect(roles).toContain(role);
    // Each line is a row of its own: a head, 3 lines, net total, tax, total; a head and a tax.
    expect(roles.filter((role) => role === 'TR')).toHaveLength(9);
  });

  it('holds the logo', async () => {
    const logo = { fileId: 'x', contentType: 'image/png', width: 200, height: 100 } as const;
    const document = anInvoice(rows(1));
    const { raw } = await print({ ...document, business: { ...document.business, logo } }, LOGO);
    expect(raw).toContain('/Subtype /Image');
    expect((await print(document)).raw).not.toContain('/Subtype /Image');
  });

  it('has 500 lines, each once, with a head, the title and its number on every page', async () => {
    const { pages } = await print(anInvoice(rows(500), { paper: 'LETTER' }));
    const seen = pages.flatMap(({ text }) => [...text.matchAll(/Row (\d+)\./g)].map(([, row]) => Number(row)));
    expect(seen).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    for (const [index, { page, text }] of pages.entries()) {
      expect(page.view).toEqual([0, 0, 612, 792]);
      expect(text).toContain(`Page ${index + 1} of ${pages.length}`);
      expect(text).toContain('Invoice INV-2026-0042 · Nordlys Studio');
      if (/Row \d/.test(text)) expect(text).toMatch(/Description Quantity Unit price Tax Amount/);
    }
  });

  it('lets long notes run over pages and loses none of them', async () => {
    const words = Array.from({ length: 2_500 }, (_, index) => `word${index}`);
    const { pages } = await print(anInvoice(rows(2), { notes: words.join(' '), terms: words.slice(0, 400).join(' ') }));
    expect(pages.length).toBeGreaterThan(2);
    const seen = pages.flatMap(({ text }) => text.match(/word\d+/g) ?? []);
    expect(seen.slice(400)).toEqual(words);
  });

  it.each(['A4', 'LETTER'] as const)('never leaves the totals alone on a page of %s', async (paper) => {
    const pagesOfTotals = new Set<number>();
    for (let count = 10; count <= 40; count += 1) {
      const { pages } = await print(anInvoice(rows(count), { paper }));
      const withTotals = pages.filter(({ text }) => /Net total|Total €/.test(text));
      expect(withTotals).toHaveLength(1);
      expect(withTotals[0]!.text.match(/Row \d+\./g)?.length, `${count} lines`).toBeGreaterThanOrEqual(2);
      pagesOfTotals.add(pages.indexOf(withTotals[0]!));
    }
    // The range has the end of the first page in it, and of one that continues the table.
    expect([...pagesOfTotals]).toEqual([0, 1, 2]);
  });
});

type StructTree = Awaited<ReturnType<PDFPageProxy['getStructTree']>>;

function rolesOf(node: StructTree | StructTree['children'][number] | null): string[] {
  return node && 'children' in node ? [node.role, ...node.children.flatMap(rolesOf)] : [];
}
