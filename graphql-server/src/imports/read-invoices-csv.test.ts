import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { readInvoicesCsv } from './read-invoices-csv.ts';

const read = async (...file: Parameters<typeof readInvoicesCsv>) => {
  const { errors, ...rest } = await readInvoicesCsv(...file);
  return { ...rest, errors: errors.list() };
};

const plausible = {
  number: 'INV-1',
  client_external_id: '7',
  client_email: 'ada@lindqvist.example',
  issue_date: '2026-03-01',
  due_date: '2026-03-31',
  currency: 'EUR',
  line_description: 'Survey',
  quantity: '1.5',
  unit_price: '100.00',
  tax_rate: '19',
  total: '178.50',
  status: 'sent',
  paid_on: '',
  notes: '',
};
type Row = Partial<typeof plausible>;

const fileOf = (...rows: Row[]) =>
  [Object.keys(plausible), ...rows.map((row) => Object.values({ ...plausible, ...row }))]
    .map((fields) => fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(','))
    .join('\n');

describe('a file of invoices', () => {
  it('is read', async () => {
    expect(await read(fileOf({ client_email: 'Ada@Lindqvist.example', notes: 'Thank\nyou' }))).toEqual({
      invoices: [
        {
          row: 2,
          number: 'INV-1',
          clientExternalId: '7',
          clientEmail: 'ada@lindqvist.example',
          clientName: null,
          issueDate: '2026-03-01',
          dueDate: '2026-03-31',
          currency: 'EUR',
          status: 'sent',
          paidOn: null,
          reference: null,
          notes: 'Thank\nyou',
          terms: null,
          lines: [{ row: 2, description: 'Survey', quantity: '1.5', unitPrice: 10000, discount: null, taxes: [{ name: 'Tax', rate: '19', isCompound: false }] }],
          statedTotal: 17850,
          taxRounding: 'DOCUMENT',
        },
      ],
      errors: [],
      claims: [expect.objectContaining({ row: 2, number: 'INV-1', isDraft: false })],
      titles: expect.any(Map) as Map<string, string>,
      rowCount: 1,
    });
  });

  it('gathers the lines of an invoice wherever they stand', async () => {
    const two = { total: '357.00' };
    const { invoices, errors } = await read(
      fileOf({ ...two, line_description: 'a' }, { number: 'INV-2' }, { ...two, line_description: 'b', currency: 'eur', client_email: 'ADA@lindqvist.example' }),
    );
    expect(errors).toEqual([]);
    expect(invoices.map(({ number, lines }) => [number, lines.map((line) => [line.row, line.description])])).toEqual([
      ['INV-1', [[2, 'a'], [4, 'b']]],
      ['INV-2', [[3, 'Survey']]],
    ]);
  });

  it('needs few columns', async () => {
    const { invoices, errors } = await read(
      'number,client_email,issue_date,currency,line_description,quantity,unit_price\n1,ada@x.example,2026-01-01,JPY,Survey,2,1200\n',
    );
    expect(errors).toEqual([]);
    expect(invoices).toMatchObject([
      { clientExternalId: null, dueDate: null, status: 'sent', statedTotal: null, lines: [{ unitPrice: 1200, taxes: [] }] },
    ]);
  });

  it.each<[Row, string | null]>([
    [{ status: 'paid', paid_on: '2026-03-05' }, '2026-03-05'],
    [{ status: 'Paid' }, '2026-03-31'],
    [{ status: 'paid', due_date: '' }, '2026-03-01'],
    [{ status: 'void' }, null],
  ])('knows when %j was paid', async (row, paidOn) => {
    const { invoices, errors } = await read(fileOf(row), { today: '2026-11-23' });
    expect(errors).toEqual([]);
    expect(invoices[0]?.paidOn).toBe(paidOn);
  });

  it('was paid at the latest today, and not on a day to come', async () => {
    const paid = (row: Row) => read(fileOf({ status: 'paid', ...row }), { today: '2026-03-10' });
    expect((await paid({})).invoices[0]?.paidOn).toBe('2026-03-10');
    expect((await paid({ paid_on: '2026-03-10' })).invoices[0]?.paidOn).toBe('2026-03-10');
    expect((await paid({ paid_on: '2026-03-11' })).errors).toEqual([{ row: 2, column: 'paid_on', message: '2026-03-11 is still to come; expected the day on which it was paid.' }]);
  });

  it.each<[Row, string, string]>([
    [{ number: '' }, 'number', 'Is empty; expected an invoice number, or for a draft any name that its rows share.'],
    [{ number: 'x'.repeat(61) }, 'number', 'Has 61 characters; expected at most 60.'],
    [{ client_external_id: '', client_email: '' }, 'client_external_id', 'Names no client; expected your number of the client, an e-mail address or a name.'],
    [{ client_email: 'ada' }, 'client_email', '"ada" is not an e-mail address; expected one such as name@company.example.'],
    [{ issue_date: '' }, 'issue_date', 'Is empty; expected a date such as 2026-03-31.'],
    [{ issue_date: '2026-02-30' }, 'issue_date', '"2026-02-30" is not a date; expected a day that exists, such as 2026-03-31.'],
    [{ issue_date: '01/03/2026' }, 'issue_date', '"01/03/2026" may be 1 March 2026 or 3 January 2026; choose whether the day or the month comes first.'],
    [{ due_date: '2026-02-28' }, 'due_date', '2026-02-28 is before the issue date 2026-03-01; expected the same day or later.'],
    [{ currency: 'EURO' }, 'currency', '"EURO" is not a currency; expected an ISO 4217 code such as EUR.'],
    [{ currency: '' }, 'currency', 'Is empty; expected an ISO 4217 code such as EUR.'],
    [{ line_description: '' }, 'line_description', 'Is empty; expected what is billed.'],
    [{ line_description: 'x'.repeat(2001) }, 'line_description', 'Has 2001 characters; expected at most 2000.'],
    [{ quantity: '1,5' }, 'quantity', '"1,5" may have a comma for decimals or for thousands; choose which sign stands before decimals.'],
    [{ quantity: '' }, 'quantity', 'Is empty; expected a number such as 1.5.'],
    [{ unit_price: '100.005' }, 'unit_price', '"100.005" has 3 decimals; EUR has 2.'],
    [{ unit_price: '€100' }, 'unit_price', '"€100" is not an amount; expected digits with a point for decimals, such as 1234.50.'],
    [{ unit_price: '' }, 'unit_price', 'Is empty; expected an amount such as 1234.50.'],
    [{ tax_rate: '19 percent' }, 'tax_rate', '"19 percent" is not a percentage; expected a number from 0 to 100, such as 19.'],
    [{ tax_rate: '-1' }, 'tax_rate', '"-1" is not a percentage; expected a number from 0 to 100, such as 19.'],
    [{ total: '178.51' }, 'total', 'The file says EUR 178.51; the lines of the invoice come to EUR 178.50.'],
    [{ quantity: '-1.5', total: '-178.50' }, 'total', 'The lines come to EUR -178.50; expected zero or more.'],
    [{ quantity: '999999999999999', unit_price: '999999999.00', total: '' }, 'total', 'Line 1 is too large.'],
    [{ status: 'partial' }, 'status', '"partial" is not a status; expected draft, sent, paid or void.'],
    [{ paid_on: '2026-03-02' }, 'paid_on', '2026-03-02 is given for an invoice with status sent; expected status paid, or no date.'],
    [{ notes: 'a\0b' }, 'notes', '"a\uFFFDb" has control characters; expected text.'],
  ])('has an error in %j', async (row, column, message) => {
    const result = await read(fileOf({ number: 'FINE' }, row));
    expect(result.errors).toEqual([{ row: 3, column, message }]);
    expect(result.invoices.map((invoice) => invoice.number)).toEqual(['FINE']);
  });

  it('says where rows of one invoice differ', async () => {
    const { invoices, errors } = await read(fileOf({ total: '357.00' }, { total: '357.00', issue_date: '2026-03-02', notes: 'x' }));
    expect(invoices).toEqual([]);
    expect(errors).toEqual([
      { row: 3, column: 'issue_date', message: '"2026-03-02" differs from "2026-03-01" in row 2 of the same invoice; expected the same.' },
      { row: 3, column: 'notes', message: '"x" differs from "" in row 2 of the same invoice; expected the same.' },
    ]);
  });

  it('does not blame the total for a line that could not be read', async () => {
    const two = { total: '357.00' };
    expect((await read(fileOf(two, { ...two, quantity: 'x' }))).errors).toHaveLength(1);
    expect((await read(`${fileOf(two)}\n"INV-1","7"`)).errors).toEqual([
      { row: 3, column: null, message: 'The row has 2 fields; expected 14 as in the header.' },
    ]);
  });

  it('may have as many lines in an invoice as one can be sent with, and no more', async () => {
    const lines = (count: number) => read(fileOf(...Array.from({ length: count }, () => ({ total: '' }))));
    expect((await lines(500)).errors).toEqual([]);
    expect((await lines(501)).errors).toMatchObject([{ row: 2, column: 'number', message: 'Has 501 lines; expected at most 500.' }]);
  });
});

const chinook = new URL('../../../../shared/data/chinook/invoices.csv', import.meta.url);

describe('the Chinook invoices', () => {
  it.skipIf(!existsSync(chinook))(`are 412 over USD 2,328.60${existsSync(chinook) ? '' : ' (skipped: data not here)'}`, async () => {
    const { invoices, errors, rowCount } = await read(readFileSync(chinook, 'utf8'));
    expect(errors).toEqual([]);
    expect([rowCount, invoices.length, invoices.flatMap((invoice) => invoice.lines).length]).toEqual([2240, 412, 2240]);
    expect(new Set(invoices.map((invoice) => invoice.currency))).toEqual(new Set(['USD']));
    expect(invoices.reduce((sum, invoice) => sum + (invoice.statedTotal ?? 0), 0)).toBe(232_860);
  });
});
