import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';

type Cell = string | number | null;
type Rows = Record<string, Cell>[];

/** What a bench found: printed as it comes, and written down at the end. */
export class Report {
  readonly #name: string;
  readonly #loadBefore = loadavg();
  readonly #tables: Record<string, Rows> = {};

  constructor(name: string) {
    this.#name = name;
  }

  step(line: string): void {
    console.log(`  ${line}`);
  }

  table(title: string, rows: Rows): void {
    this.#tables[title] = rows;
    const heads = Object.keys(rows[0] ?? {});
    const cells = rows.map((row) => heads.map((head) => shown(row[head] ?? null)));
    const widths = heads.map((head, column) => Math.max(head.length, ...cells.map((row) => row[column]!.length)));
    const line = (row: string[]) => `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ')}`;
    console.log(['', title, line(heads), ...cells.map(line), ''].join('\n'));
  }

  /** Beside the machine and its load, without which no figure says anything. */
  write(): void {
    const machine = { processors: availableParallelism(), model: cpus()[0]?.model ?? null, node: process.version };
    const load = { before: this.#loadBefore, after: loadavg() };
    const folder = join(import.meta.dirname, '..', 'results');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${this.#name}.json`), `${JSON.stringify({ bench: this.#name, at: new Date().toISOString(), machine, load, tables: this.#tables }, null, 2)}\n`);
    const [before, after] = [load.before, load.after].map((values) => values[0]!.toFixed(1));
    console.log(`  ${machine.processors} processors, load ${before} before and ${after} after; bench/results/${this.#name}.json`);
  }
}

function shown(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  return Number.isInteger(cell) ? cell.toLocaleString('en') : cell.toFixed(Math.abs(cell) < 10 ? 2 : 1);
}
