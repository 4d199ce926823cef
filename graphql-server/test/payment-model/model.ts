import type { Books, Entry, Part } from './books.ts';

/** What an invoice is, as far as money is concerned. */
export interface Invoice {
  id: string;
  name: string;
  due: string;
  total: number;
  state: 'SENT' | 'DRAFT' | 'VOID';
  paid: number;
  credited: number;
  /** Of its credit notes. */
  noted: number;
}

export interface Payment {
  id: string;
  name: string;
  amount: number;
  /** Null for cash. */
  tab: Tab | null;
  /** What of it settles invoices. */
  settled: Map<string, number>;
  /** Of refunds and disputes of it. */
  reopened: Map<string, number>;
  /** Which its disputes have touched. */
  disputedInvoices: Set<string>;
  refunded: number;
  disputed: number;
  isUndone: boolean;
}

/** A payment that somebody has open at Stripe, and what Stripe says of it. */
export interface Tab {
  /** Ours. */
  id: string;
  providerId: string;
  name: string;
  clientSecret: string;
  publishableKey: string;
  amount: number;
  parts: Part[];
  status: 'open' | 'processing' | 'succeeded' | 'canceled';
  /** What one of its invoices owes has changed since, or another payment has taken its place. */
  isUnwanted: boolean;
  refunded: number;
  withdrawn: number;
  /** A bank was asked: what it refuses can be paid again, if it is still of the right amount. */
  wasDebited: boolean;
  chargeId: string | null;
  disputes: { id: string; amount: number; status: string; isRefundable: boolean }[];
  /** All that Stripe has ever said, since a webhook may be late. */
  said: { refunded: Set<number>; withdrawn: Set<number> };
}

/** What was asked of the product just now, as it would stand in the ledger. */
export interface Own {
  kind: 'ISSUED' | 'PULLED_BACK' | 'VOIDED' | 'PAID' | 'PAYMENT_UNDONE' | 'CREDIT_NOTE' | 'CREDIT_APPLIED';
  invoiceId?: string;
  paymentId?: string;
  amount?: number;
}

export const aTab = (tab: Pick<Tab, 'id' | 'providerId' | 'name' | 'clientSecret' | 'publishableKey' | 'amount' | 'parts'>): Tab => ({
  ...tab, status: 'open', isUnwanted: false, wasDebited: false, refunded: 0, withdrawn: 0, chargeId: null, disputes: [], said: { refunded: new Set([0]), withdrawn: new Set([0]) },
});

export const balanceOf = ({ total, paid, credited }: Invoice) => total - paid - credited;
export const isOnBooks = ({ state }: Invoice) => state === 'SENT';
export const owes = (invoice: Invoice) => isOnBooks(invoice) && balanceOf(invoice) > 0;

/**
 * What the books must say. It learns from the ledger which facts were booked and in which order, since that is
 * for the network and the jobs to decide; what each of them has to do, and whether it may be there, it knows itself.
 */
export class Model {
  readonly invoices = new Map<string, Invoice>();
  readonly payments = new Map<string, Payment>();
  readonly tabs = new Map<string, Tab>();
  credit = 0;
  /** Something that was told may not have arrived: not all that Stripe says is in the books, until the next reconciliation. */
  isFoggy = false;
  /** What was done, in words. */
  readonly story: string[] = [];
  private readonly seen = new Set<string>();

  get paid(): number {
    return sum([...this.payments.values()].map(heldOf));
  }

  get owed(): number {
    return sum([...this.invoices.values()].filter(isOnBooks).map(balanceOf));
  }

  get cash(): number {
    return sum([...this.payments.values()].filter(({ tab }) => !tab).map(heldOf));
  }

  /** What Stripe holds for this client. */
  get atStripe(): number {
    return sum([...this.tabs.values()].map(({ status, amount, refunded, withdrawn }) => (status === 'succeeded' ? amount - refunded - withdrawn : 0)));
  }

  openTabs(): Tab[] {
    return [...this.tabs.values()].filter(({ status }) => status === 'open');
  }

  isProcessing(invoiceId: string): boolean {
    return [...this.tabs.values()].some(({ status, parts }) => status === 'processing' && parts.some((part) => part.invoiceId === invoiceId));
  }

