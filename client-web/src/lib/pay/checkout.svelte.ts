import type { Money } from 'web-kit/format.ts';
import { problemOf } from 'web-kit/graphql-error.ts';
import { apollo } from '#lib/apollo.ts';
import {
  CreatePaymentIntentDocument,
  InvoicesToPayDocument,
  InvoiceToPayDocument,
  type CreatePaymentIntentMutation,
  type InvoiceRowFragment,
} from '#lib/gql/graphql.ts';
import { depositOf, oldestDueFirst, sumOf } from './amount-choice.ts';
import { isPayable, type ToPay } from './payable.ts';
import { Progress } from './progress.svelte.ts';
import { movedOn, refusalOf, type Refusal } from './refusal.ts';
import { StripeForm, type Outcome, type Payer } from './stripe-form.ts';

/**
 * looking → choosing → preparing → form ⇄ confirming → outcome. Where nothing is to choose, `choosing` is
 * left out. From `outcome` on, our server alone is asked.
 */
export type CheckoutStep = 'looking' | 'choosing' | 'preparing' | 'form' | 'confirming' | 'verifying' | 'outcome' | 'settled' | 'refused';

type Session = CreatePaymentIntentMutation['createPaymentIntent'];

export interface CheckoutOptions {
  toPay: ToPay;
  business: { name: string; partialPayments: boolean };
  payer: Payer;
  stripeJsUrl: string | null;
}

export class Checkout {
  step = $state<CheckoutStep>('looking');
  invoices = $state.raw<InvoiceRowFragment[]>([]);
  /** How many more are outstanding than are listed. */
  unlisted = $state(0);
  session = $state.raw<Session>();
  /** Why the last try failed, to be read beside the form. */
  problem = $state('');
  notice = $state('');
  amountProblem = $state('');
  /** The answer to a confirmation was lost, and is being looked for. */
  isLost = $state(false);
  refusal = $state.raw<Refusal>();
  progress = $state.raw<Progress>();
  verificationUrl = $state<string | null>(null);
  /** What was chosen; null is all of it. */
  chosen = $state<number | null>(null);

  readonly #options: CheckoutOptions;
  #form?: StripeForm;
  /** Something is outstanding that the bank is at work on, and so not paid with the others. */
  #leftOut = false;
  #stopped = new AbortController();

  constructor(options: CheckoutOptions) {
    this.#options = options;
    if ('invoices' in options.toPay) this.#offer(options.toPay.invoices);
    else void this.lookAgain();
  }

  get deposit(): number | null {
    return depositOf(this.invoices);
  }

  get mayPayPart(): boolean {
    return this.#options.business.partialPayments;
  }

  /** The sum of all, as far as it is known. */
  get owed(): Money | null {
    const [first] = this.invoices;
    return first && this.unlisted === 0 ? { minorUnits: sumOf(this.invoices), currency: first.currency } : null;
  }

  get hasChoice(): boolean {
    return this.deposit !== null || (this.mayPayPart && this.owed !== null);
  }

  get canLeave(): boolean {
    return this.step !== 'confirming' || this.isLost;
  }

  /** As things are now, with nothing that was begun before. */
  async lookAgain(): Promise<void> {
    this.step = 'looking';
    this.#leaveForm();
    try {
      await this.#list();
      this.#offer(this.invoices);
    } catch (reason) {
      this.#refuse(refusalOf(reason));
    }
  }

  proceed(amount: number | null): void {
    this.chosen = amount;
    this.amountProblem = '';
    this.notice = '';
    this.step = 'preparing';
  }

  /** What failed was a step on the way: the list of invoices, or the form. */
  tryAgain(): void {
    if (this.invoices.length === 0) void this.lookAgain();
    else this.proceed(this.chosen);
  }

  backToChoice(): void {
    this.#leaveForm();
    this.step = 'choosing';
  }

