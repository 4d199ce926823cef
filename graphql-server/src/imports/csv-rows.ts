import { CsvError, parse } from 'csv-parse/sync';

/** `row` is the line of the file that the record starts in, the header being 1: what an editor shows. */
export interface RowError {
  row: number;
  column: string | null;
  message: string;
}

export interface CsvRow {
  row: number;
  /** By column name, trimmed; the columns asked for and no others. */
  values: ReadonlyMap<string, string>;
  /** It has more or fewer fields than the header, so its values may stand in wrong columns. */
  isRagged: boolean;
}

export interface CsvColumns {
  required: readonly string[];
  optional: readonly string[];
}

const MAX_BYTES = 20_000_000;
const MAX_ROWS = 200_000;
const MAX_RECORD_CHARACTERS = 128_000;

/**
 * The rows of a CSV file with a header: RFC 4180 with comma, semicolon or tab, any line ends, with
 * or without a byte order mark. Blank rows are passed over. Columns not asked for are ignored.
 */
export function readCsvRows(text: string, columns: CsvColumns): { rows: CsvRow[]; errors: RowError[]; rowCount: number } {
  if (Buffer.byteLength(text) > MAX_BYTES) return unreadable(`The file is larger than ${MAX_BYTES / 1_000_000} MB.`);

  const { records, problem } = readRecords(text);
  const [header, ...body] = records;
  if (!header) return problem ? { rows: [], errors: [problem], rowCount: 0 } : unreadable('The file is empty; expected a header row.');

  const names = header.fields.map(columnName);
  const headerErrors = checkHeader(names, columns);
  if (headerErrors.length > 0) return { rows: [], errors: headerErrors, rowCount: body.length };

  const positions = [...columns.required, ...columns.optional].flatMap((name) => {
    const position = names.indexOf(name);
    return position < 0 ? [] : [[name, position] as const];
  });
  const rows = body.map(({ row, fields }) => ({
    row,
    values: new Map(positions.map(([name, position]) => [name, (fields[position] ?? '').trim()])),
    isRagged: fields.length !== names.length,
  }));
  const ragged = body
    .filter(({ fields }) => fields.length !== names.length)
    .map(({ row, fields }) => ({
      row,
      column: null,
      message: `The row has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}; expected ${names.length} as in the header.`,
    }));
  return { rows, errors: problem ? [...ragged, problem] : ragged, rowCount: body.length };
}

interface CsvFields {
  row: number;
  fields: string[];
}

function readRecords(text: string): { records: CsvFields[]; problem: RowError | null } {
  // csv-parse counts a \r\n inside quotes as two lines.
  const input = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const records: CsvFields[] = [];
  let nextRow = 1;
  let seen = 0;
  try {
    parse(input, {
      delimiter: delimiterOf(input),
      record_delimiter: '\n',
      relax_column_count: true,
      max_record_size: MAX_RECORD_CHARACTERS,
      on_record: (fields: string[], { lines }) => {
        seen += 1;
        if (seen > MAX_ROWS + 1) throw new TooManyRows();
        if (fields.some((field) => field.trim() !== '')) records.push({ row: nextRow, fields });
        nextRow = lines + 1;
        return null;
      },
    });
  } catch (error) {
    const message = reason(error);
    if (!message) throw error;
    return { records, problem: { row: nextRow, column: null, message: `${message} Nothing after it could be read.` } };
  }
  return { records, problem: null };
}

/** Spreadsheets write a semicolon where the comma is the decimal sign. */
function delimiterOf(input: string): string {
  const header = input.slice(0, MAX_RECORD_CHARACTERS).trimStart().split('\n', 1)[0] ?? '';
  const unquoted = header.replaceAll(/"[^"]*"/g, '');
  const count = (delimiter: string) => unquoted.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

class TooManyRows extends Error {}

function reason(error: unknown): string | null {
  if (error instanceof TooManyRows) return `The file has more than ${MAX_ROWS} rows; expected several smaller files.`;
  if (!(error instanceof CsvError)) return null;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'A quoted field begins in this row and never ends.';
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'A quote stands inside a field; expected such a field in quotes and its own quotes doubled, like "5"" pipe".';
    case 'CSV_MAX_RECORD_SIZE':
      return `The row is longer than ${MAX_RECORD_CHARACTERS} characters; is a quote not closed?`;
    default:
      return `The row is malformed (${error.code}).`;
  }
}

function columnName(title: string): string {
  return title.trim().toLowerCase().replaceAll(/[\s-]+/g, '_');
}

function checkHeader(names: string[], { required, optional }: CsvColumns): RowError[] {
  const known = new Set([...required, ...optional]);
  const twice = new Set(names.filter((name, index) => known.has(name) && names.indexOf(name) !== index));
  const missing = required.filter((name) => !names.includes(name));
  return [
    ...[...twice].map((name) => ({ row: 1, column: name, message: `The column "${name}" is there twice.` })),
    ...(missing.length > 0
      ? [{ row: 1, column: missing[0] ?? null, message: `Missing ${missing.length === 1 ? 'column' : 'columns'}: ${missing.join(', ')}. Found: ${found(names)}.` }]
      : []),
  ];
}

function found(names: string[]): string {
  const list = names.join(', ');
  return list.length > 300 ? `${list.slice(0, 300)}…` : list;
}

function unreadable(message: string, rowCount = 0) {
  return { rows: [], errors: [{ row: 1, column: null, message }], rowCount };
}
