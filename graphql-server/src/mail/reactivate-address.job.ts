import { MailRefused, type Services } from '../context.ts';
import { record } from '../clients/client-event.entity.ts';
import { Contact } from '../clients/contact.entity.ts';
import type { Jobs } from '../jobs.ts';
import { emFor } from '../tenancy.ts';
import { SuppressedAddress } from './suppressed-address.entity.ts';
import { suppressionOf } from './suppression.access.ts';

/** The provider keeps a list of its own. What it will not take off it (a complaint, with Postmark) is shown as suppressed again. */
export async function reactivateAddress(services: Services, { businessId, suppressedAddressId, contactId }: Jobs['reactivate-address']): Promise<void> {
  const em = emFor(services.orm, { kind: 'business', businessId });
  const suppressed = await em.findOneOrFail(SuppressedAddress, { businessId, id: suppressedAddressId });
  if (!suppressed.clearedAt) return;
  const refusal = await services.mailer.reactivate(suppressed.address).then(() => null, (error: unknown) => {
    if (error instanceof MailRefused) return error;
    throw error;
  });
  if (!refusal) return;
  await em.transactional(async (tx) => {
    if (await suppressionOf(tx, businessId, suppressed.address)) return;
    suppressed.restore(`The mail provider does not release the address: ${refusal.message} Its support can.`);
    const contact = await tx.findOneOrFail(Contact, { businessId, id: contactId });
    const kind = suppressed.cause === 'COMPLAINED' ? 'mail.complained' : 'mail.bounced';
    record(tx, contact, { kind, summary: `The mail provider does not release ${suppressed.address}; no mail is sent there` });
  });
}
