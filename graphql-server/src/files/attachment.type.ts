import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime, SafeInt } from '../shared/scalars.ts';

@ObjectType('Attachment', { description: 'A file that goes with a document.' })
export class AttachmentType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  contentType!: string;

  @Field(() => SafeInt, { description: 'Bytes.' })
  size!: number;

  @Field(() => DateTime)
  createdAt!: Date;
}
