import { badInput } from '../shared/domain-error.ts';
import { type CsvRecord, readCsvFile } from './csv-file.ts';
import type { ImportedField } from './import-fields.ts';
import { RowErrors } from './row-errors.ts';

/** `row` is the line of the file that the record starts in, the header being 1: what an editor shows. */
export interface RowError {
  row: number;
  /** As the file calls it. */
  column: string | null;
  message: string;
}

export interface CsvRow {
  row: number;
  /** By the name of the field, trimmed; the fields asked for and no others. */
  values: ReadonlyMap<string, string>;
  titles: Titles;
  /** It has more or fewer fields than the header, so its values may stand in wrong columns. */
  isRagged: boolean;
}

/** What the file calls the column of a field. */
export type Titles = ReadonlyMap<string, string>;

/** Which column of the file holds which field. */
export type ColumnMapping = { field: string; column: string }[];

export interface CsvRows {
  rows: CsvRow[];
  titles: Titles;
  errors: RowErrors;
  rowCount: number;
}

/** Without a mapping, columns are known by the names of the fields. Columns not asked for are ignored. */
export function readCsvRows(text: string, fields: Pick<ImportedField, 'name' | 'isRequired' | 'label'>[], mapping?: ColumnMapping | null): CsvRows {
  const { header, records, problems } = readCsvFile(text);
  if (!header) return { rows: [], titles: new Map(), errors: new RowErrors(problems), rowCount: records.length };

  const { titles, errors: unmatched } = mapping ? mapped(fields, header, mapping) : named(fields, header);
  if (unmatched.length > 0) return { rows: [], titles, errors: new RowErrors(unmatched), rowCount: records.length };

  const positions = [...titles].map(([name, title]) => [name, header.indexOf(title)] as const);
  const rows = records.map(({ row, fields: values }) => ({
    row,
    titles,
    values: new Map(positions.map(([name, position]) => [name, withoutGuard((values[position] ?? '').trim())])),
    isRagged: values.length !== header.length,
  }));
  const errors = new RowErrors(problems);
  refuseRagged(records, header, errors);
  return { rows, titles, errors, rowCount: records.length };
}

type Columns = { titles: Map<string, string>; errors: RowError[] };

function mapped(fields: { name: string; label: string; isRequired?: boolean }[], header: string[], mapping: ColumnMapping): Columns {
  const titles = new Map<string, string>();
  for (const { field, column } of mapping) {
    if (!fields.some(({ name }) => name === field)) throw badInput(`The import knows no field "${field.slice(0, 60)}".`, 'mapping');
    if (!header.includes(column)) throw badInput(`The file has no column "${column.slice(0, 60)}".`, 'mapping');
    if (titles.has(field)) throw badInput(`Two columns are matched to "${field}".`, 'mapping');
    titles.set(field, column);
  }
  const missing = fields.filter(({ name, isRequired }) => isRequired && !titles.has(name));
  return {
    titles,
    errors: missing.map(({ label }) => ({ row: 1, column: null, message: `No column is matched to "${label}", which every row needs.` })),
  };
}

function named(fields: { name: string; isRequired?: boolean }[], header: string[]): Columns {
  const names = header.map(fieldName);
  const twice = fields.filter(({ name }) => names.indexOf(name) !== names.lastIndexOf(name)).map(({ name }) => name);
  const missing = fields.filter(({ name, isRequired }) => isRequired && !names.includes(name)).map(({ name }) => name);
  return {
    titles: new Map(fields.filter(({ name }) => names.includes(name)).map(({ name }) => [name, header[names.indexOf(name)] ?? name])),
    errors: [
      ...twice.map((name) => ({ row: 1, column: name, message: `The column "${name}" is there twice.` })),
      ...(missing.length > 0
        ? [{ row: 1, column: missing[0] ?? null, message: `Missing ${missing.length === 1 ? 'column' : 'columns'}: ${missing.join(', ')}. Found: ${found(names)}.` }]
        : []),
    ],
  };
}

/** "Issue Date" is issue_date; what `readCsvFile` added to a second of the same title is not of its name. */
const fieldName = (title: string) => title.replace(/ \(\d+\)$/, '').toLowerCase().replaceAll(/[\s-]+/g, '_');

function found(names: string[]): string {
  const list = names.join(', ');
  return list.length > 300 ? `${list.slice(0, 300)}…` : list;
}

function refuseRagged(records: CsvRecord[], header: string[], errors: RowErrors): void {
  for (const { row, fields } of records) {
    if (fields.length === header.length) continue;
    const message = `The row has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}; expected ${header.length} as in the header.`;
    errors.add({ row, column: null, message });
  }
}

/** The apostrophe that an export, ours too, puts before what a spreadsheet would take for a formula. */
const withoutGuard = (text: string) => text.replace(/^'(?=[=+\-@＝＋－＠])/, '');
