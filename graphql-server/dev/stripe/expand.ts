import { presentBankAccount } from './accounts.ts';
import { type FormParams, listOf } from './form-encoding.ts';
import { listPage } from './lists.ts';
import { invalidRequest } from './stripe-failure.ts';
import type { StripeAccount } from './stripe-state.ts';

type Row = Record<string, unknown>;

/** Copies an answer and puts whole objects where `expand[]` asks for them: https://docs.stripe.com/api/expanding_objects */
export function expanded(account: StripeAccount, answer: object, params: FormParams): object {
  const copy = structuredClone(answer) as Row;
  for (const path of listOf(params, 'expand')) {
    const steps = path.split('.');
    if (steps.length > 4) throw invalidRequest('You cannot expand more than 4 levels of a property.', { param: 'expand' });
    expandIn(account, copy, steps, path);
  }
  return copy;
}

function expandIn(account: StripeAccount, row: Row, [step, ...rest]: string[], path: string): void {
  if (step === undefined) return;
  if (step === 'data' && row.object === 'list') {
    for (const member of row.data as Row[]) expandIn(account, member, rest, path);
    return;
  }
  if (step === 'refunds' && row.object === 'charge') row.refunds = refundsOf(account, row);
  else if (!EXPANDABLE.includes(step) || !Object.hasOwn(row, step)) throw invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });

  const value = row[step];
  if (typeof value === 'string') row[step] = structuredClone(objectById(account, value)) ?? value;
  const reached = row[step];
  if (reached && typeof reached === 'object') expandIn(account, reached as Row, rest, path);
}

const EXPANDABLE = ['destination', 'failure_balance_transaction', 'balance_transaction', 'charge', 'customer', 'latest_charge', 'payment_intent', 'payment_method', 'source', 'review', 'on_behalf_of', 'application'];

function objectById(account: StripeAccount, id: string): object | undefined {
  if (id.startsWith('ba_')) return presentBankAccount(account, id);
  const rows = [account.charges, account.customers, account.paymentIntents, account.balanceTransactions, account.refunds, account.disputes, account.payouts];
  return rows.find((row) => Object.hasOwn(row, id))?.[id] ?? account.paymentMethods[id]?.method;
}

function refundsOf(account: StripeAccount, charge: Row): object {
  return structuredClone(listPage(`/v1/charges/${charge.id as string}/refunds`, account.refunds, {}, (refund) => refund.charge === charge.id));
}
