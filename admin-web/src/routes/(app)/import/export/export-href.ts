export type ExportKind = 'clients' | 'invoices' | 'payments' | 'ledger';

/** The API's own door beside the dashboard; what is empty is left out. `base` is where the dashboard stands. */
export function exportHref(base: string, kind: ExportKind, asked: { from?: string; to?: string; status?: string }): string {
  const params = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
  return `${base.replace(/\/$/, '')}/files/exports/${kind}.csv${params.size > 0 ? `?${params}` : ''}`;
}
