import type { EntityManager } from '@mikro-orm/postgresql';
import { csvLines } from './csv-cells.ts';

/** Rows of a table, in an order of their own. */
export interface RowsToRead {
  /** One row for each of it, e.g. `invoice i`. */
  table: string;
  /** Holds what the viewer may see, and what was asked for. */
  where: { sql: string; params: unknown[] };
  /** What the rows are ordered by, with its type. It is unique and has an index. */
  key: { sql: string; type: string }[];
  /** The columns to read, and what is joined to each row; a join leaves none out. */
  select: string;
  joins: string;
}

/** A table of the database as a table of a file. */
export interface CsvExport<Row extends object> extends RowsToRead {
  columns: Record<string, (row: Row) => string>;
}

const BATCH = 1_000;
const BYTE_ORDER_MARK = '\uFEFF';

/** The file in pieces. */
export async function* csvOf<Row extends object>(em: EntityManager, { columns, ...wanted }: CsvExport<Row>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLines([Object.keys(columns)]);
  const cells = Object.values(columns);
  for await (const rows of batchesOf<Row>(em, wanted)) yield csvLines(rows.map((row) => cells.map((cell) => cell(row))));
}

/**
 * Each batch is a statement of its own that goes on behind the last row, so that neither memory nor a connection is
 * held while somebody downloads slowly.
 */
export async function* batchesOf<Row extends object>(em: EntityManager, { table, where, key, select, joins }: RowsToRead, size = BATCH): AsyncGenerator<Row[]> {
  const keys = key.map(({ sql }) => sql).join(', ');
  const keyOf = `jsonb_build_array(${key.map(({ sql }) => `(${sql})::text`).join(', ')}) as "exportKey"`;
  const behind = `(${keys}) > (${key.map(({ type }) => `?::${type}`).join(', ')})`;
  const alias = table.split(' ')[1];

  for (let after: string[] | null = null; ;) {
    // First the batch, by its index, and only then what belongs to it: the planner cannot estimate what row-level
    // security leaves, and would join and sort the whole table each time.
    const rows: (Row & { exportKey: string[] })[] = await em.execute(
      `select ${keyOf}, ${select}
       from (select * from ${table} where ${where.sql} ${after ? `and ${behind}` : ''} order by ${keys} limit ${size}) ${alias}
       ${joins} order by ${keys}`,
      [...where.params, ...(after ?? [])],
    );
    if (rows.length > 0) yield rows;
    if (rows.length < size) return;
    after = rows.at(-1)!.exportKey;
  }
}
