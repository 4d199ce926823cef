/**
 * Either these, or all that match the filter but these: "select all" means
 * every matching invoice, loaded or not.
 */
export interface Selection {
  readonly mode: 'only' | 'all-but';
  readonly ids: ReadonlySet<string>;
}

export const nothing: Selection = { mode: 'only', ids: new Set() };
export const everything: Selection = { mode: 'all-but', ids: new Set() };

export function isSelected({ mode, ids }: Selection, id: string): boolean {
  return ids.has(id) === (mode === 'only');
}

export function toggled({ mode, ids }: Selection, id: string): Selection {
  return { mode, ids: ids.symmetricDifference(new Set([id])) };
}

export function countSelected({ mode, ids }: Selection, total: number): number {
  return mode === 'only' ? ids.size : Math.max(0, total - ids.size);
}

/** Of the ZIP with exactly these; `filter` is the table's. */
export function zipPath({ mode, ids }: Selection, filter: URLSearchParams): string {
  const params = new URLSearchParams(mode === 'only' ? undefined : filter);
  if (ids.size > 0) params.set(mode === 'only' ? 'ids' : 'exclude', [...ids].join(','));
  const query = params.toString().replaceAll('%2C', ',');
  return `/files/invoices.zip${query && `?${query}`}`;
}
