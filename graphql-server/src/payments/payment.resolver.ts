import { Arg, Ctx, Extensions, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { mustBeSignedIn, mustBeTeam, mustHavePower } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { lockInvoice } from '../invoices/invoice.access.ts';
import { Invoice } from '../invoices/invoice.entity.ts';
import { DomainError } from '../shared/domain-error.ts';
import { MoneyType } from '../shared/money.type.ts';
import { SafeInt } from '../shared/scalars.ts';
import { applyCredit } from '../statements/apply-credit.ts';
import { checkStripe } from './check-stripe.ts';
import { connectStripe } from './connect-stripe.ts';
import { createPaymentIntent } from './create-payment-intent.ts';
import { disconnectStripe } from './disconnect-stripe.ts';
import { lockPayment } from './payment.access.ts';
import { ApplyCreditInput, RecordPaymentInput } from './payment.inputs.ts';
import { PaymentSettings, paymentSettingsOf } from './payment-settings.ts';
import { recordPayment } from './record-payment.ts';
import { undoPayment } from './undo-payment.ts';

@ObjectType()
class CheckoutSession {
  @Field(() => String)
  clientSecret!: string;

  @Field(() => String)
  publishableKey!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => MoneyType, { description: 'What is owed on these invoices after it.' })
  remaining!: MoneyType;

  @Field(() => ID)
  paymentIntentId!: string;
}

@InputType()
class ConnectStripeInput {
  @Field(() => String)
  secretKey!: string;

  @Field(() => String)
  publishableKey!: string;
}

@Resolver()
export class PaymentResolver {
  @Query(() => PaymentSettings)
  paymentSettings(@Ctx() context: Context): Promise<PaymentSettings> {
    return paymentSettingsOf(context, mustBeTeam(context).businessId);
  }

  @Mutation(() => Invoice, { description: 'Money that came in outside the product.' })
  async recordPayment(@Ctx() context: Context, @Arg('input', () => RecordPaymentInput) input: RecordPaymentInput): Promise<Invoice> {
    const viewer = mustHavePower(context, 'bill');
    const invoice = await lockInvoice(context.em, viewer, input.invoiceId);
    await recordPayment(context.em, viewer, invoice, input, context.clock());
    return invoice;
  }

  @Mutation(() => [Invoice], { description: 'Takes back what was recorded by hand, and answers with the invoices that are owed again.' })
  async undoPayment(
    @Ctx() context: Context,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String, { nullable: true }) reason?: string,
  ): Promise<Invoice[]> {
    const viewer = mustHavePower(context, 'bill');
    return undoPayment(context.em, viewer, await lockPayment(context.em, viewer, id), reason ?? null, context.clock());
  }

  @Mutation(() => Invoice, { description: 'Settles with credit on account.' })
  async applyCredit(@Ctx() context: Context, @Arg('input', () => ApplyCreditInput) { invoiceId, amount }: ApplyCreditInput): Promise<Invoice> {
    const invoice = await lockInvoice(context.em, mustHavePower(context, 'bill'), invoiceId);
    await applyCredit(context.em, invoice, amount ?? null, context.clock());
    return invoice;
  }

  /** Talks to Stripe between its own transactions. */
  @Extensions({ ownTransactions: true })
  @Mutation(() => CheckoutSession, {
    description: 'The open intent of the same invoices and amount is given again. The amount is computed here: all that is owed on them, or `amount` ' +
      'where a part or a deposit may be paid, the oldest due first. Without ids, all that is outstanding in `currency`.',
  })
  createPaymentIntent(
    @Ctx() context: Context,
    @Arg('invoiceIds', () => [ID], { nullable: true }) invoiceIds?: string[] | null,
    @Arg('currency', () => String, { nullable: true }) currency?: string | null,
    @Arg('amount', () => SafeInt, { nullable: true }) amount?: number | null,
  ): Promise<CheckoutSession> {
    const viewer = mustBeSignedIn(context);
    if (viewer.kind !== 'contact') throw new DomainError('FORBIDDEN', 'Only the client can pay its invoices.');
    return createPaymentIntent(context, viewer, { invoiceIds, currency, amount });
  }

  /** Talks to Stripe between its own transactions. */
  @Extensions({ ownTransactions: true })
  @Mutation(() => PaymentSettings)
  async connectStripe(@Ctx() context: Context, @Arg('input', () => ConnectStripeInput) input: ConnectStripeInput): Promise<PaymentSettings> {
    const { businessId } = mustHavePower(context, 'settle');
    await connectStripe(context, businessId, input);
    return paymentSettingsOf(context, businessId);
  }

  /** Talks to Stripe between its own transactions. */
  @Extensions({ ownTransactions: true })
  @Mutation(() => PaymentSettings, { description: 'Takes our webhook away at Stripe and forgets the keys. Open payments are cancelled first.' })
  async disconnectStripe(@Ctx() context: Context): Promise<PaymentSettings> {
    const { businessId } = mustHavePower(context, 'settle');
    await disconnectStripe(context, businessId);
    return paymentSettingsOf(context, businessId);
  }

  /** Talks to Stripe between its own transactions. */
  @Extensions({ ownTransactions: true })
  @Mutation(() => PaymentSettings, { description: 'Asks Stripe now whether the keys and the webhook work, and mends the webhook.' })
  async checkStripe(@Ctx() context: Context): Promise<PaymentSettings> {
    const { businessId } = mustHavePower(context, 'settle');
    await checkStripe(context, businessId);
    return paymentSettingsOf(context, businessId);
  }
}
