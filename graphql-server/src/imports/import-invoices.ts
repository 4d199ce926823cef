import type { EntityManager } from '@mikro-orm/postgresql';
import { Business } from '../businesses/business.entity.ts';
import { Client } from '../clients/client.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import { Contact } from '../clients/contact.entity.ts';
import { createInvoice } from '../invoices/create-invoice.ts';
import { Invoice } from '../invoices/invoice.entity.ts';
import { skipImportedNumbers } from '../invoices/next-number.ts';
import { issueInvoice } from '../invoices/send-invoice.ts';
import { postEntries } from '../statements/ledger.ts';
import type { ImportError, ImportReport } from './import-report.ts';
import { readInvoicesCsv, type ImportedInvoice } from './read-invoices-csv.ts';

/** All invoices or, when a row has an error, none. Nobody is mailed. */
export async function importInvoices(em: EntityManager, businessId: string, csv: string, dryRun: boolean): Promise<ImportReport> {
  const { invoices, errors, rowCount } = readInvoicesCsv(csv);
  const clients = await clientsOf(em, businessId);
  const matched = invoices.map((imported) => ({ imported, client: clients.find(imported) }));
  errors.push(...matched.flatMap(({ imported, client }) => (client instanceof Client ? [] : [{ row: imported.row, ...client }])));
  errors.push(...(await takenNumbers(em, businessId, invoices)));
  if (errors.length > 0 || dryRun) return { rows: rowCount, imported: 0, errors: errors.toSorted((a, b) => a.row - b.row) };

  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  for (const { imported, client } of matched) {
    if (client instanceof Client) await importInvoice(em, business, client, imported);
    // Each flush looks at every entity it knows; a long file would take its square in time.
    em.clear();
  }
  await skipImportedNumbers(em, business, invoices.filter(({ status }) => status !== 'draft'));
  return { rows: rowCount, imported: invoices.length, errors: [] };
}

async function importInvoice(em: EntityManager, business: Business, client: Client, imported: ImportedInvoice): Promise<void> {
  const { currency, issueDate, dueDate, notes, lines } = imported;
  const invoice = createInvoice(em, business, client, {
    currency, issueDate, dueDate, notes,
    lines: lines.map(({ description, quantity, unitPrice, taxRate }) => ({ description, quantity, unitPrice, taxRate })),
  });
  await em.flush();
  if (imported.status === 'draft') return;

  await issueInvoice(em, invoice, startOf(issueDate), imported.number);
  const { id: invoiceId, businessId, clientId } = invoice;
  const origin = { businessId, clientId, currency, invoiceId };
  if (imported.status === 'paid' && invoice.balance > 0) {
    const paidOn = imported.paidOn ?? issueDate;
    const taken = invoice.takePayment(invoice.balance, startOf(paidOn));
    await postEntries(em, [{ ...origin, kind: 'PAID', owedChange: -taken, paidChange: taken, method: 'IMPORTED', occurredOn: paidOn }]);
  }
  if (imported.status === 'void') {
    await postEntries(em, [{ ...origin, kind: 'VOIDED', owedChange: -invoice.balance, occurredOn: issueDate }]);
    invoice.markVoid();
  }
  record(em, invoice, { kind: 'invoice.imported', summary: `Invoice ${invoice.number} was imported`, invoiceId, createdAt: startOf(issueDate) });
  await em.flush();
}

const startOf = (day: string) => new Date(`${day}T00:00:00Z`);

/** What the file may name a client by, looked up once. */
async function clientsOf(em: EntityManager, businessId: string) {
  const clients = await em.find(Client, { businessId });
  const contacts = await em.find(Contact, { businessId });
  const byId = new Map(clients.map((client) => [client.id, client]));
  const byExternalId = new Map(clients.map((client) => [client.externalId, client]));
  const byEmail = Map.groupBy(contacts, (contact) => contact.email.toLowerCase());

  return {
    find({ clientExternalId, clientEmail }: ImportedInvoice): Client | Omit<ImportError, 'row'> {
      if (clientExternalId) {
        return byExternalId.get(clientExternalId) ?? {
          column: 'client_external_id', message: `No client has the external id "${clientExternalId}". Import the clients first.`,
        };
      }
      const ids = new Set(byEmail.get(clientEmail ?? '')?.map((contact) => contact.clientId));
      const [only] = ids;
      if (ids.size > 1) return { column: 'client_email', message: `${clientEmail} belongs to more than one client; give client_external_id.` };
      return (only && byId.get(only)) || { column: 'client_email', message: `No client has a contact with the address ${clientEmail}.` };
    },
  };
}

async function takenNumbers(em: EntityManager, businessId: string, invoices: ImportedInvoice[]): Promise<ImportError[]> {
  const numbered = invoices.filter(({ status }) => status !== 'draft');
  const taken = await em.find(Invoice, { businessId, number: { $in: numbered.map(({ number }) => number) } });
  const numbers = new Set(taken.map(({ number }) => number));
  return numbered
    .filter(({ number }) => numbers.has(number))
    .map(({ row, number }) => ({ row, column: 'number', message: `Invoice ${number} is here already.` }));
}
