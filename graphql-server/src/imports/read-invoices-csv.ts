import { documentTotals, type PricedLine, type Tax, type TaxRounding } from '../documents/document-totals.ts';
import { dayIn, earlierOf, systemClock } from '../shared/clock.ts';
import { isCurrency } from '../shared/currency.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { minorUnitsToDecimal, parseMinorUnits } from '../shared/money.ts';
import { CsvFields, emailAddress, quoted } from './csv-fields.ts';
import { type CsvFormat, dateIn, decimalIn, formatOf } from './csv-format.ts';
import { type ColumnMapping, type CsvRow, readCsvRows, type Titles } from './csv-rows.ts';
import { importedFields } from './import-fields.ts';
import { paced } from './paced.ts';
import type { RowErrors } from './row-errors.ts';

export type ImportedStatus = 'draft' | 'sent' | 'paid' | 'void';

/** One invoice: the rows of the file that share a number. Amounts in minor units. */
export interface ImportedInvoice {
  /** Where its first line stands. */
  row: number;
  /** Of a draft it only tells which rows belong together ("DRAFT-1"): a draft has no number until it is sent. */
  number: string;
  /** At least one of the three is there. */
  clientExternalId: string | null;
  /** In lower case. */
  clientEmail: string | null;
  clientName: string | null;
  issueDate: string;
  dueDate: string | null;
  currency: string;
  status: ImportedStatus;
  /** Set for `paid` and for nothing else; never to come. */
  paidOn: string | null;
  reference: string | null;
  notes: string | null;
  terms: string | null;
  lines: ImportedLine[];
  /** The total as the file states it, checked against the lines. */
  statedTotal: number | null;
  /** As the business rounds, or the other way where only that comes to the stated total. */
  taxRounding: TaxRounding;
}

export interface ImportedLine extends PricedLine {
  row: number;
  description: string;
}

/** How the business computes its invoices, and what it bills in where the file has no column for it. */
export interface InvoiceRules { pricesIncludeTax: boolean; taxRounding: TaxRounding; currency: string | null }

export interface InvoiceReading { mapping?: ColumnMapping | null; format?: Partial<CsvFormat> | null; rules?: InvoiceRules; today?: string }

/** What an invoice must fit to among what is here; known also of one that is refused for something else. */
export type Claim = Pick<ImportedInvoice, 'row' | 'number' | 'clientExternalId' | 'clientEmail' | 'clientName'> & { isDraft: boolean };

export interface InvoicesFile { invoices: ImportedInvoice[]; claims: Claim[]; titles: Titles; errors: RowErrors; rowCount: number }

/** Said again on every row of an invoice, and the same each time. */
const HEADER_COLUMNS = [
  'client_external_id', 'client_email', 'client_name', 'issue_date', 'due_date', 'currency', 'status', 'paid_on', 'reference', 'terms', 'notes', 'total',
];

const DATES = ['issue_date', 'due_date', 'paid_on'];
const NUMBERS = ['quantity', 'unit_price', 'total', 'tax_rate', 'discount_percent'];

const MAX_LINES = 500;

/** Invoices with an error are left out of `invoices`; nothing should be imported unless `errors` is empty. */
export async function readInvoicesCsv(text: string, { mapping, format, rules = PLAIN, today = dayIn('UTC', systemClock()) }: InvoiceReading = {}): Promise<InvoicesFile> {
  const file = readCsvRows(text, importedFields.INVOICES, mapping);
  const { errors, titles, rowCount } = file;
  const claims: Claim[] = [];
  const reader = { rules, today, errors, claims, format: formatOf(valuesOf(file.rows, DATES), valuesOf(file.rows, NUMBERS), format) };
  const byNumber = Map.groupBy(file.rows, (row) => row.values.get('number') ?? '');
  const invoices: ImportedInvoice[] = [];
  for await (const [number, rows] of paced(byNumber)) {
    invoices.push(...(number === '' ? refuseUnnumbered(rows, errors) : readInvoice(rows, reader)));
  }
  return { invoices, claims, titles, errors, rowCount };
}

const PLAIN: InvoiceRules = { pricesIncludeTax: false, taxRounding: 'DOCUMENT', currency: null };

