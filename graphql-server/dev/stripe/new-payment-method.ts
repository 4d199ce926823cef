import type Stripe from 'stripe';
import { createHash } from 'node:crypto';
import { type FormParams, groupOf, textOf } from './form-encoding.ts';
import { stripeId } from './stripe-id.ts';

export function newPaymentMethod(billing: FormParams): Omit<Stripe.PaymentMethod, 'type'> {
  const address = groupOf(billing, 'address');
  return {
    id: stripeId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: {
      address: {
        city: textOf(address, 'city') ?? null,
        country: textOf(address, 'country') ?? null,
        line1: textOf(address, 'line1') ?? null,
        line2: textOf(address, 'line2') ?? null,
        postal_code: textOf(address, 'postal_code') ?? null,
        state: textOf(address, 'state') ?? null,
      },
      email: textOf(billing, 'email') ?? null,
      name: textOf(billing, 'name') ?? null,
      phone: textOf(billing, 'phone') ?? null,
      tax_id: null,
    },
    created: Math.floor(Date.now() / 1000),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
  };
}

/** The same account has the same one, whatever business it pays. */
export function fingerprint(number: string): string {
  return createHash('sha256').update(number).digest('base64url').replaceAll(/[-_]/g, 'x').slice(0, 16);
}
