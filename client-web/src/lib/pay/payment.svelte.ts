import type { Stripe, StripeElements, StripeError } from '@stripe/stripe-js';
import type { Money } from 'web-kit/format.ts';
import { problemOf } from 'web-kit/graphql-error.ts';
import { apollo } from '#lib/apollo.ts';
import {
  CreatePaymentIntentDocument,
  PaymentStateDocument,
  type InvoiceRowFragment,
} from '#lib/gql/graphql.ts';
import { stripeAppearance } from './stripe-appearance.ts';
import { loadStripeJs } from './stripe-loader.ts';

/**
 * preparing → form ⇄ confirming → received → paid | processing | unconfirmed.
 * Stripe's word ends at `received`; the rest is what our server says.
 */
export type PaymentStep =
  | 'preparing'
  | 'unavailable'
  | 'form'
  | 'confirming'
  | 'received'
  | 'paid'
  | 'processing'
  | 'unconfirmed';

const pollEvery = 3_000;
const pollFor = 60_000;
const notLoaded = 'The payment form could not be loaded. Check your connection and try again.';

export class Payment {
  step = $state<PaymentStep>('preparing');
  /** What the server computed; nothing is charged but this. */
  amount = $state.raw<Money>();
  /** Why the last try failed, to be read beside the form. */
  problem = $state('');

  readonly #invoices: InvoiceRowFragment[];
  #stripe?: Stripe;
  #elements?: StripeElements;
  #stopped = new AbortController();

  constructor(invoices: InvoiceRowFragment[]) {
    this.#invoices = invoices;
    matchMedia('(prefers-color-scheme: dark)').addEventListener(
      'change',
      () => this.#elements?.update({ appearance: stripeAppearance() }),
      { signal: this.#stopped.signal },
    );
  }

  get canLeave(): boolean {
    return this.step !== 'confirming';
  }

  async prepare(mountPoint: HTMLElement, standInUrl: string | null): Promise<void> {
    this.step = 'preparing';
    this.problem = '';
    try {
      const { data } = await apollo().mutate({
        mutation: CreatePaymentIntentDocument,
        variables: { invoiceIds: this.#invoices.map(({ id }) => id) },
      });
      const { clientSecret, publishableKey, amount } = data!.createPaymentIntent;
      this.amount = amount;
      this.#stripe = await loadStripeJs(publishableKey, standInUrl);
      if (this.#stopped.signal.aborted) return;
      this.#elements = this.#stripe.elements({ clientSecret, appearance: stripeAppearance() });
      const element = this.#elements.create('payment', { layout: 'tabs' });
      element.on('ready', () => {
        if (this.step === 'preparing') this.step = 'form';
      });
      element.on('loaderror', ({ error }) => this.#explain(error));
      element.mount(mountPoint);
    } catch (reason) {
      const { code, message } = problemOf(reason);
      this.#refuse(code === 'NETWORK' ? notLoaded : message);
    }
  }

  async confirm(returnUrl: string): Promise<void> {
    if (this.step !== 'form' || !this.#stripe || !this.#elements) return;
    this.step = 'confirming';
    this.problem = '';
    try {
      const { error, paymentIntent } = await this.#stripe.confirmPayment({
        elements: this.#elements,
        redirect: 'if_required',
        confirmParams: { return_url: returnUrl },
      });
      if (error) {
        this.problem = error.message ?? 'The payment did not go through. Please try again.';
        this.step = 'form';
      } else if (paymentIntent.status === 'succeeded' || paymentIntent.status === 'processing') {
        await this.#awaitServer();
      } else {
        this.problem = 'The payment was not completed. Please try again.';
        this.step = 'form';
      }
    } catch {
      this.problem = 'We lost the connection while paying. Your card is charged at most once: please try again.';
      this.step = 'form';
    }
  }

  /** The live update of an invoice, or a poll's answer. */
  async check(): Promise<void> {
    if (this.step !== 'received' && this.step !== 'unconfirmed') return;
    const states = await Promise.all(this.#invoices.map(({ id }) => invoiceState(id)));
    if (states.every((invoice) => invoice.status === 'PAID')) this.step = 'paid';
    else if (states.every((invoice) => invoice.status === 'PAID' || invoice.isProcessing)) this.step = 'processing';
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #awaitServer(): Promise<void> {
    this.step = 'received';
    const deadline = Date.now() + pollFor;
    while (this.step === 'received' && !this.#stopped.signal.aborted) {
      // A failed poll is no news; the next one asks again.
      await this.check().catch(() => undefined);
      if (this.step !== 'received') return;
      if (Date.now() > deadline) {
        this.step = 'unconfirmed';
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, pollEvery));
    }
  }

  /** Stripe's own words for it are meant for developers. */
  #explain({ payment_intent: intent }: StripeError): void {
    if (intent?.status === 'succeeded' || intent?.status === 'processing') void this.#awaitServer();
    else this.#refuse(notLoaded);
  }

  #refuse(message: string): void {
    this.problem = message;
    this.step = 'unavailable';
  }
}

async function invoiceState(id: string): Promise<InvoiceRowFragment> {
  const { data } = await apollo().query({
    query: PaymentStateDocument,
    variables: { id },
    fetchPolicy: 'network-only',
  });
  return data!.invoice;
}
