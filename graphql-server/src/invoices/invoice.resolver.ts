import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { mustBeSignedIn, mustHavePower, mayUse } from '../auth/viewer.ts';
import { Business } from '../businesses/business.entity.ts';
import { todayOf } from '../businesses/today.ts';
import { findClient } from '../clients/client.access.ts';
import type { Context } from '../context.ts';
import { creditNotesOn, hasCreditNotes } from '../credit-notes/credit-note.access.ts';
import { CreditNote } from '../credit-notes/credit-note.entity.ts';
import { documentFields } from '../documents/document-fields.ts';
import { linesOf } from '../documents/document-lines.ts';
import { revisionFields } from '../documents/revision-fields.ts';
import { asDrafted, contentFrom, contentOf, mustBeVersion } from '../documents/write-draft.ts';
import { Estimate } from '../estimates/estimate.entity.ts';
import { moveAttachments } from '../files/attachment.access.ts';
import { paymentsOn } from '../payments/payment.access.ts';
import { PaymentType } from '../payments/payment.type.ts';
import { addDays } from '../shared/clock.ts';
import { MoneyType } from '../shared/money.type.ts';
import { createInvoice, saveInvoice } from './create-invoice.ts';
import { discardInvoice } from './discard-invoice.ts';
import { findInvoice, lockInvoice, type InvoiceRow } from './invoice.access.ts';
import { actionsFor, depositDueOf, Invoice, statusOf } from './invoice.entity.ts';
import { CreateInvoiceInput, InvoiceConnection, InvoiceFilter, InvoiceSort, SendInvoiceInput, UpdateInvoiceInput } from './invoice.inputs.ts';
import { invoiceActions, invoiceStatuses, type InvoiceAction, type InvoiceStatus } from './invoice-states.ts';
import { listInvoices } from './list-invoices.ts';
import { mailInvoice, sendInvoice } from './send-invoice.ts';
import { pullBackInvoice, voidInvoice } from './withdraw-invoice.ts';

export const InvoiceDocumentFields = documentFields(() => Invoice, 'INVOICE');
export const InvoiceRevisionFields = revisionFields(() => Invoice, 'INVOICE');

@Resolver(() => Invoice)
export class InvoiceResolver {
  @Query(() => InvoiceConnection)
  async invoices(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
    @Arg('sort', () => InvoiceSort, { nullable: true }) sort?: InvoiceSort,
    @Arg('filter', () => InvoiceFilter, { nullable: true }) filter?: InvoiceFilter,
  ) {
    const viewer = mustBeSignedIn(context);
    const page = { first, after, sort: sort ?? { field: 'ISSUE_DATE', direction: 'DESC' } as const, filter: filter ?? {} };
    return listInvoices(context.em, viewer, page, await todayOf(context, viewer.businessId));
  }

  @Query(() => Invoice)
  invoice(@Ctx() context: Context, @Arg('id', () => ID) id: string) {
    return findInvoice(context.em, mustBeSignedIn(context), id);
  }

  @Mutation(() => Invoice, { description: 'A draft. All totals are computed here.' })
  async createInvoice(@Ctx() context: Context, @Arg('input', () => CreateInvoiceInput) input: CreateInvoiceInput): Promise<Invoice> {
    const viewer = mustHavePower(context, 'bill');
    const client = await findClient(context.em, viewer, input.clientId);
    client.mustBeActive();
    const business = await businessOf(context, viewer.businessId);
    const content = contentFrom(input, business, await todayOf(context, business.id));
    const dueDate = input.dueDate ?? addDays(content.issueDate, business.paymentTermsDays);
    return createInvoice(context.em, business, client, { ...content, dueDate, deposit: input.deposit });
  }

