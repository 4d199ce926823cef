import type { EntityManager } from '@mikro-orm/postgresql';
import { CreditNoteLine } from '../credit-notes/credit-note-line.entity.ts';
import { EstimateLine } from '../estimates/estimate-line.entity.ts';
import { InvoiceLine } from '../invoices/invoice-line.entity.ts';
import { columnsOf, type Row } from '../plain-rows.ts';
import type { DocumentTotals, PricedLine } from './document-totals.ts';
import type { DocumentLine, PricedDocument } from './priced-document.entity.ts';
import type { DocumentKind } from './printed-document.ts';

export type LineRow = Row<DocumentLine>;
export type DraftLine = PricedLine & { description: string };

/** Where each kind of document keeps its lines. */
export const lineTables = {
  INVOICE: { entity: InvoiceLine, table: 'invoice_line', column: 'invoice_id', property: 'invoiceId' },
  ESTIMATE: { entity: EstimateLine, table: 'estimate_line', column: 'estimate_id', property: 'estimateId' },
  CREDIT_NOTE: { entity: CreditNoteLine, table: 'credit_note_line', column: 'credit_note_id', property: 'creditNoteId' },
} as const satisfies Record<DocumentKind, object>;

type Owner = Pick<PricedDocument, 'id' | 'businessId' | 'clientId'>;

export function linesOf(em: EntityManager, kind: DocumentKind, { id, businessId }: Pick<Owner, 'id' | 'businessId'>): Promise<LineRow[]> {
  const { entity, table, column } = lineTables[kind];
  return em.execute(
    `select ${columnsOf<DocumentLine>(em, entity, 'l')} from ${table} l where l.business_id = ? and l.${column} = ? order by l.position`,
    [businessId, id],
  );
}

/** In place of what a draft had. */
export async function replaceLines(em: EntityManager, kind: DocumentKind, owner: Owner, lines: DraftLine[], totals: DocumentTotals): Promise<void> {
  const { table, column } = lineTables[kind];
  await em.execute(`delete from ${table} where business_id = ? and ${column} = ?`, [owner.businessId, owner.id]);
  addLines(em, kind, owner, lines, totals);
}

export function addLines(em: EntityManager, kind: DocumentKind, { id, businessId, clientId }: Owner, lines: DraftLine[], totals: DocumentTotals): void {
  const { entity, property } = lineTables[kind];
  lines.forEach(({ description, quantity, unitPrice, discount, taxes }, position) => {
    em.persist(Object.assign(new entity(), {
      businessId, clientId, [property]: id, position, description, quantity, unitPrice, taxes,
      discountPercent: discount?.percent ?? null, discountAmount: discount?.amount ?? null, ...totals.lines[position],
    }));
  });
}
