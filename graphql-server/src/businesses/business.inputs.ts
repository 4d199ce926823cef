import { Field, ID, InputType, Int } from 'type-graphql';
import { papers, taxRoundings } from '../documents/document.types.ts';
import { Decimal } from '../shared/scalars.ts';

@InputType()
export class SavedTaxInput {
  @Field(() => String)
  name!: string;

  @Field(() => Decimal, { description: 'Percent, 0 to 100.' })
  rate!: string;

  @Field(() => Boolean, { defaultValue: false })
  isCompound!: boolean;

  @Field(() => Boolean, { defaultValue: false })
  isDefault!: boolean;
}

@InputType({ description: 'What is left out stays as it is; a text that is empty or null is taken away where the business can do without.' })
export class UpdateBusinessInput {
  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => String, { nullable: true, description: 'Printed on documents; answers to invoices go there.' })
  email?: string | null;

  @Field(() => [String], { nullable: true, description: 'Lines as they are printed.' })
  address?: string[];

  @Field(() => String, { nullable: true, description: 'IANA name, such as Europe/Berlin.' })
  timeZone?: string;

  @Field(() => String, { nullable: true, description: 'ISO 4217, for new documents.' })
  currency?: string;

  @Field(() => String, { nullable: true, description: '"#rrggbb"' })
  brandColor?: string;

  @Field(() => String, { nullable: true })
  bankDetails?: string | null;

  @Field(() => String, { nullable: true })
  taxId?: string | null;

  @Field(() => String, { nullable: true, description: 'From whom mail comes.' })
  senderName?: string | null;

  @Field(() => ID, { nullable: true, description: 'A file that was uploaded as a logo; empty takes it away.' })
  logoFileId?: string | null;

  @Field(() => papers, { nullable: true })
  paper?: keyof typeof papers;

  @Field(() => String, { nullable: true, description: 'BCP 47, such as de-AT.' })
  locale?: string;

  @Field(() => String, { nullable: true })
  numberPattern?: string;

  @Field(() => String, { nullable: true })
  estimateNumberPattern?: string;

  @Field(() => String, { nullable: true })
  creditNoteNumberPattern?: string;

  @Field(() => Boolean, { nullable: true })
  pricesIncludeTax?: boolean;

  @Field(() => taxRoundings, { nullable: true })
  taxRounding?: keyof typeof taxRoundings;

  @Field(() => [SavedTaxInput], { nullable: true })
  taxRates?: SavedTaxInput[];

  @Field(() => String, { nullable: true })
  terms?: string | null;

  @Field(() => String, { nullable: true })
  notes?: string | null;

  @Field(() => Int, { nullable: true, description: '0 to 365.' })
  paymentTermsDays?: number;

  @Field(() => Int, { nullable: true, description: '1 to 365.' })
  estimateValidDays?: number;

  @Field(() => [Int], { nullable: true, description: 'At most 10, from -60 to 120.' })
  reminderDays?: number[];

  @Field(() => Boolean, { nullable: true })
  sendsReceipts?: boolean;

  @Field(() => Int, { nullable: true })
  undoSendSeconds?: number;

  @Field(() => Int, { nullable: true })
  reopenDays?: number;

  @Field(() => Boolean, { nullable: true, description: 'Clients may pay a part of an invoice.' })
  partialPayments?: boolean;
}