  /** It is owed because of a dispute that nobody has decided. */
  isDisputed(invoiceId: string): boolean {
    return [...this.payments.values()].some(({ tab, disputedInvoices }) => disputedInvoices.has(invoiceId) && tab?.disputes.some(({ status }) => !CLOSED.has(status)));
  }

  keptOf({ amount, settled, refunded, disputed }: Payment): number {
    return amount - refunded - disputed - sum([...settled.values()]);
  }

  /** Takes in what was booked since, and says how often what was asked just now is among it. */
  absorb(books: Books, own: Own | null): number {
    const fresh = books.entries.filter(({ id }) => !this.seen.has(id));
    for (const { id } of fresh) this.seen.add(id);
    let times = 0;
    for (const entries of Map.groupBy(fresh, ({ transaction }) => transaction).values()) {
      const fact = this.book(entries, books);
      if (!fact) continue;
      must(own !== null && fits(own, fact), `nobody asked for ${JSON.stringify(entries)}`);
      times += 1;
    }
    must(times <= 1, `${own?.kind} was asked for once and booked ${times} times`);
    this.compare(books);
    return times;
  }

  /** One fact with all its consequences. Answers with what somebody must have asked for. */
  private book(entries: Entry[], books: Books): Own | null {
    const kinds = new Set(entries.map(({ kind }) => kind));
    const [first] = entries as [Entry];
    const invoice = this.invoices.get(first.invoiceId ?? '');
    const is = (...some: string[]) => some.some((kind) => kinds.has(kind));
    const before = this.credit;
    const owedBefore = this.owed;
    if (is('REFUNDED', 'DISPUTED')) {
      this.takeBack(entries, before, owedBefore);
      return null;
    }
    if (is('REFUND_FAILED', 'DISPUTE_WON')) {
      this.bringBack(entries);
      return null;
    }
    if (is('PAID', 'CREDITED')) return this.receive(entries, books);
    if (is('PAYMENT_UNDONE')) return this.undo(entries);
    if (is('CREDIT_NOTE')) return this.noteCredit(entries);

    must(entries.length === 1, `one fact has the entries ${JSON.stringify(entries)}`);
    switch (first.kind) {
      case 'ISSUED':
        return this.issue(first, books);
      case 'PULLED_BACK':
      case 'VOIDED':
        must(invoice && isOnBooks(invoice) && first.owed === -balanceOf(invoice), `${first.kind} of ${first.owed}`);
        this.touch([invoice.id]);
        invoice.state = first.kind === 'VOIDED' ? 'VOID' : 'DRAFT';
        return { kind: first.kind, invoiceId: invoice.id };
      case 'CREDIT_APPLIED':
        must(invoice && owes(invoice), 'credit is applied to what owes nothing');
        must(first.owed === first.credit && -first.credit <= this.credit, `credit of ${first.credit} is applied where ${this.credit} is there`);
        this.apply(first);
        this.touch([invoice.id]);
        return { kind: 'CREDIT_APPLIED', invoiceId: invoice.id, amount: -first.credit };
    }
    throw new Error(`nothing is known of ${JSON.stringify(entries)}`);
  }

  private issue({ invoiceId, owed }: Entry, books: Books): Own {
    const known = this.invoices.get(invoiceId!);
    must(!known || (known.state === 'DRAFT' && known.total === owed), `${known?.name} was issued with ${owed}`);
    if (known) known.state = 'SENT';
    else this.invoices.set(invoiceId!, { id: invoiceId!, name: `invoice ${this.invoices.size + 1}`, due: books.invoices.find(({ id }) => id === invoiceId)!.due, total: owed, state: 'SENT', paid: 0, credited: 0, noted: 0 });
    return { kind: 'ISSUED', invoiceId: invoiceId!, amount: owed };
  }

