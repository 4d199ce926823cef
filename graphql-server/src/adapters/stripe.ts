import Stripe from 'stripe';
import type { StripeClients } from '../context.ts';

/** `at` is set to a stand-in in development. */
export function createStripeClients(at?: { host: string; port: number; protocol: 'http' }): StripeClients {
  return (secretKey) =>
    new Stripe(secretKey, { maxNetworkRetries: 2, timeout: 20_000, telemetry: false, appInfo: { name: 'client-portal' }, ...at });
}
