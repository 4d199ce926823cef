import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { mustHavePower, type TeamViewer } from '../auth/viewer.ts';
import { todayOf } from '../businesses/today.ts';
import type { Context } from '../context.ts';
import { lockEstimate } from '../estimates/estimate.access.ts';
import { lockInvoice } from '../invoices/invoice.access.ts';
import { badInput, notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { attachFile } from './attach-file.ts';
import type { AttachmentRow, AttachedTo } from './attachment.access.ts';
import { Attachment } from './attachment.entity.ts';
import { AttachmentType } from './attachment.type.ts';

@Resolver(() => AttachmentType)
export class AttachmentResolver {
  @Mutation(() => AttachmentType, { description: 'Attaches an uploaded file to a draft; at most 20.' })
  async attachFile(
    @Ctx() context: Context,
    @Arg('fileId', () => ID) fileId: string,
    @Arg('name', () => String) name: string,
    @Arg('invoiceId', () => ID, { nullable: true }) invoiceId?: string | null,
    @Arg('estimateId', () => ID, { nullable: true }) estimateId?: string | null,
  ): Promise<AttachmentRow> {
    const viewer = mustHavePower(context, 'bill');
    if (Boolean(invoiceId) === Boolean(estimateId)) throw badInput('Please name an invoice or an estimate.', 'invoiceId');
    const draft = await lockDraft(context, viewer, { invoiceId, estimateId });
    return attachFile(context.em, draft, { fileId, name }, context.clock());
  }

  @Mutation(() => ID, { description: 'Takes a file off a draft. Who was sent it keeps it until the document is sent again.' })
  async removeAttachment(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<string> {
    const viewer = mustHavePower(context, 'bill');
    const attachment = isUuid(id) ? await context.em.findOne(Attachment, { businessId: viewer.businessId, id, removedAt: null }) : null;
    if (!attachment) throw notFound('attachment');
    await lockDraft(context, viewer, attachment);
    attachment.remove(context.clock());
    return id;
  }

  @FieldResolver(() => String, { description: 'Path on this origin.' })
  url(@Root() { id }: AttachmentRow, @Ctx() { side }: Context): string {
    return `${side === 'admin' ? '/admin' : ''}/files/attachments/${id}`;
  }
}

async function lockDraft(
  context: Context, viewer: TeamViewer, of: { invoiceId?: string | null; estimateId?: string | null },
): Promise<AttachedTo & { clientId: string }> {
  const { businessId } = viewer;
  if (of.invoiceId) {
    const invoice = await lockInvoice(context.em, viewer, of.invoiceId);
    invoice.must('EDIT');
    return { businessId, clientId: invoice.clientId, invoiceId: invoice.id };
  }
  const estimate = await lockEstimate(context.em, viewer, of.estimateId ?? '');
  estimate.must('EDIT', 'team', await todayOf(context, businessId));
  return { businessId, clientId: estimate.clientId, estimateId: estimate.id };
}
