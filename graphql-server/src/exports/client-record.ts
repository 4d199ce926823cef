import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import type { ClientRow } from '../clients/client.access.ts';
import { Contact } from '../clients/contact.entity.ts';
import { CreditNote } from '../credit-notes/credit-note.entity.ts';
import { lineTables } from '../documents/document-lines.ts';
import { discountOf, type DocumentLine, type PricedDocument } from '../documents/priced-document.entity.ts';
import type { DocumentKind } from '../documents/printed-document.ts';
import { Estimate, statusOf as estimateStatusOf } from '../estimates/estimate.entity.ts';
import { Invoice, statusOf as invoiceStatusOf } from '../invoices/invoice.entity.ts';
import { Dispatch } from '../mail/dispatch.entity.ts';
import { Dispute } from '../payments/dispute.entity.ts';
import { Payment } from '../payments/payment.entity.ts';
import { Refund } from '../payments/refund.entity.ts';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import type { Money } from '../shared/money.ts';
import { ClientBalance } from '../statements/client-balance.entity.ts';
import { LedgerEntry } from '../statements/ledger-entry.entity.ts';
import { Ticket } from '../tickets/ticket.entity.ts';
import { TicketMessage } from '../tickets/ticket-message.entity.ts';
import { readTimeline, type TimelineRow } from '../timeline/timeline.access.ts';
import { summaryOf } from '../timeline/timeline-words.ts';
import { batchesOf } from './export-rows.ts';

/** Rises when a field gets another meaning or goes; new fields may come at any time. */
export const RECORD_VERSION = 1;

export type ClientRecord = ReturnType<typeof clientRecord>;

/**
 * All that is known of a client, for the team. Lists are read while they are written, in batches, so that a record of
 * any size takes little memory. Oldest first, but for the timeline. What may still be taken back is not in it.
 */
export function clientRecord(em: EntityManager, viewer: TeamViewer, business: { id: string; name: string }, client: ClientRow, now: Date, today: string) {
  const of = { businessId: viewer.businessId, id: client.id };
  return {
    format: 'client-record',
    version: RECORD_VERSION,
    producedAt: now,
    producedBy: viewer.name,
    business: { id: business.id, name: business.name },
    client: {
      id: client.id, name: client.name, externalId: client.externalId, phone: client.phone, address: client.address, country: client.country, taxId: client.taxId,
      currency: client.currency, locale: client.locale, internalNotes: client.internalNotes, createdAt: client.createdAt, archivedAt: client.archivedAt,
    },
    contacts: mapped(rowsOf(em, of, Contact, 'contact'), ({ id, name, email, createdAt, archivedAt }) => ({ id, name, email, createdAt, archivedAt })),
    balances: mapped(rowsOf(em, of, ClientBalance, 'client_balance'), ({ currency, owed, paid, credit }) => {
      const money = moneyIn(currency);
      return { currency, owed: money(owed), paid: money(paid), credit: money(credit) };
    }),
    invoices: invoices(em, of, today),
    estimates: estimates(em, of, today),
    creditNotes: creditNotes(em, of),
    payments: mapped(rowsOf(em, of, Payment, 'payment'), (row) => {
      const money = moneyIn(row.currency);
      return {
        id: row.id, receivedOn: row.receivedOn, receivedAt: row.receivedAt, amount: money(row.amount), refunded: money(row.amountRefunded), disputed: money(row.amountDisputed),
        method: row.method, reference: row.reference, note: row.note, undoneAt: row.undoneAt, undoneReason: row.undoneReason,
      };
    }),
    refunds: mapped(rowsOf(em, of, Refund, 'refund'), (row) => ({
      id: row.id, paymentId: row.paymentId, createdAt: row.createdAt, amount: moneyIn(row.currency)(row.amount), state: row.state, note: row.note, failure: row.failure,
    })),
    disputes: mapped(rowsOf(em, of, Dispute, 'dispute'), (row) => ({
      id: row.id, paymentId: row.paymentId, amount: moneyIn(row.currency)(row.amount), status: row.status, reason: row.reason, openedAt: row.openedAt, closedAt: row.closedAt,
    })),
    ledgerEntries: mapped(rowsOf(em, of, LedgerEntry, 'ledger_entry'), (row) => {
      const money = moneyIn(row.currency);
      return {
        id: row.id, occurredOn: row.occurredOn, recordedAt: row.createdAt, kind: row.kind, owedChange: money(row.owedChange), paidChange: money(row.paidChange), creditChange: money(row.creditChange),
        method: row.method, reference: row.reference, invoiceId: row.invoiceId, paymentId: row.paymentId, creditNoteId: row.creditNoteId, refundId: row.refundId, disputeId: row.disputeId,
      };
    }),
    tickets: tickets(em, of),
    mails: mapped(rowsOf(em, of, Dispatch, 'dispatch'), (row) => ({
      id: row.id, kind: row.kind, createdAt: row.createdAt, sentAt: row.sentAt, recipient: row.recipient, subject: row.subject, note: row.note, state: row.state, error: row.error, openedAt: row.openedAt,
      invoiceId: row.invoiceId, estimateId: row.estimateId, creditNoteId: row.creditNoteId, paymentId: row.paymentId, ticketMessageId: row.ticketMessageId,
    })),
    timeline: timeline(em, of),
  };
}

