import { book, ripen } from './balance-transactions.ts';
import { checkCurrency } from './check-amount.ts';
import { type FormParams, integerOf, metadataOf, refuseUnknown, textOf } from './form-encoding.ts';
import type { Scene } from './scene.ts';
import { invalidRequest, missingParameter } from './stripe-failure.ts';
import { stripeId } from './stripe-id.ts';
import type { StoredPayout } from './stripe-state.ts';

/** For payouts Stripe knows no fractions of these: https://docs.stripe.com/currencies#special-cases */
const WHOLE_UNITS = ['huf', 'isk', 'twd', 'ugx'];

const FAILURES: Record<string, string> = {
  account_closed: 'The bank account has been closed.',
  no_account: 'The bank account details on file are probably incorrect. No bank account could be located with those details.',
  could_not_process: 'The bank could not process this payout.',
  debit_not_authorized: 'Debit transactions are not approved on your bank account.',
  invalid_currency: 'The bank was unable to process this payout because of its currency.',
};

/** A manual payout, out of what is available: https://docs.stripe.com/api/payouts/create */
export function createPayout(scene: Scene, params: FormParams): StoredPayout {
  refuseUnknown(params, ['amount', 'currency', 'description', 'destination', 'metadata', 'method', 'source_type', 'statement_descriptor', 'payout_method']);
  const currency = checkCurrency(textOf(params, 'currency'));
  const amount = integerOf(params, 'amount');
  if (amount === undefined) throw missingParameter('amount');
  if (amount < 1) throw invalidRequest('This value must be greater than or equal to 1.', { code: 'parameter_invalid_integer', param: 'amount' });
  if (WHOLE_UNITS.includes(currency) && amount % 100 !== 0) throw invalidRequest(`Invalid amount: payouts in ${currency} must be evenly divisible by 100.`, { param: 'amount' });
  if (amount > availableIn(scene, currency)) throw insufficient();
  return payOut(scene, currency, amount, { automatic: false, description: textOf(params, 'description') ?? null, metadata: metadataOf(params), statement_descriptor: textOf(params, 'statement_descriptor') ?? null });
}

/** What Stripe does by itself on the account's schedule: everything goes, also what would have to wait some days more. */
export function payOutAll(scene: Scene, currency: string): StoredPayout {
  ripen(scene.account, { currency, waits: false });
  const amount = availableIn(scene, currency);
  if (amount < 1) throw insufficient();
  const open = Object.values(scene.account.balanceTransactions).filter((transaction) => transaction.currency === currency && !scene.account.paidOut[transaction.id]);
  const payout = payOut(scene, currency, amount, { automatic: true, description: 'STRIPE PAYOUT' });
  for (const id of [...open.map((transaction) => transaction.id), payout.balance_transaction]) scene.account.paidOut[id] = payout.id;
  return payout;
}

export function updatePayout(scene: Scene, payout: StoredPayout, params: FormParams): StoredPayout {
  refuseUnknown(params, ['metadata']);
  const before = payout.metadata ?? {};
  payout.metadata = metadataOf(params, before);
  scene.world.record(scene.account, 'payout.updated', payout, scene.cause, { metadata: before });
  return payout;
}

export function cancelPayout(scene: Scene, payout: StoredPayout): StoredPayout {
  if (payout.status !== 'pending') throw invalidRequest('Payouts can only be canceled while they are pending.', { code: 'payouts_not_allowed' });
  payout.failure_balance_transaction = comeBack(scene, payout, 'payout_cancel', 'PAYOUT CANCEL');
  payout.status = 'canceled';
  scene.world.record(scene.account, 'payout.canceled', payout, scene.cause);
  return payout;
}

export function payoutSent(scene: Scene, payout: StoredPayout): StoredPayout {
  if (payout.status !== 'pending') throw invalidRequest(`This payout has a status of ${payout.status}.`);
  payout.status = 'in_transit';
  scene.world.record(scene.account, 'payout.updated', payout, scene.cause, { status: 'pending' });
  return payout;
}

export function payoutArrived(scene: Scene, payout: StoredPayout): StoredPayout {
  if (payout.status !== 'pending' && payout.status !== 'in_transit') throw invalidRequest(`This payout has a status of ${payout.status}.`);
  const before = { status: payout.status };
  payout.status = 'paid';
  if (payout.automatic) payout.reconciliation_status = 'completed';
  scene.world.record(scene.account, 'payout.updated', payout, scene.cause, before);
  scene.world.record(scene.account, 'payout.paid', payout, scene.cause);
  if (payout.automatic) scene.world.record(scene.account, 'payout.reconciliation_completed', payout, scene.cause);
  return payout;
}

/** Also days after it seemed paid: https://docs.stripe.com/payouts#payout-failures */
export function payoutFailed(scene: Scene, payout: StoredPayout, code = 'account_closed'): StoredPayout {
  if (payout.status === 'failed' || payout.status === 'canceled') throw invalidRequest(`This payout has a status of ${payout.status}.`);
  const message = FAILURES[code];
  if (!message) throw invalidRequest(`Invalid failure_code: must be one of ${Object.keys(FAILURES).join(', ')}`, { param: 'failure_code' });
  payout.failure_balance_transaction = comeBack(scene, payout, 'payout_failure', 'PAYOUT FAILURE');
  Object.assign(payout, { status: 'failed', failure_code: code, failure_message: message });
  scene.world.record(scene.account, 'payout.failed', payout, scene.cause);
  return payout;
}

function payOut(scene: Scene, currency: string, amount: number, more: Pick<StoredPayout, 'automatic' | 'description'> & Partial<StoredPayout>): StoredPayout {
  const id = stripeId('po');
  const transaction = book(scene, { amount: -amount, currency, description: more.description, reporting_category: 'payout', source: id, type: 'payout' });
  const payout: StoredPayout = {
    id,
    object: 'payout',
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: (Math.floor(transaction.created / 86_400) + 2) * 86_400,
    balance_transaction: transaction.id,
    created: transaction.created,
    currency,
    destination: `ba_${scene.account.id.slice('acct_'.length)}_${currency}`,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: more.automatic ? 'in_progress' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'pending',
    trace_id: null,
    type: 'bank_account',
    ...more,
  };
  scene.account.payouts[id] = payout;
  scene.world.record(scene.account, 'payout.created', payout, scene.cause);
  return payout;
}

function comeBack(scene: Scene, payout: StoredPayout, type: 'payout_failure' | 'payout_cancel', description: string): string {
  return book(scene, { amount: payout.amount, currency: payout.currency, description, reporting_category: 'payout_reversal', source: payout.id, type }).id;
}

function availableIn({ account }: Scene, currency: string): number {
  ripen(account);
  return Object.values(account.balanceTransactions).filter((row) => row.currency === currency && row.status === 'available').reduce((sum, row) => sum + row.net, 0);
}

function insufficient() {
  return invalidRequest('You have insufficient funds in your Stripe account for this transfer. Your card balance is too low. You can use the /v1/balance endpoint to view your Stripe balance (for more details, see stripe.com/docs/api#balance).', { code: 'balance_insufficient' });
}
