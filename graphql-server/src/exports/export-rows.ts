import type { EntityManager } from '@mikro-orm/postgresql';
import { csvLines } from './csv-cells.ts';

/** A table of the database as a table of a file. */
export interface CsvExport<Row extends object> {
  /** `select` and `from`, and the condition that holds what the viewer may see. */
  select: string;
  where: { sql: string; params: unknown[] };
  /** What the rows are ordered by, with its type. It is unique and has an index. */
  key: { sql: string; type: string }[];
  columns: Record<string, (row: Row) => string>;
}

const BATCH = 1_000;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The file in pieces. Each batch is a statement of its own that goes on behind the last row, so that neither
 * memory nor a connection is held while somebody downloads slowly.
 */
export async function* csvOf<Row extends object>(em: EntityManager, { select, where, key, columns }: CsvExport<Row>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLines([Object.keys(columns)]);
  const keys = key.map(({ sql }) => sql).join(', ');
  const keyOf = `jsonb_build_array(${key.map(({ sql }) => `(${sql})::text`).join(', ')}) as "exportKey"`;
  const behind = `(${keys}) > (${key.map(({ type }) => `?::${type}`).join(', ')})`;
  const cells = Object.values(columns);

  for (let after: string[] | null = null; ;) {
    const rows: (Row & { exportKey: string[] })[] = await em.execute(
      `${select.replace(/^\s*select/, `select ${keyOf},`)} where ${where.sql} ${after ? `and ${behind}` : ''} order by ${keys} limit ${BATCH}`,
      [...where.params, ...(after ?? [])],
    );
    if (rows.length > 0) yield csvLines(rows.map((row) => cells.map((cell) => cell(row))));
    if (rows.length < BATCH) return;
    after = rows.at(-1)!.exportKey;
  }
}
