import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { mustBeSignedIn, mustHavePower, mayUse } from '../auth/viewer.ts';
import { Business } from '../businesses/business.entity.ts';
import { todayOf } from '../businesses/today.ts';
import { Client } from '../clients/client.entity.ts';
import { findClient } from '../clients/client.access.ts';
import type { Context } from '../context.ts';
import { dispatchesOf } from '../mail/dispatch.access.ts';
import { Dispatch } from '../mail/dispatch.entity.ts';
import { hasProcessingPayment } from '../payments/payment.access.ts';
import { addDays } from '../shared/clock.ts';
import { notFound } from '../shared/domain-error.ts';
import { MoneyType } from '../shared/money.type.ts';
import type { Row } from '../plain-rows.ts';
import { paymentsOn } from '../statements/statement.access.ts';
import { documentOf } from './compose-document.ts';
import { createInvoice } from './create-invoice.ts';
import { findInvoice, lockInvoice, type InvoiceRow } from './invoice.access.ts';
import { invoiceDocumentFragment } from './invoice-document.ts';
import { actionsFor, Invoice, statusOf } from './invoice.entity.ts';
import { CreateInvoiceInput, InvoiceConnection, InvoiceFilter, InvoiceSort, SendInvoiceInput } from './invoice.inputs.ts';
import { InvoiceLine } from './invoice-line.entity.ts';
import { invoiceActions, invoiceStatuses, type InvoiceAction, type InvoiceStatus } from './invoice-states.ts';
import { listInvoices } from './list-invoices.ts';
import { Payment } from './payment.type.ts';
import { sendInvoice } from './send-invoice.ts';

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

  @Mutation(() => Invoice)
  async createInvoice(@Ctx() context: Context, @Arg('input', () => CreateInvoiceInput) input: CreateInvoiceInput): Promise<Invoice> {
    const viewer = mustHavePower(context, 'bill');
    const client = await findClient(context.em, viewer, input.clientId);
    const business = await context.em.findOneOrFail(Business, { businessId: viewer.businessId, id: viewer.businessId });
    const issueDate = input.issueDate ?? (await todayOf(context, business.id));
    return createInvoice(context.em, business, client, {
      currency: input.currency ?? business.currency,
      issueDate,
      dueDate: input.dueDate ?? addDays(issueDate, business.paymentTermsDays),
      notes: input.notes?.trim() || null,
      lines: input.lines,
    });
  }

  @Mutation(() => Invoice)
  async sendInvoice(@Ctx() context: Context, @Arg('input', () => SendInvoiceInput) input: SendInvoiceInput): Promise<Invoice> {
    const viewer = mustHavePower(context, 'bill');
    const invoice = await lockInvoice(context.em, viewer, input.id);
    invoice.mustBeSendable();
    await sendInvoice(context.em, invoice, input, context.clock());
    return invoice;
  }

  @FieldResolver(() => invoiceStatuses)
  async status(@Root() invoice: InvoiceRow, @Ctx() context: Context): Promise<InvoiceStatus> {
    return statusOf(invoice, await todayOf(context, invoice.businessId));
  }

  @FieldResolver(() => Client)
  async client(@Root() invoice: InvoiceRow, @Ctx() { loaders }: Context) {
    return (await loaders.client.load(invoice.clientId)) ?? Promise.reject(notFound('client'));
  }

  @FieldResolver(() => MoneyType)
  subtotal(@Root() { subtotal, currency }: InvoiceRow): MoneyType {
    return { minorUnits: subtotal, currency };
  }

  @FieldResolver(() => MoneyType)
  taxTotal(@Root() { taxTotal, currency }: InvoiceRow): MoneyType {
    return { minorUnits: taxTotal, currency };
  }

  @FieldResolver(() => MoneyType)
  total(@Root() { total, currency }: InvoiceRow): MoneyType {
    return { minorUnits: total, currency };
  }

  @FieldResolver(() => MoneyType)
  amountPaid(@Root() { amountPaid, currency }: InvoiceRow): MoneyType {
    return { minorUnits: amountPaid, currency };
  }

  @FieldResolver(() => MoneyType, { description: 'What is still to be paid.' })
  balance(@Root() { balance, currency, state }: InvoiceRow): MoneyType {
    return { minorUnits: state === 'SENT' ? balance : 0, currency };
  }

  @FieldResolver(() => [InvoiceLine])
  async lines(@Root() invoice: InvoiceRow, @Ctx() { loaders }: Context): Promise<PricedLine[]> {
    const lines = await loaders.lines.load(invoice.id);
    return lines.map((line) => ({ ...line, currency: invoice.currency }));
  }

  @FieldResolver(() => [Payment])
  payments(@Root() invoice: InvoiceRow, @Ctx() { em }: Context): Promise<Payment[]> {
    return paymentsOn(em, invoice);
  }

  @FieldResolver(() => [Dispatch], { description: 'Each mail that carried it, for the team.' })
  dispatches(@Root() invoice: InvoiceRow, @Ctx() { em, viewer }: Context) {
    return viewer?.kind === 'team' ? dispatchesOf(em, invoice) : [];
  }

  @FieldResolver(() => [invoiceActions])
  async availableActions(@Root() invoice: InvoiceRow, @Ctx() context: Context): Promise<InvoiceAction[]> {
    const viewer = mustBeSignedIn(context);
    const actions = actionsFor(invoice, viewer.kind);
    if (viewer.kind === 'team') return actions.filter((action) => action !== 'SEND' || mayUse(viewer, 'bill'));
    const business = await context.loaders.business.load(invoice.businessId);
    return actions.filter((action) => action !== 'PAY' || business?.canTakePayments);
  }

  @FieldResolver(() => String, {
    description: 'The document as accessible HTML with its own <style>, from the template of the PDF; for a shadow root.',
  })
  async documentHtml(@Root() invoice: InvoiceRow, @Ctx() { em }: Context): Promise<string> {
    return invoiceDocumentFragment(await documentOf(em, invoice));
  }

  @FieldResolver(() => String, { nullable: true, description: 'Path of the PDF on this origin; none for a draft.' })
  pdfUrl(@Root() invoice: InvoiceRow, @Ctx() { side }: Context): string | null {
    if (invoice.state === 'DRAFT') return null;
    return `${side === 'admin' ? '/admin' : ''}/files/invoices/${invoice.id}.pdf`;
  }

  @FieldResolver(() => Boolean, { description: 'A payment is on its way and not certain yet.' })
  isProcessing(@Root() invoice: InvoiceRow, @Ctx() { em }: Context): Promise<boolean> {
    return hasProcessingPayment(em, invoice);
  }
}

type PricedLine = Row<InvoiceLine> & { currency: string };

@Resolver(() => InvoiceLine)
export class InvoiceLineResolver {
  @FieldResolver(() => MoneyType)
  unitPrice(@Root() { unitPrice, currency }: PricedLine): MoneyType {
    return { minorUnits: unitPrice, currency };
  }

  @FieldResolver(() => MoneyType, { description: 'Without tax.' })
  amount(@Root() { amount, currency }: PricedLine): MoneyType {
    return { minorUnits: amount, currency };
  }
}