  /** Each invoice takes what it still owes of its part, the rest is credit; and no payment comes twice. */
  private receive(entries: Entry[], books: Books): Own | null {
    const [{ paymentId }] = entries as [Entry];
    const row = books.payments.find(({ id }) => id === paymentId);
    must(row && !this.payments.has(row.id), `payment ${paymentId} is booked again`);
    const tab = row.intentId === null ? null : this.tabs.get(row.intentId);
    must(tab !== undefined, `nobody has made the payment of intent ${row.intentId}`);
    if (tab) {
      must(tab.status === 'succeeded', `${tab.name} is booked, and Stripe says ${tab.status}`);
      must(![...this.payments.values()].some((other) => other.tab === tab), `${tab.name} is booked twice`);
      must(row.amount === tab.amount, `${tab.name} brought ${tab.amount}, of which ${row.amount} is booked`);
    }
    must(sum(entries.map(({ paid }) => paid)) === row.amount, `of ${row.amount}, ${sum(entries.map(({ paid }) => paid))} is booked`);

    const parts = tab ? tab.parts : [{ invoiceId: entries.find(({ invoiceId }) => invoiceId)?.invoiceId ?? '', amount: row.amount }];
    for (const { invoiceId, amount } of parts) {
      const invoice = this.invoices.get(invoiceId);
      const expected = invoice && owes(invoice) ? Math.min(amount, balanceOf(invoice)) : 0;
      const taken = sum(entries.filter((entry) => entry.invoiceId === invoiceId && entry.kind === 'PAID').map(({ paid }) => paid));
      must(taken === expected, `${invoice?.name} takes ${taken} of a payment; it should take ${expected}`);
    }
    for (const entry of entries) this.apply(entry);
    const settled = new Map(entries.flatMap(({ invoiceId, paid }) => (invoiceId ? [[invoiceId, paid] as const] : [])));
    this.payments.set(row.id, {
      id: row.id, name: `payment ${this.payments.size + 1}`, amount: row.amount, tab, settled, reopened: new Map(), disputedInvoices: new Set(), refunded: 0, disputed: 0, isUndone: false,
    });
    this.touch([...settled.keys()], tab);
    return tab ? null : { kind: 'PAID', invoiceId: parts[0]!.invoiceId, amount: row.amount };
  }

  private undo(entries: Entry[]): Own {
    const payment = this.payments.get(entries[0]!.paymentId ?? '');
    must(payment && !payment.tab && !payment.isUndone, 'only cash can be undone, and once');
    const kept = this.keptOf(payment);
    must(kept <= this.credit, `${payment.name} is undone, though its credit is used`);
    must(sum(entries.map(({ paid }) => paid)) === -payment.amount, `${payment.name} is undone in part`);
    for (const [invoiceId, amount] of payment.settled) {
      must(sum(entries.filter((entry) => entry.invoiceId === invoiceId).map(({ owed }) => owed)) === amount, `${payment.name} is undone otherwise than it was booked`);
    }
    for (const entry of entries) this.apply(entry);
    this.touch([...payment.settled.keys()]);
    payment.isUndone = true;
    payment.settled.clear();
    return { kind: 'PAYMENT_UNDONE', paymentId: payment.id };
  }

  private noteCredit(entries: Entry[]): Own {
    const note = entries.find(({ kind }) => kind === 'CREDIT_NOTE')!;
    const invoice = this.invoices.get(note.invoiceId ?? '');
    must(invoice && isOnBooks(invoice) && note.credit <= invoice.total - invoice.noted, `a credit note of ${note.credit}`);
    const applied = -sum(entries.filter(({ kind }) => kind === 'CREDIT_APPLIED').map(({ credit }) => credit));
    must(applied === Math.min(note.credit, balanceOf(invoice)), `${applied} of a credit note of ${note.credit} is applied`);
    invoice.noted += note.credit;
    for (const entry of entries) this.apply(entry);
    if (applied > 0) this.touch([invoice.id]);
    return { kind: 'CREDIT_NOTE', invoiceId: invoice.id, amount: note.credit };
  }