interface Reader { rules: InvoiceRules; today: string; format: CsvFormat; errors: RowErrors; claims: Claim[] }

function* valuesOf(rows: CsvRow[], columns: string[]): Generator<string> {
  for (const { values } of rows) {
    for (const column of columns) yield values.get(column) ?? '';
  }
}

function refuseUnnumbered(rows: CsvRow[], errors: RowErrors): [] {
  for (const row of rows) {
    if (!row.isRagged) new CsvFields(row, errors).required('number', 'an invoice number, or for a draft any name that its rows share', null);
  }
  return [];
}

function readInvoice(rows: CsvRow[], reader: Reader): ImportedInvoice[] {
  const [first, ...others] = rows.filter((row) => !row.isRagged).map((row) => new CsvFields(row, reader.errors));
  if (!first) return [];
  const header = readHeader(first, reader);
  reader.claims.push({ ...header, number: header.number ?? '', isDraft: header.status === 'draft' });
  const lines = [first, ...others].map((fields) => readLine(fields, header.currency, reader.format));
  for (const fields of others) compareHeader(fields, first);
  if (rows.length > MAX_LINES) first.refuse('number', `Has ${rows.length} lines; expected at most ${MAX_LINES}.`);

  const isWhole = first.isValid && others.every((fields) => fields.isValid) && rows.every((row) => !row.isRagged);
  if (!isWhole) return [];
  const invoice = { ...header, lines, taxRounding: reader.rules.taxRounding } as ImportedInvoice;
  checkTotal(invoice, first, reader.rules);
  return first.isValid ? [invoice] : [];
}

/** A field may be null although its type in the invoice has no null: then `fields` is not valid. */
function readHeader(fields: CsvFields, { rules, today, format }: Reader) {
  const date = (text: string) => dateIn(text, format);
  const currency = fields.has('currency') || !rules.currency
    ? fields.required('currency', 'an ISO 4217 code such as EUR', fields.read('currency', currencyCode))
    : rules.currency;
  const issueDate = fields.required('issue_date', 'a date such as 2026-03-31', fields.read('issue_date', date));
  const dueDate = fields.read('due_date', date);
  const status = fields.raw('status') === '' ? 'sent' : fields.read('status', invoiceStatus);
  const paidOn = fields.read('paid_on', date);

  if (CLIENT_COLUMNS.every((column) => fields.raw(column) === '')) {
    fields.refuse('client_external_id', 'Names no client; expected your number of the client, an e-mail address or a name.');
  }
  if (issueDate && dueDate && dueDate < issueDate) {
    fields.refuse('due_date', `${dueDate} is before the issue date ${issueDate}; expected the same day or later.`);
  }
  if (paidOn && status && status !== 'paid') {
    fields.refuse('paid_on', `${paidOn} is given for an invoice with status ${status}; expected status paid, or no date.`);
  }
  if (paidOn && paidOn > today) {
    fields.refuse('paid_on', `${paidOn} is still to come; expected the day on which it was paid.`);
  }
  const settledOn = paidOn ?? dueDate ?? issueDate;
  return {
    row: fields.row,
    number: fields.line('number', 60),
    clientExternalId: fields.line('client_external_id', 100),
    clientEmail: fields.read('client_email', emailAddress),
    clientName: fields.line('client_name', 200),
    issueDate,
    dueDate,
    currency,
    status,
    paidOn: status === 'paid' && settledOn ? earlierOf(settledOn, today) : null,
    reference: fields.line('reference', 100),
    notes: fields.paragraphs('notes', 5000),
    terms: fields.paragraphs('terms', 5000),
    statedTotal: currency && fields.read('total', (text) => parseMinorUnits(decimalIn(text, format), currency)),
  };
}

const CLIENT_COLUMNS = ['client_external_id', 'client_email', 'client_name'];

/** Without a known currency the price cannot be read; the currency's own error says why. */
function readLine(fields: CsvFields, currency: string | null, format: CsvFormat) {
  const discount = fields.read('discount_percent', (text) => percentage(text, format));
  return {
    row: fields.row,
    description: fields.required('line_description', 'what is billed', fields.paragraphs('line_description', 2000)),
    quantity: fields.has('quantity')
      ? fields.required('quantity', 'a number such as 1.5', fields.read('quantity', (text) => quantity(text, format)))
      : '1',
    unitPrice: fields.required(
      'unit_price',
      'an amount such as 1234.50',
      currency && fields.read('unit_price', (text) => parseMinorUnits(decimalIn(text, format), currency)),
    ),
    discount: discount === null || Number(discount) === 0 ? null : { percent: discount, amount: null },
    taxes: taxesIn(fields, format),
  };
}

