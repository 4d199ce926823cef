import { demoServices } from '../../graphql-server/dev/demo/demo-services.ts';
import { SeededRandom } from '../../graphql-server/dev/demo/seeded-random.ts';
import type { Table } from './copy.ts';

export interface BusinessWanted {
  /** Tells one business's ids from another's; from 0 to 4095. */
  place: number;
  name: string;
  ownerEmail: string;
  clients: number;
  invoices: number;
  /** Up to today, over which they are spread evenly. */
  years: number;
  /** Of each invoice; by chance 1 to 5 when left out. */
  lines?: number;
  /** Out of 100 invoices; what is left is paid. */
  percent: { DRAFT: number; SENT: number; PART_PAID: number; VOID: number };
}

type State = keyof BusinessWanted['percent'] | 'PAID';

const TAXES = JSON.stringify([{ name: 'VAT', rate: '20', isCompound: false }]);
const streets = ['Harbour Road', 'Mill Lane', 'Linden Street', 'Station Square', 'Quarry Hill'] as const;
const firstNames = ['Ada', 'Bela', 'Chen', 'Dmitri', 'Esra', 'Femi', 'Grace', 'Hugo'] as const;
const houses = ['Hartmann', 'Okafor', 'Lindqvist', 'Moreau', 'Tanaka', 'Silva', 'Novak', 'Byrne', 'Castellan', 'Weiss'] as const;
const trades = ['Bakery', 'Logistics', 'Architects', 'Foods', 'Theatre', 'Instruments', 'Hotels', 'Energy'] as const;

/**
 * A business with its invoices, as the product would have left them but for frozen revisions, PDFs and
 * the timeline: payments, ledger, balances and mails agree. The same whenever it is made, but for the dates.
 */
