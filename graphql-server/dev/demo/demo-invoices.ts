import { documentTotals, type PricedLine } from '../../src/documents/document-totals.ts';
import { addDays } from '../../src/shared/clock.ts';
import { currencyExponent } from '../../src/shared/currency.ts';
import { ADA, type DemoClient, demoClients } from './demo-clients.ts';
import { type DemoService, demoServices } from './demo-services.ts';
import { SeededRandom } from './seeded-random.ts';

export interface DemoInvoice {
  client: DemoClient;
  /** Of a draft a name for its rows alone: "DRAFT-1". */
  number: string;
  issueDate: string;
  dueDate: string;
  status: 'draft' | 'sent' | 'paid' | 'void';
  paidOn: string | null;
  currency: string;
  notes: string;
  terms: string;
  reference: string;
  lines: (PricedLine & { description: string })[];
  total: number;
}

/** What becomes of an invoice, told apart as a person at the studio would. */
type Fate = 'draft' | 'void' | 'paid' | 'not due' | { daysOverdue: number };

/** Northwind Studio's invoices of the last two and a half years, numbered in the order of their issue dates. */
export function demoInvoices(today: string): DemoInvoice[] {
  const random = new SeededRandom(20_260_331);
  const others = demoClients.filter((client) => client.email !== ADA) as [DemoClient, ...DemoClient[]];
  const invoices = [
    ...adasFates.map(([fate, currency]) => demoInvoice(random, ada(), currency, fate, today)),
    ...othersFates(random).map((fate, index) => {
      // Each has one early on, so that nobody's portal is empty.
      const client = others[index] ?? random.pick(others);
      const currency = random.next() < 0.8 ? client.currencies[0] : random.pick(client.currencies);
      return demoInvoice(random, client, currency, fate, today);
    }),
  ];
  return numbered(invoices);
}

const adasFates: [Fate, 'EUR' | 'USD'][] = [
  ...repeated<[Fate, 'EUR' | 'USD']>(44, ['paid', 'EUR']),
  ...repeated<[Fate, 'EUR' | 'USD']>(6, ['paid', 'USD']),
  ...repeated<[Fate, 'EUR' | 'USD']>(2, ['draft', 'EUR']),
  ...repeated<[Fate, 'EUR' | 'USD']>(3, ['not due', 'EUR']),
  ['not due', 'USD'],
  ['void', 'EUR'],
  [{ daysOverdue: 5 }, 'EUR'],
  [{ daysOverdue: 38 }, 'EUR'],
  [{ daysOverdue: 95 }, 'EUR'],
];

/** Late payers spread over the columns of an ageing report; one is due today. */
function othersFates(random: SeededRandom): Fate[] {
  const overdue = [[1, 30, 14], [31, 60, 9], [61, 90, 6], [91, 240, 5]].flatMap(([least = 0, most = 0, count = 0]) =>
    Array.from({ length: count }, (): Fate => ({ daysOverdue: random.integer(least, most) })),
  );
  return [
    ...repeated<Fate>(252, 'paid'),
    ...repeated<Fate>(12, 'draft'),
    ...repeated<Fate>(15, 'void'),
    ...repeated<Fate>(26, 'not due'),
    { daysOverdue: 0 },
    ...overdue,
  ];
}

function demoInvoice(random: SeededRandom, client: DemoClient, currency: string, fate: Fate, today: string): DemoInvoice {
  const terms = random.pick([14, 30]);
  const age = ageInDays(random, fate, terms);
  const issueDate = addDays(today, -age);
  const lines = differentServices(random, random.pick(LINE_COUNTS)).map((service) => demoLine(random, service, client, currency));
  const discounted = lines.map((line) => ({ ...line, discount: discountOn(line) }));
  return {
    client,
    number: '',
    issueDate,
    dueDate: addDays(issueDate, terms),
    status: typeof fate === 'object' || fate === 'not due' ? 'sent' : fate,
    paidOn: fate === 'paid' ? addDays(issueDate, Math.min(age, random.integer(1, terms + 12))) : null,
    currency,
    notes: random.next() < 0.6 ? client.thanks : '',
    terms: `Payable within ${terms} days without deduction.`,
    reference: lines.length > 4 ? `PO-${4100 + lines.length * 7}` : '',
    lines: discounted,
    total: documentTotals({ lines: discounted, discount: null, pricesIncludeTax: false, taxRounding: 'DOCUMENT' }).total,
  };
}

