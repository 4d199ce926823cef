import { getContext, setContext, untrack } from 'svelte';
import type { PaymentAttentionCountsFragment } from './gql/graphql.ts';

const key = Symbol('payment attention');

/** What a person should look at, and the word that payments have changed: one subscription for the whole tab. */
export class PaymentAttention {
  counts: PaymentAttentionCountsFragment = $state.raw()!;
  /** Null until the server has said it live for the first time. */
  heard: number | null = $state(null);

  constructor(counts: PaymentAttentionCountsFragment) {
    this.counts = counts;
  }

  hear(counts: PaymentAttentionCountsFragment): void {
    this.counts = counts;
    this.heard = (this.heard ?? 0) + 1;
  }
}

export function providePaymentAttention(attention: PaymentAttention): PaymentAttention {
  return setContext(key, attention);
}

export function getPaymentAttention(): PaymentAttention {
  return getContext<PaymentAttention>(key);
}

/** Runs the work at each change of payments, refunds, disputes, payouts or events. Call while a component initialises. */
export function whenPaymentsChange(work: () => void): void {
  const attention = getPaymentAttention();
  let seen = attention.heard;
  $effect(() => {
    const { heard } = attention;
    // The first word is how things stand, which the page has just read.
    const isNews = seen !== null && heard !== seen;
    seen = heard;
    if (isNews) untrack(work);
  });
}
