import { checkCurrency } from './check-amount.ts';
import { decideDispute, DISPUTE_REASONS, openDispute } from './disputes.ts';
import { booleanOf, type FormParams, integerOf, listOf, refuseUnknown, requiredText, textOf } from './form-encoding.ts';
import { payOutAll, payoutArrived, payoutFailed, payoutSent } from './payouts.ts';
import type { Scene } from './scene.ts';
import type { Act } from './stripe-api.ts';
import { invalidRequest } from './stripe-failure.ts';
import { randomText } from './stripe-id.ts';
import { type DeliveryFaults, found, type PaymentMethodType, type StoredPayout } from './stripe-state.ts';

/**
 * What happens at Stripe without its API: banks answer, dashboards are clicked, deliveries go wrong.
 *
 * Each is a POST with any key of the account as bearer token (`sk_test_…`, also one that was rolled, or
 * `pk_test_…`), and takes a form or JSON. What it changes is told to webhooks as Stripe would.
 *
 * | POST /simulator/…            | parameters                                                        | does |
 * |------------------------------|-------------------------------------------------------------------|------|
 * | bank_debits/settle           |                                                                   | the banks answer now to all debits that are processing (not to those that never answer) |
 * | refunds/settle               |                                                                   | the banks answer now to all refunds that wait: pending ones succeed, 4000000000005126's fail |
 * | charges/:id/dispute          | amount, reason (fraudulent), inquiry=true                         | the payer disputes the charge; answers with the dispute |
 * | disputes/:id/close           | outcome=won or lost                                               | the bank decides; an inquiry becomes warning_closed either way |
 * | payouts                      | currency (the account's default)                                  | pays out the whole balance, also what still waits; an automatic payout |
 * | payouts/:id/settle           | outcome=paid, failed or in_transit; failure_code (account_closed) | failed also after paid |
 * | payment_methods              | enabled[]=card, sepa_debit, us_bank_account                       | what the owner has switched on, which automatic_payment_methods follows |
 * | account                      | business_name, country, default_currency, charges_enabled, payouts_enabled | what GET /v1/account tells |
 * | keys/roll                    |                                                                   | answers with secret_key; the old one gets 401 (api_key_expired) |
 * | deliveries                   | drop, duplicate, reorder, delay                                   | how many of the next webhook deliveries never leave, come twice, in reverse, or wait |
 * | deliveries/release           |                                                                   | sends what was delayed |
 * | events/:id/redeliver         |                                                                   | like "Resend" in the dashboard |
 * | settled (needs no key)       |                                                                   | answers when no webhook of any account is due or under way |
 */
export const CONTROLS: Record<string, Act> = {
  'POST /simulator/bank_debits/settle': ({ world, account }) => ({ object: 'simulator.bank_debits', settled: world.settle(account, 'bank_debit') }),
  'POST /simulator/refunds/settle': ({ world, account }) => ({ object: 'simulator.refunds', settled: world.settle(account, 'refund') }),
  'POST /simulator/charges/:id/dispute': dispute,
  'POST /simulator/disputes/:id/close': (scene, params, id) => {
    const outcome = oneOf(params, 'outcome', ['won', 'lost'] as const);
    return decideDispute(scene, found(scene.account.disputes, 'dispute', id), outcome);
  },
  'POST /simulator/payouts': (scene, params) => {
    refuseUnknown(params, ['currency']);
    return payOutAll(scene, checkCurrency(textOf(params, 'currency') ?? scene.account.profile.defaultCurrency));
  },
  'POST /simulator/payouts/:id/settle': (scene, params, id) => settlePayout(scene, params, found(scene.account.payouts, 'payout', id)),
  'POST /simulator/payment_methods': enable,
  'POST /simulator/account': describeAccount,
  'POST /simulator/keys/roll': ({ world, account }) => {
    const key = `${account.name.slice(0, 100)}_${randomText(24)}`;
    world.rollKey(account, key);
    return { object: 'simulator.key', secret_key: `sk_test_${key}` };
  },
  'POST /simulator/deliveries': setDeliveryFaults,
  'POST /simulator/deliveries/release': ({ world, account }) => ({ object: 'simulator.deliveries', released: world.deliveries.release(account) }),
  'POST /simulator/events/:id/redeliver': ({ world, account }, _, id) => {
    const event = found(account.events, 'event', id);
    world.deliveries.send(account, event);
    return event;
  },
};

