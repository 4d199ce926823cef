import type { Page } from 'playwright-core';

export const declinedCard = '4000 0000 0000 0002';
export const goodCard = '4242 4242 4242 4242';

/** Types a card into Stripe's frame within the open dialog. */
export async function fillCard(page: Page, number: string): Promise<void> {
  const frame = page.frameLocator('iframe[title="Secure payment input frame"]');
  await frame.getByLabel('Card number').fill(number);
  await frame.getByLabel('Expiration date').fill('12 / 34');
  await frame.getByLabel('Security code').fill('123');
}
