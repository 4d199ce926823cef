import { Arg, Ctx, Field, FieldResolver, ID, Int, Mutation, ObjectType, Query, registerEnumType, Resolver, Root } from 'type-graphql';
import { mayUse, mustBeSignedIn, mustBeTeam, mustHavePower, type TeamViewer, type Viewer } from '../auth/viewer.ts';
import { findTeamMember } from '../businesses/team.access.ts';
import { TeamMember } from '../businesses/team-member.entity.ts';
import { clientMeant, findContact } from '../clients/client.access.ts';
import { Client } from '../clients/client.entity.ts';
import { record, type ClientEventKind } from '../clients/client-event.entity.ts';
import { Contact } from '../clients/contact.entity.ts';
import type { Context } from '../context.ts';
import { findInvoice } from '../invoices/invoice.access.ts';
import { Invoice } from '../invoices/invoice.entity.ts';
import { enqueueAt } from '../jobs.ts';
import { announce } from '../live-bus.ts';
import { connectionOf } from '../paging.ts';
import { notFound } from '../shared/domain-error.ts';
import { DateTime } from '../shared/scalars.ts';
import type { Author } from './add-message.ts';
import { markRead } from './mark-read.ts';
import { mergeTickets } from './merge-tickets.ts';
import { openTicket } from './open-ticket.ts';
import { addParticipant, removeParticipant } from './participants.ts';
import { replyToTicket } from './reply-to-ticket.ts';
import { keyOf, saidBefore } from './said-before.ts';
import { countAwaitingTeam, countBoxes, findTicket, listTickets, lockFound, lockTicket, type TicketRow } from './ticket.access.ts';
import { actionsFor, Ticket, ticketActions, ticketStates, type TicketAction, type TicketState } from './ticket.entity.ts';
import { OpenTicketInput, ReplyToTicketInput, TicketFilter } from './ticket.inputs.ts';
import type { MessageRow } from './ticket-message.access.ts';
import { TicketMessage } from './ticket-message.entity.ts';
import { participantsOf } from './ticket-participant.access.ts';
import { TicketParticipantType } from './ticket-participant.type.ts';
import { undoSend } from './undo-send.ts';

registerEnumType(ticketStates, { name: 'TicketStatus' });
registerEnumType(ticketActions, { name: 'TicketAction' });

const TicketConnection = connectionOf('Ticket', () => Ticket);

@ObjectType()
export class TicketBadge {
  @Field(() => Int, { description: 'Tickets that await the team.' })
  awaitingTeam!: number;
}

@ObjectType({ description: "How many are in each box of the team's list." })
class TicketCounts {
  @Field(() => Int)
  awaitingTeam!: number;

  @Field(() => Int)
  awaitingClient!: number;

  @Field(() => Int)
  mine!: number;

  @Field(() => Int)
  unassigned!: number;

  @Field(() => Int)
  snoozed!: number;

  @Field(() => Int)
  closed!: number;

