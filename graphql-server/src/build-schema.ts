import 'reflect-metadata';
import { lexicographicSortSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { AuthResolver } from './auth/auth.resolver.ts';
import { SessionResolver } from './auth/session.resolver.ts';
import { BusinessResolver } from './businesses/business.resolver.ts';
import { TeamResolver } from './businesses/team.resolver.ts';
import { ClientEventResolver, ClientResolver } from './clients/client.resolver.ts';
import { ContactResolver } from './clients/contact.resolver.ts';
import { CreditNoteDocumentFields, CreditNoteResolver } from './credit-notes/credit-note.resolver.ts';
import { DashboardResolver } from './dashboard/dashboard.resolver.ts';
import { DashboardSubscription } from './dashboard/dashboard.subscription.ts';
import { DocumentResolver } from './documents/document.resolver.ts';
import { EstimateDocumentFields, EstimateResolver, EstimateRevisionFields } from './estimates/estimate.resolver.ts';
import { AttachmentResolver } from './files/attachment.resolver.ts';
import { ImportResolver } from './imports/import.resolver.ts';
import { InvoiceDocumentFields, InvoiceResolver, InvoiceRevisionFields } from './invoices/invoice.resolver.ts';
import { LiveSubscription } from './live.subscription.ts';
import { DispatchResolver } from './mail/dispatch.resolver.ts';
import { SuppressionResolver } from './mail/suppression.resolver.ts';
import { ClientPaymentResolver, PaymentsOfClientResolver, SettledPartResolver } from './payments/client-payment.resolver.ts';
import { DisputeResolver } from './payments/dispute.resolver.ts';
import { CreditToPlaceResolver, PaymentAttentionResolver } from './payments/payment-attention.resolver.ts';
import { PaymentEventResolver } from './payments/payment-event.resolver.ts';
import { PaymentProgressResolver } from './payments/payment-progress.resolver.ts';
import { PayoutResolver } from './payments/payout.resolver.ts';
import { PaymentResolver } from './payments/payment.resolver.ts';
import { PeriodStatementResolver, StatementResolver } from './statements/statement.resolver.ts';
import { CannedReplyResolver } from './tickets/canned-reply.resolver.ts';
import { InboundEmailResolver } from './tickets/inbound-email.resolver.ts';
import { TicketResolver } from './tickets/ticket.resolver.ts';
import { TicketMessageResolver } from './tickets/ticket-message.resolver.ts';
import { TicketPresenceResolver } from './tickets/ticket-presence.resolver.ts';
import { ClientTimelineResolver, TimelineEntryResolver } from './timeline/timeline.resolver.ts';
import { ViewingResolver } from './timeline/viewing.resolver.ts';
import { inTransactions } from './unit-of-work.ts';

/** The one schema of both sides; what a viewer may see decides. */
export function buildSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      AttachmentResolver, AuthResolver, BusinessResolver, ContactResolver, DashboardResolver, DashboardSubscription, TeamResolver,
      ClientEventResolver, ClientResolver, CreditNoteDocumentFields, CreditNoteResolver, DispatchResolver, DocumentResolver,
      EstimateDocumentFields, EstimateResolver, EstimateRevisionFields, ImportResolver, InvoiceDocumentFields, InvoiceResolver, InvoiceRevisionFields, LiveSubscription,
      ClientPaymentResolver, CreditToPlaceResolver, DisputeResolver, PaymentAttentionResolver, PaymentEventResolver, PaymentProgressResolver, PaymentResolver,
      PaymentsOfClientResolver, PayoutResolver, SettledPartResolver, PeriodStatementResolver, SessionResolver, StatementResolver, SuppressionResolver, CannedReplyResolver, InboundEmailResolver,
      TicketMessageResolver, TicketPresenceResolver, TicketResolver, ClientTimelineResolver, TimelineEntryResolver, ViewingResolver,
    ],
    orphanedTypes: [],
    validate: false,
    // Subscriptions bring their own source of events (see live.subscription).
    pubSub: { publish: () => undefined, subscribe: () => { throw new Error('Subscribe through the live bus.'); } },
  });
  return inTransactions(lexicographicSortSchema(schema));
}