interface Of { businessId: string; id: string }

const moneyIn = (currency: string) => (minorUnits: number): Money => ({ minorUnits, currency });

async function* mapped<T, Shown>(rows: AsyncIterable<T>, show: (row: T) => Shown): AsyncGenerator<Shown> {
  for await (const row of rows) yield show(row);
}

async function* rowsOf<T extends object>(em: EntityManager, of: Of, entity: new () => T, table: string, condition = 'true'): AsyncGenerator<Row<T>> {
  for await (const rows of batches(em, of, entity, table, condition)) yield* rows;
}

const batches = <T extends object>(em: EntityManager, { businessId, id }: Of, entity: new () => T, table: string, condition = 'true', size = 500) =>
  batchesOf<Row<T>>(em, {
    table: `${table} r`, where: { sql: `r.business_id = ? and r.client_id = ? and ${condition}`, params: [businessId, id] },
    key: [{ sql: 'r.created_at', type: 'timestamptz' }, { sql: 'r.id', type: 'uuid' }], select: columnsOf(em, entity, 'r'), joins: '',
  }, size);

async function* invoices(em: EntityManager, of: Of, today: string) {
  // What an undone import brought is shown to nobody; its ledger entries stay.
  for await (const { row, content } of documents(em, of, 'INVOICE', Invoice, 'r.undone_at is null')) {
    const money = moneyIn(row.currency);
    yield {
      ...content, status: invoiceStatusOf(row, today), dueDate: row.dueDate, deposit: row.deposit === null ? null : money(row.deposit),
      amountPaid: money(row.amountPaid), amountCredited: money(row.amountCredited), balance: money(row.state === 'SENT' ? row.balance : 0), paidAt: row.paidAt, voidedAt: row.voidedAt, estimateId: row.estimateId,
    };
  }
}

async function* estimates(em: EntityManager, of: Of, today: string) {
  for await (const { row, content } of documents(em, of, 'ESTIMATE', Estimate)) {
    const { validUntil, answeredAt, answeredBy, declineReason, invoiceId } = row;
    yield { ...content, status: estimateStatusOf(row, today), validUntil, answeredAt, answeredBy, declineReason, invoiceId };
  }
}

async function* creditNotes(em: EntityManager, of: Of) {
  for await (const { row, content } of documents(em, of, 'CREDIT_NOTE', CreditNote)) yield { ...content, invoiceId: row.invoiceId, reason: row.reason };
}

const tables: Record<DocumentKind, string> = { INVOICE: 'invoice', ESTIMATE: 'estimate', CREDIT_NOTE: 'credit_note' };

async function* documents<T extends PricedDocument>(em: EntityManager, of: Of, kind: DocumentKind, entity: new () => T, condition?: string) {
  const { entity: lineEntity, table, column, property } = lineTables[kind];
  for await (const rows of batches(em, of, entity, tables[kind], condition, 200)) {
    const all = rows as unknown as Row<PricedDocument>[];
    const lines = await em.execute<Row<DocumentLine>[]>(
      `select ${columnsOf<DocumentLine>(em, lineEntity, 'l')} from ${table} l where l.business_id = ? and l.${column} in (${places(all)}) order by l.position`,
      [of.businessId, ...all.map(({ id }) => id)],
    );
    const byDocument = Map.groupBy(lines, (line) => String(line[property as keyof typeof line]));
    for (const [index, document] of all.entries()) yield { row: rows[index]!, content: contentOf(document, byDocument.get(document.id) ?? []) };
  }
}

