import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Screen } from './browser.ts';

/** As the portal says it; a draft that a client may see is one being revised. */
export const statusOrder = ['Being revised', 'Sent', 'Overdue', 'Paid', 'Void'];

/** What the table holds, also where a phone hides it. */
export function invoiceRows(page: Page): Promise<{ number: string; status: string; issued: string }[]> {
  return page.locator('tbody tr').evaluateAll((rows) =>
    rows.map((row) => {
      const cells = (row as HTMLTableRowElement).cells;
      const text = (index: number) => cells[index]?.textContent?.trim() ?? '';
      return { number: text(1), status: text(2), issued: cells[3]?.querySelector('time')?.dateTime ?? '' };
    }),
  );
}

/** By the head of the column, or by the list that a phone has instead. */
export async function sortInvoices(page: Page, screen: Screen, column: 'Status' | 'Issued', direction: 'ascending' | 'descending'): Promise<void> {
  if (screen.isPhone) {
    const orders = { Status: ['status-asc', 'status-desc'], Issued: ['date-asc', 'date-desc'] };
    const wanted = orders[column][direction === 'ascending' ? 0 : 1]!;
    await page.getByLabel('Order').selectOption(wanted);
    const [sort, dir] = wanted.split('-');
    // What is the default stands in no address.
    await expect.poll(() => sortOf(page)).toBe(`${sort}-${dir}`);
  } else {
    const head = page.getByRole('columnheader', { name: column });
    for (let clicks = 0; clicks < 2 && (await head.getAttribute('aria-sort')) !== direction; clicks++) {
      const before = await head.getAttribute('aria-sort');
      await head.getByRole('link').click();
      await expect.poll(() => head.getAttribute('aria-sort')).not.toBe(before);
    }
    expect(await head.getAttribute('aria-sort')).toBe(direction);
  }
}

function sortOf(page: Page): string {
  const query = new URL(page.url()).searchParams;
  return `${query.get('sort') ?? 'date'}-${query.get('dir') ?? 'desc'}`;
}

/** Brings the rest of the list, and says how many there are. */
export async function showAllInvoices(page: Page): Promise<number> {
  const total = parseInt((await page.getByText(/^\d+\s+invoices/).first().textContent())!, 10);
  for (let rows = await page.locator('tbody tr').count(); rows < total; rows = await page.locator('tbody tr').count()) {
    await page.locator('tbody tr').last().scrollIntoViewIfNeeded();
    await expect.poll(() => page.locator('tbody tr').count()).toBeGreaterThan(rows);
  }
  return total;
}
