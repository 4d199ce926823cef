import { Ctx, Field, FieldResolver, ID, Int, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { dispatchStates, type DispatchState } from '../mail/dispatch.entity.ts';
import { remoteImagesOf } from '../mail/clean-html.ts';
import { DateTime, SafeInt } from '../shared/scalars.ts';
import type { MessageFile, MessageRow } from './ticket-message.access.ts';
import { authorKinds, messageChannels, messageKinds, TicketMessage, type AuthorKind, type MessageChannel, type MessageKind } from './ticket-message.entity.ts';

registerEnumType(authorKinds, { name: 'AuthorKind' });
registerEnumType(messageChannels, { name: 'MessageChannel' });
registerEnumType(messageKinds, { name: 'TicketMessageKind' });

@ObjectType()
class MessageAttachment {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  contentType!: string | null;

  @Field(() => SafeInt, { nullable: true })
  size!: number | null;

  @Field(() => String, { nullable: true, description: 'Behind the session; null when it was not kept.' })
  url!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was not kept: too large, a program, …' })
  omittedBecause!: string | null;
}

@ObjectType()
class MessageDelivery {
  @Field(() => String)
  recipient!: string;

  @Field(() => dispatchStates)
  state!: DispatchState;

  @Field(() => String, { nullable: true })
  error!: string | null;
}

@ObjectType()
class CopiedAddress {
  @Field(() => String)
  address!: string;

  @Field(() => String)
  name!: string;
}

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

  @FieldResolver(() => messageKinds, { description: 'An INTERNAL_NOTE reaches no client through any door.' })
  kind(@Root() message: MessageRow): MessageKind {
    return message.kind;
  }

  @FieldResolver(() => Boolean)
  isMine(@Root() { contactId, teamMemberId }: MessageRow, @Ctx() { viewer }: Context): boolean {
    if (!viewer) return false;
    return viewer.kind === 'team' ? teamMemberId === viewer.teamMemberId : contactId === viewer.contactId;
  }

  @FieldResolver(() => DateTime, { nullable: true, description: 'Until then it can be taken back (undoSend): nobody is mailed and the client does not see it.' })
  heldUntil(@Root() { heldUntil }: MessageRow): Date | null {
    return heldUntil;
  }

  @FieldResolver(() => String, { nullable: true, description: 'What came as HTML, cleaned: no script, no form, no outside image. For a sandboxed frame. Null for plain text.' })
  async html(@Root() { id, html }: MessageRow, @Ctx() { loaders, side }: Context): Promise<string | null> {
    if (!html?.includes('cid:')) return html;
    // A picture of the mail itself is one of its files.
    const files = await loaders.messageFiles.load(id);
    const pictures = new Map(files.map((file) => [file.contentId, urlOf(file, side)]));
    return html.replaceAll(/cid:([^"'\s<>]{1,200})/g, (all, contentId: string) => pictures.get(contentId) ?? all);
  }

  @FieldResolver(() => Int, { description: 'Outside images that it wants, shown only when asked for (see api.md).' })
  blockedImageCount(@Root() { html }: MessageRow): number {
    return html ? remoteImagesOf(html).length : 0;
  }

  @FieldResolver(() => [MessageAttachment])
  async attachments(@Root() { id }: MessageRow, @Ctx() { loaders, side }: Context): Promise<MessageAttachment[]> {
    return (await loaders.messageFiles.load(id)).map((file) => ({ ...file, url: urlOf(file, side) }));
  }

  @FieldResolver(() => [CopiedAddress], { description: 'Who else its mail was written to; for the team.' })
  cc(@Root() { cc }: MessageRow, @Ctx() { viewer }: Context): CopiedAddress[] {
    return viewer?.kind === 'team' ? cc : [];
  }

  @FieldResolver(() => dispatchStates, { nullable: true, description: 'Of the mail that carried it.' })
  async delivery(@Root() { id }: MessageRow, @Ctx() { loaders }: Context): Promise<DispatchState | null> {
    return (await loaders.deliveries.load(id)).at(-1)?.state ?? null;
  }

  @FieldResolver(() => [MessageDelivery], { description: 'For each person who is mailed it; for the team.' })
  async deliveries(@Root() { id }: MessageRow, @Ctx() { loaders, viewer }: Context): Promise<MessageDelivery[]> {
    return viewer?.kind === 'team' ? loaders.deliveries.load(id) : [];
  }
}

const urlOf = ({ id, contentType }: MessageFile, side: Context['side']) => contentType && `${side === 'admin' ? '/admin' : ''}/files/attachments/${id}`;
