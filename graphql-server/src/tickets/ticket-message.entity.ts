import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { TenantRow } from '../shared/tenant-row.ts';

export const authorKinds = { CONTACT: 'CONTACT', TEAM_MEMBER: 'TEAM_MEMBER' } as const;
export type AuthorKind = keyof typeof authorKinds;
export const messageChannels = { WEB: 'WEB', EMAIL: 'EMAIL' } as const;
export type MessageChannel = keyof typeof messageChannels;

@ObjectType()
@Entity({ tableName: 'ticket_message' })
export class TicketMessage extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'uuid' })
  ticketId!: string;

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

  /** RFC 5322 Message-ID without brackets: of the mail it came in, or goes out with. */
  @Property({ type: 'text' })
  messageId!: string;
}
