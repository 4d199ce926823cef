import 'reflect-metadata';
import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import pg from 'pg';
import { Business } from './businesses/business.entity.ts';
import { TeamMember } from './businesses/team-member.entity.ts';
import { Client } from './clients/client.entity.ts';
import { ClientEvent } from './clients/client-event.entity.ts';
import { Contact } from './clients/contact.entity.ts';
import { MagicLink } from './auth/magic-link.entity.ts';
import { Session } from './auth/session.entity.ts';
import { TeamSignInLink } from './auth/team-sign-in-link.entity.ts';
import { Attachment } from './files/attachment.entity.ts';
import { StoredFile } from './files/stored-file.entity.ts';
import { ImportBatch } from './imports/import-batch.entity.ts';
import { Invoice } from './invoices/invoice.entity.ts';
import { InvoiceLine } from './invoices/invoice-line.entity.ts';
import { DocumentRevision } from './documents/document-revision.entity.ts';
import { CreditNote } from './credit-notes/credit-note.entity.ts';
import { CreditNoteLine } from './credit-notes/credit-note-line.entity.ts';
import { Estimate } from './estimates/estimate.entity.ts';
import { EstimateLine } from './estimates/estimate-line.entity.ts';
import { Payment } from './payments/payment.entity.ts';
import { ClientBalance } from './statements/client-balance.entity.ts';
import { LedgerEntry } from './statements/ledger-entry.entity.ts';
import { Dispatch } from './mail/dispatch.entity.ts';
import { InboundEmail } from './mail/inbound-email.entity.ts';
import { SuppressedAddress } from './mail/suppressed-address.entity.ts';
import { Dispute } from './payments/dispute.entity.ts';
import { PaymentAccount } from './payments/payment-account.entity.ts';
import { PaymentAllocation } from './payments/payment-allocation.entity.ts';
import { PaymentIntent } from './payments/payment-intent.entity.ts';
import { Payout } from './payments/payout.entity.ts';
import { ProviderEvent } from './payments/provider-event.entity.ts';
import { Refund } from './payments/refund.entity.ts';
import { CannedReply } from './tickets/canned-reply.entity.ts';
import { Ticket } from './tickets/ticket.entity.ts';
import { TicketMessage } from './tickets/ticket-message.entity.ts';
import { TicketParticipant } from './tickets/ticket-participant.entity.ts';
import { InitialMigration } from './migrations/20261122-initial.ts';
import { MoneyMigration } from './migrations/20261123-money.ts';
import { PaymentsMigration } from './migrations/20261124-payments.ts';
import { TicketsMigration } from './migrations/20261125-tickets.ts';
import { TimelineMigration } from './migrations/20261126-timeline.ts';

const entities = [
  Business, TeamMember, Client, ClientEvent, Contact, MagicLink, Session, TeamSignInLink, Attachment, StoredFile,
  Invoice, InvoiceLine, DocumentRevision, CreditNote, CreditNoteLine, Estimate, EstimateLine, Payment, ClientBalance, LedgerEntry, Dispatch, InboundEmail, SuppressedAddress,
  PaymentAccount, PaymentAllocation, PaymentIntent, Refund, Dispute, Payout, ProviderEvent, Ticket, TicketMessage, TicketParticipant, CannedReply, ImportBatch,
];

export function openOrm(url: string, options: { poolSize?: number } = {}): Promise<MikroORM> {
  return MikroORM.init({
    clientUrl: url,
    entities,
    extensions: [Migrator],
    pool: { min: 0, max: options.poolSize ?? 10 },
    driverOptions: {
      onPoolCreated: readAsEntitiesDo,
      // Whoever cannot be served says so, instead of waiting for ever.
      connectionTimeoutMillis: 15_000,
      idle_in_transaction_session_timeout: 60_000,
      statement_timeout: 60_000,
    },
    // The migrations are the schema's source; nothing is generated from the entities.
    migrations: {
      snapshot: false,
      migrationsList: [
        { name: '20261122-initial', class: InitialMigration },
        { name: '20261123-money', class: MoneyMigration },
        { name: '20261124-payments', class: PaymentsMigration },
        { name: '20261125-tickets', class: TicketsMigration },
        { name: '20261126-timeline', class: TimelineMigration },
      ],
    },
    loadStrategy: 'select-in',
    logger: () => undefined,
  } satisfies Options);
}

const INT8 = 20;
const TIMESTAMPTZ = 1184;

/** Raw rows carry what entities do: instants as dates, and integers, all safe by construction, as numbers. */
function readAsEntitiesDo(pool: { options: pg.PoolConfig }): void {
  const types = pool.options.types as unknown as pg.TypeOverrides;
  types.setTypeParser(INT8, Number);
  types.setTypeParser(TIMESTAMPTZ, pg.types.getTypeParser(TIMESTAMPTZ));
}
