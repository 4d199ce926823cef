import type { EntityManager } from '@mikro-orm/postgresql';
import type { ContactViewer, TeamViewer } from '../../src/auth/viewer.ts';
import { Business } from '../../src/businesses/business.entity.ts';
import { TeamMember } from '../../src/businesses/team-member.entity.ts';
import { Client } from '../../src/clients/client.entity.ts';
import { Contact } from '../../src/clients/contact.entity.ts';
import type { Services } from '../../src/context.ts';
import { issueCreditNote } from '../../src/credit-notes/issue-credit-note.ts';
import { createInvoice } from '../../src/invoices/create-invoice.ts';
import { lockInvoice } from '../../src/invoices/invoice.access.ts';
import { issueInvoice } from '../../src/invoices/send-invoice.ts';
import { pullBackInvoice, voidInvoice } from '../../src/invoices/withdraw-invoice.ts';
import { enqueue } from '../../src/jobs.ts';
import { connectStripe } from '../../src/payments/connect-stripe.ts';
import { createPaymentIntent } from '../../src/payments/create-payment-intent.ts';
import { lockEvent } from '../../src/payments/payment-event.access.ts';
import { lockPayment } from '../../src/payments/payment.access.ts';
import { createRefund } from '../../src/payments/create-refund.ts';
import { reconcileAccount, reconcilePayments } from '../../src/payments/reconcile.job.ts';
import { recordPayment } from '../../src/payments/record-payment.ts';
import { undoPayment } from '../../src/payments/undo-payment.ts';
import { applyCredit } from '../../src/statements/apply-credit.ts';
import { ledgerDifferences, type BalanceDifference } from '../../src/statements/ledger.ts';
import { emFor } from '../../src/tenancy.ts';

export interface Who { businessId: string; teamMemberId: string; clientId: string; contactId: string }

interface Results {
  openBusiness: { businessId: string; teamMemberId: string };
  addClient: { clientId: string; contactId: string };
  issue: string;
  verify: BalanceDifference[];
  checkout: { clientSecret: string; publishableKey: string; paymentIntentId: string; amount: { minorUnits: number } };
}

export type Action =
  | { does: 'openBusiness'; account: string }
  | { does: 'addClient'; businessId: string }
  | { does: 'reconcile'; businessId: string; everybody: boolean }
  | { does: 'verify'; businessId: string; clientId: string | null }
  | (Who & Doing);

/** What people do, at the business or at the client. */
export type Doing =
  | { does: 'issue'; amount: number; currency: string; dueDate: string }
  | { does: 'void' | 'pullBack' | 'sendAgain'; invoiceId: string }
  | { does: 'recordCash' | 'creditNote' | 'applyCredit'; invoiceId: string; amount: number }
  | { does: 'undo'; paymentId: string }
  | { does: 'refund'; paymentId: string; amount: number; requestKey: string }
  | { does: 'replay'; stripeId: string }
  | { does: 'checkout'; invoiceIds: string[]; amount: number | null };

export type Done<A extends { does: string }> = A['does'] extends keyof Results ? Results[A['does']] : null;

/** As the product's own doors do it, but for HTTP, sessions and mail, which are tested elsewhere. */
export async function act(services: Services, action: Action): Promise<unknown> {
  switch (action.does) {
    case 'openBusiness':
      return openBusiness(services, action.account);
    case 'addClient':
      return addClient(services, action.businessId);
    case 'reconcile':
      // Of all businesses at once where there are few; else each lane would do the work of all.
      await (action.everybody ? reconcilePayments(services) : reconcileAccount(services, action));
      return null;
    case 'verify':
      return ledgerDifferences(emFor(services.orm, action.clientId ? { kind: 'client', businessId: action.businessId, clientId: action.clientId } : { kind: 'system' }));
    case 'checkout':
      return createPaymentIntent(services, contact(action), { invoiceIds: action.invoiceIds, amount: action.amount });
    default:
      return emFor(services.orm, { kind: 'business', businessId: action.businessId }).transactional((em) => bill(services, em, action));
  }
}

