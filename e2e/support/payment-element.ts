import type { FrameLocator, Page } from 'playwright-core';

export const declinedCard = '4000 0000 0000 0002';
export const goodCard = '4242 4242 4242 4242';
/** The bank asks the payer. */
export const challengedCard = '4000 0025 0000 3155';
/** On its way for as long as nobody settles it. */
export const slowAccount = '000000000009';

/** Stripe's frame within the open dialog. */
export const paymentFrame = (page: Page): FrameLocator => page.frameLocator('iframe[title="Secure payment input frame"]');

/** Types a card into Stripe's frame within the open dialog. */
export async function fillCard(page: Page, number: string): Promise<void> {
  const frame = paymentFrame(page);
  await frame.getByLabel('Card number').fill(number);
  await frame.getByLabel('Expiration date').fill('12 / 34');
  await frame.getByLabel('Security code').fill('123');
}

/** A SEPA debit; who pays is known. */
export async function fillIban(page: Page, iban: string): Promise<void> {
  const frame = paymentFrame(page);
  await frame.getByRole('tab', { name: 'SEPA debit' }).click();
  await frame.getByLabel('IBAN').fill(iban);
}

/** An ACH debit. */
export async function fillAccount(page: Page, account: string): Promise<void> {
  const frame = paymentFrame(page);
  await frame.getByRole('tab', { name: /bank account/i }).click();
  await frame.getByLabel('Routing number').fill('110000000');
  await frame.getByLabel('Account number').fill(account);
}

/** What the payer's bank asks, over everything else. */
export async function answerBank(page: Page, answer: 'Complete' | 'Fail'): Promise<void> {
  await page.frameLocator('iframe[title="3-D Secure challenge"]').getByRole('button', { name: answer }).click();
}