function contentOf(document: Row<PricedDocument>, lines: Row<DocumentLine>[]) {
  const { id, number, currency, issueDate, reference, notes, terms, pricesIncludeTax, revision, firstSentAt, sentAt, createdAt } = document;
  const money = moneyIn(currency);
  return {
    id, number, currency, issueDate, reference, notes, terms, pricesIncludeTax, revision, createdAt, firstSentAt, sentAt,
    lines: lines.map((line) => ({
      description: line.description, quantity: line.quantity, unitPrice: money(line.unitPrice), discount: discountOf(line), discountTotal: money(line.discountTotal), taxes: line.taxes, amount: money(line.amount),
    })),
    subtotal: money(document.subtotal), discount: discountOf(document), discountTotal: money(document.discountTotal), taxTotal: money(document.taxTotal), total: money(document.total),
  };
}

async function* tickets(em: EntityManager, of: Of) {
  for await (const row of rowsOf(em, of, Ticket, 'ticket')) {
    const { id, number, subject, state, tags, createdAt, lastMessageAt, closedAt, invoiceId, mergedIntoId, continuesId } = row;
    yield { id, number, subject, state, tags, createdAt, lastMessageAt, closedAt, invoiceId, mergedIntoId, continuesId, messages: messages(em, of, id) };
  }
}

async function* messages(em: EntityManager, { businessId }: Of, ticketId: string) {
  const wanted = {
    table: 'ticket_message r', where: { sql: 'r.business_id = ? and r.ticket_id = ? and r.held_until is null', params: [businessId, ticketId] },
    key: [{ sql: 'r.created_at', type: 'timestamptz' }, { sql: 'r.id', type: 'uuid' }], select: columnsOf(em, TicketMessage, 'r'), joins: '',
  };
  for await (const rows of batchesOf<Row<TicketMessage>>(em, wanted, 200)) {
    const ids = rows.map(({ id }) => id);
    const [files, deliveries] = [await filesOf(em, businessId, ids), await deliveriesOf(em, businessId, ids)];
    for (const { id, kind, createdAt, authorKind, authorName, channel, cc, isAutomatic, body, foldedText } of rows) {
      yield {
        id, isInternalNote: kind === 'INTERNAL_NOTE', createdAt, authorKind, authorName, channel, cc, isAutomatic, text: body, foldedText,
        files: (files.get(id) ?? []).map(({ name, size, contentType, omittedBecause }) => ({ name, size, contentType, omittedBecause })),
        deliveries: (deliveries.get(id) ?? []).map(({ recipient, state, error }) => ({ recipient, state, error })),
      };
    }
  }
}

async function filesOf(em: EntityManager, businessId: string, messageIds: string[]) {
  const rows = await em.execute<{ messageId: string; name: string; size: number | null; contentType: string | null; omittedBecause: string | null }[]>(
    `select a.ticket_message_id as "messageId", a.name, f.size, f.content_type as "contentType", a.omitted_because as "omittedBecause"
     from attachment a left join stored_file f on f.business_id = a.business_id and f.id = a.file_id
     where a.business_id = ? and a.ticket_message_id in (${places(messageIds)}) order by a.created_at, a.id`,
    [businessId, ...messageIds],
  );
  return Map.groupBy(rows, ({ messageId }) => messageId);
}

async function deliveriesOf(em: EntityManager, businessId: string, messageIds: string[]) {
  const rows = await em.execute<Pick<Dispatch, 'ticketMessageId' | 'recipient' | 'state' | 'error'>[]>(
    `select d.ticket_message_id as "ticketMessageId", d.recipient, d.state, d.error from dispatch d
     where d.business_id = ? and d.ticket_message_id in (${places(messageIds)}) order by d.created_at, d.id`,
    [businessId, ...messageIds],
  );
  return Map.groupBy(rows, ({ ticketMessageId }) => ticketMessageId!);
}

const PAGE = 500;

async function* timeline(em: EntityManager, of: Of) {
  for (let after: [string, string] | null = null; ;) {
    const rows: TimelineRow[] = await readTimeline(em, of, { after, limit: PAGE });
    for (const row of rows) {
      const { id, createdAt, kind, authorName, authorKind, invoiceId, estimateId, creditNoteId, ticketId } = row;
      yield { id, occurredAt: createdAt, kind, summary: summaryOf(row), teamMemberName: authorKind === 'CONTACT' ? null : authorName, invoiceId, estimateId, creditNoteId, ticketId };
    }
    if (rows.length < PAGE) return;
    const last = rows.at(-1)!;
    after = [last.instant, last.id];
  }
}
