import type { Cause } from './stripe-events.ts';
import type { StripeAccount } from './stripe-state.ts';
import type { StripeWorld } from './stripe-world.ts';

/** Where and why something happens. */
export interface Scene {
  world: StripeWorld;
  account: StripeAccount;
  cause: Cause;
}
