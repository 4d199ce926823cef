import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { mustBeTeam, mustHavePower } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { fillIn, removeCannedReply, saveCannedReply } from './canned-replies.ts';
import type { CannedReply } from './canned-reply.entity.ts';
import { findTicket } from './ticket.access.ts';

@ObjectType('CannedReply', { description: 'A text that the team writes often. {client}, {contact}, {me}, {business}, {owed} and {ticket} are filled in.' })
class CannedReplyType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  body!: string;
}

@Resolver()
export class CannedReplyResolver {
  @Query(() => [CannedReplyType], { description: 'By name.' })
  cannedReplies(@Ctx() context: Context): Promise<CannedReplyType[]> {
    return context.em.execute('select id, name, body from canned_reply where business_id = ? order by lower(name)', [mustBeTeam(context).businessId]);
  }

  @Query(() => String, { description: 'With its placeholders filled in for this ticket.' })
  async filledReply(@Ctx() context: Context, @Arg('id', () => ID) id: string, @Arg('ticketId', () => ID) ticketId: string): Promise<string> {
    const viewer = mustBeTeam(context);
    return fillIn(context.em, viewer, id, await findTicket(context.em, viewer, ticketId));
  }

  @Mutation(() => CannedReplyType, { description: 'A new one without an id.' })
  saveCannedReply(
    @Ctx() context: Context, @Arg('name', () => String) name: string, @Arg('body', () => String) body: string, @Arg('id', () => ID, { nullable: true }) id?: string | null,
  ): Promise<CannedReply> {
    return saveCannedReply(context.em, mustHavePower(context, 'support').businessId, { id: id ?? null, name, body });
  }

  @Mutation(() => ID)
  removeCannedReply(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<string> {
    return removeCannedReply(context.em, mustHavePower(context, 'support').businessId, id);
  }
}
