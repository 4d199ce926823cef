import type Stripe from 'stripe';
import type { Scene } from './scene.ts';
import { type FormParams, groupOf, metadataOf, refuseUnknown, textOf } from './form-encoding.ts';
import { invalidRequest } from './stripe-failure.ts';
import { randomText } from './stripe-id.ts';

const KNOWN = ['address', 'balance', 'business_name', 'cash_balance', 'description', 'email', 'individual_name', 'invoice_prefix', 'invoice_settings', 'metadata', 'name', 'next_invoice_sequence', 'payment_method', 'phone', 'preferred_locales', 'shipping', 'source', 'tax', 'tax_exempt', 'tax_id_data', 'test_clock', 'validate'];

export function createCustomer(scene: Scene, params: FormParams): Stripe.Customer {
  const customer: Stripe.Customer = {
    id: `cus_${randomText(14)}`,
    object: 'customer',
    address: null,
    balance: 0,
    created: Math.floor(Date.now() / 1000),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    email: null,
    invoice_prefix: randomText(8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
  describe(customer, params);
  scene.account.customers[customer.id] = customer;
  scene.world.record(scene.account, 'customer.created', customer, scene.cause);
  return customer;
}

export function updateCustomer(scene: Scene, customer: Stripe.Customer, params: FormParams): Stripe.Customer {
  const before = structuredClone(customer);
  describe(customer, params);
  const changed = Object.entries(before).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(customer[name as keyof Stripe.Customer]));
  if (changed.length > 0) scene.world.record(scene.account, 'customer.updated', customer, scene.cause, Object.fromEntries(changed));
  return customer;
}

function describe(customer: Stripe.Customer, params: FormParams): void {
  refuseUnknown(params, KNOWN);
  const email = textOf(params, 'email');
  if (email && !/^[^\s@]+@[^\s@]+$/.test(email)) throw invalidRequest(`Invalid email address: ${email}`, { code: 'email_invalid', param: 'email' });
  for (const name of ['description', 'email', 'name', 'phone'] as const) {
    const value = textOf(params, name);
    if (value !== undefined) customer[name] = value;
  }
  if (params.address !== undefined) customer.address = params.address === '' ? null : addressOf(groupOf(params, 'address'));
  customer.metadata = metadataOf(params, customer.metadata);
}

function addressOf(fields: FormParams): Stripe.Address {
  const part = (name: string) => textOf(fields, name) ?? null;
  return { city: part('city'), country: part('country'), line1: part('line1'), line2: part('line2'), postal_code: part('postal_code'), state: part('state') };
}
