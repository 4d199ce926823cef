import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { TenantRow } from '../shared/tenant-row.ts';

export const authorKinds = { CONTACT: 'CONTACT', TEAM_MEMBER: 'TEAM_MEMBER' } as const;
export type AuthorKind = keyof typeof authorKinds;
export const messageChannels = { WEB: 'WEB', EMAIL: 'EMAIL' } as const;
export type MessageChannel = keyof typeof messageChannels;
/** A note is the team's alone: no client sees it through any door. */
export const messageKinds = { MESSAGE: 'MESSAGE', INTERNAL_NOTE: 'INTERNAL_NOTE' } as const;
export type MessageKind = keyof typeof messageKinds;

export interface MailAddress { address: string; name: string }

@ObjectType()
@Entity({ tableName: 'ticket_message' })
export class TicketMessage extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'uuid' })
  ticketId!: string;

  @Property({ type: 'text' })
  kind: MessageKind = messageKinds.MESSAGE;

  @Property({ type: 'text' })
  authorKind!: AuthorKind;

  /** As it was when they wrote. */
  @Field(() => String)
  @Property({ type: 'text' })
  authorName!: string;

  @Property({ type: 'uuid', nullable: true })
  contactId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  teamMemberId: string | null = null;

  @Property({ type: 'text' })
  channel: MessageChannel = messageChannels.WEB;

  @Field(() => String, { description: 'The new text, plain.' })
  @Property({ type: 'text' })
  body!: string;

  @Field(() => String, { nullable: true, description: 'Quoted text and signature of a mail.' })
  @Property({ type: 'text', nullable: true })
  foldedText: string | null = null;

  /** What came as HTML, cleaned. */
  @Property({ type: 'text', nullable: true })
  html: string | null = null;

  /** Who else was written to by mail. */
  @Property({ type: 'json' })
  cc: MailAddress[] = [];

  /** Until then its author may take it back: nobody is mailed, and no client sees it. A job lets it go. */
  @Property({ type: 'timestamptz', nullable: true })
  heldUntil: Date | null = null;

  /** It closes the ticket when it goes. */
  @Property({ type: 'boolean' })
  closesTicket: boolean = false;

  @Field(() => Boolean, { description: 'An out-of-office answer or the like.' })
  @Property({ type: 'boolean' })
  isAutomatic: boolean = false;

  @Property({ type: 'uuid', nullable: true })
  inboundEmailId: string | null = null;

  /** Its author's own: one who asks twice has said it once. */
  @Property({ type: 'text', nullable: true })
  idempotencyKey: string | null = null;

  /** RFC 5322 Message-ID without brackets: of the mail it came in, or goes out with. */
  @Property({ type: 'text' })
  messageId!: string;
}
