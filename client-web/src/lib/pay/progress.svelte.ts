import { apollo } from '#lib/apollo.ts';
import { PaymentProgressDocument, type PaymentStandingFragment } from '#lib/gql/graphql.ts';

/**
 * `confirming` until our server has heard of it, `late` when that takes longer than a person expects.
 * `failed` is a payment that was on its way and came back.
 */
export type Verdict = 'confirming' | 'late' | 'processing' | 'paid' | 'failed' | 'canceled';

const lateAfter = 20_000;

/** How a payment stands by our server's word; Stripe's own counts for nothing here. */
export class Progress {
  readonly id: string;
  /** Stripe has said that the payment was made or is on its way. */
  readonly #wasMade: boolean;
  standing = $state.raw<PaymentStandingFragment>();
  #isLate = $state(false);
  #wasProcessing = $state(false);

  readonly verdict: Verdict = $derived.by(() => {
    switch (this.standing?.state) {
      case 'SUCCEEDED':
        return 'paid';
      case 'PROCESSING':
        return 'processing';
      case 'CANCELED':
        return 'canceled';
      default:
        if (this.#wasProcessing || (this.standing && !this.#wasMade)) return 'failed';
        return this.#isLate ? 'late' : 'confirming';
    }
  });

  constructor(id: string, { wasMade = true, standing }: { wasMade?: boolean; standing?: PaymentStandingFragment } = {}) {
    this.id = id;
    this.#wasMade = wasMade;
    this.standing = standing;
    this.#wasProcessing = standing?.state === 'PROCESSING';
  }

  /** Asks until it has come to an end; the live update of an invoice asks at once. */
  watch(): () => void {
    const stopped = new AbortController();
    void this.#poll(stopped.signal);
    return () => stopped.abort();
  }

  /** A question without an answer is no news; the next one comes. */
  async check(): Promise<void> {
    const answer = await apollo()
      .query({ query: PaymentProgressDocument, variables: { id: this.id }, fetchPolicy: 'network-only' })
      .catch(() => undefined);
    const standing = answer?.data?.paymentProgress;
    if (!standing) return;
    const before = this.standing?.state;
    this.standing = standing;
    this.#wasProcessing ||= standing.state === 'PROCESSING';
    // What is behind the dialog would hear of it live; where that connection is cut, it asks.
    if (before !== standing.state && standing.state !== 'OPEN') void apollo().refetchQueries({ include: 'active' });
  }

  async #poll(stopped: AbortSignal): Promise<void> {
    const since = Date.now();
    while (!stopped.aborted) {
      await this.check();
      if (this.verdict === 'paid' || this.verdict === 'canceled') return;
      const waited = Date.now() - since;
      this.#isLate = waited >= lateAfter;
      await new Promise((resolve) => setTimeout(resolve, nextLook(waited)));
    }
  }
}

const nextLook = (waited: number) => (waited < 10_000 ? 1_500 : waited < 60_000 ? 3_000 : 15_000);
