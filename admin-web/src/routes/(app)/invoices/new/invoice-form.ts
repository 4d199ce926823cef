import type { CreateInvoiceInput } from '#lib/gql/graphql.ts';
import { formatDecimal, parseDecimal } from '#lib/decimal.ts';
import { parsePrice, type DraftLine } from '#lib/invoice-draft.ts';
import * as v from 'valibot';
import { currencyExponent } from 'web-kit/currency-exponent.ts';

export interface InvoiceForm {
  clientId: string;
  currency: string;
  issueDate: string;
  dueDate: string;
  notes: string;
  lines: DraftLine[];
}

/** Messages by path, e.g. "lines.0.quantity": the paths that the API names, too. */
export type Problems = Record<string, string>;

export type Checked = { input: CreateInvoiceInput } | { problems: Problems };

export function checkInvoice(form: InvoiceForm): Checked {
  const result = v.safeParse(schemaFor(form.currency), form);
  if (result.success) return { input: inputOf(form) };
  const problems: Problems = {};
  for (const issue of result.issues) problems[v.getDotPath(issue) ?? ''] ??= issue.message;
  return { problems };
}

export function emptyLine(taxRate = '0'): DraftLine {
  return { description: '', quantity: '1', unitPrice: '', taxRate };
}

/** Lines that nobody wrote in are left out rather than complained about; an invoice needs one all the same. */
export function writtenLines(lines: DraftLine[]): DraftLine[] {
  const written = lines.filter(({ description, unitPrice }) => description.trim() !== '' || unitPrice.trim() !== '');
  return written.length > 0 ? written : lines.slice(0, 1);
}

function schemaFor(currency: string) {
  const decimals = currencyExponent(currency);
  const price = v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty('Enter a price.'),
    v.check(
      (text) => parsePrice(text, currency) !== null,
      decimals === 0 ? 'A whole amount, such as 1200.' : `An amount such as ${(1200.5).toFixed(decimals)}.`,
    ),
  );
  const quantity = v.pipe(v.string(), v.trim(), v.check(isDecimal, 'A number such as 1.5.'));
  const taxRate = v.pipe(
    v.string(),
    v.trim(),
    v.check((text) => isDecimal(text) && !text.startsWith('-'), 'A percentage such as 19.'),
  );
  const description = v.pipe(v.string(), v.trim(), v.nonEmpty('Describe this line.'));
  const line = v.object({ description, quantity, unitPrice: price, taxRate });
  return v.pipe(
    v.object({
      clientId: v.pipe(v.string(), v.nonEmpty('Choose a client.')),
      currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'A currency code such as EUR.')),
      issueDate: date,
      dueDate: date,
      notes: v.pipe(v.string(), v.maxLength(4000, 'At most 4,000 characters.')),
      lines: v.array(line),
    }),
    v.forward(
      v.partialCheck(
        [['issueDate'], ['dueDate']],
        ({ issueDate, dueDate }) => dueDate >= issueDate,
        'Not before the issue date.',
      ),
      ['dueDate'],
    ),
  );
}

const date = v.pipe(v.string(), v.isoDate('Enter a date.'));

function isDecimal(text: string): boolean {
  const decimal = parseDecimal(text);
  return decimal !== null && decimal.scale <= 10 && text.replace(/\D/g, '').length <= 24;
}

function inputOf(form: InvoiceForm): CreateInvoiceInput {
  return {
    clientId: form.clientId,
    currency: form.currency,
    issueDate: form.issueDate,
    dueDate: form.dueDate,
    notes: form.notes.trim() || null,
    lines: form.lines.map((line) => ({
      description: line.description.trim(),
      quantity: plain(line.quantity),
      unitPrice: parsePrice(line.unitPrice, form.currency) ?? 0,
      taxRate: plain(line.taxRate),
    })),
  };
}

function plain(text: string): string {
  return formatDecimal(parseDecimal(text) ?? { digits: 0n, scale: 0 });
}