  /** Credit goes first, so that nothing is owed again while there is some; then what the payment settled, then what credit settled. */
  private takeBack(entries: Entry[], creditBefore: number, owedBefore: number): void {
    const kind = entries.find(({ kind }) => kind === 'REFUNDED' || kind === 'DISPUTED')!.kind as 'REFUNDED' | 'DISPUTED';
    const payment = this.payments.get(entries.find((entry) => entry.kind === kind)!.paymentId ?? '');
    must(payment?.tab, `${kind} of what did not come through Stripe`);
    const amount = -sum(entries.map(({ paid }) => paid));
    must(amount > 0 && amount <= heldOf(payment), `${kind} of ${amount}, of ${payment.name} ${heldOf(payment)} is here`);
    const settledBefore = sum([...payment.settled.values()]);
    const creditedBefore = sum([...this.invoices.values()].map(({ credited }) => credited));

    for (const entry of entries) {
      this.apply(entry);
      if (!entry.invoiceId || entry.kind !== kind) continue;
      const left = (payment.settled.get(entry.invoiceId) ?? 0) - entry.owed;
      must(left >= 0, `${kind} takes from ${this.invoices.get(entry.invoiceId)?.name} what ${payment.name} did not settle`);
      payment.settled.set(entry.invoiceId, left);
      payment.reopened.set(entry.invoiceId, (payment.reopened.get(entry.invoiceId) ?? 0) + entry.owed);
    }
    if (kind === 'REFUNDED') payment.refunded += amount;
    else payment.disputed += amount;
    if (kind === 'DISPUTED') for (const { invoiceId } of entries) if (invoiceId) payment.disputedInvoices.add(invoiceId);
    this.mustBeSaid(payment);

    const fromCredit = Math.min(creditBefore, amount);
    must(creditBefore - this.credit === fromCredit, `${kind} of ${amount} takes ${creditBefore - this.credit} of ${creditBefore} credit`);
    must(this.owed - owedBefore === amount - fromCredit, `${kind} of ${amount} makes ${this.owed - owedBefore} owed again`);
    const unapplied = creditedBefore - sum([...this.invoices.values()].map(({ credited }) => credited));
    if (unapplied > 0) must(sum([...payment.settled.values()]) === 0 || settledBefore === 0, `${kind} takes credit from invoices before what ${payment.name} settled`);
    this.touch(entries.flatMap(({ invoiceId }) => invoiceId ?? []));
  }

  /** Money that comes back settles what it had settled, as far as that is owed. */
  private bringBack(entries: Entry[]): void {
    const { kind, paymentId } = entries[0]!;
    const payment = this.payments.get(paymentId ?? '');
    must(payment?.tab, `${kind} of what did not come through Stripe`);
    const amount = sum(entries.map(({ paid }) => paid));
    let left = amount;
    for (const invoiceId of [...payment.reopened.keys()].toSorted()) {
      const invoice = this.invoices.get(invoiceId)!;
      const expected = owes(invoice) ? Math.min(left, balanceOf(invoice), payment.reopened.get(invoiceId)!) : 0;
      const taken = -sum(entries.filter((entry) => entry.invoiceId === invoiceId).map(({ owed }) => owed));
      must(taken === expected, `${kind}: ${invoice.name} takes ${taken}; it should take ${expected}`);
      left -= taken;
      payment.reopened.set(invoiceId, payment.reopened.get(invoiceId)! - taken);
      payment.settled.set(invoiceId, (payment.settled.get(invoiceId) ?? 0) + taken);
    }
    must(sum(entries.map(({ credit }) => credit)) === left, `${kind}: what settles nothing is not credit`);
    for (const entry of entries) this.apply(entry);
    if (kind === 'REFUND_FAILED') payment.refunded -= amount;
    else payment.disputed -= amount;
    must(payment.refunded >= 0 && payment.disputed >= 0, `${kind} brings more than went`);
    this.mustBeSaid(payment);
    this.touch(entries.flatMap(({ invoiceId }) => invoiceId ?? []));
  }

  private mustBeSaid({ name, refunded, disputed, tab }: Payment): void {
    must(tab!.said.refunded.has(refunded), `${refunded} of ${name} is booked as refunded; Stripe said ${[...tab!.said.refunded].join(', ')}`);
    must(tab!.said.withdrawn.has(disputed), `${disputed} of ${name} is booked as disputed; Stripe said ${[...tab!.said.withdrawn].join(', ')}`);
  }

  private apply({ kind, invoiceId, owed, credit }: Entry): void {
    this.credit += credit;
    const invoice = this.invoices.get(invoiceId ?? '');
    if (!invoice) return;
    if (kind === 'CREDIT_APPLIED' || kind === 'CREDIT_UNAPPLIED') invoice.credited -= owed;
    else if (kind !== 'CREDIT_NOTE') invoice.paid -= owed;
    must(invoice.paid >= 0 && invoice.credited >= 0 && balanceOf(invoice) >= 0, `${invoice.name} has ${invoice.paid} paid, ${invoice.credited} credited of ${invoice.total}`);
  }

