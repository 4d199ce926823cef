import { badInput, DomainError } from '../shared/domain-error.ts';
import { normalizedEmailAddress } from '../shared/email-address.ts';
import type { CsvRow } from './csv-rows.ts';
import type { RowErrors } from './row-errors.ts';

/** Reads the fields of one row. What is wrong with a field becomes an error of its row and of the file's own column, and its value null. */
export class CsvFields {
  readonly #source: CsvRow;
  readonly #errors: RowErrors;
  #isValid = true;

  constructor(source: CsvRow, errors: RowErrors) {
    this.#source = source;
    this.#errors = errors;
  }

  get row(): number {
    return this.#source.row;
  }

  /** No field read so far was refused. */
  get isValid(): boolean {
    return this.#isValid;
  }

  /** The file has such a column. */
  has(column: string): boolean {
    return this.#source.titles.has(column);
  }

  /** As written, for comparing. */
  raw(column: string): string {
    return this.#source.values.get(column) ?? '';
  }

  line(column: string, maxLength: number): string | null {
    return this.read(column, (text) => {
      if (LINE_BREAK.test(text)) throw badInput('A line break is not allowed here.');
      return checked(text, maxLength);
    });
  }

  paragraphs(column: string, maxLength: number): string | null {
    return this.read(column, (text) => checked(text, maxLength));
  }

  /** An empty field is null, without an error. */
  read<T>(column: string, parse: (text: string) => T): T | null {
    const text = this.raw(column);
    if (text === '') return null;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.refuse(column, error.message);
      return null;
    }
  }

  /** Reads with one of the methods above; an empty field is an error. */
  required<T>(column: string, expected: string, value: T | null): T | null {
    if (this.raw(column) === '') this.refuse(column, `Is empty; expected ${expected}.`);
    return value;
  }

  refuse(column: string | null, message: string): void {
    this.#isValid = false;
    this.#errors.add({ row: this.row, column: column && (this.#source.titles.get(column) ?? column), message });
  }
}

export function emailAddress(text: string): string {
  const address = normalizedEmailAddress(text);
  if (!address) throw badInput(`${quoted(text)} is not an e-mail address; expected one such as name@company.example.`);
  return address;
}

/** What was found, short enough and free of what would break a line of a report. */
export function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `"${short.replaceAll(/[\p{Cc}\u2028\u2029]/gu, '\uFFFD')}"`;
}

const LINE_BREAK = /[\n\u2028\u2029]/;
/** Controls but for tab and line feed. */
const CONTROL = /[^\P{Cc}\t\n]/u;

function checked(text: string, maxLength: number): string {
  if (CONTROL.test(text)) throw badInput(`${quoted(text)} has control characters; expected text.`);
  if (text.includes('\uFFFD') || !text.isWellFormed()) {
    throw badInput(`${quoted(text)} has characters that could not be read; expected a file saved as UTF-8.`);
  }
  if (text.length > maxLength) throw badInput(`Has ${text.length} characters; expected at most ${maxLength}.`);
  return text;
}
