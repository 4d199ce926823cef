import { expect, test } from 'vitest';
import { exportHref } from './export-href.ts';

test('names what was asked for and nothing else', () => {
  expect(exportHref('/admin/', 'ledger', { from: '', to: '' })).toBe('/admin/files/exports/ledger.csv');
  expect(exportHref('/admin', 'invoices', { from: '2026-01-01', to: '', status: 'SENT,OVERDUE' })).toBe('/admin/files/exports/invoices.csv?from=2026-01-01&status=SENT%2COVERDUE');
});
