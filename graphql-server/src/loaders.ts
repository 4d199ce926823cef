import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from './auth/viewer.ts';
import { TeamMember } from './businesses/team-member.entity.ts';
import { Business } from './businesses/business.entity.ts';
import { lineTables } from './documents/document-lines.ts';
import type { DocumentLine } from './documents/priced-document.entity.ts';
import type { DocumentKind } from './documents/printed-document.ts';
import { Client } from './clients/client.entity.ts';
import { Contact } from './clients/contact.entity.ts';
import { Estimate } from './estimates/estimate.entity.ts';
import { Invoice } from './invoices/invoice.entity.ts';
import { createInvoiceDispatchLoader, createProcessingLoader } from './invoices/invoice.access.ts';
import { createPaymentLoader, createRefundLoader } from './payments/client-payment.access.ts';
import { createDisputedLoader, createDisputeLoader } from './payments/dispute.access.ts';
import { createSuppressionLoader } from './mail/suppression.access.ts';
import { createDeliveryLoader, createLastMessageLoader, createMessageFileLoader, createMessageLoader, createUnreadLoader } from './tickets/ticket-message.access.ts';
import { columnsOf, places, type Row } from './plain-rows.ts';

type HasId = { id: string };

/** Edges of one request, batched; they see what the request's own entity manager sees. */
export function createLoaders(em: EntityManager, businessId: string, viewer: Viewer | null) {
  const byId = <T extends HasId>(entity: new () => T, table: string) =>
    new DataLoader<string, Row<T> | undefined>(async (ids) => {
      const rows = await em.execute<Row<T>[]>(
        `select ${columnsOf(em, entity, 't')} from ${table} t where t.business_id = ? and t.id in (${places([...ids])})`,
        [businessId, ...ids],
      );
      const found = new Map(rows.map((row) => [(row as unknown as HasId).id, row]));
      return ids.map((id) => found.get(id));
    });

  const childrenOf = <T extends object>(entity: new () => T, table: string, column: string, property: keyof T, orderBy: string) =>
    new DataLoader<string, Row<T>[]>(async (ids) => {
      const rows = await em.execute<Row<T>[]>(
        `select ${columnsOf(em, entity, 't')} from ${table} t
         where t.business_id = ? and t.${column} in (${places([...ids])}) order by ${orderBy}`,
        [businessId, ...ids],
      );
      const groups = Map.groupBy(rows, (row) => String((row as unknown as T)[property]));
      return ids.map((id) => groups.get(id) ?? []);
    });

  const loaders = {
    business: byId(Business, 'business'),
    client: byId(Client, 'client'),
    invoice: byId(Invoice, 'invoice'),
    contacts: childrenOf(Contact, 'contact', 'client_id', 'clientId', 't.archived_at nulls first, t.created_at, t.id'),
    messages: createMessageLoader(em, businessId, viewer),
    lastMessage: createLastMessageLoader(em, businessId, viewer),
    isUnread: createUnreadLoader(em, viewer),
    deliveries: createDeliveryLoader(em, businessId),
    messageFiles: createMessageFileLoader(em, businessId),
    suppression: createSuppressionLoader(em, businessId),
    estimate: byId(Estimate, 'estimate'),
    teamMember: byId(TeamMember, 'team_member'),
    isProcessing: createProcessingLoader(em, businessId),
    isDisputed: createDisputedLoader(em, businessId),
    payment: createPaymentLoader(em, businessId),
    refunds: createRefundLoader(em, businessId),
    disputes: createDisputeLoader(em, businessId),
    invoiceDispatches: createInvoiceDispatchLoader(em, businessId),
  };
  const linesOf = (kind: DocumentKind) => {
    const { entity, table, column, property } = lineTables[kind];
    return childrenOf<DocumentLine>(entity, table, column, property as keyof DocumentLine, 't.position');
  };
  const lines = { INVOICE: linesOf('INVOICE'), ESTIMATE: linesOf('ESTIMATE'), CREDIT_NOTE: linesOf('CREDIT_NOTE') };
  return {
    ...loaders,
    lines,
    /** After a change, what was loaded before it is stale. */
    clearAll: () => [...Object.values(loaders), ...Object.values(lines)].forEach((loader) => loader.clearAll()),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
