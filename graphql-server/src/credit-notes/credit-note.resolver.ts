import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { mustBeSignedIn, mustHavePower } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { documentFields } from '../documents/document-fields.ts';
import { DocumentLineInput } from '../documents/document.inputs.ts';
import { linesFrom } from '../documents/write-draft.ts';
import { findInvoice, lockInvoice } from '../invoices/invoice.access.ts';
import { Invoice } from '../invoices/invoice.entity.ts';
import { findCreditNote, type CreditNoteRow } from './credit-note.access.ts';
import { CreditNote } from './credit-note.entity.ts';
import { issueCreditNote } from './issue-credit-note.ts';

@InputType()
class IssueCreditNoteInput {
  @Field(() => ID)
  invoiceId!: string;

  @Field(() => [DocumentLineInput], { nullable: true, description: 'The whole invoice when left out.' })
  lines?: DocumentLineInput[] | null;

  @Field(() => String, { nullable: true })
  reason?: string | null;

  @Field(() => [ID], { nullable: true, description: "Whom it is mailed to: all of the client's contacts when empty, nobody when left out." })
  contactIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Goes with the mail.' })
  message?: string | null;
}

export const CreditNoteDocumentFields = documentFields(() => CreditNote, 'CREDIT_NOTE');

@Resolver(() => CreditNote)
export class CreditNoteResolver {
  @Query(() => CreditNote)
  creditNote(@Ctx() context: Context, @Arg('id', () => ID) id: string) {
    return findCreditNote(context.em, mustBeSignedIn(context), id);
  }

  @Mutation(() => CreditNote, { description: 'Settles what the invoice still owes; what is beyond that becomes credit on account.' })
  async issueCreditNote(@Ctx() context: Context, @Arg('input', () => IssueCreditNoteInput) { lines, ...input }: IssueCreditNoteInput): Promise<CreditNote> {
    const viewer = mustHavePower(context, 'bill');
    const invoice = await lockInvoice(context.em, viewer, input.invoiceId);
    return issueCreditNote(context.em, viewer, invoice, { ...input, lines: lines ? linesFrom(lines) : null }, context.clock());
  }

  @FieldResolver(() => Invoice, { description: 'The one that it corrects.' })
  invoice(@Root() { invoiceId }: CreditNoteRow, @Ctx() context: Context) {
    return findInvoice(context.em, mustBeSignedIn(context), invoiceId);
  }

  @FieldResolver(() => String, { description: 'Path of the PDF on this origin.' })
  pdfUrl(@Root() { id }: CreditNoteRow, @Ctx() { side }: Context): string {
    return `${side === 'admin' ? '/admin' : ''}/files/credit-notes/${id}.pdf`;
  }
}
