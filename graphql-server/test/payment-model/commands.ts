import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Outcome } from './product-process.ts';
import { expect, type Paying, type Session } from './lane.ts';
import { aTab, balanceOf, CLOSED, isOnBooks, owes, sum, type Invoice, type Model, type Payment, type Tab } from './model.ts';

export type Command = fc.AsyncCommand<Model, Session>;

/** Both currencies that have a bank debit of their own. */
export type Currency = 'EUR' | 'USD';

const LEAST_CHARGE = 50;

const numbers = {
  'a card': () => card('4242424242424242'),
  'a card that is declined': () => card('4000000000000002'),
  'a card that asks for more and is left': () => card('4000002500003155'),
  'a card that is disputed at once': () => card('4000000000000259'),
  'a card that is inquired about at once': () => card('4000000000001976'),
  'a card whose refunds are slow': () => card('4000000000007726'),
  'a card whose refunds fail': () => card('4000000000005126'),
  'a bank debit': (currency) => (currency === 'EUR' ? sepa('DE89370400440532013000') : ach('000123456789')),
  'a bank debit that fails': (currency) => (currency === 'EUR' ? sepa('DE62370400440532013001') : ach('000111111113')),
  'a bank debit that is disputed': (currency) => (currency === 'EUR' ? sepa('DE35370400440532013002') : ach('000555555559')),
} satisfies Record<string, (currency: Currency) => Paying>;
type Means = keyof typeof numbers;

const card = (number: string): Paying => ({ type: 'card', number });
const sepa = (number: string): Paying => ({ type: 'sepa_debit', number });
const ach = (number: string): Paying => ({ type: 'us_bank_account', number });

const of = fc.nat(999);
const amount = fc.integer({ min: LEAST_CHARGE, max: 30_000 });
const percent = fc.integer({ min: 1, max: 100 });
const means = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Means>('a card') },
  { weight: 3, arbitrary: fc.constant<Means>('a bank debit') },
  ...(Object.keys(numbers) as Means[]).slice(1).map((arbitrary) => ({ weight: 1, arbitrary: fc.constant(arbitrary) })),
);
/** Which invoices: as many bits as may be there. */
const set = fc.integer({ min: 1, max: 63 });

