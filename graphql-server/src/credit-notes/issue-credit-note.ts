import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { Business } from '../businesses/business.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import { composeDocument } from '../documents/compose-document.ts';
import { linesOf, type DraftLine } from '../documents/document-lines.ts';
import { freeze } from '../documents/document-revisions.ts';
import { nextNumber } from '../documents/next-number.ts';
import { contentOf, mustBeComplete, writeDraft, type DraftContent } from '../documents/write-draft.ts';
import type { Invoice } from '../invoices/invoice.entity.ts';
import { announce } from '../live-bus.ts';
import { queueDispatch } from '../mail/queue-dispatch.ts';
import { recipientsOf } from '../mail/recipients.ts';
import { dayIn } from '../shared/clock.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { formatMoney } from '../shared/format.ts';
import { applyCredit } from '../statements/apply-credit.ts';
import { postEntries } from '../statements/ledger.ts';
import { CreditNote } from './credit-note.entity.ts';

export interface CreditNoteWanted {
  /** The whole invoice when left out. */
  lines?: DraftLine[] | null;
  reason?: string | null;
  contactIds?: string[] | null;
  message?: string | null;
}

/**
 * Numbers, freezes and books a credit note on an invoice that was sent. It settles what the invoice
 * still owes; what is beyond that becomes credit on account.
 */
export async function issueCreditNote(em: EntityManager, by: TeamViewer, invoice: Invoice, wanted: CreditNoteWanted, now: Date): Promise<CreditNote> {
  invoice.must('ISSUE_CREDIT_NOTE');
  const { businessId, clientId, currency } = invoice;
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const today = dayIn(business.timeZone, now);
  if ((wanted.reason?.length ?? 0) > 1_000) throw badInput('The reason has at most 1,000 characters.', 'reason');

  const note = Object.assign(new CreditNote(), { businessId, clientId, invoiceId: invoice.id, reason: wanted.reason?.trim() || null });
  await writeDraft(em, 'CREDIT_NOTE', note, await contentFor(em, invoice, wanted, today), true);
  await mustNotExceed(em, invoice, note, business);
  note.markIssued(await nextNumber(em, business, 'CREDIT_NOTE', today), now);
  em.persist(note);
  await mustBeComplete(em, 'CREDIT_NOTE', note);
  await freeze(em, 'CREDIT_NOTE', note, await composeDocument(em, 'CREDIT_NOTE', { ...note, corrects: { number: invoice.number!, issueDate: invoice.issueDate } }));

  await postEntries(em, [{
    businessId, clientId, currency, invoiceId: invoice.id, creditNoteId: note.id, kind: 'CREDIT_NOTE', creditChange: note.total, occurredOn: today,
  }]);
  record(em, invoice, {
    kind: 'credit-note.issued', summary: `Credit note ${note.number} of ${formatMoney(note.total, currency, business.locale)} was issued on invoice ${invoice.number}`,
    invoiceId: invoice.id, creditNoteId: note.id, teamMemberName: by.name,
  });
  if (invoice.state === 'SENT') await applyCredit(em, invoice, Math.min(note.total, invoice.balance), now, note.id);
  if (wanted.contactIds) await mail(em, note, wanted);
  await announce(em, { topic: 'invoice', businessId, clientId, id: invoice.id });
  return note;
}

async function contentFor(em: EntityManager, invoice: Invoice, { lines, reason }: CreditNoteWanted, issueDate: string): Promise<DraftContent> {
  const whole = contentOf(invoice, await linesOf(em, 'INVOICE', invoice));
  const credited = lines ? { ...whole, lines, discount: null } : whole;
  return { ...credited, issueDate, notes: reason?.trim() || null, terms: null };
}

async function mustNotExceed(em: EntityManager, invoice: Invoice, note: CreditNote, { locale }: Business): Promise<void> {
  if (note.total <= 0) throw badInput('A credit note must be of more than zero.', 'lines');
  const [earlier] = await em.execute<{ total: number }[]>(
    'select coalesce(sum(total), 0)::bigint as total from credit_note where business_id = ? and invoice_id = ?',
    [invoice.businessId, invoice.id],
  );
  const left = invoice.total - (earlier?.total ?? 0);
  if (left <= 0) throw new DomainError('CONFLICT', `Invoice ${invoice.number} is credited in full already.`);
  if (note.total > left) {
    throw badInput(`At most ${formatMoney(left, invoice.currency, locale)} of invoice ${invoice.number} can be credited.`, 'lines');
  }
}

async function mail(em: EntityManager, note: CreditNote, { contactIds, message }: CreditNoteWanted): Promise<void> {
  for (const contact of await recipientsOf(em, note, contactIds?.length ? contactIds : null)) {
    await queueDispatch(em, contact, { kind: 'CREDIT_NOTE', creditNoteId: note.id, invoiceId: note.invoiceId, note: message?.trim() || null });
  }
}
