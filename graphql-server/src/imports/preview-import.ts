import { badInput } from '../shared/domain-error.ts';
import { readCsvFile } from './csv-file.ts';
import { importedFields, type ImportKind, suggestedColumns } from './import-fields.ts';

const SAMPLE_ROWS = 5;

/** What is in the file, and what its columns seem to mean. Throws DomainError when it is no table at all. */
export function previewImport(kind: ImportKind, csv: string) {
  const { header, records, problems } = readCsvFile(csv);
  if (!header) throw badInput(problems[0]?.message ?? 'The file cannot be read.', 'csv');
  const suggested = suggestedColumns(importedFields[kind], header);
  return {
    columns: header,
    rows: records.length,
    sample: records.slice(0, SAMPLE_ROWS).map(({ fields }) => header.map((_, index) => (fields[index] ?? '').trim().slice(0, 200))),
    fields: importedFields[kind].map(({ name, label, isRequired = false }) => ({
      name, label, isRequired, suggestedColumn: suggested.get(name) ?? null,
    })),
  };
}
