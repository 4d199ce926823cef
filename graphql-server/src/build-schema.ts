import 'reflect-metadata';
import { lexicographicSortSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { AuthResolver } from './auth/auth.resolver.ts';
import { BusinessResolver } from './businesses/business.resolver.ts';
import { ClientEventResolver, ClientResolver } from './clients/client.resolver.ts';
import { ImportResolver } from './imports/import.resolver.ts';
import { InvoiceLineResolver, InvoiceResolver } from './invoices/invoice.resolver.ts';
import { LiveSubscription } from './live.subscription.ts';
import { DispatchResolver } from './mail/dispatch.resolver.ts';
import { PaymentResolver } from './payments/payment.resolver.ts';
import { StatementResolver } from './statements/statement.resolver.ts';
import { TicketMessageResolver, TicketResolver } from './tickets/ticket.resolver.ts';
import { inTransactions } from './unit-of-work.ts';

/** The one schema of both sides; what a viewer may see decides. */
export function buildSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      AuthResolver, BusinessResolver, ClientEventResolver, ClientResolver, DispatchResolver, ImportResolver, InvoiceLineResolver, InvoiceResolver,
      LiveSubscription, PaymentResolver, StatementResolver, TicketMessageResolver, TicketResolver,
    ],
    orphanedTypes: [],
    validate: false,
    // Subscriptions bring their own source of events (see live.subscription).
    pubSub: { publish: () => undefined, subscribe: () => { throw new Error('Subscribe through the live bus.'); } },
  });
  return inTransactions(lexicographicSortSchema(schema));
}
