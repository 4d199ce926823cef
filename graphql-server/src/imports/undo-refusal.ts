import type { EntityManager } from '@mikro-orm/postgresql';
import type { ImportBatch } from './import-batch.entity.ts';

/** Why an import cannot be taken back: somebody has worked with what it brought. Null if nobody has. */
export async function undoRefusal(em: EntityManager, { businessId, id, kind, undoneAt }: Pick<ImportBatch, 'businessId' | 'id' | 'kind' | 'undoneAt'>): Promise<string | null> {
  if (undoneAt) return 'It was undone already.';
  const { brought, found } = kind === 'INVOICES' ? invoices : clients;
  const [any] = await em.execute(`select 1 from ${brought} where business_id = ? and import_id = ? limit 1`, [businessId, id]);
  if (!any) return 'It added no client, and only brought up to date what was here.';

  const [touched] = await em.execute<{ name: string; what: string }[]>(
    `select * from (${found.join(' union all ')}) touched limit 1`,
    found.flatMap(() => [businessId, id]),
  );
  return touched ? `${touched.name} ${touched.what}.` : null;
}

/** An invoice that something in another table is about. */
const invoiceWith = (table: string, what: string, condition = 'true') => /* sql */ `
  (select 'Invoice ' || coalesce(i.number, '(draft)') as name, '${what}' as what from invoice i
   join ${table} t on t.business_id = i.business_id and t.client_id = i.client_id and t.invoice_id = i.id
   where i.business_id = ? and i.import_id = ? and ${condition} limit 1)`;

const clientWith = (table: string, what: string, condition = 'true') => /* sql */ `
  (select c.name, '${what}' as what from client c
   join ${table} t on t.business_id = c.business_id and t.client_id = c.id
   where c.business_id = ? and c.import_id = ? and ${condition} limit 1)`;

const invoices = {
  brought: 'invoice',
  found: [
    invoiceWith('dispatch', 'was mailed since'),
    invoiceWith('payment_allocation', 'was being paid in the portal since'),
    invoiceWith('credit_note', 'was credited since'),
    invoiceWith('ticket', 'has a ticket about it'),
    invoiceWith('attachment', 'got an attachment since'),
    // All that the team does with an invoice is on the timeline; what it does with a draft shows in its version.
    invoiceWith('client_event', 'was changed since', `t.kind <> 'invoice.imported'`),
    /* sql */ `(select 'Invoice ' || coalesce(number, '(draft)'), 'was edited since' from invoice
      where business_id = ? and import_id = ? and (version > 1 or revision > 1) limit 1)`,
  ],
};

const clients = {
  brought: 'client',
  found: [
    clientWith('invoice', 'has invoices', 't.undone_at is null'),
    clientWith('estimate', 'has estimates'),
    clientWith('payment', 'has payments', 't.undone_at is null'),
    clientWith('ticket', 'has tickets'),
    clientWith('session', 'has signed in'),
    clientWith('dispatch', 'got mail'),
    clientWith('client_event', 'was changed since', `t.kind in ('client.changed', 'contact.added', 'contact.changed', 'contact.archived', 'contact.signed-in')`),
  ],
};