export function commands(currency: Currency): fc.Arbitrary<Command>[] {
  const issue = step(fc.record({ amount, day: fc.integer({ min: 1, max: 28 }) }), {
    words: ({ amount }) => `an invoice of ${amount} is sent`,
    can: (model) => model.invoices.size < 6,
    play: async (model, session, { amount, day }) => (await session.act(model, issuing(amount, day, currency), { kind: 'ISSUED', amount }, true)).is,
  });
  const open = step(fc.record({ set, part: fc.option(percent, { freq: 3 }) }), {
    words: ({ part }) => `a checkout is opened${part === null ? '' : ` for ${part} %`}`,
    play: async (model, session, { set, part }) => (await checkout(model, session, chosen(model, set), part))?.name ?? 'refused',
  });
  const pay = step(fc.record({ set, part: fc.option(percent, { freq: 3 }), means }), {
    words: ({ part, means }) => `${part === null ? 'all' : `${part} %`} of some invoices is paid by ${means}`,
    play: async (model, session, { set, part, means }) => {
      const tab = await checkout(model, session, chosen(model, set), part);
      return tab ? `${tab.name} of ${tab.amount}: ${await payTab(model, session, tab, numbers[means](currency))}` : 'refused';
    },
  });
  const payOpen = step(fc.record({ of, means }), {
    words: ({ means }) => `a tab is found again and paid by ${means}`,
    can: (model) => model.tabs.size > 0,
    play: async (model, session, { of, means }) => {
      const tab = among([...model.tabs.values()], ({ status }) => status === 'open', of);
      return `${tab.name} of ${tab.amount}: ${await payTab(model, session, tab, numbers[means](currency))}`;
    },
  });
  const payTwice = step(fc.record({ set }), {
    words: () => 'Pay is pressed twice at once',
    play: async (model, session, { set }) => {
      const tab = await checkout(model, session, chosen(model, set), null);
      if (!tab) return 'refused';
      const answers = await Promise.all([1, 2].map(() => session.confirm(tab, card('4242424242424242'))));
      await session.learn(tab, true);
      await session.settle(model);
      expect(answers.filter((answer) => answer === 'succeeded').length === 1, `Stripe said ${answers.join(' and ')}`);
      return tab.name;
    },
  });
  const twoTabs = step(fc.record({ one: set, other: set }), {
    words: () => 'two tabs are opened at once, and both are paid at once',
    play: async (model, session, { one, other }) => twoAtOnce(model, session, chosen(model, one), chosen(model, other)),
  });
  const payMeanwhile = step(fc.record({ of, what: fc.constantFrom('void', 'pullBack', 'recordCash', 'creditNote'), share: percent }), {
    words: ({ what }) => `a tab is paid while ${what} happens to one of its invoices`,
    play: async (model, session, { of, what, share }) => {
      const tab = model.openTabs()[0] ?? (await checkout(model, session, chosen(model, of), null));
      if (!tab) return 'refused';
      const invoice = model.invoices.get(pick(tab.parts, of).invoiceId)!;
      const part = Math.max(1, Math.floor((invoice.total * share) / 100));
      const doing = what === 'void' || what === 'pullBack' ? { does: what, invoiceId: invoice.id } as const : { does: what as 'recordCash', invoiceId: invoice.id, amount: part };
      const kind = ({ void: 'VOIDED', pullBack: 'PULLED_BACK', recordCash: 'PAID', creditNote: 'CREDIT_NOTE' } as const)[what as 'void'];
      const [outcome, answer] = await Promise.all([session.ask(doing), session.confirm(tab, card('4242424242424242'))]);
      await session.learn(tab, true);
      await session.settle(model, { kind, invoiceId: invoice.id }, outcome);
      return `${tab.name} is ${answer}, ${invoice.name} was ${outcome.is}`;
    },
  });
  const banksAnswer = step(fc.constant(null), {
    words: () => 'the banks answer',
    can: (model) => [...model.tabs.values()].some(({ status }) => status === 'processing'),
    play: async (model, session) => {
      await session.control('bank_debits/settle');
      await learnAll(model, session, ({ status }) => status === 'processing');
      await session.settle(model);
      return 'done';
    },
  });
  const refund = step(fc.record({ of, share: percent, times: fc.constantFrom(1, 1, 2) }), {
    words: ({ share, times }) => `${share} % of a payment is refunded${times > 1 ? ', with two clicks' : ''}`,
    can: (model) => model.payments.size > 0,
    play: async (model, session, { of, share, times }) => refundThroughUs(model, session, among([...model.payments.values()], (payment) => leftOf(payment) > 0, of), share, times),
  });
  const refundAtStripe = step(fc.record({ of, share: percent }), {
    words: ({ share }) => `${share} % of a payment is refunded in Stripe's dashboard`,
    can: (model) => chargedTabs(model).some((tab) => leftAtStripe(tab) > 0),
    play: async (model, session, { of, share }) => {
      const tab = pick(chargedTabs(model).filter((candidate) => leftAtStripe(candidate) > 0), of);
      const part = Math.max(1, Math.floor((leftAtStripe(tab) * share) / 100));
      await session.stripe.refunds.create({ charge: tab.chargeId!, amount: part });
      await session.learn(tab);
      await session.settle(model);
      return `${part} of ${tab.name}`;
    },
  });
  const refundsArrive = step(fc.constant(null), {
    words: () => 'the banks answer to refunds',
    can: (model) => chargedTabs(model).some(({ refunded }) => refunded > 0),
    play: async (model, session) => {
      await session.control('refunds/settle');
      await learnAll(model, session, ({ chargeId }) => chargeId !== null);
      await session.settle(model);
      return 'done';
    },
  });
  const cancelRefund = step(fc.record({ of }), {
    words: () => "a refund is cancelled in Stripe's dashboard",
    can: (model) => chargedTabs(model).some(({ refunded }) => refunded > 0),
    play: async (model, session, { of }) => {
      const tab = pick(chargedTabs(model).filter(({ refunded }) => refunded > 0), of);
      const pending = (await session.stripe.refunds.list({ charge: tab.chargeId! })).data.filter(({ status }) => status === 'pending');
      if (pending.length === 0) return 'nothing is pending';
      await session.stripe.refunds.cancel(pick(pending, of).id);
      await session.learn(tab);
      await session.settle(model);
      return tab.name;
    },
  });
  const dispute = step(fc.record({ of, share: percent, inquiry: fc.boolean() }), {
    words: ({ share, inquiry }) => `${share} % of a payment is ${inquiry ? 'inquired about' : 'disputed'}`,
    can: (model) => chargedTabs(model).some((tab) => tab.disputes.length === 0 && heldAtStripe(tab) > 0),
    play: async (model, session, { of, share, inquiry }) => {
      const tab = pick(chargedTabs(model).filter((candidate) => candidate.disputes.length === 0 && heldAtStripe(candidate) > 0), of);
      const part = Math.max(1, Math.floor((heldAtStripe(tab) * share) / 100));
      await session.control(`charges/${tab.chargeId}/dispute`, { amount: String(part), ...(inquiry && { inquiry: 'true' }) });
      await session.learn(tab);
      await session.settle(model);
      return `${part} of ${tab.name}`;
    },
  });
  const decide = step(fc.record({ of, what: fc.constantFrom('won', 'lost', 'submitted', 'escalated') }), {
    words: ({ what }) => `a dispute is ${what}`,
    can: (model) => openDisputes(model).length > 0,
    play: async (model, session, { of, what }) => {
      const { tab, dispute } = pick(openDisputes(model), of);
      const isInquiry = dispute.status.startsWith('warning_');
      if (what === 'won' || what === 'lost') await session.control(`disputes/${dispute.id}/close`, { outcome: what });
      else if (what === 'submitted') await session.stripe.disputes.update(dispute.id, { evidence: { product_description: 'It was done.' } });
      else if (!isInquiry || dispute.amount > heldAtStripe(tab)) return 'left as it is';
      else await session.stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'escalate_inquiry_evidence' } });
      await session.learn(tab);
      await session.settle(model);
      return `${dispute.amount} of ${tab.name}`;
    },
  });
  const withdraw = step(fc.record({ of, does: fc.constantFrom('void', 'pullBack') }), {
    words: ({ does }) => (does === 'void' ? 'an invoice is made void' : 'an invoice is pulled back'),
    play: async (model, session, { of, does }) => {
      const invoice = among([...model.invoices.values()], ({ state, paid, credited }) => state === 'SENT' && paid + credited === 0, of);
      const isUntouched = invoice.paid + invoice.credited === 0 && invoice.noted === 0 && !model.isProcessing(invoice.id);
      if (does === 'void' && invoice.state === 'DRAFT') {
        // What is not on the books leaves no entry when it ends.
        const outcome = await session.ask({ does, invoiceId: invoice.id });
        await session.quiet();
        const isVoid = (await session.books()).invoices.find(({ id }) => id === invoice.id)?.state === 'VOID';
        expect(outcome.is === 'killed' || isVoid === (outcome.is === 'done'), `${invoice.name} is void: ${isVoid}, and that was ${outcome.is}`);
        if (isVoid) invoice.state = 'VOID';
        await session.settle(model, null, outcome, isUntouched);
        return `${invoice.name}: ${outcome.is}`;
      }
      const kind = does === 'void' ? 'VOIDED' : 'PULLED_BACK';
      return `${invoice.name}: ${(await session.act(model, { does, invoiceId: invoice.id }, { kind, invoiceId: invoice.id }, isOnBooks(invoice) && isUntouched)).is}`;
    },
  });
  const sendAgain = step(fc.record({ of }), {
    words: () => 'an invoice that was pulled back is sent again',
    can: (model) => [...model.invoices.values()].some(({ state }) => state === 'DRAFT'),
    play: async (model, session, { of }) => {
      const invoice = among([...model.invoices.values()], ({ state }) => state === 'DRAFT', of);
      return `${invoice.name}: ${(await session.act(model, { does: 'sendAgain', invoiceId: invoice.id }, { kind: 'ISSUED', invoiceId: invoice.id }, invoice.state === 'DRAFT')).is}`;
    },
  });
  const cash = step(fc.record({ of, share: fc.integer({ min: 1, max: 150 }) }), {
    words: ({ share }) => `cash of ${share} % is recorded`,
    play: async (model, session, { of, share }) => {
      const invoice = among([...model.invoices.values()], owes, of);
      const amount = Math.max(1, Math.floor((balanceOf(invoice) * share) / 100));
      return `${amount} on ${invoice.name}: ${(await session.act(model, { does: 'recordCash', invoiceId: invoice.id, amount }, { kind: 'PAID', invoiceId: invoice.id, amount }, owes(invoice))).is}`;
    },
  });
  const undo = step(fc.record({ of }), {
    words: () => 'cash is undone',
    can: (model) => model.payments.size > 0,
    play: async (model, session, { of }) => {
      const payment = among([...model.payments.values()], ({ tab, isUndone }) => !tab && !isUndone, of);
      const isAllowed = !payment.tab && !payment.isUndone && model.keptOf(payment) <= model.credit;
      return `${payment.name}: ${(await session.act(model, { does: 'undo', paymentId: payment.id }, { kind: 'PAYMENT_UNDONE', paymentId: payment.id }, isAllowed)).is}`;
    },
  });
  const note = step(fc.record({ of, share: percent }), {
    words: ({ share }) => `${share} % of an invoice is credited`,
    play: async (model, session, { of, share }) => {
      const invoice = among([...model.invoices.values()], (candidate) => isOnBooks(candidate) && candidate.noted < candidate.total, of);
      const amount = Math.max(1, Math.floor((invoice.total * share) / 100));
      const isAllowed = isOnBooks(invoice) && amount <= invoice.total - invoice.noted;
      return `${amount} of ${invoice.name}: ${(await session.act(model, { does: 'creditNote', invoiceId: invoice.id, amount }, { kind: 'CREDIT_NOTE', invoiceId: invoice.id, amount }, isAllowed)).is}`;
    },
  });
  const applyCredit = step(fc.record({ of, share: percent }), {
    words: ({ share }) => `${share} % of the credit on account is applied`,
    can: (model) => model.credit > 0,
    play: async (model, session, { of, share }) => {
      const invoice = among([...model.invoices.values()], owes, of);
      const amount = Math.max(1, Math.floor((model.credit * share) / 100));
      const isAllowed = owes(invoice) && amount <= Math.min(model.credit, balanceOf(invoice));
      return `${amount} to ${invoice.name}: ${(await session.act(model, { does: 'applyCredit', invoiceId: invoice.id, amount }, { kind: 'CREDIT_APPLIED', invoiceId: invoice.id, amount }, isAllowed)).is}`;
    },
  });
  const deliveries = step(fc.record({ fault: fc.constantFrom('drop', 'drop', 'duplicate', 'reorder', 'delay'), count: fc.integer({ min: 1, max: 8 }) }), {
    words: ({ fault, count }) => `the next ${count} webhooks: ${fault}`,
    play: async (model, session, { fault, count }) => {
      await session.control('deliveries', { [fault]: String(count) });
      if (fault === 'drop' || fault === 'delay') model.isFoggy = true;
      return 'so be it';
    },
  });
  const release = step(fc.constant(null), {
    words: () => 'webhooks that were late arrive',
    can: (model) => model.isFoggy,
    play: async (model, session) => {
      await session.control('deliveries/release');
      await session.settle(model);
      return 'done';
    },
  });
  const again = step(fc.record({ of, by: fc.constantFrom('Stripe', 'us') }), {
    words: ({ by }) => (by === 'Stripe' ? 'Stripe tells of something old once more' : 'something old is applied once more'),
    can: (model) => model.tabs.size > 0,
    play: async (model, session, { of, by }) => {
      const event = await session.oldEvent(model, of);
      if (!event) return 'nothing has happened';
      if (by === 'Stripe') await session.control(`events/${event.id}/redeliver`);
      else await session.ask({ does: 'replay', stripeId: event.id });
      await session.settle(model);
      return event.type;
    },
  });
  const reconcile = step(fc.constant(null), {
    words: () => 'what was lost is looked for',
    play: async (model, session) => {
      await clearSky(session, 1);
      model.isFoggy = false;
      await session.settle(model);
      return 'done';
    },
  });
  const weighted: [number, fc.Arbitrary<Command>][] = [
    [2, issue], [2, open], [5, pay], [2, payOpen], [1, payTwice], [2, twoTabs], [4, payMeanwhile], [2, banksAnswer],
    [4, refund], [2, refundAtStripe], [2, refundsArrive], [1, cancelRefund], [2, dispute], [2, decide],
    [2, withdraw], [2, sendAgain], [3, cash], [2, undo], [2, note], [2, applyCredit],
    [2, deliveries], [1, release], [2, again], [1, reconcile],
  ];
  return weighted.flatMap(([weight, command]) => Array<fc.Arbitrary<Command>>(weight).fill(command));
}

