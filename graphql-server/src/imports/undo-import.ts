import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { record } from '../clients/client-event.entity.ts';
import { lockInvoices } from '../invoices/invoice.access.ts';
import type { Invoice } from '../invoices/invoice.entity.ts';
import { Payment } from '../payments/payment.entity.ts';
import { DomainError } from '../shared/domain-error.ts';
import { LedgerEntry } from '../statements/ledger-entry.entity.ts';
import { postEntries } from '../statements/ledger.ts';
import { awaitOtherImports } from './import.access.ts';
import type { ImportBatch } from './import-batch.entity.ts';
import { undoRefusal } from './undo-refusal.ts';

/**
 * Takes back all that an import brought, as long as nobody has worked with it. The ledger gets opposite
 * entries of the same days; numbers are free for the next import, and stay skipped in the business's series.
 */
export async function undoImport(em: EntityManager, by: TeamViewer, batch: ImportBatch, now: Date): Promise<void> {
  await awaitOtherImports(em, batch.businessId);
  const brought = batch.kind === 'INVOICES' ? 'invoice' : 'client';
  const rows = await em.execute<{ id: string; clientId: string }[]>(
    `select id, ${batch.kind === 'INVOICES' ? 'client_id' : 'id'} as "clientId" from ${brought}
     where business_id = ? and import_id = ? order by id for update`,
    [batch.businessId, batch.id],
  );
  const refusal = await undoRefusal(em, batch);
  if (refusal) throw new DomainError('CONFLICT', `This import cannot be undone. ${refusal}`);

  batch.undo(now);
  await em.flush();
  if (batch.kind === 'INVOICES') await takeBackInvoices(em, batch.businessId, rows.map(({ id }) => id), now);
  else await archiveClients(em, batch, now);
  for (const [clientId, { length }] of Map.groupBy(rows, (row) => row.clientId)) {
    const what = batch.kind === 'CLIENTS' ? 'The import of this client' : `The import of ${length === 1 ? 'an invoice' : `${length} invoices`}`;
    record(em, { businessId: batch.businessId, clientId }, { kind: 'import.undone', summary: `${what} from ${batch.fileName} was undone`, teamMemberName: by.name, createdAt: now });
  }
  await em.flush();
}

const CHUNK = 200;

async function takeBackInvoices(em: EntityManager, businessId: string, ids: string[], now: Date): Promise<void> {
  for (let from = 0; from < ids.length; from += CHUNK) {
    const some = ids.slice(from, from + CHUNK);
    const invoices = await lockInvoices(em, businessId, some);
    const entries = await em.find(LedgerEntry, { businessId, invoiceId: { $in: some } });
    const payments = await em.find(Payment, { businessId, id: { $in: entries.flatMap(({ paymentId }) => paymentId ?? []) } });
    for (const payment of payments) payment.undo(now, 'The import was undone.');
    for (const invoice of invoices) hide(invoice, now);
    await postEntries(em, entries.flatMap((entry) => oppositeOf(entry, invoices)));
    await em.execute('update client_event set invoice_id = null where business_id = ? and invoice_id in (select jsonb_array_elements_text(?::jsonb)::uuid)', [businessId, JSON.stringify(some)]);
    em.clear();
  }
}

type Entry = Parameters<typeof postEntries>[1][number];

/** What was void as it came is owed by nobody: there is nothing to take back. */
function oppositeOf({ kind, businessId, clientId, currency, invoiceId, paymentId, method, occurredOn, owedChange, paidChange }: LedgerEntry, invoices: Invoice[]): Entry[] {
  if (!clientId) return [];
  const origin = { businessId, clientId, currency, invoiceId, paymentId, method, occurredOn };
  const wasVoid = invoices.some(({ id, voidedAt }) => id === invoiceId && voidedAt);
  if (kind === 'PAID') return [{ ...origin, kind: 'PAYMENT_UNDONE', owedChange: -owedChange, paidChange: -paidChange }];
  return kind === 'ISSUED' && !wasVoid ? [{ ...origin, kind: 'VOIDED', owedChange: -owedChange }] : [];
}

/** The row stays for the ledger; nobody sees it, and its number may come again. */
function hide(invoice: Invoice, now: Date): void {
  Object.assign(invoice, { state: 'VOID', undoneAt: now, number: null, firstSentAt: null, paidAt: null, amountPaid: 0, balance: invoice.total });
}

async function archiveClients(em: EntityManager, { businessId, id }: ImportBatch, now: Date): Promise<void> {
  await em.execute('update client set archived_at = coalesce(archived_at, ?), external_id = null where business_id = ? and import_id = ?', [now, businessId, id]);
  await em.execute(
    `update contact k set archived_at = coalesce(k.archived_at, ?) from client c
     where k.business_id = ? and c.business_id = k.business_id and c.id = k.client_id and c.import_id = ?`,
    [now, businessId, id],
  );
}
