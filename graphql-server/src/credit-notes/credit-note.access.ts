import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import { columnsOf, type Row } from '../plain-rows.ts';
import { notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { CreditNote } from './credit-note.entity.ts';

export type CreditNoteRow = Row<CreditNote>;

/** A team member sees all of the business's, a contact its own client's: what is issued is issued. */
function visibleTo(viewer: Viewer): { sql: string; params: string[] } {
  return viewer.kind === 'team'
    ? { sql: 'n.business_id = ?', params: [viewer.businessId] }
    : { sql: 'n.business_id = ? and n.client_id = ?', params: [viewer.businessId, viewer.clientId] };
}

export async function findCreditNote(em: EntityManager, viewer: Viewer, id: string): Promise<CreditNoteRow> {
  const visible = visibleTo(viewer);
  const [row] = isUuid(id)
    ? await em.execute<CreditNoteRow[]>(`select ${columnsOf(em, CreditNote, 'n')} from credit_note n where ${visible.sql} and n.id = ?`, [...visible.params, id])
    : [];
  if (!row) throw notFound('credit note');
  return row;
}

/** Newest first. */
export function creditNotesOn(em: EntityManager, invoice: { businessId: string; id: string }): Promise<CreditNoteRow[]> {
  return em.execute(
    `select ${columnsOf(em, CreditNote, 'n')} from credit_note n where n.business_id = ? and n.invoice_id = ? order by n.issue_date desc, n.id desc`,
    [invoice.businessId, invoice.id],
  );
}

export async function hasCreditNotes(em: EntityManager, invoice: { businessId: string; id: string }): Promise<boolean> {
  return (await em.execute('select from credit_note where business_id = ? and invoice_id = ? limit 1', [invoice.businessId, invoice.id])).length > 0;
}