async function bill({ clock }: Services, em: EntityManager, action: Exclude<Doing, { does: 'checkout' }> & Who): Promise<unknown> {
  const by = team(action);
  const now = clock();
  switch (action.does) {
    case 'issue':
      return issue(em, action, now);
    case 'refund':
      await createRefund(em, by, await lockPayment(em, by, action.paymentId), action);
      return null;
    case 'replay':
      await replay(em, by, action.stripeId);
      return null;
    case 'undo':
      await undoPayment(em, by, await lockPayment(em, by, action.paymentId), null, now);
      return null;
  }
  const invoice = await lockInvoice(em, by, action.invoiceId);
  switch (action.does) {
    case 'void':
      await voidInvoice(em, invoice, now);
      return null;
    case 'pullBack':
      await pullBackInvoice(em, invoice, now);
      return null;
    case 'sendAgain':
      invoice.must('SEND');
      await issueInvoice(em, invoice, now, { number: invoice.number ?? '', bookedOn: invoice.issueDate });
      return null;
    case 'recordCash':
      await recordPayment(em, by, invoice, { amount: action.amount, method: 'CASH', sendReceipt: false }, now);
      return null;
    case 'creditNote':
      await issueCreditNote(em, by, invoice, { lines: [{ description: 'Back', quantity: '1', unitPrice: action.amount, discount: null, taxes: [] }] }, now);
      return null;
    case 'applyCredit':
      await applyCredit(em, invoice, action.amount, now);
      return null;
  }
}

async function openBusiness(services: Services, account: string): Promise<Results['openBusiness']> {
  const business = Object.assign(Business.create(account), { sendsReceipts: false, partialPayments: true });
  const member = Object.assign(new TeamMember(), { businessId: business.id, name: 'Owner', email: `owner@${account}.example` });
  await emFor(services.orm, { kind: 'system' }).persist([business, member]).flush();
  await connectStripe(services, business.id, { secretKey: `sk_test_${account}`, publishableKey: `pk_test_${account}` });
  return { businessId: business.id, teamMemberId: member.id };
}

async function addClient({ orm }: Services, businessId: string): Promise<Results['addClient']> {
  const client = Object.assign(new Client(), { businessId, name: 'Payer' });
  const contact = Object.assign(new Contact(), { businessId, clientId: client.id, name: 'Payer', email: 'payer@payer.example' });
  await emFor(orm, { kind: 'system' }).persist([client, contact]).flush();
  return { clientId: client.id, contactId: contact.id };
}

/** Sent without a mail and without a PDF, as an import does. */
async function issue(em: EntityManager, { businessId, clientId, amount, currency, dueDate }: Extract<Doing, { does: 'issue' }> & Who, now: Date): Promise<string> {
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const invoice = await createInvoice(em, business, { id: clientId }, {
    currency, issueDate: '2026-01-15', dueDate, reference: null, notes: null, terms: null, pricesIncludeTax: false, taxRounding: 'DOCUMENT', discount: null,
    lines: [{ description: 'Work', quantity: '1', unitPrice: amount, discount: null, taxes: [] }],
  });
  await em.flush();
  await issueInvoice(em, invoice, now, { number: invoice.id.slice(-12), bookedOn: invoice.issueDate });
  return invoice.id;
}

/** As if the process had been killed after it applied the event, and before it noted so. */
async function replay(em: EntityManager, by: TeamViewer, stripeId: string): Promise<void> {
  const { businessId } = by;
  const [row] = await em.execute<{ id: string }[]>('update provider_event set applied_at = null where business_id = ? and provider_event_id = ? returning id', [businessId, stripeId]);
  if (!row) return;
  (await lockEvent(em, by, row.id)).mayRunAgain();
  await enqueue(em, 'apply-payment-event', { businessId, eventId: row.id });
}

const contact = ({ businessId, clientId, contactId }: Who): ContactViewer =>
  ({ kind: 'contact', businessId, clientId, contactId, name: 'Payer', email: 'payer@payer.example', sessionId: contactId });

const team = ({ businessId, teamMemberId }: Who): TeamViewer =>
  ({ kind: 'team', businessId, teamMemberId, name: 'Owner', email: 'owner@owner.example', role: 'OWNER', sessionId: teamMemberId });