/** A rate of 0 is a tax where it has a name: "Reverse charge 0 %". */
function taxesIn(fields: CsvFields, format: CsvFormat): Tax[] {
  const name = fields.line('tax_name', 40);
  const rate = fields.read('tax_rate', (text) => percentage(text, format));
  if (rate === null || (Number(rate) === 0 && !name)) return [];
  return [{ name: name ?? 'Tax', rate, isCompound: false }];
}

function compareHeader(fields: CsvFields, first: CsvFields): void {
  for (const column of HEADER_COLUMNS) {
    const [here, there] = [fields.raw(column), first.raw(column)];
    const isSame = CASELESS.has(column) ? here.toLowerCase() === there.toLowerCase() : here === there;
    if (!isSame) {
      fields.refuse(column, `${quoted(here)} differs from ${quoted(there)} in row ${first.row} of the same invoice; expected the same.`);
    }
  }
}

const CASELESS = new Set(['client_email', 'client_name', 'currency', 'status']);

function checkTotal(invoice: ImportedInvoice, first: CsvFields, { pricesIncludeTax }: InvoiceRules): void {
  const inWords = (minorUnits: number) => `${invoice.currency} ${minorUnitsToDecimal(minorUnits, invoice.currency)}`;
  try {
    const totalBy = (taxRounding: TaxRounding) => documentTotals({ lines: invoice.lines, discount: null, pricesIncludeTax, taxRounding }).total;
    const total = totalBy(invoice.taxRounding);
    const other = invoice.taxRounding === 'LINE' ? 'DOCUMENT' : 'LINE';
    if (invoice.statedTotal !== null && invoice.statedTotal !== total) {
      if (totalBy(other) === invoice.statedTotal) {
        invoice.taxRounding = other;
        return;
      }
      first.refuse('total', `The file says ${inWords(invoice.statedTotal)}; the lines of the invoice come to ${inWords(total)}.`);
    } else if (total < 0) {
      first.refuse('total', `The lines come to ${inWords(total)}; expected zero or more.`);
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    first.refuse('total', error.message);
  }
}

function currencyCode(text: string): string {
  const code = text.toUpperCase();
  if (!isCurrency(code)) throw badInput(`${quoted(text)} is not a currency; expected an ISO 4217 code such as EUR.`);
  return code;
}

/** Ours, and what other programs call the same. One that is paid in part has no word here: what was paid is not in the file. */
const STATUSES: Record<ImportedStatus, string[]> = {
  draft: ['draft', 'saved'],
  sent: ['sent', 'viewed', 'open', 'unpaid', 'overdue', 'outstanding', 'awaiting payment', 'authorised', 'authorized', 'submitted', 'due'],
  paid: ['paid', 'auto-paid', 'autopaid', 'closed'],
  void: ['void', 'voided', 'cancelled', 'canceled', 'deleted', 'reversed'],
};

function invoiceStatus(text: string): ImportedStatus {
  const status = (Object.keys(STATUSES) as ImportedStatus[]).find((known) => STATUSES[known].includes(text.toLowerCase()));
  if (!status) throw badInput(`${quoted(text)} is not a status; expected draft, sent, paid or void.`);
  return status;
}

function quantity(text: string, format: CsvFormat): string {
  const number = decimalIn(text, format);
  if (!/^-?\d{1,15}(\.\d{1,9})?$/.test(number)) throw badInput(`${quoted(text)} is not a number; expected digits with a point for decimals, such as 1.5.`);
  return number;
}

function percentage(text: string, format: CsvFormat): string {
  const number = decimalIn(text.replace(/\s*%$/, ''), format);
  if (!/^\d{1,3}(\.\d{1,9})?$/.test(number) || Number(number) > 100) {
    throw badInput(`${quoted(text)} is not a percentage; expected a number from 0 to 100, such as 19.`);
  }
  return number;
}
