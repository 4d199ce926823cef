import type { EntityManager } from '@mikro-orm/postgresql';
import { Business } from '../businesses/business.entity.ts';
import { Client } from '../clients/client.entity.ts';
import { Contact } from '../clients/contact.entity.ts';
import { printedAttachmentsOf } from '../files/attachment.access.ts';
import { documentTotals } from './document-totals.ts';
import { linesOf, type DraftLine } from './document-lines.ts';
import { frozenDocument } from './document-revisions.ts';
import { draftedLines, type DraftContent, type ShownLine } from './write-draft.ts';
import { discountOf, pricingOf, type PricedDocument } from './priced-document.entity.ts';
import type { DocumentKind, PrintedDocument } from './printed-document.ts';

/** What is printed of a document itself; which of the dates it has depends on its kind. */
export type Printable = Pick<
  PricedDocument,
  'number' | 'issueDate' | 'reference' | 'currency' | 'pricesIncludeTax' | 'taxRounding' | 'discountPercent' | 'discountAmount' | 'terms' | 'notes'
> & { dueDate?: string | null; deposit?: number | null; validUntil?: string | null; corrects?: PrintedDocument['corrects'] };

type Stored = Printable & Pick<PricedDocument, 'id' | 'businessId' | 'clientId' | 'revision'> & { state?: string; draft?: DraftContent | null };

/** What was sent, as it was sent; to the team, of a draft, what would be. */
export async function documentOf(em: EntityManager, kind: DocumentKind, document: Stored, side: 'team' | 'contact'): Promise<PrintedDocument> {
  const isLive = document.state === 'DRAFT' && (side === 'team' || document.revision === 0);
  return (isLive ? null : await frozenDocument(em, document)) ?? composeDocument(em, kind, document, document.draft && draftedLines(document.draft));
}

/** The document as the records say it now. */
export async function composeDocument(em: EntityManager, kind: DocumentKind, document: Stored, drafted: ShownLine[] | null = null): Promise<PrintedDocument> {
  const { businessId, clientId } = document;
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const client = await em.findOneOrFail(Client, { businessId, id: clientId });
  const contact = await em.findOne(Contact, { businessId, clientId, archivedAt: null }, { orderBy: { createdAt: 'asc', id: 'asc' } });
  const lines = drafted ?? (await linesOf(em, kind, document));
  const attachments = kind === 'CREDIT_NOTE' ? [] : await printedAttachmentsOf(em, document, kind);
  return printed(kind, document, lines, { business, client, contactName: contact?.name ?? null, attachments });
}

export interface Parties {
  business: Business;
  /** null while nobody has been chosen */
  client: Client | null;
  contactName: string | null;
  attachments: PrintedDocument['attachments'];
}

/** Of stored rows, or of a form that is not saved yet. */
export function printed(kind: DocumentKind, document: Printable, lines: (Pick<DraftLine, 'description' | 'quantity' | 'unitPrice' | 'taxes'> & Discounted)[], { business, client, contactName, attachments }: Parties): PrintedDocument {
  const { lines: amounts, ...totals } = documentTotals(pricingOf(document, lines));
  return {
    kind,
    number: document.number,
    locale: client?.locale ?? business.locale,
    paper: business.paper,
    issueDate: document.issueDate,
    dueDate: document.dueDate ?? null,
    validUntil: document.validUntil ?? null,
    reference: document.reference,
    corrects: document.corrects ?? null,
    currency: document.currency,
    pricesIncludeTax: document.pricesIncludeTax,
    taxRounding: document.taxRounding,
    business: {
      name: business.name,
      email: business.email,
      address: business.address,
      taxId: business.taxId,
      brandColor: business.brandColor,
      bankDetails: business.bankDetails,
      logo: business.logo,
    },
    client: {
      name: client?.name ?? '',
      contactName: contactName === client?.name ? null : contactName,
      address: client?.address ?? [],
      taxId: client?.taxId ?? null,
    },
    lines: lines.map(({ description, quantity, unitPrice, taxes, ...line }, index) => ({
      description, quantity, unitPrice, taxes, discount: discountOf(line), ...amounts[index]!,
    })),
    discount: discountOf(document),
    ...totals,
    deposit: document.deposit ?? null,
    terms: document.terms,
    notes: document.notes,
    attachments,
  };
}

type Discounted = { discountPercent: string | null; discountAmount: number | null };
