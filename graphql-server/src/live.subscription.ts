import { Arg, Ctx, ID, Resolver, Root, Subscription } from 'type-graphql';
import { contextFor } from './auth/request-context.ts';
import { mustBeSignedIn, mustBeTeam, type Viewer } from './auth/viewer.ts';
import type { Context } from './context.ts';
import { findEstimate } from './estimates/estimate.access.ts';
import { Estimate } from './estimates/estimate.entity.ts';
import { findInvoice } from './invoices/invoice.access.ts';
import { Invoice } from './invoices/invoice.entity.ts';
import { leavingAtOnce, startingWith, type LiveEvent } from './live-bus.ts';
import { countAwaitingTeam, findTicket } from './tickets/ticket.access.ts';
import { Ticket } from './tickets/ticket.entity.ts';
import { TicketBadge } from './tickets/ticket.resolver.ts';

/** Events say only which row has changed; what is sent is loaded afresh, as this viewer may see it. */
@Resolver()
export class LiveSubscription {
  @Subscription(() => TicketBadge, {
    description: 'The current count at once, then at every change.',
    subscribe: ({ context }: { context: Context }) => {
      const viewer = mustBeTeam(context);
      return startingWith(null, context.live.subscribe((event) => event.topic === 'ticket' && event.businessId === viewer.businessId));
    },
  })
  async ticketBadge(@Ctx() context: Context): Promise<TicketBadge> {
    return { awaitingTeam: await countAwaitingTeam(context.em, mustBeTeam(context).businessId, context.clock()) };
  }

  @Subscription(() => Ticket, {
    description: 'One ticket, or all that the viewer may see.',
    subscribe: ({ context, args }: { context: Context; args: { id?: string } }) => watch(context, 'ticket', args.id, findTicket),
  })
  ticketUpdated(@Root() event: LiveEvent, @Ctx() context: Context, @Arg('id', () => ID, { nullable: true }) _id?: string) {
    freshLoaders(context);
    return findTicket(context.em, mustBeSignedIn(context), event.id);
  }

  @Subscription(() => Invoice, {
    description: 'One invoice, or all that the viewer may see.',
    subscribe: ({ context, args }: { context: Context; args: { id?: string } }) => watch(context, 'invoice', args.id, findInvoice),
  })
  invoiceUpdated(@Root() event: LiveEvent, @Ctx() context: Context, @Arg('id', () => ID, { nullable: true }) _id?: string) {
    freshLoaders(context);
    return findInvoice(context.em, mustBeSignedIn(context), event.id);
  }

  @Subscription(() => Estimate, {
    description: "One estimate, as it is and then at every change; or every change of all that the viewer may see.",
    subscribe: ({ context, args }: { context: Context; args: { id?: string } }) => watch(context, 'estimate', args.id, findEstimate),
  })
  estimateUpdated(@Root() event: LiveEvent, @Ctx() context: Context, @Arg('id', () => ID, { nullable: true }) _id?: string) {
    freshLoaders(context);
    return findEstimate(context.em, mustBeSignedIn(context), event.id);
  }
}

type Find = (em: Context['em'], viewer: Viewer, id: string) => Promise<unknown>;

/** A named row must be the viewer's to see, or the answer is the same as for one that does not exist. */
async function watch(context: Context, topic: LiveEvent['topic'], id: string | undefined, find: Find): Promise<AsyncIterableIterator<LiveEvent>> {
  const viewer = mustBeSignedIn(context);
  if (id) await find(context.em, viewer, id);
  const events = context.live.subscribe(
    (event) =>
      event.topic === topic &&
      event.businessId === viewer.businessId &&
      (viewer.kind === 'team' || event.clientId === viewer.clientId) &&
      (!id || event.id === id),
  );
  // What has changed since the page was loaded and before it listened would else be missed.
  if (id) return startingWith({ topic, businessId: viewer.businessId, clientId: null, id }, events);
  return onlyVisible(events, (event) => find(contextFor(context, viewer, context.side, context.ip).em, viewer, event.id));
}

/** Leaves out what the viewer may not see (a draft, to a contact) instead of sending an error. */
function onlyVisible(events: AsyncIterableIterator<LiveEvent>, find: (event: LiveEvent) => Promise<unknown>): AsyncIterableIterator<LiveEvent> {
  return leavingAtOnce((async function* () {
    for await (const event of events) {
      const isVisible = await find(event).then(() => true, () => false);
      if (isVisible) yield event;
    }
  })(), events);
}

/** A subscription lives for hours; what it loaded for an earlier event is stale. */
function freshLoaders(context: Context): void {
  context.loaders.clearAll();
}
