import Stripe from 'stripe';
import { stripeAccountOf } from '../../src/payments/stripe-account.ts';
import type { Firm, Person } from './people.ts';
import type { Portal } from './portal.ts';

export interface Checkout { clientSecret: string; publishableKey: string; paymentIntentId: string; amount: { minorUnits: number; currency: string } }

export const CREATE_PAYMENT_INTENT = `mutation ($ids: [ID!]!) {
  createPaymentIntent(invoiceIds: $ids) { clientSecret publishableKey paymentIntentId amount { minorUnits currency } }
}`;

/** What Pay Now does before the card is asked for. */
export async function checkout(person: Person, ids: string[]): Promise<Checkout> {
  return (await person.get<{ createPaymentIntent: Checkout }>(CREATE_PAYMENT_INTENT, { ids })).createPaymentIntent;
}

export const intentIdIn = ({ clientSecret }: Pick<Checkout, 'clientSecret'>) => clientSecret.split('_secret_')[0]!;

export const GOOD_CARD = '4242424242424242';
export const DECLINED_CARD = '4000000000000002';
export const GOOD_IBAN = 'DE89370400440532013000';
export const FAILING_IBAN = 'DE62370400440532013001';

/** What Stripe.js does when a card's number is typed and Pay is pressed. */
export function payByCard(portal: Portal, checkout: Checkout, number = GOOD_CARD): Promise<Response> {
  return confirm(portal, checkout, {
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': number,
    'payment_method_data[card][exp_month]': '12',
    'payment_method_data[card][exp_year]': '2034',
    'payment_method_data[card][cvc]': '123',
  });
}

export function payByDebit(portal: Portal, checkout: Checkout, iban = GOOD_IBAN): Promise<Response> {
  return confirm(portal, checkout, {
    'payment_method_data[type]': 'sepa_debit',
    'payment_method_data[sepa_debit][iban]': iban,
    'payment_method_data[billing_details][name]': 'Payer',
    'payment_method_data[billing_details][email]': 'payer@acme.example',
  });
}

function confirm({ stripe }: Portal, { clientSecret, publishableKey }: Checkout, method: Record<string, string>): Promise<Response> {
  return fetch(`http://${stripe.host}:${stripe.port}/dev/stripe/v1/payment_intents/${intentIdIn({ clientSecret })}/confirm`, {
    method: 'POST',
    body: new URLSearchParams({ key: publishableKey, client_secret: clientSecret, ...method }),
  });
}

/** The firm's own Stripe account, and the simulator's controls of it. */
export async function stripeOf(portal: Portal, { business }: Firm) {
  const account = (await stripeAccountOf(portal.app.services, business.id))!;
  return {
    stripe: account.stripe,
    webhookSecret: account.webhookSecret,
    control: async (path: string, params: Record<string, string> = {}) => {
      const response = await fetch(`http://${portal.stripe.host}:${portal.stripe.port}/simulator/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer sk_test_${account.publishableKey.slice('pk_test_'.length)}` },
        body: new URLSearchParams(params),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    /** Posts an event as Stripe would; `overrides` makes it somebody else's. */
    deliver: (event: object, overrides: { secret?: string; timestamp?: number; businessId?: string; signature?: string; body?: string } = {}) => {
      const body = overrides.body ?? JSON.stringify(event);
      const signature = overrides.signature ?? Stripe.webhooks.generateTestHeaderString({
        payload: body,
        secret: overrides.secret ?? account.webhookSecret,
        ...(overrides.timestamp !== undefined && { timestamp: overrides.timestamp }),
      });
      return fetch(`${portal.url}/webhooks/stripe/${overrides.businessId ?? business.id}`, {
        method: 'POST', headers: { 'content-type': 'application/json', ...(signature && { 'stripe-signature': signature }) }, body,
      });
    },
  };
}