/** The same, while the process is ended in the middle of it. */
export const killedDuring = (command: fc.Arbitrary<Command>): fc.Arbitrary<Command> =>
  fc.record({ command, after: fc.integer({ min: 0, max: 120 }) }).map(({ command, after }) => ({
    check: (model) => command.check(model),
    run: async (model, session) => {
      model.story.push(`the process is killed after ${after} ms, while`);
      session.killAfter(after);
      model.isFoggy = true;
      await command.run(model, session);
      await session.settle(model);
    },
    toString: () => `killed after ${after} ms: ${command.toString()}`,
  }));

export const issuing = (amount: number, day: number, currency: Currency) =>
  ({ does: 'issue', amount, currency, dueDate: `2026-02-${String(day).padStart(2, '0')}` }) as const;

/** All that is under way arrives, and what was lost is found. */
async function clearSky(session: Session, hours: number): Promise<void> {
  await session.control('deliveries');
  await session.control('deliveries/release');
  await session.reconcile(hours);
}

/** Days later: the banks have answered, nobody has an old tab open. */
export async function end(model: Model, session: Session): Promise<void> {
  await session.control('bank_debits/settle');
  await session.control('refunds/settle');
  await learnAll(model, session, ({ status }) => status === 'processing' || status === 'succeeded');
  for (const tab of model.openTabs()) tab.isUnwanted = true;
  await clearSky(session, 25);
  await learnAll(model, session, () => true, false);
  expect(model.openTabs().length === 0, `${model.openTabs().map(({ name }) => name).join(', ')} can still be paid after a day`);
  model.isFoggy = false;
  await session.settle(model);
  await session.verify();
}

