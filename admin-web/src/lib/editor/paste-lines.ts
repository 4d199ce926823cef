import type { DraftLine } from './draft.ts';

export const cells = ['description', 'quantity', 'unitPrice', 'discount', 'taxes'] as const;
export type Cell = (typeof cells)[number];

/** Rows of cells, when what is pasted comes from a spreadsheet; null for plain words. */
export function pastedRows(clipboard: { text: string; html: string }, at: Cell): string[][] | null {
  const isTable = clipboard.text.includes('\t') || /<t[dr]\b/i.test(clipboard.html);
  const isColumn = at !== 'description' && /\n./.test(clipboard.text.trim());
  if (!isTable && !isColumn) return null;
  const rows = readRows(clipboard.text).filter((row) => row.some((cell) => cell.trim() !== ''));
  return rows.length > 1 || rows.some((row) => row.length > 1) ? rows : null;
}

/**
 * Lines with the rows put in at a cell. Rows that begin with a description are lines of their own,
 * the first in place of a blank one; figures go down their columns. Taxes are chosen, never pasted.
 */
export function withPasted(lines: DraftLine[], rows: string[][], row: number, at: Cell, newLine: () => DraftLine, isBlank: (line: DraftLine) => boolean): DraftLine[] {
  const result = [...lines];
  const first = cells.indexOf(at);
  const start = at === 'description' && !isBlank(lines[row]!) ? row + 1 : row;
  rows.forEach((texts, offset) => {
    const index = start + offset;
    const fills = at === 'description' ? offset === 0 && start === row : index < result.length;
    const line = filled(fills ? result[index]! : newLine(), texts, first);
    result.splice(index, fills ? 1 : 0, line);
  });
  return result;
}

function filled(line: DraftLine, texts: string[], first: number): DraftLine {
  const changed = { ...line, discount: { ...line.discount } };
  texts.forEach((text, offset) => {
    const cell = cells[first + offset];
    const typed = text.trim();
    if (cell === 'description') changed.description = typed;
    else if (cell === 'quantity' && typed) changed.quantity = typed;
    else if (cell === 'unitPrice') changed.unitPrice = withoutCurrency(typed);
    else if (cell === 'discount' && typed) changed.discount = { text: withoutCurrency(typed.replace('%', '')), unit: typed.includes('%') ? 'PERCENT' : 'AMOUNT' };
  });
  return changed;
}

/** A spreadsheet copies amounts as they are shown: "€ 1,250.00", "1.250,00 kr". */
function withoutCurrency(text: string): string {
  return text.replace(/[\p{Sc}\p{L}]/gu, '').replace(/^[.\s]+|[.\s]+$/gu, '');
}

/** Cells between tabs; one that holds a line break or a quote stands in quotes. */
function readRows(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [whole, quoted, plain = '', end] = match;
    rows.at(-1)!.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '' || whole === '') break;
    if (end !== '\t') rows.push([]);
  }
  return rows;
}