export function* tablesOf(wanted: BusinessWanted, now = new Date()): Generator<Table> {
  const { place, years } = wanted;
  const business = idOf(place, 'business', 0);
  const began = new Date(now.getTime() - years * 365.25 * DAY);
  const each = function* (rowsOf: (invoice: BenchInvoice) => Iterable<Table['rows'] extends Iterable<infer Row> ? Row : never>) {
    for (const invoice of invoicesOf(wanted, now)) yield* rowsOf(invoice);
  };
  const clients = Array.from({ length: wanted.clients }, (_, index) => clientOf(wanted, index));

  yield {
    name: 'business',
    columns: ['id', 'business_id', 'created_at', 'name', 'email', 'address', 'time_zone', 'currency', 'locale', 'brand_color', 'number_pattern', 'payment_terms_days', 'link_days', 'can_take_payments', 'bank_details'],
    rows: [[business, business, began, wanted.name, wanted.ownerEmail, '{"12 Harbour Road","10115 Berlin"}', 'Europe/Berlin', 'EUR', 'en-GB', '#3a5bd9', 'INV-{YYYY}-{SEQ:4}', 30, 90, 'true', 'IBAN DE02 1203 0000 0000 2020 51']],
  };
  yield {
    name: 'team_member', columns: ['id', 'business_id', 'created_at', 'name', 'email', 'role'],
    rows: [[idOf(place, 'member', 0), business, began, 'Owner', wanted.ownerEmail, 'OWNER']],
  };
  yield {
    name: 'client', columns: ['id', 'business_id', 'created_at', 'name', 'address', 'country', 'currency'],
    rows: clients.map(({ id, name, address, currency }) => [id, business, began, name, `{"${address}"}`, 'DE', currency]),
  };
  yield {
    name: 'contact', columns: ['id', 'business_id', 'created_at', 'client_id', 'name', 'email'],
    rows: clients.map(({ id, contactId, contactName, email }) => [contactId, business, began, id, contactName, email]),
  };
  yield {
    name: 'invoice',
    columns: [
      'id', 'business_id', 'created_at', 'client_id', 'number', 'state', 'currency', 'issue_date', 'due_date', 'reference', 'notes',
      'subtotal', 'tax_total', 'total', 'amount_paid', 'balance', 'revision', 'first_sent_at', 'sent_at', 'paid_at', 'voided_at',
    ],
    rows: each(function* ({ id, createdAt, client, number, state, issueDate, dueDate, reference, notes, subtotal, taxTotal, total, paid, sentAt, paidAt }) {
      const stored = state === 'PART_PAID' ? 'SENT' : state;
      yield [
        id, business, createdAt, client.id, number, stored, client.currency, issueDate, dueDate, reference, notes,
        subtotal, taxTotal, total, paid, total - paid, sentAt ? 1 : 0, sentAt, sentAt, state === 'PAID' ? paidAt : null, state === 'VOID' ? sentAt : null,
      ];
    }),
  };
  yield {
    name: 'invoice_line',
    columns: ['id', 'business_id', 'created_at', 'client_id', 'invoice_id', 'position', 'description', 'quantity', 'unit_price', 'discount_total', 'taxes', 'amount'],
    rows: each(function* ({ id, createdAt, client, lines }) {
      for (const { id: lineId, position, description, quantity, unitPrice } of lines) {
        yield [lineId, business, createdAt, client.id, id, position, description, quantity, unitPrice, 0, TAXES, quantity * unitPrice];
      }
    }),
  };
  yield {
    name: 'payment', columns: ['id', 'business_id', 'created_at', 'client_id', 'currency', 'amount', 'method', 'received_on', 'received_at'],
    rows: each(function* ({ paymentId, client, paid, paidAt }) {
      if (paid > 0) yield [paymentId, business, paidAt, client.id, client.currency, paid, 'BANK_TRANSFER', dayOf(paidAt), paidAt];
    }),
  };
  const owed = new Map<string, { owed: number; paid: number }>();
  yield {
    name: 'ledger_entry',
    columns: ['id', 'business_id', 'created_at', 'client_id', 'invoice_id', 'payment_id', 'kind', 'currency', 'owed_change', 'paid_change', 'credit_change', 'method', 'occurred_on'],
    rows: each(function* ({ id, entryIds, paymentId, client, state, total, paid, issueDate, sentAt, paidAt }) {
      if (!sentAt) return;
      const balance = owed.get(client.id) ?? { owed: 0, paid: 0 };
      owed.set(client.id, { owed: balance.owed + (state === 'VOID' ? 0 : total - paid), paid: balance.paid + paid });
      yield [entryIds[0], business, sentAt, client.id, id, null, 'ISSUED', client.currency, total, 0, 0, null, issueDate];
      if (state === 'VOID') yield [entryIds[1], business, sentAt, client.id, id, null, 'VOIDED', client.currency, -total, 0, 0, null, issueDate];
      if (paid > 0) yield [entryIds[1], business, paidAt, client.id, id, paymentId, 'PAID', client.currency, -paid, paid, 0, 'BANK_TRANSFER', dayOf(paidAt)];
    }),
  };
  yield {
    name: 'client_balance', columns: ['id', 'business_id', 'created_at', 'client_id', 'currency', 'owed', 'paid', 'credit'],
    rows: clients.filter(({ id }) => owed.has(id)).map(({ id, balanceId, currency }) => [balanceId, business, began, id, currency, owed.get(id)!.owed, owed.get(id)!.paid, 0]),
  };
  yield {
    name: 'dispatch', columns: ['id', 'business_id', 'created_at', 'client_id', 'contact_id', 'kind', 'invoice_id', 'recipient', 'state', 'provider_message_id', 'sent_at'],
    rows: each(function* ({ id, dispatchId, client, sentAt }) {
      if (sentAt) yield [dispatchId, business, sentAt, client.id, client.contactId, 'INVOICE', id, client.email, 'DELIVERED', dispatchId, sentAt];
    }),
  };
  yield {
    name: 'number_sequence', columns: ['id', 'business_id', 'created_at', 'kind', 'period', 'last_number'],
    rows: Array.from({ length: Math.ceil(years) + 1 }, (_, index) => [idOf(place, 'sequence', index), business, began, 'INVOICE', String(began.getUTCFullYear() + index), wanted.invoices]),
  };
}

