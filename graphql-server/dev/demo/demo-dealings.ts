import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../../src/auth/viewer.ts';
import type { Business } from '../../src/businesses/business.entity.ts';
import { Contact } from '../../src/clients/contact.entity.ts';
import { issueCreditNote } from '../../src/credit-notes/issue-credit-note.ts';
import type { DraftLine } from '../../src/documents/document-lines.ts';
import type { Tax } from '../../src/documents/document-totals.ts';
import { answerEstimate } from '../../src/estimates/answer-estimate.ts';
import { convertEstimate } from '../../src/estimates/convert-estimate.ts';
import { createEstimate } from '../../src/estimates/create-estimate.ts';
import type { Estimate } from '../../src/estimates/estimate.entity.ts';
import { sendEstimate } from '../../src/estimates/send-estimate.ts';
import { createInvoice } from '../../src/invoices/create-invoice.ts';
import { lockInvoices } from '../../src/invoices/invoice.access.ts';
import { Invoice } from '../../src/invoices/invoice.entity.ts';
import { sendInvoice } from '../../src/invoices/send-invoice.ts';
import { recordPayment } from '../../src/payments/record-payment.ts';
import { addDays, dayIn } from '../../src/shared/clock.ts';
import { ADA } from './demo-clients.ts';

/** What a file cannot tell of: offers and their answers, money that came in parts, something credited. */
export async function seedDealings(em: EntityManager, business: Business, by: TeamViewer, now: Date): Promise<void> {
  const dealings = new Dealings(em, business, by, now);
  await dealings.offer();
  await dealings.discount();
  await dealings.payInPart();
  await dealings.credit();
  await em.flush();
}

const vat = (rate: string): Tax[] => [{ name: 'VAT', rate, isCompound: false }];

const line = (description: string, quantity: string, unitPrice: number, rate = '19', percent: string | null = null): DraftLine => ({
  description, quantity, unitPrice, taxes: vat(rate), discount: percent === null ? null : { percent, amount: null },
});

type Answered = { accepted: string } | { declined: string; reason: string };

class Dealings {
  readonly #today: string;

  constructor(readonly em: EntityManager, readonly business: Business, readonly by: TeamViewer, readonly now: Date) {
    this.#today = dayIn(business.timeZone, now);
  }

  async offer(): Promise<void> {
    await this.estimate('rechnung@brueckner-bau.example', 0, [line('Footbridge over the Wümme, preliminary design', '36', 12_450)], null);
    await this.send(await this.estimate(ADA, 3, [
      line('Boat house, concept design', '24', 9_800, '25'), line('Scale model 1:50, oak and plywood', '1', 185_000, '25'), line('Printed catalogue, copies', '40', 1_190, '6'),
    ], '5'));
    await this.send(await this.estimate('loic@lephare.example', 48, [line('Wayfinding and signage plan', '18', 8_800, '20')], null));
    await this.accept(await this.estimate(ADA, 12, [line('Lighting simulation, great hall', '3', 31_000, '25')], null), 'Ada Lindqvist');
    await this.accept(await this.estimate('buero@hafenlicht.example', 9, [line('Tender documents, quay 7', '22', 9_900)], null), 'Thea Gröning');
    const declined = await this.estimate('aenne@suessmund.example', 16, [line('Packaging design, four formats', '4', 78_000, '19', '10')], null);
    await this.answer(declined, { declined: 'Änne Süßmund', reason: 'We start with two formats and come back in spring.' });
    const done = await this.estimate('amministrazione@perugini.example', 20, [line('Brand guidelines, revision', '1', 124_000, '22'), line('Workshop, half a day', '2', 64_000, '22')], null);
    await this.accept(done, 'Niccolò Perugini');
    await convertEstimate(this.em, this.by, done, this.now);
  }

  /** A discount on the whole of it and one on a line, with two rates of tax. */
  async discount(): Promise<void> {
    const contact = await this.contactOf('buero@hafenlicht.example');
    const invoice = await createInvoice(this.em, this.business, { id: contact.clientId }, {
      ...this.common(0), dueDate: addDays(this.#today, 14), reference: 'HL-2207', discount: { percent: '3', amount: null },
      lines: [line('Construction supervision', '18', 11_200), line('Rendering, exterior view', '4', 27_500, '19', '15'), line('Printed catalogue, copies', '120', 1_190, '7')],
    });
    await sendInvoice(this.em, invoice, { message: 'As agreed by telephone, with three percent off all of it.' }, this.now);
  }

  async payInPart(): Promise<void> {
    const { clientId } = await this.contactOf(ADA);
    const invoice = await this.oldestOwed(clientId);
    const amount = Math.round(invoice.balance / 200) * 100;
    await recordPayment(this.em, this.by, invoice, { amount, method: 'BANK_TRANSFER', reference: 'Part 1 of 2', receivedOn: addDays(this.#today, -2), sendReceipt: false }, this.now);
  }

  async credit(): Promise<void> {
    const { clientId } = await this.contactOf(ADA);
    const invoice = await this.oldestOwed({ $ne: clientId });
    const amount = Math.min(12_000, Math.floor(invoice.total / 4));
    await issueCreditNote(this.em, this.by, invoice, { lines: [{ ...line('One rendering less than billed', '1', amount), taxes: [] }], reason: 'One rendering less than billed.' }, this.now);
  }

  private common(daysAgo: number) {
    const { pricesIncludeTax, taxRounding, terms } = this.business;
    return { currency: 'EUR', issueDate: addDays(this.#today, -daysAgo), reference: null, notes: null, terms, pricesIncludeTax, taxRounding };
  }

  private async estimate(email: string, daysAgo: number, lines: DraftLine[], percent: string | null): Promise<Estimate> {
    const contact = await this.contactOf(email);
    const discount = percent === null ? null : { percent, amount: null };
    return createEstimate(this.em, this.business, { id: contact.clientId }, { ...this.common(daysAgo), lines, discount, validUntil: addDays(this.#today, 30 - daysAgo) });
  }

  private async send(estimate: Estimate): Promise<Estimate> {
    await sendEstimate(this.em, estimate, {}, new Date(`${estimate.issueDate}T09:30:00Z`));
    return estimate;
  }

  private accept(estimate: Estimate, name: string): Promise<void> {
    return this.answer(estimate, { accepted: name });
  }

  private async answer(estimate: Estimate, given: Answered): Promise<void> {
    await this.send(estimate);
    const said = 'accepted' in given ? ({ accepts: true, name: given.accepted } as const) : ({ accepts: false, name: given.declined, reason: given.reason } as const);
    await answerEstimate(this.em, this.by, estimate, { ...said, ip: null, at: new Date(`${addDays(estimate.issueDate, 4)}T14:05:00Z`) });
    await this.em.flush();
  }

  private contactOf(email: string): Promise<Contact> {
    return this.em.findOneOrFail(Contact, { businessId: this.business.id, email });
  }

  /** In euros. */
  private async oldestOwed(clientId: string | { $ne: string }): Promise<Invoice> {
    const owed = await this.em.findOneOrFail(Invoice, { businessId: this.business.id, clientId, state: 'SENT', currency: 'EUR' }, { orderBy: { issueDate: 'asc', id: 'asc' } });
    const [invoice] = await lockInvoices(this.em, this.business.id, [owed.id]);
    return invoice!;
  }
}
