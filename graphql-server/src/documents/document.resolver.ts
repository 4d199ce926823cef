import { Arg, Ctx, Field, ID, InputType, Query, Resolver } from 'type-graphql';
import { mustHavePower, type TeamViewer } from '../auth/viewer.ts';
import { Business } from '../businesses/business.entity.ts';
import { todayOf } from '../businesses/today.ts';
import { findClient } from '../clients/client.access.ts';
import { Contact } from '../clients/contact.entity.ts';
import type { Context } from '../context.ts';
import { findEstimate } from '../estimates/estimate.access.ts';
import { printedAttachmentsOf } from '../files/attachment.access.ts';
import { findInvoice } from '../invoices/invoice.access.ts';
import { mustBeDeposit } from '../invoices/invoice.entity.ts';
import { CalendarDate, SafeInt } from '../shared/scalars.ts';
import { printed } from './compose-document.ts';
import { documentFragment } from './document-html.ts';
import { DraftInput } from './document.inputs.ts';
import { documentKinds } from './document.types.ts';
import type { DocumentKind } from './printed-document.ts';
import { contentFrom, priceDraft } from './write-draft.ts';

@InputType({ description: 'A form as it is now.' })
class PreviewDocumentInput extends DraftInput {
  @Field(() => documentKinds)
  kind!: DocumentKind;

  @Field(() => ID, { nullable: true, description: 'Of the draft, for its attachments, when it is saved already.' })
  id?: string | null;

  @Field(() => ID, { nullable: true })
  clientId?: string | null;

  @Field(() => String, { nullable: true })
  number?: string | null;

  @Field(() => CalendarDate, { nullable: true })
  dueDate?: string | null;

  @Field(() => CalendarDate, { nullable: true })
  validUntil?: string | null;

  @Field(() => SafeInt, { nullable: true, description: 'Of an invoice, in minor units.' })
  deposit?: number | null;
}

async function attachmentsIn(em: Context['em'], viewer: TeamViewer, { kind, id }: PreviewDocumentInput) {
  if (!id || kind === 'CREDIT_NOTE') return [];
  const find = kind === 'INVOICE' ? findInvoice : findEstimate;
  return printedAttachmentsOf(em, await find(em, viewer, id), kind);
}

@Resolver()
export class DocumentResolver {
  @Query(() => String, { description: 'The HTML of what would be sent (see `documentHtml`). Nothing is saved.' })
  async previewDocument(@Ctx() context: Context, @Arg('input', () => PreviewDocumentInput) input: PreviewDocumentInput): Promise<string> {
    const { em } = context;
    const viewer = mustHavePower(context, 'bill');
    const { businessId } = viewer;
    const business = await em.findOneOrFail(Business, { businessId, id: businessId });
    const client = input.clientId ? await findClient(em, viewer, input.clientId) : null;
    const contact = client && (await em.findOne(Contact, { businessId, clientId: client.id, archivedAt: null }, { orderBy: { createdAt: 'asc', id: 'asc' } }));
    const attachments = await attachmentsIn(em, viewer, input);

    const content = contentFrom(input, business, await todayOf(context, businessId));
    const { total } = priceDraft(input.kind, content);
    const deposit = input.kind === 'INVOICE' ? (input.deposit ?? null) : null;
    mustBeDeposit(deposit, total);
    const { lines, discount, ...facts } = content;
    const document = {
      ...facts, number: input.number ?? null, dueDate: input.dueDate ?? null, validUntil: input.validUntil ?? null, deposit,
      discountPercent: discount?.percent ?? null, discountAmount: discount?.amount ?? null,
    };
    const drafted = lines.map((line) => ({ ...line, discountPercent: line.discount?.percent ?? null, discountAmount: line.discount?.amount ?? null }));
    return documentFragment(printed(input.kind, document, drafted, { business, client, contactName: contact?.name ?? null, attachments }));
  }
}
