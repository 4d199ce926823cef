import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { mustBeTeam, mustHavePower } from '../auth/viewer.ts';
import type { ClientRow } from '../clients/client.access.ts';
import { Client } from '../clients/client.entity.ts';
import type { Context } from '../context.ts';
import { Invoice } from '../invoices/invoice.entity.ts';
import { connectionOf, pageSize } from '../paging.ts';
import { badInput } from '../shared/domain-error.ts';
import { SafeInt } from '../shared/scalars.ts';
import { creditOf } from '../statements/ledger.ts';
import { findPayment, listPayments, paymentsOf } from './client-payment.access.ts';
import { ClientPayment, RefundPreview, RefundType, SettledPart } from './client-payment.type.ts';
import { createRefund } from './create-refund.ts';
import { DisputeType } from './dispute.type.ts';
import { planTakingBack } from './move-money.ts';
import { lockPayment } from './payment.access.ts';

const ClientPaymentConnection = connectionOf('ClientPayment', () => ClientPayment);

@InputType()
class CreateRefundInput {
  @Field(() => ID)
  paymentId!: string;

  @Field(() => SafeInt, { description: "Minor units of the payment's currency." })
  amount!: number;

  @Field(() => String, { nullable: true, description: 'For the team.' })
  note?: string | null;

  @Field(() => String, { description: 'A UUID made with the form: a second click is the same refund.' })
  requestKey!: string;
}

@Resolver(() => ClientPayment)
export class ClientPaymentResolver {
  @Query(() => ClientPaymentConnection, { description: 'Newest first; for the team. `search` looks into client and reference, and for what begins the number of an invoice.' })
  payments(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
    @Arg('search', () => String, { nullable: true }) search?: string,
  ) {
    return listPayments(context.em, mustBeTeam(context), { first, after, search });
  }

  @Query(() => ClientPayment)
  clientPayment(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<ClientPayment> {
    return findPayment(context.em, mustBeTeam(context).businessId, id);
  }

  @Query(() => RefundPreview)
  async refundPreview(@Ctx() context: Context, @Arg('paymentId', () => ID) paymentId: string, @Arg('amount', () => SafeInt) amount: number): Promise<RefundPreview> {
    const { businessId } = mustBeTeam(context);
    const { clientId, refundable } = await findPayment(context.em, businessId, paymentId);
    if (amount <= 0 || amount > refundable.minorUnits) throw badInput('Only what is left of the payment can be refunded.', 'amount');
    const { currency } = refundable;
    const plan = await planTakingBack(context.em, { id: paymentId, businessId, clientId, currency }, amount, await creditOf(context.em, { businessId, clientId, currency }));
    return {
      fromCredit: { minorUnits: plan.exchanged.reduce((sum, part) => sum + part.amount, plan.fromCredit), currency },
      reopened: [...plan.reopened, ...plan.unapplied].map((part) => ({ invoiceId: part.invoiceId, amount: { minorUnits: part.amount, currency } })),
    };
  }

  @Mutation(() => ClientPayment, { description: 'Gives money back through Stripe; how that goes is shown by its `refunds`.' })
  async createRefund(@Ctx() context: Context, @Arg('input', () => CreateRefundInput) input: CreateRefundInput): Promise<ClientPayment> {
    const viewer = mustHavePower(context, 'bill');
    await createRefund(context.em, viewer, await lockPayment(context.em, viewer, input.paymentId), input);
    return findPayment(context.em, viewer.businessId, input.paymentId);
  }

  @FieldResolver(() => Client)
  client(@Root() { clientId }: ClientPayment, @Ctx() { loaders }: Context) {
    return loaders.client.load(clientId);
  }

  @FieldResolver(() => [RefundType], { description: 'Oldest first.' })
  refunds(@Root() { id }: ClientPayment, @Ctx() { loaders }: Context): Promise<RefundType[]> {
    return loaders.refunds.load(id);
  }

  @FieldResolver(() => [DisputeType])
  disputes(@Root() { id }: ClientPayment, @Ctx() { loaders }: Context): Promise<DisputeType[]> {
    return loaders.disputes.load(id);
  }
}

@Resolver(() => Client)
export class PaymentsOfClientResolver {
  @FieldResolver(() => [ClientPayment], { description: 'Newest first; for the team.' })
  async payments(@Root() client: ClientRow, @Ctx() context: Context, @Arg('first', () => Int, { defaultValue: 20 }) first: number): Promise<ClientPayment[]> {
    mustBeTeam(context);
    return paymentsOf(context.em, client, pageSize(first));
  }
}

@Resolver(() => SettledPart)
export class SettledPartResolver {
  @FieldResolver(() => Invoice)
  invoice(@Root() { invoiceId }: SettledPart, @Ctx() { loaders }: Context) {
    return loaders.invoice.load(invoiceId);
  }
}
