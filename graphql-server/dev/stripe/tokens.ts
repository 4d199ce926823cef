import type Stripe from 'stripe';
import { type FormParams, groupOf, refuseUnknown, requiredText } from './form-encoding.ts';
import type { Scene } from './scene.ts';
import { randomText } from './stripe-id.ts';

/** Of a person's number alone (`pii`): what a publishable key may make, and only the secret key of its account finds. */
export function createToken(scene: Scene, params: FormParams): Stripe.Token {
  refuseUnknown(params, ['pii']);
  requiredText(groupOf(params, 'pii'), 'id_number');
  const token = { id: `tok_1${randomText(23)}`, object: 'token', client_ip: null, created: Math.floor(Date.now() / 1000), livemode: false, type: 'pii', used: false } satisfies Stripe.Token;
  scene.account.tokens[token.id] = token;
  return token;
}
