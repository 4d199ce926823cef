import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atMostEvery } from '../src/shared/at-most-every.ts';
import { aSentInvoice } from './support/invoices.ts';
import { aBusiness, aClient, aColleague, type Customer, type Firm, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';

let portal: Portal;
/** New Year's Eve in UTC, the new year already in Auckland. */
const EVE = new Date('2026-12-31T12:00:00Z');
/** Links are for today; so people sign in before it. */
let now: Date | null = null;

beforeAll(async () => {
  portal = await startPortal({}, { clock: () => now ?? new Date() });
});
afterAll(() => portal.close());

interface Amount { minorUnits: number }
interface Board {
  balances: { currency: string; owed: Amount; overdue: Amount; paidThisMonth: Amount; credit: Amount; outstandingCount: number; overdueCount: number }[];
  openTickets: number;
  latestEvents: { kind: string; summary: string; client: { name: string } }[];
}
const BOARD = `balances { currency owed { minorUnits } overdue { minorUnits } paidThisMonth { minorUnits } credit { minorUnits } outstandingCount overdueCount }
  openTickets latestEvents { kind summary client { name } }`;
const boardOf = async (person: Person) => (await person.get<{ dashboard: Board }>(`{ dashboard { ${BOARD} } }`)).dashboard;

const figuresOf = async (person: Person) =>
  Object.fromEntries((await boardOf(person)).balances.map(({ currency, owed, overdue, paidThisMonth, credit, ...counts }) => [
    currency, [owed, overdue, paidThisMonth, credit].map(({ minorUnits }) => minorUnits).concat(counts.outstandingCount, counts.overdueCount),
  ]));

const monthsOf = async (person: Person, currency: string) =>
  (await person.get<{ dashboard: { months: { month: string; invoiced: Amount; paid: Amount }[] } }>(
    'query ($currency: String!) { dashboard { months(currency: $currency) { month invoiced { minorUnits } paid { minorUnits } } } }', { currency },
  )).dashboard.months.map(({ month, invoiced, paid }) => [month, invoiced.minorUnits, paid.minorUnits]);

async function pay({ owner }: Firm, invoiceId: string, amount: number, receivedOn?: string): Promise<string> {
  const { recordPayment } = await owner.get<{ recordPayment: { payments: { id: string }[] } }>(
    'mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { payments { id } } }',
    { input: { invoiceId, amount, method: 'BANK_TRANSFER', receivedOn, sendReceipt: false } },
  );
  return recordPayment.payments.at(-1)!.id;
}

async function aTicket({ person }: Customer): Promise<string> {
  const { openTicket } = await person.get<{ openTicket: { id: string } }>('mutation { openTicket(input: { subject: "Hello", message: "Hello" }) { id } }');
  return openTicket.id;
}

describe('the figures', () => {
  let firm: Firm;
  let acme: Customer;
  let beta: Customer;
  let reader: Person;
  let empty: Firm;
  beforeAll(async () => {
    now = null;
    firm = await aBusiness(portal, 'Northwind', { timeZone: 'Europe/Berlin' });
    [acme, beta] = [await aClient(portal, firm, 'Acme'), await aClient(portal, firm, 'Beta')];
    reader = await aColleague(portal, firm, 'Reader', 'READ_ONLY');
    empty = await aBusiness(portal, 'Empty');
    const elsewhere = await aBusiness(portal, 'Contoso');
    const stranger = await aClient(portal, elsewhere, 'Stranger');
    now = EVE;
    await aSentInvoice(elsewhere, stranger);
  });

  test('are nothing for a business that has nothing', async () => {
    expect(await boardOf(empty.owner)).toEqual({ balances: [], openTickets: 0, latestEvents: [] });
    expect(await monthsOf(empty.owner, 'EUR')).toHaveLength(12);
  });

  test('are of the whole business, per currency, with what was paid in excess and what was undone', async () => {
    const late = await aSentInvoice(firm, acme, { issueDate: '2026-10-01', dueDate: '2026-10-15' });
    const due = await aSentInvoice(firm, beta, { issueDate: '2026-12-01', dueDate: '2026-12-31' });
    await aSentInvoice(firm, beta, { currency: 'JPY', issueDate: '2026-12-01', dueDate: '2026-12-30', lines: [{ description: 'Print', unitPrice: 700 }] });
    expect(await figuresOf(firm.owner)).toEqual({ EUR: [20_000, 10_000, 0, 0, 2, 1], JPY: [700, 700, 0, 0, 1, 1] });

    await pay(firm, late.id, 4_000, '2026-11-30');
    await pay(firm, late.id, 1_000, '2026-12-01');
    expect(await figuresOf(firm.owner)).toMatchObject({ EUR: [15_000, 5_000, 1_000, 0, 2, 1] });
    const excess = await pay(firm, due.id, 12_000);
    expect(await figuresOf(firm.owner)).toMatchObject({ EUR: [5_000, 5_000, 13_000, 2_000, 1, 1] });
    await firm.owner.get('mutation ($id: ID!) { undoPayment(id: $id) { id } }', { id: excess });
    expect(await figuresOf(firm.owner)).toMatchObject({ EUR: [15_000, 5_000, 1_000, 0, 2, 1] });
  });

  test('by month are twelve, also the empty ones, net of what was made void', async () => {
    const { id } = await aSentInvoice(firm, acme, { currency: 'USD' });
    await firm.owner.get('mutation ($id: ID!) { voidInvoice(id: $id) { id } }', { id });
    await aSentInvoice(firm, acme, { currency: 'USD', lines: [{ description: 'Kept', unitPrice: 300 }] });
    const months = await monthsOf(firm.owner, 'USD');
    expect(months.map(([month]) => month)).toEqual([
      '2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01',
      '2026-07-01', '2026-08-01', '2026-09-01', '2026-10-01', '2026-11-01', '2026-12-01',
    ]);
    expect(months.at(-1)).toEqual(['2026-12-01', 300, 0]);
    expect((await monthsOf(firm.owner, 'EUR')).slice(-3).map(([, , paid]) => paid)).toEqual([0, 4_000, 1_000]);
    expect(await firm.owner.refusal('{ dashboard { months(currency: "EURO") { month } } }')).toBe('BAD_USER_INPUT');
  });

  test('count the tickets that are not closed', async () => {
    await aTicket(acme);
    const id = await aTicket(beta);
    await firm.owner.get('mutation ($id: ID!) { closeTicket(id: $id) { id } }', { id });
    expect((await boardOf(firm.owner)).openTickets).toBe(1);
  });

  test('end with the newest 20 facts of all clients', async () => {
    for (let count = 0; count < 8; count += 1) await aTicket(beta);
    const events = (await boardOf(firm.owner)).latestEvents;
    expect(events).toHaveLength(20);
    expect(events[0]).toMatchObject({ kind: 'ticket.opened', client: { name: 'Beta' } });
  });

  test('are read by everybody in the team and by no contact', async () => {
    expect(await reader.refusal('{ dashboard { openTickets } }')).toBe('no error');
    expect(await acme.person.refusal('{ dashboard { openTickets } }')).toBe('FORBIDDEN');
    expect(await acme.person.watchRefusal('subscription { dashboardChanged { openTickets } }')).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

test('the month and what is overdue are of the day that it is for the business', async () => {
  const figures: Record<string, unknown> = {};
  for (const timeZone of ['Pacific/Auckland', 'America/Los_Angeles']) {
    now = null;
    const firm = await aBusiness(portal, timeZone, { timeZone });
    const customer = await aClient(portal, firm, `Client in ${timeZone}`);
    now = EVE;
    const { id } = await aSentInvoice(firm, customer, { issueDate: '2026-12-01', dueDate: '2026-12-31' });
    await pay(firm, id, 100, '2026-12-31');
    const { EUR } = await figuresOf(firm.owner);
    figures[timeZone] = [EUR, (await monthsOf(firm.owner, 'EUR')).at(-1)?.[0]];
  }
  expect(figures).toEqual({
    'Pacific/Auckland': [[9_900, 9_900, 0, 0, 1, 1], '2027-01-01'],
    'America/Los_Angeles': [[9_900, 0, 100, 0, 1, 0], '2026-12-01'],
  });
});

test('changes reach an open dashboard without being asked for, and never those of another business', async () => {
  now = null;
  const [firm, other] = [await aBusiness(portal, 'Watched'), await aBusiness(portal, 'Unwatched')];
  const [customer, stranger] = [await aClient(portal, firm, 'Client'), await aClient(portal, other, 'Stranger2')];
  const changes = firm.owner.watch<{ dashboardChanged: Board }>(`subscription { dashboardChanged { ${BOARD} } }`);
  const first = changes.next();
  await firm.owner.watch('{ viewer { name } }').next();
  await aTicket(stranger);
  await aTicket(customer);
  expect((await first).value).toMatchObject({ dashboardChanged: { openTickets: 1, balances: [] } });
  await aSentInvoice(firm, customer);
  for await (const { dashboardChanged } of changes) if (dashboardChanged.balances[0]?.owed.minorUnits === 10_000) break;
});

describe('a rush of events', () => {
  /** A bus that holds nothing back, as ours, and tells when nobody listens any more. */
  function bus() {
    const waiting: ((result: IteratorResult<number>) => void)[] = [];
    const queue: number[] = [];
    let isOver = false;
    return {
      offer: (event: number) => void (waiting.shift()?.({ value: event, done: false }) ?? queue.push(event)),
      isOver: () => isOver,
      events: {
        next: () => {
          if (isOver) return Promise.resolve({ value: undefined, done: true as const });
          return queue.length > 0 ? Promise.resolve({ value: queue.shift()!, done: false }) : new Promise<IteratorResult<number>>((resolve) => waiting.push(resolve));
        },
        return: () => {
          isOver = true;
          for (const resolve of waiting.splice(0)) resolve({ value: undefined, done: true });
          return Promise.resolve({ value: undefined, done: true as const });
        },
        [Symbol.asyncIterator]() { return this; },
      } satisfies AsyncIterableIterator<number>,
    };
  }

  test('is the first, and the last at the end of the time', async () => {
    const { offer, events } = bus();
    const told = atMostEvery(50, events);
    const first = told.next();
    offer(1);
    expect(await first).toEqual({ value: 1, done: false });
    const began = performance.now();
    for (let event = 2; event <= 5_000; event += 1) offer(event);
    expect(await told.next()).toEqual({ value: 5_000, done: false });
    expect(performance.now() - began).toBeGreaterThan(40);
  });

  test('is left at once, also while nothing happens', async () => {
    const { isOver, events } = bus();
    const told = atMostEvery(50, events);
    const waiting = told.next();
    await told.return?.();
    expect(isOver()).toBe(true);
    expect(await waiting).toEqual({ value: undefined, done: true });
  });
});
