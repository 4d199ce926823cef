import { refundEmail } from '../documents/document.emails.ts';
import { Payment } from '../payments/payment.entity.ts';
import { Refund } from '../payments/refund.entity.ts';
import type { Content, Setting } from './compose-dispatch.ts';
import type { Dispatch } from './dispatch.entity.ts';
import { logoUrl } from './logo-url.ts';

/** What goes back, of which payment, and what is owed again because of it. */
export async function composeRefundNotice({ businessId, refundId }: Dispatch, { services, em, business, client, contact, link }: Setting): Promise<Content> {
  const refund = await em.findOneOrFail(Refund, { businessId, id: refundId ?? '' });
  const payment = await em.findOneOrFail(Payment, { businessId, id: refund.paymentId });
  const reopened = await em.execute<{ id: string; number: string; balance: number }[]>(
    `select distinct i.id, i.number, i.balance from ledger_entry e join invoice i on i.business_id = e.business_id and i.id = e.invoice_id
     where e.business_id = ? and e.refund_id = ? and i.state = 'SENT' and i.balance > 0 order by i.number`,
    [businessId, refund.id],
  );
  return refundEmail({
    businessName: business.name, brandColor: business.brandColor, address: business.address, logoUrl: logoUrl(services.config, business.logo),
    locale: client.locale ?? business.locale, currency: refund.currency, amount: refund.amount, paid: payment.amount, paidOn: payment.receivedOn,
    reopened, contactName: contact.name, link: link(reopened.length === 1 ? `/invoices/${reopened[0]!.id}` : '/'),
  });
}