interface Step<Given> {
  words: (given: Given) => string;
  can?: (model: Model) => boolean;
  play: (model: Model, session: Session, given: Given) => Promise<string>;
}

function step<Given>(given: fc.Arbitrary<Given>, { words, can, play }: Step<Given>): fc.Arbitrary<Command> {
  return given.map((chosen) => ({
    check: (model) => can?.(model as Model) ?? true,
    run: async (model, session) => {
      model.story.push(words(chosen));
      const came = await play(model, session, chosen);
      model.story[model.story.length - 1] += ` → ${came}`;
    },
    toString: () => words(chosen),
  }));
}

async function checkout(model: Model, session: Session, invoices: Invoice[], part: number | null): Promise<Tab | null> {
  const due = dueOf(invoices);
  const wanted = part === null || part === 100 ? null : Math.max(1, Math.floor((due * part) / 100));
  const parts = partsOf(invoices, wanted ?? due);
  const overlapping = [...model.tabs.values()].filter((tab) => tab.parts.some(({ invoiceId }) => parts.some((other) => other.invoiceId === invoiceId)));
  const isAllowed = invoices.every((invoice) => owes(invoice) && !model.isDisputed(invoice.id)) && (wanted ?? due) >= LEAST_CHARGE && !parts.some(({ invoiceId }) => model.isProcessing(invoiceId));

  const outcome = await session.ask({ does: 'checkout', invoiceIds: invoices.map(({ id }) => id), amount: wanted });
  const same = model.openTabs().find((tab) => isSame(tab.parts, parts));
  const tab = outcome.is === 'done' ? take(model, outcome) : null;
  expect(!tab || !same || model.isFoggy || tab === same, `${tab?.name} is given beside ${same?.name}, which is the same`);
  if (tab) for (const other of overlapping) other.isUnwanted ||= other !== tab;
  await session.quiet();
  if (outcome.is === 'killed' || model.isFoggy || isTooSmall(outcome)) for (const other of overlapping) await session.supersede(other);
  await session.settle(model, null, outcome, isAllowed);
  if (!tab) return null;
  // It may have learnt on the way that some of it was paid.
  priced(tab, partsOf(invoices, wanted ?? dueOf(invoices)));
  for (const other of overlapping.filter(({ status }) => status === 'succeeded')) {
    expect([...model.payments.values()].some((payment) => payment.tab === other), `${tab.name} was opened beside ${other.name}, which is paid`);
  }
  return tab;
}

