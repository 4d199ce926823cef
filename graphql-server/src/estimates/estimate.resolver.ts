import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { mayUse, mustBeSignedIn, mustHavePower } from '../auth/viewer.ts';
import { Business } from '../businesses/business.entity.ts';
import { todayOf } from '../businesses/today.ts';
import { findClient } from '../clients/client.access.ts';
import type { Context } from '../context.ts';
import { documentFields } from '../documents/document-fields.ts';
import { linesOf } from '../documents/document-lines.ts';
import { revisionFields } from '../documents/revision-fields.ts';
import { asDrafted, contentFrom, contentOf, mustBeVersion } from '../documents/write-draft.ts';
import { moveAttachments } from '../files/attachment.access.ts';
import { Invoice } from '../invoices/invoice.entity.ts';
import { addDays } from '../shared/clock.ts';
import { answerEstimate } from './answer-estimate.ts';
import { convertEstimate } from './convert-estimate.ts';
import { createEstimate, saveEstimate } from './create-estimate.ts';
import { discardEstimate, pullBackEstimate } from './withdraw-estimate.ts';
import { estimateActions, estimateStatuses, type EstimateAction, type EstimateStatus } from './estimate-states.ts';
import { findEstimate, listEstimates, lockEstimate, type EstimateRow } from './estimate.access.ts';
import { actionsFor, Estimate, statusOf } from './estimate.entity.ts';
import { CreateEstimateInput, EstimateConnection, EstimateFilter, SendEstimateInput, UpdateEstimateInput } from './estimate.inputs.ts';
import { mailEstimate, sendEstimate } from './send-estimate.ts';

export const EstimateDocumentFields = documentFields(() => Estimate, 'ESTIMATE');
export const EstimateRevisionFields = revisionFields(() => Estimate, 'ESTIMATE');

@Resolver(() => Estimate)
export class EstimateResolver {
  @Query(() => EstimateConnection, { description: 'Newest first.' })
  async estimates(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
    @Arg('filter', () => EstimateFilter, { nullable: true }) filter?: EstimateFilter,
  ) {
    const viewer = mustBeSignedIn(context);
    return listEstimates(context.em, viewer, { first, after, filter: filter ?? {} }, await todayOf(context, viewer.businessId));
  }

  @Query(() => Estimate)
  estimate(@Ctx() context: Context, @Arg('id', () => ID) id: string) {
    return findEstimate(context.em, mustBeSignedIn(context), id);
  }

  @Mutation(() => Estimate, { description: 'A draft. All totals are computed here.' })
  async createEstimate(@Ctx() context: Context, @Arg('input', () => CreateEstimateInput) input: CreateEstimateInput): Promise<Estimate> {
    const viewer = mustHavePower(context, 'bill');
    const client = await findClient(context.em, viewer, input.clientId);
    client.mustBeActive();
    const business = await businessOf(context, viewer.businessId);
    const content = contentFrom(input, business, await todayOf(context, business.id));
    return createEstimate(context.em, business, client, { ...content, validUntil: input.validUntil ?? addDays(content.issueDate, business.estimateValidDays) });
  }

  @Mutation(() => Estimate)
  async updateEstimate(@Ctx() context: Context, @Arg('input', () => UpdateEstimateInput) input: UpdateEstimateInput): Promise<EstimateRow> {
    const { em } = context;
    const viewer = mustHavePower(context, 'bill');
    const estimate = await lockEstimate(em, viewer, input.id);
    estimate.must('EDIT', 'team', await todayOf(context, viewer.businessId));
    mustBeVersion(estimate, input.version);
    if (input.clientId && input.clientId !== estimate.clientId) {
      const client = await findClient(em, viewer, input.clientId);
      client.mustBeActive();
      estimate.giveTo(client.id);
      await moveAttachments(em, { businessId: estimate.businessId, estimateId: estimate.id }, client.id);
    }
    const before = estimate.draft ?? estimate;
    const content = contentFrom(input, await businessOf(context, viewer.businessId), before.issueDate, before);
    await saveEstimate(em, estimate, { ...content, validUntil: input.validUntil === undefined ? before.validUntil : input.validUntil });
    return asDrafted(estimate);
  }