  @Mutation(() => Invoice)
  async updateInvoice(@Ctx() context: Context, @Arg('input', () => UpdateInvoiceInput) input: UpdateInvoiceInput): Promise<InvoiceRow> {
    const { em } = context;
    const viewer = mustHavePower(context, 'bill');
    const invoice = await lockInvoice(em, viewer, input.id);
    invoice.must('EDIT');
    mustBeVersion(invoice, input.version);
    if (input.clientId && input.clientId !== invoice.clientId) {
      const client = await findClient(em, viewer, input.clientId);
      client.mustBeActive();
      invoice.giveTo(client.id);
      await moveAttachments(em, { businessId: invoice.businessId, invoiceId: invoice.id }, client.id);
    }
    const before = invoice.draft ?? invoice;
    const content = contentFrom(input, await businessOf(context, viewer.businessId), before.issueDate, before);
    await saveInvoice(em, invoice, { ...content, dueDate: input.dueDate === undefined ? before.dueDate : input.dueDate, deposit: input.deposit ?? null });
    return asDrafted(invoice);
  }

  @Mutation(() => ID, { description: 'A draft that was never sent, with all that belongs to it.' })
  async discardInvoice(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<string> {
    const invoice = await lockInvoice(context.em, mustHavePower(context, 'bill'), id);
    await discardInvoice(context.em, invoice);
    return invoice.id;
  }

  @Mutation(() => Invoice, { description: 'Numbers, freezes and books a draft, and mails it.' })
  async sendInvoice(@Ctx() context: Context, @Arg('input', () => SendInvoiceInput) input: SendInvoiceInput): Promise<Invoice> {
    const invoice = await lockInvoice(context.em, mustHavePower(context, 'bill'), input.id);
    invoice.must('SEND');
    await sendInvoice(context.em, invoice, input, context.clock());
    return invoice;
  }

  @Mutation(() => Invoice, { description: 'Mails what was sent once more, as it is.' })
  async resendInvoice(@Ctx() context: Context, @Arg('input', () => SendInvoiceInput) input: SendInvoiceInput): Promise<Invoice> {
    const invoice = await lockInvoice(context.em, mustHavePower(context, 'bill'), input.id);
    invoice.must('RESEND');
    await mailInvoice(context.em, invoice, input);
    return invoice;
  }

  @Mutation(() => Invoice, { description: 'Back to a draft with its number kept; not payable and in no total until it is sent again.' })
  async pullBackInvoice(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Invoice> {
    const invoice = await lockInvoice(context.em, mustHavePower(context, 'bill'), id);
    await pullBackInvoice(context.em, invoice, context.clock());
    return invoice;
  }

  @Mutation(() => Invoice, { description: 'For good; it stays listed and readable.' })
  async voidInvoice(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Invoice> {
    const invoice = await lockInvoice(context.em, mustHavePower(context, 'bill'), id);
    await voidInvoice(context.em, invoice, context.clock());
    return invoice;
  }

  @Mutation(() => Invoice, { description: "A draft with the same lines and today's date." })
  async duplicateInvoice(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Invoice> {
    const viewer = mustHavePower(context, 'bill');
    const original = await findInvoice(context.em, viewer, id);
    (await findClient(context.em, viewer, original.clientId)).mustBeActive();
    const business = await businessOf(context, viewer.businessId);
    const issueDate = await todayOf(context, business.id);
    const content = original.draft ?? { ...contentOf(original, await linesOf(context.em, 'INVOICE', original)), deposit: original.deposit };
    return createInvoice(context.em, business, { id: original.clientId }, { ...content, issueDate, dueDate: addDays(issueDate, business.paymentTermsDays) });
  }

  @FieldResolver(() => invoiceStatuses)
  async status(@Root() invoice: InvoiceRow, @Ctx() context: Context): Promise<InvoiceStatus> {
    return statusOf(invoice, await todayOf(context, invoice.businessId));
  }

  @FieldResolver(() => MoneyType)
  amountPaid(@Root() { amountPaid, currency }: InvoiceRow): MoneyType {
    return { minorUnits: amountPaid, currency };
  }

  @FieldResolver(() => MoneyType, { description: 'Settled with credit: of credit notes, and of what was paid in excess.' })
  amountCredited(@Root() { amountCredited, currency }: InvoiceRow): MoneyType {
    return { minorUnits: amountCredited, currency };
  }

  @FieldResolver(() => MoneyType, { description: 'What is still to be paid.' })
  balance(@Root() { balance, currency, state }: InvoiceRow): MoneyType {
    return { minorUnits: state === 'SENT' ? balance : 0, currency };
  }

  @FieldResolver(() => MoneyType, { nullable: true, description: 'Asked for beforehand.' })
  deposit(@Root() { deposit, currency }: InvoiceRow): MoneyType | null {
    return deposit === null ? null : { minorUnits: deposit, currency };
  }

  @FieldResolver(() => MoneyType, { nullable: true, description: 'What of the deposit is still to be paid; null when there is nothing.' })
  depositDue(@Root() invoice: InvoiceRow): MoneyType | null {
    const due = depositDueOf(invoice);
    return due === null ? null : { minorUnits: due, currency: invoice.currency };
  }

  @FieldResolver(() => [PaymentType])
  payments(@Root() invoice: InvoiceRow, @Ctx() context: Context): Promise<PaymentType[]> {
    return paymentsOn(context.em, mustBeSignedIn(context), invoice);
  }

  @FieldResolver(() => [CreditNote])
  creditNotes(@Root() invoice: InvoiceRow, @Ctx() { em }: Context) {
    return creditNotesOn(em, invoice);
  }

  @FieldResolver(() => Estimate, { nullable: true, description: 'The estimate that it was made from.' })
  async estimate(@Root() { estimateId }: InvoiceRow, @Ctx() { loaders, viewer }: Context) {
    const estimate = estimateId ? await loaders.estimate.load(estimateId) : null;
    return estimate && (viewer?.kind === 'team' || estimate.firstSentAt) ? estimate : null;
  }

  @FieldResolver(() => [invoiceActions])
  async availableActions(@Root() invoice: InvoiceRow, @Ctx() context: Context): Promise<InvoiceAction[]> {
    const viewer = mustBeSignedIn(context);
    const actions = actionsFor(invoice, viewer.kind);
    if (viewer.kind === 'team') {
      if (!mayUse(viewer, 'bill')) return actions.filter((action) => action === 'DOWNLOAD');
      const isKept = actions.includes('VOID') && (await hasCreditNotes(context.em, invoice));
      return isKept ? actions.filter((action) => action !== 'VOID' && action !== 'PULL_BACK') : actions;
    }
    const business = await context.loaders.business.load(invoice.businessId);
    const { isProcessing, isDisputed } = context.loaders;
    const mayPay = actions.includes('PAY') && business?.canTakePayments && !(await isProcessing.load(invoice.id)) && !(await isDisputed.load(invoice.id));
    return actions.filter((action) => action !== 'PAY' || mayPay);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Path of the PDF on this origin; none before the first sending.' })
  pdfUrl(@Root() { id, revision }: InvoiceRow, @Ctx() { side }: Context): string | null {
    return revision === 0 ? null : `${side === 'admin' ? '/admin' : ''}/files/invoices/${id}.pdf`;
  }

  @FieldResolver(() => Boolean, { description: 'A payment is on its way and not certain yet.' })
  isProcessing(@Root() { id }: InvoiceRow, @Ctx() { loaders }: Context): Promise<boolean> {
    return loaders.isProcessing.load(id);
  }

  @FieldResolver(() => Boolean, { description: "A payer's bank asks for money back that had settled it; reminders wait." })
  isDisputed(@Root() { id }: InvoiceRow, @Ctx() { loaders }: Context): Promise<boolean> {
    return loaders.isDisputed.load(id);
  }
}

const businessOf = ({ em }: Context, businessId: string) => em.findOneOrFail(Business, { businessId, id: businessId });
