import { countryCode } from '../shared/country.ts';
import { badInput } from '../shared/domain-error.ts';
import { CsvFields, emailAddress, quoted } from './csv-fields.ts';
import { type ColumnMapping, type CsvRow, readCsvRows } from './csv-rows.ts';
import { importedFields } from './import-fields.ts';
import { paced } from './paced.ts';
import type { RowErrors } from './row-errors.ts';

/** One client with its first contact. */
export interface ClientRow {
  row: number;
  externalId: string | null;
  /** At least one of `company` and `contactName` is there. */
  company: string | null;
  contactName: string | null;
  /** In lower case. */
  email: string;
  phone: string | null;
  addressLines: string[];
  city: string | null;
  state: string | null;
  postalCode: string | null;
  /** As written. */
  country: string | null;
  /** ISO 3166-1 alpha-2, when `country` is a code or an English name. */
  countryCode: string | null;
  /** BCP 47. */
  locale: string | null;
  taxId: string | null;
}

/** Rows with an error are left out of `rows`; nothing should be imported unless `errors` is empty. */
export async function readClientsCsv(text: string, mapping?: ColumnMapping | null): Promise<{ rows: ClientRow[]; errors: RowErrors; rowCount: number }> {
  const { rows: source, errors, rowCount } = readCsvRows(text, importedFields.CLIENTS, mapping);
  const seen = new Map<string, number>();
  const rows: ClientRow[] = [];
  for await (const row of paced(source)) {
    if (!row.isRagged) rows.push(...readClient(row, seen, errors));
  }
  return { rows, errors, rowCount };
}

function readClient(source: CsvRow, seen: Map<string, number>, errors: RowErrors): ClientRow[] {
  const fields = new CsvFields(source, errors);
  const externalId = fields.line('external_id', 100);
  const company = fields.line('company', 200);
  const contactName = contactNameOf(fields);
  const email = fields.required('email', 'an e-mail address', fields.read('email', emailAddress));
  const country = fields.line('country', 100);
  const client = {
    row: source.row,
    externalId,
    company,
    contactName,
    phone: fields.line('phone', 50),
    addressLines: [...linesOf(fields.paragraphs('address', 500)), ...linesOf(fields.paragraphs('address_2', 500))],
    city: fields.line('city', 100),
    state: fields.line('state', 100),
    postalCode: fields.line('postal_code', 20),
    country,
    countryCode: country && countryCode(country),
    locale: fields.read('locale', localeTag),
    taxId: fields.line('tax_id', 50),
  };
  if (NAMES.every((name) => fields.raw(name) === '')) {
    fields.refuse('company', 'Has no name; expected a company, the name of a contact or both.');
  }
  if (externalId !== null) {
    const earlier = seen.get(externalId);
    if (earlier !== undefined) fields.refuse('external_id', `${quoted(externalId)} is also in row ${earlier}; expected each id once.`);
    else seen.set(externalId, source.row);
  }
  return fields.isValid && email !== null ? [{ ...client, email }] : [];
}

const NAMES = ['company', 'contact_name', 'contact_first_name', 'contact_last_name'];

function contactNameOf(fields: CsvFields): string | null {
  const whole = fields.line('contact_name', 200);
  const parts = [fields.line('contact_first_name', 100), fields.line('contact_last_name', 100)].filter(Boolean);
  return whole ?? (parts.join(' ') || null);
}

function linesOf(address: string | null): string[] {
  return (address ?? '')
    .split(/[\n\u2028\u2029]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function localeTag(text: string): string {
  try {
    const [tag] = Intl.getCanonicalLocales(text.replaceAll('_', '-'));
    if (tag) return tag;
  } catch {
    // Not a tag: said below.
  }
  throw badInput(`${quoted(text)} is not a locale; expected one such as en-GB.`);
}