type BenchInvoice = ReturnType<typeof invoiceOf>;

/** Afresh for each table: the same chance gives the same invoices, and none is kept. */
function* invoicesOf(wanted: BusinessWanted, now: Date): Generator<BenchInvoice> {
  const random = new SeededRandom(wanted.place + 1);
  for (let index = 0; index < wanted.invoices; index++) yield invoiceOf(wanted, now, random, index);
}

function invoiceOf(wanted: BusinessWanted, now: Date, random: SeededRandom, index: number) {
  const { place, years, invoices, clients } = wanted;
  const id = (kind: keyof typeof kinds, position = 0) => idOf(place, kind, index * 8 + position);
  // They follow each other in time, as their rows do on the disk.
  const createdAt = new Date(now.getTime() - years * 365.25 * DAY * (1 - (index + 1) / invoices));
  const client = clientOf(wanted, random.integer(0, clients - 1));
  const state = stateOf(wanted, random);
  const issueDate = dayOf(createdAt);
  const lines = Array.from({ length: wanted.lines ?? random.integer(1, 5) }, (_, position) => {
    const { name, price, quantity: [least] } = random.pick(demoServices);
    return { id: id('line', position), position, description: name, quantity: least * random.integer(1, 6), unitPrice: price };
  });
  const subtotal = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  const taxTotal = Math.round(subtotal / 5);
  const total = subtotal + taxTotal;
  const paidAt = new Date(Math.min(now.getTime(), createdAt.getTime() + random.integer(2, 45) * DAY));
  return {
    id: id('invoice'), paymentId: id('payment'), dispatchId: id('dispatch'), entryIds: [id('entry'), id('entry', 1)] as const,
    createdAt, client, state, issueDate, dueDate: dayOf(new Date(createdAt.getTime() + 30 * DAY)), lines, subtotal, taxTotal, total,
    number: state === 'DRAFT' ? null : `INV-${issueDate.slice(0, 4)}-${String(index + 1).padStart(4, '0')}`,
    reference: random.integer(1, 3) === 1 ? `PO-${random.integer(10_000, 99_999)}` : null,
    notes: random.integer(1, 4) === 1 ? `Thank you for your order of ${issueDate}. Delivered as agreed with ${client.contactName}.` : null,
    paid: state === 'PAID' ? total : state === 'PART_PAID' ? Math.ceil(total / 2) : 0,
    sentAt: state === 'DRAFT' ? null : createdAt, paidAt,
  };
}

function stateOf({ percent }: BusinessWanted, random: SeededRandom): State {
  let chance = random.next() * 100;
  for (const [state, share] of Object.entries(percent) as [State, number][]) if ((chance -= share) < 0) return state;
  return 'PAID';
}

function clientOf({ place }: BusinessWanted, index: number) {
  const house = houses[index % houses.length];
  const contactName = `${firstNames[index % firstNames.length]} ${house}`;
  return {
    id: idOf(place, 'client', index), contactId: idOf(place, 'contact', index), balanceId: idOf(place, 'balance', index),
    name: `${house} ${trades[(index >> 3) % trades.length]} ${index}`, contactName, email: `pay-${place}-${index}@clients.example`,
    address: `${1 + (index % 90)} ${streets[index % streets.length]}`, currency: (['EUR', 'EUR', 'EUR', 'USD', 'GBP'] as const)[index % 5]!,
  };
}

const DAY = 24 * 60 * 60 * 1000;
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

const kinds = { business: 0, member: 1, client: 2, contact: 3, balance: 4, invoice: 5, line: 6, payment: 7, entry: 8, dispatch: 9, sequence: 10 };

/** In the form of a UUIDv7, rising with the index. */
export function idOf(place: number, kind: keyof typeof kinds, index: number): string {
  const hex = index.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${place.toString(16).padStart(3, '0')}-8${kinds[kind].toString(16).padStart(3, '0')}-000000000000`;
}
