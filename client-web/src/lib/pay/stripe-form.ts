import type { PaymentIntent, Stripe, StripeElements, StripeError } from '@stripe/stripe-js';
import { notLoaded, type Refusal } from './refusal.ts';
import { stripeAppearance } from './stripe-appearance.ts';
import { loadStripeJs } from './stripe-loader.ts';

/** Filled in where a method asks for it. */
export interface Payer {
  name: string;
  email: string;
}

export type Outcome =
  /** Stripe has the money, or is getting it; whether it is paid our server says. */
  | { kind: 'made' }
  | { kind: 'try-again'; problem: string }
  /** The bank account has to be confirmed by two small deposits first. */
  | { kind: 'verify'; url: string | null }
  /** The intent is cancelled: paid elsewhere, or another amount was begun. */
  | { kind: 'moved-on' }
  | { kind: 'refused'; refusal: Refusal };

interface Session {
  clientSecret: string;
  publishableKey: string;
}

const notMade = 'The payment did not go through, and nothing was taken. Please try again.';
const askAgainAfter = 3_000;

/** The Payment Element, and what Stripe says of it. */
export class StripeForm {
  readonly #options: { business: { name: string }; payer: Payer; stripeJsUrl: string | null };
  #stripe?: Stripe;
  #elements?: StripeElements;
  #clientSecret = '';
  #left = new AbortController();

  constructor(options: { business: { name: string }; payer: Payer; stripeJsUrl: string | null }) {
    this.#options = options;
  }

  /** Null when it can be filled in. */
  async mount(host: HTMLElement, { clientSecret, publishableKey }: Session): Promise<Outcome | null> {
    const { business, payer, stripeJsUrl } = this.#options;
    this.#clientSecret = clientSecret;
    try {
      this.#stripe = await loadStripeJs(publishableKey, stripeJsUrl);
    } catch {
      return { kind: 'refused', refusal: notLoaded };
    }
    if (this.#left.signal.aborted) return null;
    this.#elements = this.#stripe.elements({ clientSecret, appearance: stripeAppearance() });
    this.#followTheme(this.#elements);
    const element = this.#elements.create('payment', {
      layout: 'tabs',
      business: { name: business.name },
      defaultValues: { billingDetails: payer },
    });
    return new Promise((resolve) => {
      element.on('ready', () => resolve(null));
      element.on('loaderror', ({ error }) => resolve(outcomeOfLoading(error)));
      element.mount(host);
    });
  }

  async confirm(returnUrl: string, whenLost: () => void, stopped: AbortSignal): Promise<Outcome> {
    const { error, paymentIntent } = await this.#stripe!
      .confirmPayment({ elements: this.#elements!, redirect: 'if_required', confirmParams: { return_url: returnUrl } })
      // Whatever was thrown, the request may have reached Stripe.
      .catch(() => ({ error: { type: 'api_connection_error' } as StripeError, paymentIntent: undefined }));
    if (paymentIntent) return outcomeOf(paymentIntent);
    if (error!.type !== 'api_connection_error') return outcomeOfError(error!);
    whenLost();
    return this.#findOut(stopped);
  }

  leave(): void {
    this.#left.abort();
    this.#elements?.getElement('payment')?.destroy();
  }

  /** The connection was lost between the question and its answer: until Stripe answers, nobody may pay again. */
  async #findOut(stopped: AbortSignal): Promise<Outcome> {
    while (!stopped.aborted) {
      const found = await this.#stripe!.retrievePaymentIntent(this.#clientSecret).catch(() => undefined);
      if (found?.paymentIntent) return outcomeOf(found.paymentIntent);
      await new Promise<void>((resolve) => {
        setTimeout(resolve, askAgainAfter);
        addEventListener('online', () => resolve(), { once: true, signal: stopped });
      });
    }
    return { kind: 'try-again', problem: '' };
  }

  #followTheme(elements: StripeElements): void {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => elements.update({ appearance: stripeAppearance() }), {
      signal: this.#left.signal,
    });
  }
}

function outcomeOf(intent: PaymentIntent): Outcome {
  switch (intent.status) {
    case 'succeeded':
    case 'processing':
    case 'requires_capture':
      return { kind: 'made' };
    case 'canceled':
      return { kind: 'moved-on' };
    case 'requires_action':
      if (intent.next_action?.type === 'verify_with_microdeposits') {
        return { kind: 'verify', url: intent.next_action.verify_with_microdeposits?.hosted_verification_url ?? null };
      }
      return { kind: 'try-again', problem: 'Your bank has not confirmed the payment yet. Please try again.' };
    default:
      return { kind: 'try-again', problem: intent.last_payment_error ? wordsOf(intent.last_payment_error) : notMade };
  }
}

/** Of a confirmation. */
function outcomeOfError(error: StripeError): Outcome {
  // Stripe says these beside their fields.
  if (error.type === 'validation_error') return { kind: 'try-again', problem: '' };
  // A second try of what another tab, or a lost answer, has done already.
  if (error.code === 'payment_intent_unexpected_state') return error.payment_intent ? outcomeOf(error.payment_intent) : { kind: 'moved-on' };
  return { kind: 'try-again', problem: wordsOf(error) };
}

function outcomeOfLoading({ payment_intent: intent }: StripeError): Outcome {
  const isEnded = intent && ['succeeded', 'processing', 'canceled'].includes(intent.status);
  return isEnded ? outcomeOf(intent) : { kind: 'refused', refusal: notLoaded };
}

/** Those of a card's bank are for the payer; Stripe's others are for developers. */
function wordsOf({ type, code, message }: { type?: string; code?: string; message?: string }): string {
  const isForPayer = type === 'card_error' || code === 'payment_intent_authentication_failure';
  return (isForPayer && message) || notMade;
}