  @Field(() => Int, { description: 'Mail that waits for a person.' })
  quarantined!: number;
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
    return listTickets(context.em, mustBeSignedIn(context), { first, after, filter: filter ?? {} }, context.clock());
  }

  @Query(() => Ticket, { description: 'To a contact, one that was merged is the one that it was merged into.' })
  ticket(@Ctx() context: Context, @Arg('id', () => ID) id: string) {
    return findTicket(context.em, mustBeSignedIn(context), id);
  }

  @Query(() => TicketBadge)
  async ticketBadge(@Ctx() context: Context): Promise<TicketBadge> {
    return { awaitingTeam: await countAwaitingTeam(context.em, mustBeTeam(context).businessId, context.clock()) };
  }

  @Query(() => TicketCounts)
  ticketCounts(@Ctx() context: Context): Promise<TicketCounts> {
    return countBoxes(context.em, mustBeTeam(context), context.clock());
  }

  @Query(() => [String], { description: 'All that are in use.' })
  async ticketTags(@Ctx() context: Context): Promise<string[]> {
    const rows = await context.em.execute<{ tag: string }[]>('select distinct unnest(tags) as tag from ticket where business_id = ? order by 1 limit 500', [mustBeTeam(context).businessId]);
    return rows.map(({ tag }) => tag);
  }

  @Mutation(() => Ticket)
  async openTicket(@Ctx() context: Context, @Arg('input', () => OpenTicketInput) input: OpenTicketInput): Promise<TicketRow> {
    const viewer = mayTalk(context);
    const idempotencyKey = keyOf(input);
    const said = await saidBefore(context.em, viewer, idempotencyKey);
    if (said) return said;
    const invoice = input.invoiceId ? await findInvoice(context.em, viewer, input.invoiceId) : null;
    const contact = viewer.kind === 'team' && input.contactId ? await findContact(context.em, viewer, input.contactId) : null;
    const clientId = await clientMeant(context.em, viewer, input.clientId ?? invoice?.clientId ?? contact?.clientId);
    if (invoice && invoice.clientId !== clientId) throw notFound('invoice');
    if (contact && contact.clientId !== clientId) throw notFound('contact');
    return openTicket(context.em, viewer.businessId, authorOf(viewer), {
      clientId,
      contactId: viewer.kind === 'contact' ? viewer.contactId : (contact?.id ?? null),
      invoiceId: invoice?.id ?? null,
      subject: input.subject,
      message: input.message,
      fileIds: input.fileIds ?? [],
      idempotencyKey,
    }, context.clock());
  }

  @Mutation(() => Ticket)
  async replyToTicket(@Ctx() context: Context, @Arg('input', () => ReplyToTicketInput) input: ReplyToTicketInput): Promise<TicketRow> {
    const viewer = mayTalk(context);
    const idempotencyKey = keyOf(input);
    const said = await saidBefore(context.em, viewer, idempotencyKey);
    if (said) return said;
    const ticket = await lockTicket(context.em, viewer, input.ticketId);
    const isTeam = viewer.kind === 'team';
    await replyToTicket(context.em, viewer, authorOf(viewer), ticket, { ...input, idempotencyKey, isNote: isTeam && input.isNote, close: isTeam && input.close }, context.clock());
    return ticket;
  }

  @Mutation(() => Ticket, { description: 'Takes a message back while it is held.' })
  async undoSend(@Ctx() context: Context, @Arg('messageId', () => ID) messageId: string): Promise<Ticket> {
    return told(context, await undoSend(context.em, mustHavePower(context, 'support'), messageId));
  }

  @Mutation(() => Ticket)
  async closeTicket(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Ticket> {
    const viewer = mayTalk(context);
    const ticket = await lockTicket(context.em, viewer, id);
    ticket.close(context.clock());
    return told(context, ticket, 'ticket.closed', 'closed');
  }

  @Mutation(() => Ticket)
  async reopenTicket(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Ticket> {
    const viewer = mayTalk(context);
    const ticket = await lockTicket(context.em, viewer, id);
    ticket.reopen(context.clock());
    return told(context, ticket, 'ticket.reopened', 'reopened');
  }

  @Mutation(() => Ticket, { description: 'To nobody without a team member.' })
  async assignTicket(@Ctx() context: Context, @Arg('id', () => ID) id: string, @Arg('teamMemberId', () => ID, { nullable: true }) teamMemberId?: string | null): Promise<Ticket> {
    const viewer = mustHavePower(context, 'support');
    const ticket = await lockTicket(context.em, viewer, id);
    ticket.must('ASSIGN', context.clock());
    ticket.assigneeId = teamMemberId ? (await findTeamMember(context.em, viewer, teamMemberId)).id : null;
    return told(context, ticket);
  }

  @Mutation(() => Ticket, { description: 'In place of those that it had.' })
  async tagTicket(@Ctx() context: Context, @Arg('id', () => ID) id: string, @Arg('tags', () => [String]) tags: string[]): Promise<Ticket> {
    const ticket = await lockTicket(context.em, mustHavePower(context, 'support'), id);
    ticket.tag(tags, context.clock());
    return told(context, ticket);
  }

  @Mutation(() => Ticket, { description: 'It awaits nobody until then, or until the client writes.' })
  async snoozeTicket(@Ctx() context: Context, @Arg('id', () => ID) id: string, @Arg('until', () => DateTime) until: Date): Promise<Ticket> {
    const ticket = await lockTicket(context.em, mustHavePower(context, 'support'), id);
    ticket.snooze(until, context.clock());
    await enqueueAt(context.em, 'wake-ticket', { businessId: ticket.businessId, ticketId: ticket.id }, until, `wake-${ticket.id}`);
    return told(context, ticket);
  }

  @Mutation(() => Ticket)
  async wakeTicket(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Ticket> {
    const ticket = await lockTicket(context.em, mustHavePower(context, 'support'), id);
    ticket.wake(context.clock());
    return told(context, ticket);
  }

  @Mutation(() => Ticket, { description: 'Both of one client; the first goes into the second, which is answered with.' })
  mergeTickets(@Ctx() context: Context, @Arg('fromId', () => ID) fromId: string, @Arg('intoId', () => ID) intoId: string): Promise<Ticket> {
    return mergeTickets(context.em, mustHavePower(context, 'support'), fromId, intoId, context.clock());
  }

  @Mutation(() => Ticket, { description: 'The viewer has seen all that is there.' })
  async markTicketRead(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<TicketRow> {
    const viewer = mustBeSignedIn(context);
    const ticket = await findTicket(context.em, viewer, id);
    await markRead(context.em, viewer, ticket, context.clock());
    return ticket;
  }

  @Mutation(() => Ticket, { description: 'Mailed from now on what the team writes.' })
  async addParticipant(
    @Ctx() context: Context, @Arg('ticketId', () => ID) ticketId: string, @Arg('address', () => String) address: string, @Arg('name', () => String, { nullable: true }) name?: string | null,
  ): Promise<Ticket> {
    const ticket = await lockTicket(context.em, mustHavePower(context, 'support'), ticketId);
    ticket.must('REPLY', context.clock());
    await addParticipant(context.em, ticket, { address, name: name ?? null });
    return told(context, ticket);
  }

  @Mutation(() => Ticket)
  async removeParticipant(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Ticket> {
    const { businessId } = mustHavePower(context, 'support');
    const { ticketId } = await removeParticipant(context.em, businessId, id, context.clock());
    return told(context, await lockFound(context.em, { businessId, id: ticketId }));
  }

  @FieldResolver(() => ticketStates)
  status(@Root() ticket: TicketRow): TicketState {
    return ticket.state;
  }

  @FieldResolver(() => Client)
  async client(@Root() ticket: TicketRow, @Ctx() { loaders }: Context) {
    return (await loaders.client.load(ticket.clientId)) ?? Promise.reject(notFound('client'));
  }

  @FieldResolver(() => Contact, { nullable: true, description: 'Whom it is with.' })
  async contact(@Root() { clientId, contactId }: TicketRow, @Ctx() { loaders }: Context) {
    return contactId ? (await loaders.contacts.load(clientId)).find(({ id }) => id === contactId) : null;
  }

  @FieldResolver(() => Invoice, { nullable: true })
  async invoice(@Root() ticket: TicketRow, @Ctx() { loaders, viewer }: Context) {
    const invoice = ticket.invoiceId ? await loaders.invoice.load(ticket.invoiceId) : null;
    // The team may write about a draft, which the client is not to see before it is sent.
    return invoice && (viewer?.kind === 'team' || invoice.firstSentAt) ? invoice : null;
  }

  @FieldResolver(() => [TicketMessage], { description: 'Oldest first.' })
  messages(@Root() { id }: TicketRow, @Ctx() { loaders }: Context): Promise<MessageRow[]> {
    return loaders.messages.load(id);
  }

  @FieldResolver(() => TicketMessage, { nullable: true, description: 'The newest that the viewer may see.' })
  async lastMessage(@Root() { id }: TicketRow, @Ctx() { loaders }: Context): Promise<MessageRow | null> {
    return (await loaders.lastMessage.load(id))[0] ?? null;
  }

  @FieldResolver(() => Boolean, { description: 'The other side has said something since the viewer looked (see markTicketRead).' })
  isUnread(@Root() { id }: TicketRow, @Ctx() { loaders }: Context): Promise<boolean> {
    return loaders.isUnread.load(id);
  }

  @FieldResolver(() => TeamMember, { nullable: true, description: 'Who looks after it; for the team.' })
  async assignee(@Root() { assigneeId }: TicketRow, @Ctx() { loaders, viewer }: Context) {
    return assigneeId && viewer?.kind === 'team' ? ((await loaders.teamMember.load(assigneeId)) ?? null) : null;
  }

  @FieldResolver(() => [String], { description: 'For the team.' })
  tags(@Root() { tags }: TicketRow, @Ctx() { viewer }: Context): string[] {
    return viewer?.kind === 'team' ? tags : [];
  }

  @FieldResolver(() => DateTime, { nullable: true, description: 'Until then it awaits nobody; for the team.' })
  snoozedUntil(@Root() { snoozedUntil }: TicketRow, @Ctx() { viewer, clock }: Context): Date | null {
    return viewer?.kind === 'team' && snoozedUntil && snoozedUntil > clock() ? snoozedUntil : null;
  }

  @FieldResolver(() => Ticket, { nullable: true, description: 'Its messages are there now; for the team.' })
  mergedInto(@Root() { mergedIntoId }: TicketRow, @Ctx() context: Context): Promise<TicketRow> | null {
    return mergedIntoId && context.viewer?.kind === 'team' ? findTicket(context.em, context.viewer, mergedIntoId) : null;
  }

  @FieldResolver(() => Ticket, { nullable: true, description: 'A closed one that this one goes on from.' })
  continues(@Root() { continuesId }: TicketRow, @Ctx() context: Context): Promise<TicketRow> | null {
    return continuesId ? findTicket(context.em, mustBeSignedIn(context), continuesId) : null;
  }

  @FieldResolver(() => [TicketParticipantType], { description: 'In copy, and mailed too; for the team.' })
  participants(@Root() ticket: TicketRow, @Ctx() { em, viewer }: Context): Promise<TicketParticipantType[]> | [] {
    return viewer?.kind === 'team' ? participantsOf(em, ticket) : [];
  }

  @FieldResolver(() => [ticketActions])
  availableActions(@Root() ticket: TicketRow, @Ctx() { viewer, clock }: Context): TicketAction[] {
    if (viewer?.kind === 'team' && !mayUse(viewer, 'support')) return [];
    return actionsFor(ticket, viewer?.kind ?? 'contact', clock());
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

async function told(context: Context, ticket: Ticket, kind?: ClientEventKind, verb?: string): Promise<Ticket> {
  const name = (context.viewer as TeamViewer).name;
  if (kind) record(context.em, ticket, { kind, summary: `${name} ${verb} ticket #${ticket.number}`, ticketId: ticket.id });
  // What leaves no trace on the timeline is the team's own business.
  await announce(context.em, { topic: 'ticket', businessId: ticket.businessId, clientId: kind ? ticket.clientId : null, id: ticket.id });
  return ticket;
}
