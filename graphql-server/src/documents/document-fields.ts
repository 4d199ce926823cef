import { Ctx, FieldResolver, Resolver, Root, type ClassType } from 'type-graphql';
import type { Context } from '../context.ts';
import { Client } from '../clients/client.entity.ts';
import { Dispatch } from '../mail/dispatch.entity.ts';
import { dispatchesOf } from '../mail/dispatch.access.ts';
import type { Row } from '../plain-rows.ts';
import { notFound } from '../shared/domain-error.ts';
import { MoneyType } from '../shared/money.type.ts';
import { documentOf } from './compose-document.ts';
import { documentFragment } from './document-html.ts';
import { discountOf, pricingOf, type PricedDocument } from './priced-document.entity.ts';
import { documentTotals, type Discount, type TaxRounding } from './document-totals.ts';
import { DiscountType, LineType, taxRoundings, TaxTotalType } from './document.types.ts';
import { draftedLines, type DraftContent, type ShownLine } from './write-draft.ts';
import type { DocumentKind } from './printed-document.ts';

export type DocumentRow = Row<PricedDocument> & { state?: string; draft?: DraftContent | null };

/** What invoices, estimates and credit notes answer alike. */
export function documentFields<T extends PricedDocument>(type: () => ClassType<T>, kind: DocumentKind) {
  @Resolver(type)
  class DocumentFields {
    @FieldResolver(() => Client)
    async client(@Root() { clientId }: DocumentRow, @Ctx() { loaders }: Context) {
      return (await loaders.client.load(clientId)) ?? Promise.reject(notFound('client'));
    }

    @FieldResolver(() => [LineType])
    async lines(@Root() document: DocumentRow, @Ctx() context: Context): Promise<LineType[]> {
      const lines = await linesFor(context, kind, document);
      const money = (minorUnits: number) => ({ minorUnits, currency: document.currency });
      return lines.map((line) => ({
        id: line.id, description: line.description, quantity: line.quantity, taxes: [...line.taxes],
        unitPrice: money(line.unitPrice), discount: discountType(discountOf(line), document.currency),
        discountTotal: money(line.discountTotal), amount: money(line.amount),
      }));
    }

    @FieldResolver(() => taxRoundings, { description: 'As the business had it when the draft was begun.' })
    taxRounding(@Root() { taxRounding }: DocumentRow): TaxRounding {
      return taxRounding;
    }

    @FieldResolver(() => MoneyType, { description: "The sum of the lines' amounts." })
    subtotal(@Root() { subtotal, currency }: DocumentRow): MoneyType {
      return { minorUnits: subtotal, currency };
    }

    @FieldResolver(() => DiscountType, { nullable: true, description: 'On the whole document.' })
    discount(@Root() document: DocumentRow): DiscountType | null {
      return discountType(discountOf(document), document.currency);
    }

    @FieldResolver(() => MoneyType, { description: 'What the discount on the whole document comes to.' })
    discountTotal(@Root() { discountTotal, currency }: DocumentRow): MoneyType {
      return { minorUnits: discountTotal, currency };
    }

    @FieldResolver(() => MoneyType, { description: 'Without tax: `netTotal + taxTotal = total`.' })
    netTotal(@Root() { total, taxTotal, currency }: DocumentRow): MoneyType {
      return { minorUnits: total - taxTotal, currency };
    }

    @FieldResolver(() => [TaxTotalType])
    async taxes(@Root() document: DocumentRow, @Ctx() context: Context): Promise<TaxTotalType[]> {
      const { currency } = document;
      const { taxes } = documentTotals(pricingOf(document, await linesFor(context, kind, document)));
      return taxes.map(({ base, amount, ...tax }) => ({ ...tax, base: { minorUnits: base, currency }, amount: { minorUnits: amount, currency } }));
    }

    @FieldResolver(() => MoneyType)
    taxTotal(@Root() { taxTotal, currency }: DocumentRow): MoneyType {
      return { minorUnits: taxTotal, currency };
    }

    @FieldResolver(() => MoneyType)
    total(@Root() { total, currency }: DocumentRow): MoneyType {
      return { minorUnits: total, currency };
    }

    @FieldResolver(() => [Dispatch], { description: 'Each mail about it, newest first; for the team.' })
    dispatches(@Root() document: DocumentRow, @Ctx() { em, viewer, loaders }: Context) {
      if (viewer?.kind !== 'team') return [];
      return kind === 'INVOICE' ? loaders.invoiceDispatches.load(document.id) : dispatchesOf(em, kind, document);
    }

    @FieldResolver(() => String, {
      description: 'The document as accessible HTML with its own <style>, from the template of the PDF; for a shadow root.',
    })
    async documentHtml(@Root() document: DocumentRow, @Ctx() { em, viewer }: Context): Promise<string> {
      return documentFragment(await documentOf(em, kind, document, viewer?.kind ?? 'contact'));
    }
  }
  return DocumentFields;
}

export const discountType = (discount: Discount | null, currency: string): DiscountType | null =>
  discount && { percent: discount.percent, amount: discount.amount === null ? null : { minorUnits: discount.amount, currency } };

/** To the team, those of what is being written. */
async function linesFor({ loaders, viewer }: Context, kind: DocumentKind, document: DocumentRow): Promise<readonly ShownLine[]> {
  return document.draft && viewer?.kind === 'team' ? draftedLines(document.draft) : loaders.lines[kind].load(document.id);
}