/** Stripe refuses so small an amount only after others were cancelled for it. */
const isTooSmall = (outcome: Outcome<unknown>) => outcome.is === 'refused' && outcome.code === 'PAYMENTS_UNAVAILABLE';

interface Opened { clientSecret: string; publishableKey: string; paymentIntentId: string; amount: { minorUnits: number } }

function take(model: Model, { value }: { value: Opened }): Tab {
  const { paymentIntentId: id, clientSecret, publishableKey, amount } = value;
  const providerId = clientSecret.split('_secret_')[0]!;
  const tab = model.tabs.get(id) ?? aTab({ id, providerId, name: `tab ${model.tabs.size + 1}`, clientSecret, publishableKey, amount: amount.minorUnits, parts: [] });
  expect(tab.providerId === providerId && tab.status === 'open', `${tab.name} is given again, which is ${tab.status}`);
  model.tabs.set(id, tab);
  return tab;
}

function priced(tab: Tab, parts: Tab['parts']): void {
  expect(tab.amount === sum(parts.map(({ amount }) => amount)), `${tab.name} is of ${tab.amount}; it should be of ${JSON.stringify(parts)}`);
  tab.parts = parts;
}

const dueOf = (invoices: Invoice[]) => sum(invoices.map((invoice) => Math.max(0, balanceOf(invoice))));
const isSame = (one: Tab['parts'], other: Tab['parts']) =>
  one.length === other.length && one.every((part) => other.some(({ invoiceId, amount }) => invoiceId === part.invoiceId && amount === part.amount));

