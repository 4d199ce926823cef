import { Ctx, FieldResolver, Resolver, Root, type ClassType } from 'type-graphql';
import type { Context } from '../context.ts';
import { attachmentsOf } from '../files/attachment.access.ts';
import { AttachmentType } from '../files/attachment.type.ts';
import { changesBetween } from './document-changes.ts';
import type { DocumentRow } from './document-fields.ts';
import { documentFragment } from './document-html.ts';
import { revisionsOf } from './document-revisions.ts';
import { Revision } from './document.types.ts';
import type { PricedDocument } from './priced-document.entity.ts';

const folders = { INVOICE: 'invoices', ESTIMATE: 'estimates' } as const;

/** What documents that can be revised answer alike. */
export function revisionFields<T extends PricedDocument>(type: () => ClassType<T>, kind: 'INVOICE' | 'ESTIMATE') {
  @Resolver(type)
  class RevisionFields {
    @FieldResolver(() => Boolean, { description: 'It was sent and pulled back. What a contact sees is what was sent last.' })
    isBeingRevised(@Root() { state, revision }: DocumentRow): boolean {
      return state === 'DRAFT' && revision > 0;
    }

    @FieldResolver(() => [AttachmentType])
    attachments(@Root() { businessId, id }: DocumentRow, @Ctx() { em, viewer }: Context) {
      return attachmentsOf(em, kind === 'INVOICE' ? { businessId, invoiceId: id } : { businessId, estimateId: id }, viewer?.kind);
    }

    @FieldResolver(() => [Revision], { description: 'Each that was sent, newest first; for the team.' })
    async revisions(@Root() document: DocumentRow, @Ctx() { em, viewer }: Context): Promise<Revision[]> {
      if (viewer?.kind !== 'team') return [];
      const sent = await revisionsOf(em, document);
      return sent.map(({ revision, createdAt, document: printed }, index) => {
        const before = sent[index + 1]?.document;
        return {
          revision,
          sentAt: createdAt,
          total: { minorUnits: printed.total, currency: printed.currency },
          documentHtml: documentFragment(printed),
          pdfUrl: `/admin/files/${folders[kind]}/${document.id}.pdf?revision=${revision}`,
          changes: before ? changesBetween(before, printed) : [],
        };
      });
    }
  }
  return RevisionFields;
}