const LINE_COUNTS = [1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 12] as const;
const TWO_AND_A_HALF_YEARS = 912;

function ageInDays(random: SeededRandom, fate: Fate, terms: number): number {
  if (typeof fate === 'object') return fate.daysOverdue + terms;
  switch (fate) {
    case 'draft':
      return random.integer(0, 6);
    case 'void':
      return random.integer(5, 700);
    case 'not due':
      return random.integer(0, terms - 1);
    case 'paid':
      return random.integer(3, TWO_AND_A_HALF_YEARS);
  }
}

function differentServices(random: SeededRandom, count: number): DemoService[] {
  const services = new Set<DemoService>();
  while (services.size < count) services.add(random.pick(demoServices));
  return [...services];
}

function demoLine(random: SeededRandom, service: DemoService, client: DemoClient, currency: string): DemoInvoice['lines'][number] {
  const [least, most, step] = service.quantity;
  return {
    description: `${service.name} — ${random.pick(client.projects)}`,
    quantity: String(least + step * random.integer(0, Math.round((most - least) / step))),
    unitPrice: priceIn(currency, service.price),
    discount: null,
    taxes: taxesOf(taxRateOf(service, client)),
  };
}

/** Who orders much of something pays a little less for it. */
function discountOn({ quantity, unitPrice }: PricedLine): PricedLine['discount'] {
  const isMuch = Number(quantity) >= 40 && unitPrice >= 1_000;
  return isMuch ? { percent: Number(quantity) >= 60 ? '7.5' : '5', amount: null } : null;
}

/** Two rates on one invoice where something is taxed at the reduced one. */
function taxesOf(rate: string): PricedLine['taxes'] {
  return rate === '0' ? [] : [{ name: 'VAT', rate, isCompound: false }];
}

/** Round prices in every currency, as a price list would have them; not the day's rate. */
const PRICE_LISTS: Readonly<Record<string, { perEuro: number; step: number }>> = {
  EUR: { perEuro: 1, step: 1 },
  USD: { perEuro: 1.1, step: 50 },
  GBP: { perEuro: 0.86, step: 50 },
  JPY: { perEuro: 160, step: 100 },
  KWD: { perEuro: 0.335, step: 250 },
};

function priceIn(currency: string, euroCents: number): number {
  const { perEuro, step } = PRICE_LISTS[currency] ?? { perEuro: 1, step: 1 };
  const price = (euroCents / 100) * perEuro * 10 ** currencyExponent(currency);
  return price < 10 * step ? Math.round(price) : Math.round(price / step) * step;
}

function taxRateOf(service: DemoService, client: DemoClient): string {
  if (service.taxRate !== 'reduced') return service.taxRate ?? client.taxRate;
  return { '19': '7', '20': '5.5', '25': '6' }[client.taxRate] ?? client.taxRate;
}

function numbered(invoices: DemoInvoice[]): DemoInvoice[] {
  const byDate = invoices.toSorted((a, b) => (a.issueDate < b.issueDate ? -1 : a.issueDate > b.issueDate ? 1 : 0));
  const last = new Map<string, number>();
  return byDate.map((invoice) => {
    const series = invoice.status === 'draft' ? 'DRAFT' : `INV-${invoice.issueDate.slice(0, 4)}`;
    const sequence = (last.get(series) ?? 0) + 1;
    last.set(series, sequence);
    return { ...invoice, number: series === 'DRAFT' ? `DRAFT-${sequence}` : `${series}-${String(sequence).padStart(4, '0')}` };
  });
}

function ada(): DemoClient {
  const client = demoClients.find(({ email }) => email === ADA);
  if (!client) throw new Error('The demo has lost Ada');
  return client;
}

function repeated<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}
