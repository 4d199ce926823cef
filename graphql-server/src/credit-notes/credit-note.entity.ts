import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { PricedDocument } from '../documents/priced-document.entity.ts';

/** Takes back a part or the whole of an invoice that was sent. It is issued at once and never changes. */
@ObjectType()
@Entity({ tableName: 'credit_note' })
export class CreditNote extends PricedDocument {
  @Property({ type: 'uuid' })
  invoiceId!: string;

  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  reason: string | null = null;

  markIssued(number: string, at: Date): void {
    this.number = number;
    this.revision = 1;
    this.firstSentAt = at;
    this.sentAt = at;
  }
}