  @Mutation(() => ID, { description: 'A draft that was never sent, with all that belongs to it.' })
  async discardEstimate(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<string> {
    const estimate = await this.lockFor(context, id, 'DISCARD');
    await discardEstimate(context.em, estimate);
    return estimate.id;
  }

  @Mutation(() => Estimate, { description: 'Numbers and freezes a draft, and mails it.' })
  async sendEstimate(@Ctx() context: Context, @Arg('input', () => SendEstimateInput) input: SendEstimateInput): Promise<Estimate> {
    const estimate = await this.lockFor(context, input.id, 'SEND');
    await sendEstimate(context.em, estimate, input, context.clock());
    return estimate;
  }

  @Mutation(() => Estimate, { description: 'Mails what was sent once more, as it is.' })
  async resendEstimate(@Ctx() context: Context, @Arg('input', () => SendEstimateInput) input: SendEstimateInput): Promise<Estimate> {
    const estimate = await this.lockFor(context, input.id, 'RESEND');
    await mailEstimate(context.em, estimate, input);
    return estimate;
  }

  @Mutation(() => Estimate, { description: 'Back to a draft with its number kept. An answer that was given is void.' })
  async pullBackEstimate(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Estimate> {
    const estimate = await this.lockFor(context, id, 'PULL_BACK');
    await pullBackEstimate(context.em, estimate);
    return estimate;
  }

  @Mutation(() => Estimate, { description: "A draft with the same lines and today's date." })
  async duplicateEstimate(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Estimate> {
    const viewer = mustHavePower(context, 'bill');
    const original = await findEstimate(context.em, viewer, id);
    (await findClient(context.em, viewer, original.clientId)).mustBeActive();
    const business = await businessOf(context, viewer.businessId);
    const issueDate = await todayOf(context, business.id);
    const content = contentOf(original, await linesOf(context.em, 'ESTIMATE', original));
    return createEstimate(context.em, business, { id: original.clientId }, { ...content, issueDate, validUntil: addDays(issueDate, business.estimateValidDays) });
  }

  @Mutation(() => Estimate, { description: 'By the client, or by the team for what the client said elsewhere.' })
  async acceptEstimate(
    @Ctx() context: Context,
    @Arg('id', () => ID) id: string,
    @Arg('name', () => String) name: string,
    @Arg('revision', () => Int, { nullable: true, description: 'That was read. Another one since is refused with CONFLICT.' }) revision?: number,
  ): Promise<Estimate> {
    const estimate = await this.lockFor(context, id, 'ACCEPT');
    estimate.mustBeRevision(revision);
    await answerEstimate(context.em, mustBeSignedIn(context), estimate, { accepts: true, name, ip: context.ip, at: context.clock() });
    return estimate;
  }

  @Mutation(() => Estimate, { description: 'By the client, or by the team for what the client said elsewhere.' })
  async declineEstimate(
    @Ctx() context: Context,
    @Arg('id', () => ID) id: string,
    @Arg('name', () => String) name: string,
    @Arg('reason', () => String, { nullable: true }) reason?: string,
    @Arg('revision', () => Int, { nullable: true, description: 'That was read. Another one since is refused with CONFLICT.' }) revision?: number,
  ): Promise<Estimate> {
    const estimate = await this.lockFor(context, id, 'DECLINE');
    estimate.mustBeRevision(revision);
    await answerEstimate(context.em, mustBeSignedIn(context), estimate, { accepts: false, reason: reason ?? null, name, ip: context.ip, at: context.clock() });
    return estimate;
  }

  @Mutation(() => Invoice, { description: 'The invoice of an accepted estimate, as a draft.' })
  async convertEstimate(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Invoice> {
    const estimate = await this.lockFor(context, id, 'CONVERT');
    return convertEstimate(context.em, mustHavePower(context, 'bill'), estimate, context.clock());
  }

  /** To be changed so by whoever asks, or refused. */
  private async lockFor(context: Context, id: string, action: EstimateAction): Promise<Estimate> {
    const viewer = mustBeSignedIn(context);
    const isAnswer = action === 'ACCEPT' || action === 'DECLINE';
    if (viewer.kind === 'team' || !isAnswer) mustHavePower(context, 'bill');
    const estimate = await lockEstimate(context.em, viewer, id);
    estimate.must(action, viewer.kind, await todayOf(context, viewer.businessId));
    return estimate;
  }

  @FieldResolver(() => estimateStatuses)
  async status(@Root() estimate: EstimateRow, @Ctx() context: Context): Promise<EstimateStatus> {
    return statusOf(estimate, await todayOf(context, estimate.businessId));
  }

  @FieldResolver(() => [estimateActions])
  async availableActions(@Root() estimate: EstimateRow, @Ctx() context: Context): Promise<EstimateAction[]> {
    const viewer = mustBeSignedIn(context);
    const actions = actionsFor(estimate, viewer.kind, await todayOf(context, estimate.businessId));
    return viewer.kind === 'contact' ? actions : actions.filter((action) => action === 'DOWNLOAD' || mayUse(viewer, 'bill'));
  }

  @FieldResolver(() => String, { nullable: true, description: 'Where the answer came from; for the team.' })
  answeredIp(@Root() { answeredIp }: EstimateRow, @Ctx() { viewer }: Context): string | null {
    return viewer?.kind === 'team' ? answeredIp : null;
  }

  @FieldResolver(() => Invoice, { nullable: true, description: 'The invoice that it became.' })
  async invoice(@Root() { invoiceId }: EstimateRow, @Ctx() { loaders, viewer }: Context) {
    const invoice = invoiceId ? await loaders.invoice.load(invoiceId) : null;
    return invoice && (viewer?.kind === 'team' || invoice.firstSentAt) ? invoice : null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Path of the PDF on this origin; none before the first sending.' })
  pdfUrl(@Root() { id, revision }: EstimateRow, @Ctx() { side }: Context): string | null {
    return revision === 0 ? null : `${side === 'admin' ? '/admin' : ''}/files/estimates/${id}.pdf`;
  }
}

const businessOf = ({ em }: Context, businessId: string) => em.findOneOrFail(Business, { businessId, id: businessId });
