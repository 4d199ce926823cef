import { invoiceTotals } from '../invoices/invoice-totals.ts';
import { isCurrency } from '../shared/currency.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { minorUnitsToDecimal, parseMinorUnits } from '../shared/money.ts';
import { calendarDate, CsvFields, emailAddress, quoted } from './csv-fields.ts';
import { type CsvRow, readCsvRows, type RowError } from './csv-rows.ts';

export type ImportedStatus = 'draft' | 'sent' | 'paid' | 'void';

/** One invoice: the rows of the file that share a number. Amounts in minor units. */
export interface ImportedInvoice {
  /** Where its first line stands. */
  row: number;
  /** Of a draft it only tells which rows belong together ("DRAFT-1"): a draft has no number until it is sent. */
  number: string;
  /** At least one of the two is there. */
  clientExternalId: string | null;
  /** In lower case. */
  clientEmail: string | null;
  issueDate: string;
  dueDate: string | null;
  currency: string;
  status: ImportedStatus;
  /** Set for `paid` and for nothing else. */
  paidOn: string | null;
  notes: string | null;
  lines: ImportedLine[];
  /** The total as the file states it, checked against the lines. */
  statedTotal: number | null;
}

export interface ImportedLine {
  row: number;
  description: string;
  quantity: string;
  unitPrice: number;
  taxRate: string;
}

const COLUMNS = {
  required: ['number', 'issue_date', 'currency', 'line_description', 'quantity', 'unit_price'],
  optional: ['client_external_id', 'client_email', 'due_date', 'tax_rate', 'total', 'status', 'paid_on', 'notes'],
};

/** Said again on every row of an invoice, and the same each time. */
const HEADER_COLUMNS = ['client_external_id', 'client_email', 'issue_date', 'due_date', 'currency', 'status', 'paid_on', 'notes', 'total'];

const STATUSES: readonly ImportedStatus[] = ['draft', 'sent', 'paid', 'void'];

const MAX_LINES = 1000;

/** Invoices with an error are left out of `invoices`; nothing should be imported unless `errors` is empty. */
export function readInvoicesCsv(text: string): { invoices: ImportedInvoice[]; errors: RowError[]; rowCount: number } {
  const file = readCsvRows(text, COLUMNS);
  const errors = [...file.errors];
  const byNumber = Map.groupBy(file.rows, (row) => row.values.get('number') ?? '');
  const invoices = [...byNumber].flatMap(([number, rows]) =>
    number === '' ? refuseUnnumbered(rows, errors) : readInvoice(rows, errors),
  );
  return { invoices, errors: errors.toSorted((a, b) => a.row - b.row), rowCount: file.rowCount };
}

function refuseUnnumbered(rows: CsvRow[], errors: RowError[]): [] {
  for (const row of rows) {
    if (!row.isRagged) new CsvFields(row, errors).required('number', 'an invoice number, or for a draft any name that its rows share', null);
  }
  return [];
}

function readInvoice(rows: CsvRow[], errors: RowError[]): ImportedInvoice[] {
  const [first, ...others] = rows.filter((row) => !row.isRagged).map((row) => new CsvFields(row, errors));
  if (!first) return [];
  const header = readHeader(first);
  const lines = [first, ...others].map((fields) => readLine(fields, header.currency));
  for (const fields of others) compareHeader(fields, first);
  if (rows.length > MAX_LINES) first.refuse('number', `Has ${rows.length} lines; expected at most ${MAX_LINES}.`);

  const isWhole = first.isValid && others.every((fields) => fields.isValid) && rows.every((row) => !row.isRagged);
  if (!isWhole) return [];
  const invoice = { ...header, lines } as ImportedInvoice;
  checkTotal(invoice, first);
  return first.isValid ? [invoice] : [];
}

/** A field may be null although its type in the invoice has no null: then `fields` is not valid. */
function readHeader(fields: CsvFields) {
  const currency = fields.required('currency', 'an ISO 4217 code such as EUR', fields.read('currency', currencyCode));
  const issueDate = fields.required('issue_date', 'a date such as 2026-03-31', fields.read('issue_date', calendarDate));
  const dueDate = fields.read('due_date', calendarDate);
  const status = fields.raw('status') === '' ? 'sent' : fields.read('status', invoiceStatus);
  const paidOn = fields.read('paid_on', calendarDate);

  if (fields.raw('client_external_id') === '' && fields.raw('client_email') === '') {
    fields.refuse('client_external_id', 'Names no client; expected client_external_id, client_email or both.');
  }
  if (issueDate && dueDate && dueDate < issueDate) {
    fields.refuse('due_date', `${dueDate} is before the issue date ${issueDate}; expected the same day or later.`);
  }
  if (paidOn && status && status !== 'paid') {
    fields.refuse('paid_on', `${paidOn} is given for an invoice with status ${status}; expected status paid, or no date.`);
  }
  return {
    row: fields.row,
    number: fields.line('number', 60),
    clientExternalId: fields.line('client_external_id', 100),
    clientEmail: fields.read('client_email', emailAddress),
    issueDate,
    dueDate,
    currency,
    status,
    paidOn: status === 'paid' ? (paidOn ?? dueDate ?? issueDate) : null,
    notes: fields.paragraphs('notes', 5000),
    statedTotal: currency && fields.read('total', (text) => parseMinorUnits(text, currency)),
  };
}

/** Without a known currency the price cannot be read; the currency's own error says why. */
function readLine(fields: CsvFields, currency: string | null) {
  return {
    row: fields.row,
    description: fields.required('line_description', 'what is billed', fields.paragraphs('line_description', 2000)),
    quantity: fields.required('quantity', 'a number such as 1.5', fields.read('quantity', decimalQuantity)),
    unitPrice: fields.required(
      'unit_price',
      'an amount such as 1234.50',
      currency && fields.read('unit_price', (text) => parseMinorUnits(text, currency)),
    ),
    taxRate: fields.raw('tax_rate') === '' ? '0' : fields.read('tax_rate', taxPercentage),
  };
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

const CASELESS = new Set(['client_email', 'currency', 'status']);

function checkTotal(invoice: ImportedInvoice, first: CsvFields): void {
  const inWords = (minorUnits: number) => `${invoice.currency} ${minorUnitsToDecimal(minorUnits, invoice.currency)}`;
  try {
    const { total } = invoiceTotals(invoice.lines);
    if (invoice.statedTotal !== null && invoice.statedTotal !== total) {
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

function invoiceStatus(text: string): ImportedStatus {
  const status = STATUSES.find((known) => known === text.toLowerCase());
  if (!status) throw badInput(`${quoted(text)} is not a status; expected draft, sent, paid or void.`);
  return status;
}

function decimalQuantity(text: string): string {
  if (!/^-?\d{1,15}(\.\d{1,9})?$/.test(text)) throw badInput(`${quoted(text)} is not a number; expected digits with a point for decimals, such as 1.5.`);
  return text;
}

function taxPercentage(text: string): string {
  if (!/^\d{1,3}(\.\d{1,9})?$/.test(text) || Number(text) > 100) {
    throw badInput(`${quoted(text)} is not a tax rate; expected a percentage from 0 to 100, such as 19.`);
  }
  return text;
}
