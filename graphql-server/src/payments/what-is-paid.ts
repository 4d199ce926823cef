import type { EntityManager } from '@mikro-orm/postgresql';
import type { ContactViewer } from '../auth/viewer.ts';
import { Business } from '../businesses/business.entity.ts';
import { visibleTo } from '../invoices/invoice.access.ts';
import { depositDueOf, Invoice } from '../invoices/invoice.entity.ts';
import { places } from '../plain-rows.ts';
import { badInput, DomainError, notFound } from '../shared/domain-error.ts';
import { formatMoney } from '../shared/format.ts';
import { isUuid } from '../shared/uuid.ts';

/** Certain invoices, or all that is outstanding in a currency; wholly, or an amount of it in minor units. */
export interface ToPay {
  invoiceIds?: string[] | null | undefined;
  currency?: string | null | undefined;
  amount?: number | null | undefined;
}

export interface Part { invoiceId: string; amount: number }

const MAX_INVOICES = 500;

/** What the payer's bank has taken back may come again: paid now, it would be paid twice. */
const DISPUTED = `exists (select from ledger_entry e join dispute d on d.business_id = e.business_id and d.id = e.dispute_id
  where e.business_id = i.business_id and e.invoice_id = i.id and d.closed_at is null)`;

/** Which part of which invoice is paid. Their rows are locked, so that the balances hold until the transaction ends. */
export async function lockWhatIsPaid(em: EntityManager, viewer: ContactViewer, { invoiceIds, currency, amount }: ToPay) {
  const { businessId } = viewer;
  await mustBeConnected(em, businessId);
  const ids = invoiceIds ? distinct(invoiceIds) : await outstanding(em, viewer, currency);
  const invoices = await lockPayable(em, viewer, ids);
  const due = invoices.reduce((sum, { balance }) => sum + balance, 0);
  const wanted = amount ?? due;
  if (wanted !== due) await mustBeAllowed(em, invoices, wanted, due);
  const parts = partsOf(invoices, wanted);
  const numbers = parts.map(({ invoiceId }) => invoices.find(({ id }) => id === invoiceId)?.number ?? '');
  return { parts, numbers, currency: invoices[0]!.currency, remaining: due - wanted };
}

/** Disconnecting changes the row, and so waits for us or is seen. */
async function mustBeConnected(em: EntityManager, businessId: string): Promise<void> {
  const rows = await em.execute('select from business where business_id = ? and can_take_payments for share', [businessId]);
  if (rows.length === 0) throw new DomainError('PAYMENTS_UNAVAILABLE', 'This business does not take payments by card. Please use its bank details.');
}

function distinct(invoiceIds: string[]): string[] {
  const wanted = [...new Set(invoiceIds)];
  if (wanted.length === 0) throw badInput('Choose at least one invoice to pay.', 'invoiceIds');
  if (wanted.length > MAX_INVOICES) throw badInput(`At most ${MAX_INVOICES} invoices can be paid at once.`, 'invoiceIds');
  if (!wanted.every(isUuid)) throw notFound('invoice');
  return wanted;
}

/** The oldest due first, as many as can be paid at once; not what a bank is at work on. */
async function outstanding(em: EntityManager, viewer: ContactViewer, currency: string | null | undefined): Promise<string[]> {
  if (!currency) throw badInput('Choose the invoices to pay, or a currency.', 'invoiceIds');
  const visible = visibleTo(viewer);
  const rows = await em.execute<{ id: string }[]>(
    `select i.id from invoice i where ${visible.sql} and i.state = 'SENT' and i.balance > 0 and i.currency = ? and not exists (
       select from payment_allocation a join payment_intent p on p.business_id = a.business_id and p.id = a.payment_intent_id
       where a.business_id = i.business_id and a.invoice_id = i.id and p.state = 'PROCESSING') and not ${DISPUTED}
     order by i.due_date nulls last, i.id limit ${MAX_INVOICES}`,
    [...visible.params, currency],
  );
  if (rows.length === 0) throw new DomainError('CONFLICT', `Nothing is owed in ${currency.slice(0, 3)}.`);
  return rows.map(({ id }) => id);
}

async function lockPayable(em: EntityManager, viewer: ContactViewer, ids: string[]): Promise<Invoice[]> {
  const visible = visibleTo(viewer);
  // Always in the same order, so that two sets never wait for each other.
  const rows = await em.execute<{ id: string }[]>(
    `select i.id from invoice i where ${visible.sql} and i.id in (${places(ids)}) order by i.id for update`, [...visible.params, ...ids],
  );
  if (rows.length !== ids.length) throw notFound('invoice');
  const invoices = await em.find(Invoice, { businessId: viewer.businessId, id: { $in: ids } }, { orderBy: { id: 'asc' } });
  for (const invoice of invoices) invoice.mustBePayable();
  const disputed = await em.execute<{ number: string }[]>(`select i.number from invoice i where i.business_id = ? and i.id in (${places(ids)}) and ${DISPUTED}`, [viewer.businessId, ...ids]);
  if (disputed[0]) throw new DomainError('CONFLICT', `A payment of invoice ${disputed[0].number} is disputed at your bank. It can be paid once the bank has decided.`);
  if (new Set(invoices.map(({ currency }) => currency)).size > 1) {
    throw badInput('Invoices in different currencies cannot be paid together.', 'invoiceIds');
  }
  return invoices;
}

/** A part may be paid where the business allows it; the deposit that an invoice asks for, always. */
async function mustBeAllowed(em: EntityManager, invoices: Invoice[], wanted: number, due: number): Promise<void> {
  const [{ businessId, currency }] = invoices as [Invoice, ...Invoice[]];
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  if (!Number.isSafeInteger(wanted) || wanted <= 0) throw badInput('The amount must be more than zero.', 'amount');
  if (wanted > due) throw badInput(`Only ${formatMoney(due, currency, business.locale)} is owed.`, 'amount');
  const isDeposit = invoices.length === 1 && depositDueOf(invoices[0]!) === wanted;
  if (!business.partialPayments && !isDeposit) throw badInput(`${business.name} takes the whole amount only.`, 'amount');
}

/** The oldest due is settled first. */
function partsOf(invoices: Invoice[], wanted: number): Part[] {
  let left = wanted;
  return invoices
    .toSorted((a, b) => (a.dueDate ?? '9999').localeCompare(b.dueDate ?? '9999') || a.id.localeCompare(b.id))
    .flatMap(({ id, balance }) => {
      const amount = Math.min(left, balance);
      left -= amount;
      return amount > 0 ? [{ invoiceId: id, amount }] : [];
    });
}
