import type { EntityManager } from '@mikro-orm/postgresql';
import type { Estimate } from '../estimates/estimate.entity.ts';
import type { Invoice } from '../invoices/invoice.entity.ts';
import { hasOpenDispute, hasProcessingPayment } from '../payments/payment.access.ts';
import type { Dispatch } from './dispatch.entity.ts';

type Queued = Pick<Dispatch, 'kind' | 'businessId' | 'contactId' | 'recipient' | 'clientId' | 'invoiceId' | 'estimateId' | 'paymentId' | 'ticketMessageId' | 'dueOn' | 'createdAt'>;

/** Why a mail that waits is wanted no more; null while it is. Reads what stands now, not what was read before. */
export async function reasonToCancel(em: EntityManager, dispatch: Queued): Promise<string | null> {
  if (await isClientArchived(em, dispatch)) return 'Not sent: the client was archived meanwhile.';
  if (await isArchived(em, dispatch)) return 'Not sent: the contact was archived meanwhile.';
  if (await isElsewhere(em, dispatch)) return "Not sent: the contact's address was changed meanwhile.";
  switch (dispatch.kind) {
    case 'INVOICE':
      return changeOf(await invoiceNow(em, dispatch));
    case 'REMINDER':
      return reasonNotToRemind(em, dispatch, await invoiceNow(em, dispatch));
    case 'ESTIMATE':
      return (await estimateNow(em, dispatch))?.state === 'DRAFT' ? 'Not sent: the estimate was pulled back meanwhile.' : null;
    case 'RECEIPT':
      return (await isUndone(em, dispatch)) ? 'Not sent: the payment was undone meanwhile.' : null;
    case 'TICKET_REPLY':
      return (await isOutOfCopy(em, dispatch)) ? 'Not sent: its recipient was taken out of copy meanwhile.' : null;
    default:
      return null;
  }
}

type InvoiceNow = Pick<Invoice, 'id' | 'state' | 'balance' | 'dueDate' | 'sentAt' | 'undoneAt'>;

function changeOf(invoice: InvoiceNow | undefined): string | null {
  if (invoice?.undoneAt) return 'Not sent: the import of the invoice was undone.';
  if (invoice?.state === 'VOID') return 'Not sent: the invoice was made void meanwhile.';
  if (invoice?.state === 'DRAFT') return 'Not sent: the invoice is being revised.';
  return null;
}

async function reasonNotToRemind(em: EntityManager, dispatch: Queued, invoice: InvoiceNow | undefined): Promise<string | null> {
  const change = changeOf(invoice);
  if (change) return change;
  if (invoice?.state !== 'SENT' || invoice.balance <= 0) return 'Not sent: the invoice is paid.';
  if (invoice.dueDate !== dispatch.dueOn || (invoice.sentAt && invoice.sentAt > dispatch.createdAt)) return 'Not sent: the invoice was revised meanwhile.';
  const { businessId } = dispatch;
  if (await hasOpenDispute(em, { businessId, id: invoice.id })) return 'Not sent: a payment on it is disputed.';
  return (await hasProcessingPayment(em, { businessId, id: invoice.id })) ? 'Not sent: a payment is on its way.' : null;
}

async function invoiceNow(em: EntityManager, { businessId, invoiceId }: Queued): Promise<InvoiceNow | undefined> {
  const [row] = await em.execute<InvoiceNow[]>(
    `select id, state, balance, due_date as "dueDate", sent_at as "sentAt", undone_at as "undoneAt" from invoice where business_id = ? and id = ?`,
    [businessId, invoiceId],
  );
  return row;
}

async function estimateNow(em: EntityManager, { businessId, estimateId }: Queued): Promise<Pick<Estimate, 'state'> | undefined> {
  const [row] = await em.execute<Pick<Estimate, 'state'>[]>('select state from estimate where business_id = ? and id = ?', [businessId, estimateId]);
  return row;
}

async function isUndone(em: EntityManager, { businessId, paymentId }: Queued): Promise<boolean> {
  const rows = await em.execute('select from payment where business_id = ? and id = ? and undone_at is not null', [businessId, paymentId]);
  return rows.length > 0;
}

async function isClientArchived(em: EntityManager, { businessId, clientId }: Queued): Promise<boolean> {
  const rows = await em.execute('select from client where business_id = ? and id = ? and archived_at is not null', [businessId, clientId]);
  return rows.length > 0;
}

async function isArchived(em: EntityManager, { businessId, contactId }: Queued): Promise<boolean> {
  const rows = await em.execute('select from contact where business_id = ? and id = ? and archived_at is not null', [businessId, contactId]);
  return rows.length > 0;
}

/** Of a message that was merged into another ticket, those in copy there count. A contact is asked about as such. */
async function isOutOfCopy(em: EntityManager, { businessId, contactId, recipient, ticketMessageId }: Queued): Promise<boolean> {
  if (contactId) return false;
  const rows = await em.execute(
    `select from ticket_message m join ticket_participant p on p.business_id = m.business_id and p.ticket_id = m.ticket_id
     where m.business_id = ? and m.id = ? and lower(p.address) = lower(?) and p.removed_at is null`,
    [businessId, ticketMessageId, recipient],
  );
  return rows.length === 0;
}

/** The old address may be a stranger's by now, and the mail has a link that signs in. */
async function isElsewhere(em: EntityManager, { businessId, contactId, recipient }: Queued): Promise<boolean> {
  const rows = await em.execute('select from contact where business_id = ? and id = ? and lower(email) <> lower(?)', [businessId, contactId, recipient]);
  return rows.length > 0;
}
