import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, ObjectType, Query, registerEnumType, Resolver, Root } from 'type-graphql';
import { mayUse, mustBeSignedIn, mustBeTeam, mustHavePower, type Viewer } from '../auth/viewer.ts';
import { clientMeant } from '../clients/client.access.ts';
import { Client } from '../clients/client.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import type { Context } from '../context.ts';
import { findInvoice } from '../invoices/invoice.access.ts';
import { Invoice } from '../invoices/invoice.entity.ts';
import { announce } from '../live-bus.ts';
import { dispatchStates, type DispatchState } from '../mail/dispatch.entity.ts';
import { deliveriesOf } from '../mail/dispatch.access.ts';
import { connectionOf } from '../paging.ts';
import { notFound } from '../shared/domain-error.ts';
import { addMessage, mailToClient, type Author } from './add-message.ts';
import { openTicket } from './open-ticket.ts';
import { countAwaitingTeam, findTicket, listTickets, lockTicket, type MessageRow, type TicketRow } from './ticket.access.ts';
import { actionsInState, bodyFrom, Ticket, ticketActions, ticketStates, type TicketAction, type TicketState } from './ticket.entity.ts';
import { authorKinds, messageChannels, TicketMessage, type AuthorKind, type MessageChannel } from './ticket-message.entity.ts';

registerEnumType(ticketStates, { name: 'TicketStatus' });
registerEnumType(ticketActions, { name: 'TicketAction' });
registerEnumType(authorKinds, { name: 'AuthorKind' });
registerEnumType(messageChannels, { name: 'MessageChannel' });

const TicketConnection = connectionOf('Ticket', () => Ticket);

@ObjectType()
export class TicketBadge {
  @Field(() => Int, { description: 'Tickets that await the team.' })
  awaitingTeam!: number;
}

@InputType()
class TicketFilter {
  @Field(() => [ticketStates], { nullable: true })
  status?: TicketState[] | null;

  @Field(() => ID, { nullable: true })
  clientId?: string | null;
}

@InputType()
class OpenTicketInput {
  @Field(() => String)
  subject!: string;

  @Field(() => String)
  message!: string;

  @Field(() => ID, { nullable: true, description: 'The invoice that it is about.' })
  invoiceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For a team member: whose record it belongs to.' })
  clientId?: string | null;
}

@InputType()
class ReplyToTicketInput {
  @Field(() => ID)
  ticketId!: string;

  @Field(() => String)
  message!: string;
}

@Resolver(() => Ticket)
export class TicketResolver {
  @Query(() => TicketConnection, { description: 'Latest message first.' })
  tickets(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
    @Arg('filter', () => TicketFilter, { nullable: true }) filter?: TicketFilter,
  ) {
    return listTickets(context.em, mustBeSignedIn(context), { first, after, filter: filter ?? {} });
  }

  @Query(() => Ticket)
  ticket(@Ctx() context: Context, @Arg('id', () => ID) id: string) {
    return findTicket(context.em, mustBeSignedIn(context), id);
  }

  @Query(() => TicketBadge)
  async ticketBadge(@Ctx() context: Context): Promise<TicketBadge> {
    return { awaitingTeam: await countAwaitingTeam(context.em, mustBeTeam(context).businessId) };
  }

  @Mutation(() => Ticket)
  async openTicket(@Ctx() context: Context, @Arg('input', () => OpenTicketInput) input: OpenTicketInput): Promise<Ticket> {
    const viewer = mayTalk(context);
    const invoice = input.invoiceId ? await findInvoice(context.em, viewer, input.invoiceId) : null;
    const clientId = await clientMeant(context.em, viewer, input.clientId ?? invoice?.clientId);
    if (invoice && invoice.clientId !== clientId) throw notFound('invoice');
    return openTicket(context.em, viewer.businessId, authorOf(viewer), {
      clientId,
      contactId: viewer.kind === 'contact' ? viewer.contactId : null,
      invoiceId: invoice?.id ?? null,
      subject: input.subject,
      message: input.message,
    }, context.clock());
  }

