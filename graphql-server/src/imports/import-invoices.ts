import type { EntityManager } from '@mikro-orm/postgresql';
import { Business } from '../businesses/business.entity.ts';
import type { Client } from '../clients/client.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import { skipImportedNumbers } from '../documents/next-number.ts';
import { createInvoice } from '../invoices/create-invoice.ts';
import type { Invoice } from '../invoices/invoice.entity.ts';
import { issueInvoice } from '../invoices/send-invoice.ts';
import { bookPayment } from '../payments/book-payment.ts';
import { Payment } from '../payments/payment.entity.ts';
import { dayIn, earlierOf } from '../shared/clock.ts';
import { postEntries } from '../statements/ledger.ts';
import { ImportBatch } from './import-batch.entity.ts';
import type { ImportReport, ImportWanted } from './import-report.ts';
import { awaitOtherImports } from './import.access.ts';
import { clientsByName, type Mismatch, takenNumbers } from './match-invoices.ts';
import { paced } from './paced.ts';
import { readInvoicesCsv, type ImportedInvoice } from './read-invoices-csv.ts';

/** All invoices or, when a row has an error, none. Nobody is mailed. */
export async function importInvoices(em: EntityManager, businessId: string, wanted: ImportWanted, now: Date): Promise<ImportReport> {
  if (!wanted.dryRun) await awaitOtherImports(em, businessId);
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const today = dayIn(business.timeZone, now);
  const { invoices, claims, titles, errors, rowCount } = await readInvoicesCsv(wanted.csv, { ...wanted, rules: business, today });
  const clients = await clientsByName(em, businessId);
  const refuse = (row: number, { column, message }: Mismatch) => errors.add({ row, column: titles.get(column) ?? column, message });
  for await (const claim of paced(claims)) {
    const { problem } = clients.find(claim);
    if (problem) refuse(claim.row, problem);
  }
  for (const { row, ...problem } of await takenNumbers(em, businessId, claims)) refuse(row, problem);
  if (!errors.isEmpty || wanted.dryRun || invoices.length === 0) {
    return { rows: rowCount, imported: 0, errors: errors.list() };
  }

  // Before the first posting: whoever sends takes the series first, too, and then the client's balance.
  await skipImportedNumbers(em, business, invoices.filter(({ status }) => status !== 'draft'));

  const { fileName, teamMemberId = null } = wanted;
  const batch = Object.assign(new ImportBatch(), { businessId, kind: 'INVOICES', fileName, teamMemberId, rowCount, imported: invoices.length } as const);
  em.persist(batch);
  for (const imported of invoices) {
    const { id } = clients.find(imported);
    if (id) await importInvoice(em, business, batch.id, { id }, imported, today);
    // Each flush looks at every entity it knows; a long file would take its square in time.
    em.clear();
  }
  return { rows: rowCount, imported: invoices.length, errors: [] };
}

async function importInvoice(em: EntityManager, business: Business, importId: string, client: Pick<Client, 'id'>, imported: ImportedInvoice, today: string): Promise<void> {
  const { currency, issueDate, dueDate, reference, notes, terms, taxRounding, lines } = imported;
  const { pricesIncludeTax } = business;
  const invoice = await createInvoice(em, business, client, {
    currency, issueDate, dueDate, reference, notes, terms, pricesIncludeTax, taxRounding, discount: null,
    lines: lines.map(({ row: _, ...line }) => line),
  });
  invoice.importId = importId;
  await em.flush();
  if (imported.status === 'draft') return;

  // It is owed from the moment that it is here: a statement until today must come to the balances.
  const bookedOn = earlierOf(issueDate, today);
  const at = startOf(bookedOn);
  await issueInvoice(em, invoice, at, { number: imported.number, bookedOn });
  if (imported.status === 'paid' && invoice.balance > 0) await bookPaid(em, invoice, imported.paidOn ?? bookedOn);
  if (imported.status === 'void') await bookVoid(em, invoice, at, bookedOn);
  record(em, invoice, { kind: 'invoice.imported', summary: `Invoice ${invoice.number} was imported`, invoiceId: invoice.id, createdAt: at });
  await em.flush();
}

async function bookPaid(em: EntityManager, invoice: Invoice, receivedOn: string): Promise<void> {
  const { businessId, clientId, currency, balance: amount } = invoice;
  const payment = Object.assign(new Payment(), {
    businessId, clientId, currency, amount, method: 'IMPORTED', receivedOn, receivedAt: startOf(receivedOn),
  } as const);
  await bookPayment(em, payment, [{ invoice, amount }]);
}

/** History is taken as it was: today's rules of what can be made void are not asked. */
async function bookVoid(em: EntityManager, invoice: Invoice, at: Date, occurredOn: string): Promise<void> {
  const { id: invoiceId, businessId, clientId, currency, balance } = invoice;
  await postEntries(em, [{ businessId, clientId, currency, invoiceId, kind: 'VOIDED', owedChange: -balance, occurredOn }]);
  Object.assign(invoice, { state: 'VOID', voidedAt: at, paidAt: null });
}

const startOf = (day: string) => new Date(`${day}T00:00:00Z`);
