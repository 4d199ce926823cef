import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { CalendarDate, Decimal, SafeInt } from '../shared/scalars.ts';
import { connectionOf } from '../paging.ts';
import { Invoice } from './invoice.entity.ts';
import { invoiceActions, invoiceStatuses, type InvoiceStatus } from './invoice-states.ts';

registerEnumType(invoiceStatuses, {
  name: 'InvoiceStatus',
  description: 'OVERDUE is derived: sent, not fully paid, and due before today in the time zone of the business.',
});
registerEnumType(invoiceActions, { name: 'InvoiceAction' });

export const invoiceSortFields = { ISSUE_DATE: 'ISSUE_DATE', STATUS: 'STATUS' } as const;
export const sortDirections = { ASC: 'ASC', DESC: 'DESC' } as const;
registerEnumType(invoiceSortFields, { name: 'InvoiceSortField', description: 'STATUS: Draft, Sent, Overdue, Paid, Void; newest first within each.' });
registerEnumType(sortDirections, { name: 'SortDirection' });

export const InvoiceConnection = connectionOf('Invoice', () => Invoice);

@InputType()
export class InvoiceSort {
  @Field(() => invoiceSortFields, { defaultValue: 'ISSUE_DATE' })
  field!: keyof typeof invoiceSortFields;

  @Field(() => sortDirections, { defaultValue: 'DESC' })
  direction!: keyof typeof sortDirections;
}

@InputType()
export class InvoiceFilter {
  @Field(() => [invoiceStatuses], { nullable: true })
  status?: InvoiceStatus[] | null;

  @Field(() => Int, { nullable: true, description: 'Of the issue date.' })
  year?: number | null;

  @Field(() => String, { nullable: true, description: 'In number, client, notes or lines.' })
  text?: string | null;

  @Field(() => ID, { nullable: true })
  clientId?: string | null;
}

@InputType()
export class InvoiceLineInput {
  @Field(() => String)
  description!: string;

  @Field(() => Decimal, { defaultValue: '1' })
  quantity!: string;

  @Field(() => SafeInt, { description: 'Minor units.' })
  unitPrice!: number;

  @Field(() => Decimal, { defaultValue: '0', description: 'Percent, such as "19".' })
  taxRate!: string;
}

@InputType()
export class CreateInvoiceInput {
  @Field(() => ID)
  clientId!: string;

  @Field(() => String, { nullable: true, description: "ISO 4217; the business's when left out." })
  currency?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'Today when left out.' })
  issueDate?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'By the payment terms of the business when left out.' })
  dueDate?: string | null;

  @Field(() => String, { nullable: true })
  notes?: string | null;

  @Field(() => [InvoiceLineInput])
  lines!: InvoiceLineInput[];
}

@InputType()
export class SendInvoiceInput {
  @Field(() => ID)
  id!: string;

  @Field(() => [ID], { nullable: true, description: "All of the client's contacts when left out." })
  contactIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Goes with the mail.' })
  message?: string | null;
}