async function twoAtOnce(model: Model, session: Session, one: Invoice[], other: Invoice[]): Promise<string> {
  const asked = await Promise.all([one, other].map((invoices) => session.ask({ does: 'checkout', invoiceIds: invoices.map(({ id }) => id), amount: null })));
  const before = [...model.tabs.values()];
  const tabs = asked.flatMap((outcome) => (outcome.is === 'done' ? [take(model, outcome)] : []));
  for (const tab of [...before, ...tabs]) await session.supersede(tab);
  await session.settle(model);
  for (const [index, outcome] of asked.entries()) {
    if (outcome.is === 'done') priced(model.tabs.get(outcome.value.paymentIntentId)!, partsOf([one, other][index]!, outcome.value.amount.minorUnits));
  }
  const answers = await Promise.all([...new Set(tabs)].map((tab) => session.confirm(tab, card('4242424242424242'))));
  for (const tab of tabs) await session.learn(tab, true);
  await session.settle(model);
  if (one === other) expect(answers.filter((answer) => answer === 'succeeded').length <= 1, 'one thing is paid twice');
  return `${asked.map(({ is }) => is).join(' and ')}; ${[...new Set(tabs)].map(({ name }, index) => `${name} ${answers[index]}`).join(', ')}`;
}

/** The oldest due first. */
function partsOf(invoices: Invoice[], wanted: number): Tab['parts'] {
  let left = wanted;
  return invoices
    .toSorted((a, b) => a.due.localeCompare(b.due) || a.id.localeCompare(b.id))
    .flatMap((invoice) => {
      const amount = Math.min(left, balanceOf(invoice));
      left -= amount;
      return amount > 0 ? [{ invoiceId: invoice.id, amount }] : [];
    });
}

