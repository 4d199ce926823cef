import { setImmediate as immediate, setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import Stripe from 'stripe';
import { startStripeSimulator, type StripeSimulator } from '../../dev/stripe/start-stripe-simulator.ts';
import type { Action, Doing, Done, Who } from './actions.ts';
import { readBooks, type Books } from './books.ts';
import { aTab, type Model, type Own, type Tab } from './model.ts';
import type { Outcome, ProductProcess } from './product-process.ts';

/** Nothing waits for a bank or a second try: the test says when they come. */
export const startLaneStripe = () => startStripeSimulator({ bankDelayMs: 86_400_000, webhookRetryDelaysMs: [] });

/** A business with a Stripe of its own, in which one sequence after another is played, each with a new client. */
export class Lane {
  private constructor(
    readonly product: ProductProcess,
    readonly pool: Pool,
    readonly simulator: StripeSimulator,
    readonly account: string,
    private readonly business: { businessId: string; teamMemberId: string },
  ) {}

  static async open(product: ProductProcess, pool: Pool, simulator: StripeSimulator, account: string): Promise<Lane> {
    return new Lane(product, pool, simulator, account, await untilDone(() => product.ask({ does: 'openBusiness', account })));
  }

  async begin(): Promise<Session> {
    const { businessId } = this.business;
    const client = await untilDone(() => this.product.ask({ does: 'addClient', businessId }));
    const session = new Session(this, { ...this.business, ...client });
    // What a sequence that failed has left.
    await session.control('deliveries');
    await session.control('deliveries/release');
    await this.pool.query('update provider_event set dismissed_at = now() where business_id = $1 and applied_at is null', [businessId]);
    return session;
  }
}

export interface Paying { type: 'card' | 'sepa_debit' | 'us_bank_account'; number: string }

/** One client, and everybody who has to do with its money. */
export class Session {
  readonly stripe: Stripe;
  private lives: number;
  private killing: Promise<void> | null = null;
  private lastEvent: string | null = null;
  private wasCalm = false;

  constructor(
    private readonly lane: Lane,
    readonly who: Who,
  ) {
    const { host, port } = lane.simulator;
    this.stripe = new Stripe(`sk_test_${lane.account}`, { host, port, protocol: 'http', telemetry: false });
    this.lives = lane.product.lives;
  }

  async ask<D extends Doing>(doing: D): Promise<Outcome<Done<D>>> {
    return (await this.lane.product.ask<Action>({ ...this.who, ...doing })) as Outcome<Done<D>>;
  }

  /** Asks, waits until all has come of it that will come, and holds the books against the model. */
  async act<D extends Doing>(model: Model, doing: D, own: Own, isAllowed: boolean): Promise<Outcome<Done<D>>> {
    const outcome = await this.ask(doing);
    await this.settle(model, own, outcome, isAllowed);
    return outcome;
  }

  async settle(model: Model, own: Own | null = null, outcome: Outcome<unknown> | null = null, isAllowed: boolean | null = null): Promise<Books> {
    await this.quiet();
    if (this.lives !== this.lane.product.lives) model.isFoggy = true;
    this.lives = this.lane.product.lives;
    const books = await this.books();
    const times = model.absorb(books, own);
    await this.adopt(model, books);
    for (const tab of model.tabs.values()) if (tab.isUnwanted && (tab.status === 'open' || tab.status === 'processing')) await this.learn(tab);
    if (!model.isFoggy) model.mustBeUpToDate(books);
    if (!outcome || outcome.is === 'killed') return books;
    if (own) expect(times === (outcome.is === 'done' ? 1 : 0), `${own.kind} was ${outcome.is}, and is ${times} times in the ledger`);
    if (isAllowed !== null && !model.isFoggy) {
      expect((outcome.is === 'done') === isAllowed, `this was ${outcome.is}${outcome.is === 'refused' ? ` (${outcome.message})` : ''}; it should be ${isAllowed ? 'done' : 'refused'}`);
    }
    return books;
  }

  books(): Promise<Books> {
    return readBooks(this.lane.pool, this.who.businessId, this.who.clientId);
  }

  /** What Stripe.js does. Answers with what the intent is afterwards, or null when it cannot be paid. */
  async confirm({ providerId, clientSecret, publishableKey }: Tab, { type, number }: Paying): Promise<Stripe.PaymentIntent.Status | null> {
    const details = { card: { number, exp_month: '12', exp_year: '2034', cvc: '123' }, sepa_debit: { iban: number }, us_bank_account: { account_number: number, routing_number: '110000000', account_holder_type: 'company' } }[type];
    const response = await fetch(`${this.address}/dev/stripe/v1/payment_intents/${providerId}/confirm`, {
      method: 'POST',
      body: new URLSearchParams({
        key: publishableKey,
        client_secret: clientSecret,
        'payment_method_data[type]': type,
        ...Object.fromEntries(Object.entries(details).map(([name, value]) => [`payment_method_data[${type}][${name}]`, value])),
        ...(type !== 'card' && { 'payment_method_data[billing_details][name]': 'Payer', 'payment_method_data[billing_details][email]': 'payer@payer.example' }),
      }),
    });
    const body = (await response.json()) as { status?: Stripe.PaymentIntent.Status; error?: { code?: string; message?: string } };
    if (response.ok) return body.status ?? null;
    if (response.status === 402) return 'requires_payment_method';
    expect(body.error?.code === 'payment_intent_unexpected_state', `Stripe refused to be paid: ${body.error?.message}`);
    return null;
  }

  /** What Stripe says of it now. Nothing changes there that nobody asked for. */
  async learn(tab: Tab, wasAsked = false): Promise<void> {
    const intent = await this.stripe.paymentIntents.retrieve(tab.providerId, { expand: ['latest_charge'] });
    const status = intent.status.startsWith('requires_') ? 'open' : (intent.status as Tab['status']);
    expect(status === tab.status || wasAsked || (tab.isUnwanted && status === 'canceled'), `${tab.name} was ${tab.status} at Stripe and is ${status}`);
    tab.status = status;
    tab.wasDebited ||= status === 'processing';
    const charge = intent.latest_charge as Stripe.Charge | null;
    if (status !== 'succeeded' || !charge) return;
    const disputes = charge.disputed ? (await this.stripe.disputes.list({ charge: charge.id })).data : [];
    tab.chargeId = charge.id;
    tab.refunded = charge.amount_refunded;
    tab.disputes = disputes.map(({ id, amount, status: now, is_charge_refundable }) => ({ id, amount, status: now, isRefundable: is_charge_refundable }));
    tab.withdrawn = tab.disputes.reduce((sum, dispute) => sum + (TAKES.has(dispute.status) ? dispute.amount : 0), 0);
    tab.said.refunded.add(tab.refunded);
    tab.said.withdrawn.add(tab.withdrawn);
  }

  /** Another checkout may have been put in its place. */
  async supersede(tab: Tab): Promise<void> {
    const { status } = await this.stripe.paymentIntents.retrieve(tab.providerId);
    if (status === 'canceled') tab.isUnwanted = true;
  }

  /** One that was about this client. */
  async oldEvent(model: Model, of: number): Promise<Stripe.Event | undefined> {
    const ours = new Set([...model.tabs.values()].map(({ providerId }) => providerId));
    const { data } = await this.stripe.events.list({ limit: 30 });
    const fit = data.filter(({ data: { object } }) => ours.has((object as { id: string }).id) || ours.has((object as { payment_intent?: string }).payment_intent ?? ''));
    return fit[of % fit.length];
  }

  /** A killed checkout may have left an intent that nobody was given: it is payable all the same. */
  private async adopt(model: Model, { intents }: Books): Promise<void> {
    for (const { id, providerId, amount, parts, state } of intents) {
      if (!providerId || model.tabs.has(id) || state === 'CANCELED') continue;
      const { client_secret: clientSecret } = await this.stripe.paymentIntents.retrieve(providerId);
      const tab = aTab({ id, providerId, amount, parts, name: `tab ${model.tabs.size + 1}`, clientSecret: clientSecret!, publishableKey: `pk_test_${this.lane.account}` });
      tab.isUnwanted = state === 'CANCELING';
      model.tabs.set(id, tab);
      await this.learn(tab, true);
    }
  }

  async verify(): Promise<void> {
    const { businessId, clientId } = this.who;
    const differences = await untilDone(() => this.lane.product.ask({ does: 'verify', businessId, clientId }));
    expect(differences.length === 0, `the ledger does not verify: ${JSON.stringify(differences)}`);
  }

  /** One of the simulator's controls of this account. */
  async control(path: string, params: Record<string, string> = {}): Promise<void> {
    const response = await fetch(`${this.address}/simulator/${path}`, {
      method: 'POST', headers: { authorization: `Bearer sk_test_${this.lane.account}` }, body: new URLSearchParams(params),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** Hours later, when whatever was lost is looked for. */
  async reconcile(hours: number): Promise<void> {
    const { businessId, clientId } = this.who;
    await this.quiet();
    await this.sql(`update payment_intent set created_at = created_at - make_interval(mins => $3) where business_id = $1 and client_id = $2`, [businessId, clientId, hours * 60]);
    await this.sql(`update refund set created_at = created_at - make_interval(mins => $3) where business_id = $1 and client_id = $2`, [businessId, clientId, hours * 60]);
    await untilDone(async () => {
      const outcome = await this.lane.product.ask({ does: 'reconcile', businessId, everybody: this.lane.product.kills > 0 });
      await this.quiet();
      return outcome;
    });
    // Ten minutes later, or each sequence would look through the events of those before.
    await this.sql(`update payment_account set events_seen_until = now() + interval '9 minutes 50 seconds' where business_id = $1`, [businessId]);
  }

  /** Ends the product's process after a while, as a power cut does, and starts it again. */
  killAfter(milliseconds: number): void {
    const { product } = this.lane;
    this.killing = delay(milliseconds).then(() => product.kill()).then(() => product.start());
  }

  /** Until no webhook is on its way and no job waits. */
  async quiet(): Promise<void> {
    const deadline = Date.now() + 30_000;
    for (let isFirst = true; ; isFirst = false) {
      await this.killing;
      this.killing = null;
      await this.lane.product.start();
      await this.lane.simulator.settled();
      const { jobs, last } = await this.left();
      // A job that has just ended may have had Stripe tell us something, which may have left a job.
      const isCalm = jobs.length === 0 && last === this.lastEvent && (await this.isIdle());
      this.lastEvent = last;
      if (isCalm && (isFirst || this.wasCalm)) return;
      this.wasCalm = isCalm;
      if (jobs.length > 0) await delay(10);
      if (Date.now() > deadline) throw new Error(`These do not end: ${JSON.stringify(jobs)}`);
    }
  }

  /** No webhook is on its way. */
  private isIdle(): Promise<boolean> {
    return Promise.race([this.lane.simulator.settled().then(() => true), immediate(false)]);
  }

  private async left(): Promise<{ jobs: { task: string; attempts: number; error: string | null }[]; last: string }> {
    // What failed is tried again in a while, and this is in a while.
    const { rows } = await this.lane.pool.query<{ jobs: { task: string; attempts: number; error: string | null }[]; last: string }>(
      `with late as (update graphile_worker._private_jobs set run_at = now() where run_at > now() and payload ->> 'businessId' = $1::text and attempts < max_attempts returning id)
       select (select coalesce(json_agg(json_build_object('task', t.identifier, 'attempts', j.attempts, 'error', j.last_error)), '[]')
               from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
               where j.payload ->> 'businessId' = $1::text and j.attempts < j.max_attempts) as jobs,
         (select id from provider_event where business_id = $1::uuid order by id desc limit 1) as last`,
      [this.who.businessId],
    );
    return rows[0]!;
  }

  private async sql(text: string, params: unknown[]): Promise<void> {
    await this.lane.pool.query(text, params);
  }

  private get address(): string {
    return `http://${this.lane.simulator.host}:${this.lane.simulator.port}`;
  }
}

/** While a dispute is so, its money is with the payer's bank. */
const TAKES = new Set(['needs_response', 'under_review', 'lost']);

/** The database hears of the end of a killed process a moment later. Its locks are free after minutes: these have passed. */
export async function minutesPass(pool: Pool): Promise<void> {
  const left = () => pool.query(`select from pg_stat_activity where datname = current_database() and usename <> current_user and backend_type = 'client backend'`);
  while ((await left()).rowCount !== 0) await delay(10);
  for (const table of ['_private_jobs', '_private_job_queues']) {
    await pool.query(`update graphile_worker.${table} set locked_at = locked_at - interval '5 minutes' where locked_at is not null`);
  }
}

/** Again, as often as it is killed. */
async function untilDone<T>(ask: () => Promise<Outcome<T>>): Promise<T> {
  for (let turn = 0; turn < 20; turn += 1) {
    const outcome = await ask();
    if (outcome.is === 'done') return outcome.value;
    if (outcome.is === 'refused') throw new Error(outcome.message);
  }
  throw new Error('It was killed twenty times.');
}

export function expect(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}
