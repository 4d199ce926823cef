import { Arg, Ctx, Field, FieldResolver, ID, Int, Mutation, ObjectType, Query, registerEnumType, Resolver, Root } from 'type-graphql';
import { mustBeTeam, mustHavePower } from '../auth/viewer.ts';
import { clientMeant } from '../clients/client.access.ts';
import { Client } from '../clients/client.entity.ts';
import type { Context } from '../context.ts';
import { enqueue } from '../jobs.ts';
import { announce } from '../live-bus.ts';
import { findInboundEmail, listInboundEmails, lockInboundEmail, type InboundEmailRow } from '../mail/inbound-email.access.ts';
import { inboundOutcomes, type InboundEmail, type InboundOutcome } from '../mail/inbound-email.entity.ts';
import { connectionOf } from '../paging.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { cutText } from '../shared/cut-text.ts';
import { DateTime } from '../shared/scalars.ts';
import { readPayload, type IncomingMail } from './inbound-payload.ts';
import { findTicket } from './ticket.access.ts';
import { Ticket } from './ticket.entity.ts';

registerEnumType(inboundOutcomes, { name: 'InboundOutcome' });

@ObjectType('InboundEmail', { description: 'A mail as it came in, and what became of it. For the team.' })
class InboundEmailType {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => inboundOutcomes)
  outcome!: InboundOutcome;

  @Field(() => String, { nullable: true, description: 'Why it was set aside or ignored.' })
  reason!: string | null;
}

const InboundEmailConnection = connectionOf('InboundEmail', () => InboundEmailType);

@Resolver(() => InboundEmailType)
export class InboundEmailResolver {
  @Query(() => InboundEmailConnection, { description: 'Newest first.' })
  inboundEmails(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
    @Arg('outcome', () => [inboundOutcomes], { nullable: true }) outcome?: InboundOutcome[],
    @Arg('search', () => String, { nullable: true }) search?: string,
  ) {
    return listInboundEmails(context.em, mustBeTeam(context), { first, after, outcome, search });
  }

  @Query(() => InboundEmailType)
  inboundEmail(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<InboundEmailRow> {
    return findInboundEmail(context.em, mustBeTeam(context), id);
  }

  @Mutation(() => InboundEmailType, { description: 'Into its ticket, or a new one of the client; its sender is known to the ticket from then on.' })
  async acceptInboundEmail(@Ctx() context: Context, @Arg('id', () => ID) id: string, @Arg('clientId', () => ID, { nullable: true }) clientId?: string | null): Promise<InboundEmailRow> {
    const viewer = mustHavePower(context, 'support');
    const email = await lockInboundEmail(context.em, viewer, id);
    if (email.outcome === 'ACCEPTED') throw new DomainError('CONFLICT', 'This mail is in its thread already.');
    if (email.outcome === 'RECEIVED') throw new DomainError('CONFLICT', 'This mail is being read. Please try again in a moment.');
    const meant = clientId ? await clientMeant(context.em, viewer, clientId) : email.clientId;
    if (!email.ticketId && !meant) throw badInput('Choose the client whose mail it is.', 'clientId');
    const at = context.clock();
    Object.assign(email, { decidedAt: at, decidedBy: viewer.teamMemberId });
    await enqueue(context.em, 'receive-ticket-email', { inboundEmailId: id, decision: { teamMemberId: viewer.teamMemberId, clientId: meant, at: at.toISOString() } });
    return findInboundEmail(context.em, viewer, id);
  }

  @Mutation(() => InboundEmailType)
  async ignoreInboundEmail(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<InboundEmailRow> {
    const viewer = mustHavePower(context, 'support');
    const email = await lockInboundEmail(context.em, viewer, id);
    if (email.outcome === 'ACCEPTED') throw new DomainError('CONFLICT', 'This mail is in its thread already.');
    email.ignore(`${viewer.name} ignored it.`, email, context.clock(), viewer.teamMemberId);
    return told(context, email);
  }

  @Mutation(() => InboundEmailType, { description: 'Decided afresh, by the rules and contacts of now.' })
  async replayInboundEmail(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<InboundEmailRow> {
    const email = await lockInboundEmail(context.em, mustHavePower(context, 'support'), id);
    email.decideAgain();
    await enqueue(context.em, 'receive-ticket-email', { inboundEmailId: id });
    return told(context, email);
  }

  @FieldResolver(() => String)
  from(@Root() { fromAddress }: InboundEmailRow): string {
    return fromAddress ?? '';
  }

  @FieldResolver(() => String)
  fromName(@Root() { fromName }: InboundEmailRow): string {
    return fromName ?? '';
  }

  @FieldResolver(() => String)
  subject(@Root() { subject }: InboundEmailRow): string {
    return subject ?? '';
  }

  @FieldResolver(() => String, { description: 'What could be read of it.' })
  async text(@Root() email: InboundEmailRow, @Ctx() context: Context): Promise<string> {
    return cutText((await read(context, email)).textBody, 100_000);
  }

  @FieldResolver(() => [String])
  async attachmentNames(@Root() email: InboundEmailRow, @Ctx() context: Context): Promise<string[]> {
    return (await read(context, email)).attachmentNames;
  }

  @FieldResolver(() => Ticket, { nullable: true })
  ticket(@Root() { ticketId }: InboundEmailRow, @Ctx() context: Context) {
    return ticketId ? findTicket(context.em, mustBeTeam(context), ticketId) : null;
  }

  @FieldResolver(() => Client, { nullable: true, description: 'Whose mail it seems to be.' })
  async client(@Root() { clientId }: InboundEmailRow, @Ctx() { loaders }: Context) {
    return clientId ? ((await loaders.client.load(clientId)) ?? null) : null;
  }

  @FieldResolver(() => Boolean)
  canAccept(@Root() { outcome }: InboundEmailRow): boolean {
    return outcome === 'QUARANTINED' || outcome === 'IGNORED';
  }
}

const reading = new WeakMap<Context, Promise<unknown>>();

/** One after another within a request: each may be of 35 MB. */
function read(context: Context, { id, businessId }: InboundEmailRow): Promise<Pick<IncomingMail, 'textBody' | 'attachmentNames'>> {
  const next = (reading.get(context) ?? Promise.resolve()).then(async () => {
    const [row] = await context.em.execute<{ payload: Record<string, unknown> }[]>('select payload from inbound_email where business_id = ? and id = ?', [businessId, id]);
    const { textBody, attachmentNames } = readPayload(row?.payload ?? {});
    return { textBody, attachmentNames };
  });
  reading.set(context, next.catch(() => undefined));
  return next;
}

async function told(context: Context, email: InboundEmail): Promise<InboundEmailRow> {
  await context.em.flush();
  const viewer = mustBeTeam(context);
  await announce(context.em, { topic: 'ticket', businessId: viewer.businessId, clientId: null, id: email.ticketId ?? email.id });
  return findInboundEmail(context.em, viewer, email.id);
}