async function payTab(model: Model, session: Session, tab: Tab, by: Paying): Promise<string> {
  const wasOpen = tab.status === 'open';
  const answer = await session.confirm(tab, by);
  expect(wasOpen || answer === null, `${tab.name} was ${tab.status} and could be paid`);
  expect(!wasOpen || answer !== null || tab.isUnwanted, `${tab.name} was open and could not be paid`);
  await session.learn(tab, true);
  await session.settle(model);
  return answer ?? 'cannot be paid';
}

async function refundThroughUs(model: Model, session: Session, payment: Payment, share: number, times: number): Promise<string> {
  const { tab } = payment;
  const amount = Math.max(1, Math.floor(((leftOf(payment) || payment.amount) * share) / 100));
  const isAllowed = tab !== null && amount <= leftOf(payment);
  const isTaken = tab !== null && amount <= leftAtStripe(tab);
  const before = tab?.refunded ?? 0;
  const doing = { does: 'refund', paymentId: payment.id, amount, requestKey: randomUUID() } as const;
  let outcome = (await Promise.all(Array.from({ length: times }, () => session.ask(doing)))).find(({ is }) => is !== 'killed') ?? { is: 'killed' };
  // Nobody saw an answer, so somebody clicks again.
  while (outcome.is === 'killed') outcome = await session.ask(doing);
  await session.quiet();
  if (tab) await session.learn(tab);
  await session.settle(model, null, outcome, isAllowed);
  const moved = (tab?.refunded ?? 0) - before;
  expect(moved === (outcome.is === 'done' && isTaken ? amount : 0), `a refund of ${amount} was ${outcome.is}, and Stripe gave back ${moved}`);
  return `${amount} of ${payment.name}: ${outcome.is}${outcome.is === 'done' && !isTaken ? ', and Stripe refuses it' : ''}`;
}

async function learnAll(model: Model, session: Session, which: (tab: Tab) => boolean, wasAsked = true): Promise<void> {
  for (const tab of [...model.tabs.values()].filter(which)) await session.learn(tab, wasAsked);
}

const leftOf = ({ tab, amount, refunded, disputed }: Payment) => (tab ? amount - refunded - disputed : 0);
const heldAtStripe = ({ amount, refunded, withdrawn }: Tab) => amount - refunded - withdrawn;
const leftAtStripe = ({ amount, refunded, disputes }: Tab) => (disputes.some(({ isRefundable }) => !isRefundable) ? 0 : amount - refunded);
const chargedTabs = (model: Model) => [...model.tabs.values()].filter(({ status, chargeId }) => status === 'succeeded' && chargeId);
const openDisputes = (model: Model) => chargedTabs(model).flatMap((tab) => tab.disputes.filter(({ status }) => !CLOSED.has(status)).map((dispute) => ({ tab, dispute })));

const pick = <T>(list: readonly T[], of: number): T => list[of % list.length]!;

/** One that it can be done to, and now and then one that it cannot. */
function among<T>(list: T[], isFit: (one: T) => boolean, of: number): T {
  const fit = list.filter(isFit);
  return pick(fit.length > 0 && of % 5 > 0 ? fit : list, of);
}

function chosen(model: Model, bits: number): Invoice[] {
  const all = [...model.invoices.values()];
  const owing = all.filter(owes);
  const from = owing.length > 0 && bits % 7 > 0 ? owing : all;
  const some = from.filter((_, index) => bits & (1 << index));
  return some.length > 0 ? some : [from[0]!];
}
