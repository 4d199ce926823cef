import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Goes to a section by the navigation that this screen shows. */
export async function goToSection(page: Page, name: RegExp, heading = name): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

/** Names this document; a reload, or any full navigation, makes another. */
export const documentOf = (page: Page) => page.evaluate(() => performance.timeOrigin);

/** Waits until what is on screen says so. */
export async function shows(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).filter({ visible: true }).first().waitFor();
}

/** The tickets that await the team, as the navigation says. */
export async function badgeOf(admin: Page): Promise<number> {
  const link = admin.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Support/ });
  return Number(/(\d+)\s*awaiting your team/.exec((await link.textContent()) ?? '')?.[1] ?? 0);
}

export async function badgeBecomes(admin: Page, count: number): Promise<void> {
  await expect.poll(() => badgeOf(admin), { message: 'the badge of Support tickets' }).toBe(count);
}
