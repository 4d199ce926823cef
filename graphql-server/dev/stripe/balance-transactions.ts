import type Stripe from 'stripe';
import { type FormParams, refuseUnknown, textOf } from './form-encoding.ts';
import { listPage } from './lists.ts';
import type { Scene } from './scene.ts';
import { invalidRequest, noSuch } from './stripe-failure.ts';
import { stripeId } from './stripe-id.ts';
import type { StripeAccount } from './stripe-state.ts';

type Movement = Pick<Stripe.BalanceTransaction, 'amount' | 'currency' | 'description' | 'reporting_category' | 'type'> & {
  source: string;
  fee?: { amount: number; description: string };
  /** Seconds since the epoch; now, where nothing is said. */
  availableOn?: number;
};

/** Every movement of an account's balance at Stripe is booked here and never changed: https://docs.stripe.com/reports/balance-transaction-types */
export function book({ account }: Scene, { fee, availableOn, ...movement }: Movement): Stripe.BalanceTransaction {
  const id = stripeId('txn');
  const created = Math.floor(Date.now() / 1000);
  const taken = fee?.amount ?? 0;
  return (account.balanceTransactions[id] = {
    id,
    object: 'balance_transaction',
    available_on: availableOn ?? created,
    balance_type: 'payments',
    created,
    exchange_rate: null,
    fee: taken,
    fee_details: fee ? [{ ...fee, application: null, currency: movement.currency, type: 'stripe_fee' }] : [],
    net: movement.amount - taken,
    status: (availableOn ?? created) > created ? 'pending' : 'available',
    ...movement,
  });
}

/** 2.9 % and 30 minor units, rounded half up, in integers. */
export function processingFee(amount: number): { amount: number; description: string } {
  return { amount: Math.min(amount, Math.floor((amount * 29 + 500) / 1000) + 30), description: 'Stripe processing fees' };
}

export function listBalanceTransactions({ account }: Scene, params: FormParams): object {
  refuseUnknown(params, ['created', 'currency', 'ending_before', 'limit', 'payout', 'source', 'starting_after', 'type']);
  const payoutId = textOf(params, 'payout');
  const payout = Object.hasOwn(account.payouts, payoutId ?? '') ? account.payouts[payoutId!] : undefined;
  if (payoutId && !payout) throw noSuch('payout', payoutId);
  if (payout && !payout.automatic) throw invalidRequest('Balance transaction history can only be filtered on automatic transfers, not manual.', { param: 'payout' });
  return listPage('/v1/balance_transactions', account.balanceTransactions, params, (transaction) =>
    (!payout || account.paidOut[transaction.id] === payout.id) && (['currency', 'source', 'type'] as const).every((name) => params[name] === undefined || params[name] === transaction[name]));
}

/** Of each currency what may be paid out, and what is on its way there. */
export function presentBalance(account: StripeAccount): Stripe.Balance {
  const transactions = Object.values(account.balanceTransactions);
  const currencies = [...new Set(['usd', ...transactions.map(({ currency }) => currency)])];
  const total = (currency: string, status: string) => transactions.filter((row) => row.currency === currency && row.status === status).reduce((sum, row) => sum + row.net, 0);
  const totals = (status: string) => currencies.map((currency) => ({ amount: total(currency, status), currency, source_types: { card: total(currency, status) } }));
  return { object: 'balance', available: totals('available'), livemode: false, pending: totals('pending') };
}

/** What has waited its days, or, where `waits` is false, all that still waits, becomes available. */
export function ripen(account: StripeAccount, { currency, waits = true }: { currency?: string; waits?: boolean } = {}): void {
  const now = Math.floor(Date.now() / 1000);
  for (const transaction of Object.values(account.balanceTransactions)) {
    if (transaction.status !== 'pending' || (currency && transaction.currency !== currency)) continue;
    if (!waits) transaction.available_on = Math.min(transaction.available_on, now);
    if (transaction.available_on <= now) transaction.status = 'available';
  }
}