  /** An open payment of an invoice that owes something else now is one of the wrong amount. */
  private touch(invoiceIds: string[], by: Tab | null = null): void {
    for (const tab of this.tabs.values()) {
      if (tab !== by && tab.parts.some(({ invoiceId }) => invoiceIds.includes(invoiceId))) tab.isUnwanted = true;
    }
  }

  private compare({ invoices, balance, payments }: Books): void {
    must(this.credit >= 0, `credit of ${this.credit}`);
    const said = balance ?? { owed: 0, paid: 0, credit: 0 };
    same('the balance', said, { owed: this.owed, paid: this.paid, credit: this.credit });
    for (const invoice of this.invoices.values()) {
      const { id: _, due: __, ...row } = invoices.find(({ id }) => id === invoice.id)!;
      const state = isOnBooks(invoice) && balanceOf(invoice) === 0 ? 'PAID' : invoice.state;
      same(invoice.name, row, { state, total: invoice.total, amountPaid: invoice.paid, amountCredited: invoice.credited, balance: balanceOf(invoice) });
    }
    must(payments.length === this.payments.size, `${payments.length} payments, of which ${this.payments.size} are in the ledger`);
    for (const { id, amount, amountRefunded, amountDisputed, isUndone } of payments) {
      const payment = this.payments.get(id)!;
      same(payment.name, { amount, amountRefunded, amountDisputed, isUndone }, { amount: payment.amount, amountRefunded: payment.refunded, amountDisputed: payment.disputed, isUndone: payment.isUndone });
    }
  }

  /** Nothing is under way and nothing was lost: the books say all that Stripe says. */
  mustBeUpToDate({ intents, waiting }: Books): void {
    must(waiting.length === 0, `the inbox has ${waiting.join('; ')}`);
    for (const tab of this.tabs.values()) {
      const ours = intents.find(({ id }) => id === tab.id);
      const isRight = !tab.isUnwanted || (tab.wasDebited && tab.parts.every(({ invoiceId, amount }) => isOnBooks(this.invoices.get(invoiceId)!) && amount <= balanceOf(this.invoices.get(invoiceId)!)));
      must(tab.status !== 'open' || isRight, `${tab.name} can be paid, though it is of the wrong amount`);
      same(`our word on ${tab.name}`, ours?.state, { open: 'OPEN', processing: 'PROCESSING', succeeded: 'SUCCEEDED', canceled: 'CANCELED' }[tab.status]);
      if (tab.status !== 'succeeded') continue;
      const payment = [...this.payments.values()].find((candidate) => candidate.tab === tab);
      same(`the booking of ${tab.name}`, payment && { refunded: payment.refunded, disputed: payment.disputed }, { refunded: tab.refunded, disputed: tab.withdrawn });
    }
    const unended = intents.filter(({ state }) => state !== 'SUCCEEDED' && state !== 'CANCELED');
    for (const { id, state } of unended) must(this.tabs.has(id) && state !== 'CREATING' && state !== 'CANCELING', `intent ${id} is ${state}`);
    const claimed = unended.flatMap(({ parts }) => parts.map(({ invoiceId }) => invoiceId));
    must(new Set(claimed).size === claimed.length, 'an invoice has two open payments');
    same('lifetime paid', this.paid, this.atStripe + this.cash);
  }
}

export const CLOSED = new Set(['won', 'lost', 'warning_closed']);

const heldOf = ({ amount, refunded, disputed, isUndone }: Payment) => (isUndone ? 0 : amount - refunded - disputed);

function fits(own: Own, fact: Own): boolean {
  return own.kind === fact.kind && (['invoiceId', 'paymentId', 'amount'] as const).every((key) => own[key] === undefined || own[key] === fact[key]);
}

export const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);

function must(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

function same(what: string, found: unknown, expected: unknown): void {
  must(JSON.stringify(found) === JSON.stringify(expected), `${what} is ${JSON.stringify(found)}; it should be ${JSON.stringify(expected)}`);
}
