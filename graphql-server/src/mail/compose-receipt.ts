import { receiptEmail } from '../documents/document.emails.ts';
import { Payment, type PaymentMethod } from '../payments/payment.entity.ts';
import type { Content, Setting } from './compose-dispatch.ts';
import type { Dispatch } from './dispatch.entity.ts';
import { logoUrl } from './logo-url.ts';

const methods: Record<PaymentMethod, string> = {
  CARD: 'Card', BANK_DEBIT: 'Bank debit', BANK_TRANSFER: 'Bank transfer', CASH: 'Cash', CHEQUE: 'Cheque', IMPORTED: 'Imported', OTHER: 'Other',
};

/** What was paid, and which invoices took how much of it, as the ledger says. */
export async function composeReceipt({ businessId, paymentId }: Dispatch, { services, em, business, client, contact, link }: Setting): Promise<Content> {
  const payment = await em.findOneOrFail(Payment, { businessId, id: paymentId ?? '' });
  const parts = await em.execute<{ id: string; number: string; amount: number; balanceLeft: number }[]>(
    `select i.id, i.number, l.paid_change as amount, i.balance as "balanceLeft" from ledger_entry l
     join invoice i on i.business_id = l.business_id and i.id = l.invoice_id
     where l.business_id = ? and l.payment_id = ? and l.kind = 'PAID' order by l.id`,
    [businessId, payment.id],
  );
  return receiptEmail({
    businessName: business.name, brandColor: business.brandColor, address: business.address, logoUrl: logoUrl(services.config, business.logo),
    locale: client.locale ?? business.locale, currency: payment.currency, amount: payment.amount, method: methods[payment.method],
    paidOn: payment.receivedOn,
    // A provider's own id tells the payer nothing.
    reference: payment.paymentIntentId ? null : payment.reference,
    parts,
    credit: payment.amount - parts.reduce((sum, { amount }) => sum + amount, 0),
    contactName: contact.name,
    link: link(parts.length === 1 ? `/invoices/${parts[0]!.id}` : '/'),
  });
}
