import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { DraftInput } from '../documents/document.inputs.ts';
import { CalendarDate, SafeInt } from '../shared/scalars.ts';
import { connectionOf } from '../paging.ts';
import { Invoice } from './invoice.entity.ts';
import { invoiceActions, invoiceStatuses, type InvoiceStatus } from './invoice-states.ts';

registerEnumType(invoiceStatuses, {
  name: 'InvoiceStatus',
  description: 'OVERDUE is derived: sent, not fully paid, and due before today in the time zone of the business.',
});
registerEnumType(invoiceActions, { name: 'InvoiceAction' });

export const invoiceSortFields = { ISSUE_DATE: 'ISSUE_DATE', DUE_DATE: 'DUE_DATE', NUMBER: 'NUMBER', STATUS: 'STATUS', TOTAL: 'TOTAL' } as const;
export const sortDirections = { ASC: 'ASC', DESC: 'DESC' } as const;
registerEnumType(invoiceSortFields, { name: 'InvoiceSortField', description: 'STATUS: Draft, Sent, Overdue, Paid, Void; newest first within each. TOTAL: by currency, then by amount.' });
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

  @Field(() => String, { nullable: true, description: 'In number, reference, client, notes or lines.' })
  text?: string | null;

  @Field(() => ID, { nullable: true })
  clientId?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'Of the issue date, inclusive.' })
  from?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'Of the issue date, inclusive.' })
  to?: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217.' })
  currency?: string | null;

  @Field(() => SafeInt, { nullable: true, description: 'Of the total in minor units, inclusive; needs `currency`.' })
  minTotal?: number | null;

  @Field(() => SafeInt, { nullable: true, description: 'Of the total in minor units, inclusive; needs `currency`.' })
  maxTotal?: number | null;
}

@InputType()
export class CreateInvoiceInput extends DraftInput {
  @Field(() => ID)
  clientId!: string;

  @Field(() => CalendarDate, { nullable: true, description: 'By the payment terms of the business when left out.' })
  dueDate?: string | null;

  @Field(() => SafeInt, { nullable: true, description: 'Asked for beforehand, in minor units; more than zero and less than the total. None when left out.' })
  deposit?: number | null;
}

@InputType({ description: 'The whole draft: what is left out becomes empty, except the client, the dates, the currency and how prices are meant, which stay.' })
export class UpdateInvoiceInput extends DraftInput {
  @Field(() => ID)
  id!: string;

  @Field(() => Int, { description: 'As it was read. A draft that somebody else has saved since is refused with CONFLICT.' })
  version!: number;

  @Field(() => ID, { nullable: true })
  clientId?: string | null;

  @Field(() => CalendarDate, { nullable: true })
  dueDate?: string | null;

  @Field(() => SafeInt, { nullable: true, description: 'Asked for beforehand, in minor units; more than zero and less than the total. None when left out.' })
  deposit?: number | null;
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
