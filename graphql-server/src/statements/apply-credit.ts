import type { EntityManager } from '@mikro-orm/postgresql';
import { Business } from '../businesses/business.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import type { Invoice } from '../invoices/invoice.entity.ts';
import { announce } from '../live-bus.ts';
import { dayIn } from '../shared/clock.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { formatMoney } from '../shared/format.ts';
import { lockCredit, postEntries } from './ledger.ts';

/** Settles with credit on account: as much as is there and is owed, or a part of it. Answers with how much that was. */
export async function applyCredit(em: EntityManager, invoice: Invoice, wanted: number | null, now: Date, creditNoteId: string | null = null): Promise<number> {
  invoice.must('APPLY_CREDIT');
  const { businessId, clientId, currency } = invoice;
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const credit = await lockCredit(em, invoice);
  if (credit <= 0) throw new DomainError('CONFLICT', `There is no credit in ${currency} on this client's account.`);
  if (wanted !== null && (!Number.isSafeInteger(wanted) || wanted <= 0)) throw badInput('The amount must be more than zero.', 'amount');
  if (wanted !== null && wanted > Math.min(credit, invoice.balance)) {
    throw badInput(`At most ${formatMoney(Math.min(credit, invoice.balance), currency, business.locale)} can be applied.`, 'amount');
  }
  const applied = invoice.takeCredit(wanted ?? credit, now);
  await postEntries(em, [{
    businessId, clientId, currency, creditNoteId, invoiceId: invoice.id, kind: 'CREDIT_APPLIED',
    owedChange: -applied, creditChange: -applied, occurredOn: dayIn(business.timeZone, now),
  }]);
  record(em, invoice, {
    kind: 'credit.applied', summary: `${formatMoney(applied, currency, business.locale)} of credit was applied to invoice ${invoice.number}`,
    invoiceId: invoice.id, creditNoteId,
  });
  await announce(em, { topic: 'invoice', businessId, clientId, id: invoice.id });
  return applied;
}