  /** When there is a place for it: what Stripe mounts is a frame of its own. */
  async prepare(host: HTMLElement): Promise<void> {
    this.#leaveForm();
    const form = (this.#form = new StripeForm(this.#options));
    const isGone = () => this.#form !== form || this.#stopped.signal.aborted;
    try {
      const session = await this.#createIntent();
      if (isGone()) return;
      if (this.chosen === null && this.owed && session.amount.minorUnits !== this.owed.minorUnits) await this.#refreshList();
      if (isGone()) return;
      this.session = session;
      const outcome = await form.mount(host, session);
      if (isGone()) return;
      if (outcome) this.#follow(outcome);
      else this.step = 'form';
    } catch (reason) {
      if (isGone()) return;
      const { code, field, message } = problemOf(reason);
      if (code === 'BAD_USER_INPUT' && field === 'amount' && this.hasChoice) {
        this.amountProblem = message;
        this.backToChoice();
      } else this.#refuse(refusalOf(reason));
    }
  }

  async confirm(returnUrl: string): Promise<void> {
    if (this.step !== 'form' || !this.#form) return;
    this.step = 'confirming';
    this.problem = '';
    const outcome = await this.#form.confirm(returnUrl, () => (this.isLost = true), this.#stopped.signal);
    this.isLost = false;
    if (!this.#stopped.signal.aborted) this.#follow(outcome);
  }

  /** An invoice was changed by anybody. The intent's own state tells what that means for this payment. */
  async invoiceChanged(changed: InvoiceRowFragment): Promise<void> {
    if (!this.invoices.some(({ id }) => id === changed.id)) return;
    if (this.step === 'choosing') {
      this.#offer(this.invoices.map((invoice) => (invoice.id === changed.id ? changed : invoice)).filter(isPayable));
    } else if (this.step === 'form' && this.session) {
      const progress = new Progress(this.session.paymentIntentId);
      await progress.check();
      if (this.step !== 'form') return;
      if (progress.standing?.state === 'CANCELED') this.#follow({ kind: 'moved-on' });
      else if (progress.standing && progress.standing.state !== 'OPEN') this.#follow({ kind: 'made' });
    }
  }

  stop(): void {
    this.#stopped.abort();
    this.#leaveForm();
  }

  #offer(invoices: InvoiceRowFragment[]): void {
    this.invoices = oldestDueFirst(invoices);
    if (invoices.length === 0) this.step = 'settled';
    else if (this.hasChoice) this.step = 'choosing';
    else this.proceed(null);
  }

  async #list(): Promise<void> {
    const { invoices, total } = await this.#current();
    this.unlisted = total - invoices.length;
    this.invoices = oldestDueFirst(invoices.filter(isPayable));
    this.#leftOut = this.invoices.length < invoices.length;
  }

  async #current(): Promise<{ invoices: InvoiceRowFragment[]; total: number }> {
    const { toPay } = this.#options;
    if ('currency' in toPay) {
      const { data } = await apollo().query({ query: InvoicesToPayDocument, variables: { currency: toPay.currency }, fetchPolicy: 'network-only' });
      const { edges, totalCount } = data!.invoices;
      return { invoices: edges.map(({ node }) => node), total: totalCount };
    }
    const invoices = await Promise.all(
      toPay.invoices.map(async ({ id }) => {
        const { data } = await apollo().query({ query: InvoiceToPayDocument, variables: { id }, fetchPolicy: 'network-only' });
        return data!.invoice;
      }),
    );
    return { invoices, total: invoices.length };
  }

  async #createIntent(): Promise<Session> {
    const { toPay } = this.#options;
    const isAll = 'currency' in toPay && !this.#leftOut;
    const what = isAll ? { currency: toPay.currency } : { invoiceIds: this.invoices.map(({ id }) => id) };
    const { data } = await apollo().mutate({ mutation: CreatePaymentIntentDocument, variables: { ...what, amount: this.chosen } });
    return data!.createPaymentIntent;
  }

  /** The server has counted something else than is listed here. */
  async #refreshList(): Promise<void> {
    await this.#list();
    this.notice = 'What is owed has changed since this page was loaded. This is the present amount.';
  }

  #follow(outcome: Outcome): void {
    switch (outcome.kind) {
      case 'made':
        this.#leaveForm();
        this.progress = new Progress(this.session!.paymentIntentId);
        this.step = 'outcome';
        return;
      case 'verify':
        this.#leaveForm();
        this.verificationUrl = outcome.url;
        this.step = 'verifying';
        return;
      case 'moved-on':
        return this.#refuse(movedOn);
      case 'refused':
        return this.#refuse(outcome.refusal);
      case 'try-again':
        this.problem = outcome.problem;
        this.step = 'form';
    }
  }

  #refuse(refusal: Refusal): void {
    this.#leaveForm();
    this.refusal = refusal;
    this.step = 'refused';
  }

  #leaveForm(): void {
    this.#form?.leave();
    this.#form = undefined;
    this.problem = '';
  }
}