  @Mutation(() => Ticket)
  async replyToTicket(@Ctx() context: Context, @Arg('input', () => ReplyToTicketInput) input: ReplyToTicketInput): Promise<Ticket> {
    const viewer = mayTalk(context);
    const ticket = await lockTicket(context.em, viewer, input.ticketId);
    const now = context.clock();
    const message = await addMessage(context.em, ticket, authorOf(viewer), { body: bodyFrom(input.message), channel: 'WEB' }, now);
    if (viewer.kind === 'team') await mailToClient(context.em, ticket, message);
    ticket.receiveMessage(viewer.kind, now);
    return this.changed(context, ticket, 'ticket.replied', 'replied to');
  }

  @Mutation(() => Ticket)
  async closeTicket(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Ticket> {
    const ticket = await lockTicket(context.em, mayTalk(context), id);
    ticket.close(context.clock());
    return this.changed(context, ticket, 'ticket.closed', 'closed');
  }

  @Mutation(() => Ticket)
  async reopenTicket(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Ticket> {
    const ticket = await lockTicket(context.em, mayTalk(context), id);
    ticket.reopen();
    return this.changed(context, ticket, 'ticket.reopened', 'reopened');
  }

  @FieldResolver(() => ticketStates)
  status(@Root() ticket: TicketRow): TicketState {
    return ticket.state;
  }

  @FieldResolver(() => Client)
  async client(@Root() ticket: TicketRow, @Ctx() { loaders }: Context) {
    return (await loaders.client.load(ticket.clientId)) ?? Promise.reject(notFound('client'));
  }

  @FieldResolver(() => Invoice, { nullable: true })
  async invoice(@Root() ticket: TicketRow, @Ctx() { loaders, viewer }: Context) {
    const invoice = ticket.invoiceId ? await loaders.invoice.load(ticket.invoiceId) : null;
    // The team may write about a draft, which the client is not to see before it is sent.
    return invoice && (viewer?.kind === 'team' || invoice.firstSentAt) ? invoice : null;
  }

  @FieldResolver(() => [TicketMessage], { description: 'Oldest first.' })
  async messages(@Root() ticket: TicketRow, @Ctx() { loaders, em }: Context): Promise<DeliveredMessage[]> {
    const messages = await loaders.messages.load(ticket.id);
    const deliveries = await deliveriesOf(em, ticket.businessId, messages.map((message) => message.id));
    return messages.map((message) => ({ ...message, delivery: deliveries.get(message.id) ?? null }));
  }

  @FieldResolver(() => [ticketActions])
  availableActions(@Root() ticket: TicketRow, @Ctx() { viewer }: Context): TicketAction[] {
    return viewer?.kind === 'team' && !mayUse(viewer, 'support') ? [] : actionsInState[ticket.state];
  }

  private async changed(context: Context, ticket: Ticket, kind: 'ticket.replied' | 'ticket.closed' | 'ticket.reopened', verb: string): Promise<Ticket> {
    const summary = `${context.viewer?.name} ${verb} ticket #${ticket.number}`;
    record(context.em, ticket, { kind, summary, ticketId: ticket.id });
    await announce(context.em, { topic: 'ticket', businessId: ticket.businessId, clientId: ticket.clientId, id: ticket.id });
    return ticket;
  }
}

type DeliveredMessage = MessageRow & { delivery: DispatchState | null };

@Resolver(() => TicketMessage)
export class TicketMessageResolver {
  @FieldResolver(() => authorKinds)
  authorKind(@Root() message: MessageRow): AuthorKind {
    return message.authorKind;
  }

  @FieldResolver(() => messageChannels)
  channel(@Root() message: MessageRow): MessageChannel {
    return message.channel;
  }

  @FieldResolver(() => dispatchStates, { nullable: true, description: 'Of the mail that carried it.' })
  delivery(@Root() message: DeliveredMessage): DispatchState | null {
    return message.delivery;
  }
}

/** A contact always may; of the team, who supports. */
function mayTalk(context: Context): Viewer {
  const viewer = mustBeSignedIn(context);
  return viewer.kind === 'team' ? mustHavePower(context, 'support') : viewer;
}

function authorOf(viewer: Viewer): Author {
  return viewer.kind === 'contact'
    ? { kind: 'contact', contactId: viewer.contactId, name: viewer.name }
    : { kind: 'team', teamMemberId: viewer.teamMemberId, name: viewer.name };
}