function dispute(scene: Scene, params: FormParams, id: string): object {
  refuseUnknown(params, ['amount', 'inquiry', 'reason']);
  const charge = found(scene.account.charges, 'charge', id);
  if (charge.status !== 'succeeded') throw invalidRequest(`Charge ${id} has a status of ${charge.status} and cannot be disputed.`);
  const amount = integerOf(params, 'amount') ?? charge.amount - charge.amount_refunded;
  if (amount < 1 || amount > charge.amount) throw invalidRequest(`The amount must be between 1 and ${charge.amount}.`, { param: 'amount' });
  const reason = textOf(params, 'reason') ?? 'fraudulent';
  if (!DISPUTE_REASONS.includes(reason)) throw invalidRequest(`Invalid reason: must be one of ${DISPUTE_REASONS.join(', ')}`, { param: 'reason' });
  return openDispute(scene, charge, { reason, amount, ...(booleanOf(params, 'inquiry') && { inquiry: true }) });
}

function settlePayout(scene: Scene, params: FormParams, payout: StoredPayout): StoredPayout {
  refuseUnknown(params, ['failure_code', 'outcome']);
  switch (oneOf(params, 'outcome', ['paid', 'failed', 'in_transit'] as const)) {
    case 'paid':
      return payoutArrived(scene, payout);
    case 'in_transit':
      return payoutSent(scene, payout);
    case 'failed':
      return payoutFailed(scene, payout, textOf(params, 'failure_code') ?? undefined);
  }
}

function enable({ account }: Scene, params: FormParams): object {
  refuseUnknown(params, ['enabled']);
  // One, or several with commas, where a list is a bother to write.
  const enabled = typeof params.enabled === 'string' ? params.enabled.split(',').filter(Boolean) : listOf(params, 'enabled');
  const known: PaymentMethodType[] = ['card', 'sepa_debit', 'us_bank_account'];
  const unknown = enabled.find((type) => !known.some((one) => one === type));
  if (unknown) throw invalidRequest(`The simulator does not know the payment method type ${unknown}.`, { param: 'enabled' });
  account.paymentMethodTypes = known.filter((type) => enabled.includes(type));
  return { object: 'simulator.payment_methods', enabled: account.paymentMethodTypes };
}

function describeAccount({ account }: Scene, params: FormParams): object {
  refuseUnknown(params, ['business_name', 'charges_enabled', 'country', 'default_currency', 'payouts_enabled']);
  const { profile } = account;
  profile.businessName = textOf(params, 'business_name') ?? profile.businessName;
  profile.country = textOf(params, 'country') ?? profile.country;
  if (params.default_currency !== undefined) profile.defaultCurrency = checkCurrency(textOf(params, 'default_currency'));
  if (params.charges_enabled !== undefined) profile.chargesEnabled = booleanOf(params, 'charges_enabled');
  if (params.payouts_enabled !== undefined) profile.payoutsEnabled = booleanOf(params, 'payouts_enabled');
  return { object: 'simulator.account', ...profile };
}

function setDeliveryFaults({ account }: Scene, params: FormParams): DeliveryFaults {
  const names = ['drop', 'duplicate', 'reorder', 'delay'] as const;
  refuseUnknown(params, names);
  for (const name of names) {
    const count = integerOf(params, name) ?? 0;
    if (count < 0) throw invalidRequest('This value must be greater than or equal to 0.', { param: name });
    account.faults[name] = count;
  }
  return account.faults;
}

function oneOf<T extends string>(params: FormParams, name: string, known: readonly T[]): T {
  const sent = requiredText(params, name);
  const value = known.find((one) => one === sent);
  if (!value) throw invalidRequest(`Invalid ${name}: must be one of ${known.join(', ')}`, { param: name });
  return value;
}
