import { StripeFailure } from './stripe-failure.ts';
import type { RememberedAnswer, StripeAccount } from './stripe-state.ts';

const KEPT_SECONDS = 24 * 60 * 60;
const MOST_KEPT = 1000;

/** The answer given before under this key; throws when the key was used for something else. */
export function recall(account: StripeAccount, key: string, path: string, fingerprint: string): RememberedAnswer | undefined {
  if (key.length > 255) throw new StripeFailure(400, { type: 'idempotency_error', message: 'Idempotency keys can be up to 255 characters long.' });
  const before = Object.hasOwn(account.idempotency, key) ? account.idempotency[key]! : undefined;
  if (!before || before.created < now() - KEPT_SECONDS) return undefined;
  if (before.path !== path) {
    throw new StripeFailure(400, { type: 'idempotency_error', message: `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${before.path}'). Try using a key other than '${key}' if you meant to execute a different request.` });
  }
  if (before.fingerprint !== fingerprint) {
    throw new StripeFailure(400, { type: 'idempotency_error', message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.` });
  }
  return before;
}

/** Answers that never began to act (a parameter was refused) are not remembered, so that a corrected request may reuse its key. */
export function remember(account: StripeAccount, key: string, answer: Omit<RememberedAnswer, 'created'>): void {
  if (answer.status >= 400 && answer.status !== 402) return;
  delete account.idempotency[key];
  account.idempotency[key] = { ...answer, created: now() };
  const keys = Object.keys(account.idempotency);
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST_KEPT))) delete account.idempotency[old];
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
