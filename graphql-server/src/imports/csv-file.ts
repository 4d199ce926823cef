import { CsvError, parse } from 'csv-parse/sync';
import type { RowError } from './csv-rows.ts';

export interface CsvRecord {
  row: number;
  fields: string[];
}

export interface CsvFile {
  /** The titles, each told from the others: a second "Name" is "Name (2)". Null when there is none. */
  header: string[] | null;
  records: CsvRecord[];
  problems: RowError[];
}

const MAX_BYTES = 20_000_000;
const MAX_ROWS = 200_000;
const MAX_RECORD_CHARACTERS = 128_000;

/**
 * The records of a CSV file with a header: RFC 4180 with comma, semicolon or tab, any line ends, with
 * or without a byte order mark. Blank rows are passed over.
 */
export function readCsvFile(text: string): CsvFile {
  if (Buffer.byteLength(text) > MAX_BYTES) return unreadable(`The file is larger than ${MAX_BYTES / 1_000_000} MB.`);
  const { records, problem } = readRecords(text);
  const [header, ...body] = records;
  const problems = problem ? [problem] : [];
  if (header) return { header: distinct(header.fields), records: body, problems };
  return problem ? { header: null, records: [], problems } : unreadable('The file is empty; expected a header row.');
}

function unreadable(message: string): CsvFile {
  return { header: null, records: [], problems: [{ row: 1, column: null, message }] };
}

function distinct(titles: string[]): string[] {
  const seen = new Map<string, number>();
  return titles.map((title, index) => {
    const name = title.trim() || `Column ${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

function readRecords(text: string): { records: CsvRecord[]; problem: RowError | null } {
  // csv-parse counts a \r\n inside quotes as two lines.
  const input = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const records: CsvRecord[] = [];
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
