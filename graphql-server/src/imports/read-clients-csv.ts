import { countryCode } from '../shared/country.ts';
import { badInput } from '../shared/domain-error.ts';
import { CsvFields, emailAddress, quoted } from './csv-fields.ts';
import { type CsvRow, readCsvRows, type RowError } from './csv-rows.ts';

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
}

const COLUMNS = {
  required: ['email'],
  optional: ['external_id', 'company', 'contact_name', 'phone', 'address', 'city', 'state', 'postal_code', 'country', 'locale'],
};

/** Rows with an error are left out of `rows`; nothing should be imported unless `errors` is empty. */
export function readClientsCsv(text: string): { rows: ClientRow[]; errors: RowError[]; rowCount: number } {
  const file = readCsvRows(text, COLUMNS);
  const errors = [...file.errors];
  const seen = new Map<string, number>();
  const rows = file.rows.flatMap((row) => (row.isRagged ? [] : readClient(row, seen, errors)));
  return { rows, errors: errors.toSorted((a, b) => a.row - b.row), rowCount: file.rowCount };
}

function readClient(source: CsvRow, seen: Map<string, number>, errors: RowError[]): ClientRow[] {
  const fields = new CsvFields(source, errors);
  const externalId = fields.line('external_id', 100);
  const company = fields.line('company', 200);
  const contactName = fields.line('contact_name', 200);
  const email = fields.required('email', 'an e-mail address', fields.read('email', emailAddress));
  const country = fields.line('country', 100);
  const client = {
    row: source.row,
    externalId,
    company,
    contactName,
    phone: fields.line('phone', 50),
    addressLines: linesOf(fields.paragraphs('address', 500)),
    city: fields.line('city', 100),
    state: fields.line('state', 100),
    postalCode: fields.line('postal_code', 20),
    country,
    countryCode: country && countryCode(country),
    locale: fields.read('locale', localeTag),
  };
  if (fields.raw('company') === '' && fields.raw('contact_name') === '') {
    fields.refuse('company', 'Has no name; expected company, contact_name or both.');
  }
  if (externalId !== null) {
    const earlier = seen.get(externalId);
    if (earlier !== undefined) fields.refuse('external_id', `${quoted(externalId)} is also in row ${earlier}; expected each id once.`);
    else seen.set(externalId, source.row);
  }
  return fields.isValid && email !== null ? [{ ...client, email }] : [];
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
