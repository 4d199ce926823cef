import { Arg, Ctx, Extensions, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { mustBeSignedIn, mustBeTeam, mustHavePower } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { lockInvoice } from '../invoices/invoice.access.ts';
import { Invoice } from '../invoices/invoice.entity.ts';
import { DomainError } from '../shared/domain-error.ts';
import { MoneyType } from '../shared/money.type.ts';
import { applyCredit } from '../statements/apply-credit.ts';
import { connectStripe, webhookPath } from './connect-stripe.ts';
import { createPaymentIntent } from './create-payment-intent.ts';
import { lockPayment } from './payment.access.ts';
import { ApplyCreditInput, RecordPaymentInput } from './payment.inputs.ts';
import { PaymentAccount } from './payment-account.entity.ts';
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

  @Field(() => ID)
  paymentIntentId!: string;
}

@ObjectType({ description: 'Keys are never given back.' })
class PaymentSettings {
  @Field(() => Boolean)
  isConnected!: boolean;

  @Field(() => String, { nullable: true })
  publishableKey!: string | null;

  @Field(() => Boolean)
  isLive!: boolean;

  @Field(() => String, { nullable: true })
  webhookUrl!: string | null;
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
  async paymentSettings(@Ctx() context: Context): Promise<PaymentSettings> {
    const { businessId } = mustBeTeam(context);
    return settingsOf(context, await context.em.findOne(PaymentAccount, { businessId }));
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
  @Mutation(() => CheckoutSession, { description: 'The open intent of the same invoices is given again. The amount is computed here.' })
  createPaymentIntent(@Ctx() context: Context, @Arg('invoiceIds', () => [ID]) invoiceIds: string[]): Promise<CheckoutSession> {
    const viewer = mustBeSignedIn(context);
    if (viewer.kind !== 'contact') throw new DomainError('FORBIDDEN', 'Only the client can pay its invoices.');
    return createPaymentIntent(context, viewer, invoiceIds);
  }

  /** Talks to Stripe between its own transactions. */
  @Extensions({ ownTransactions: true })
  @Mutation(() => PaymentSettings)
  async connectStripe(@Ctx() context: Context, @Arg('input', () => ConnectStripeInput) input: ConnectStripeInput): Promise<PaymentSettings> {
    const { businessId } = mustHavePower(context, 'settle');
    return settingsOf(context, await connectStripe(context, businessId, input));
  }
}

function settingsOf({ config }: Context, account: PaymentAccount | null): PaymentSettings {
  return {
    isConnected: account !== null,
    publishableKey: account?.publishableKey ?? null,
    isLive: account?.isLive ?? false,
    webhookUrl: account ? `${new URL(config.portalUrl).origin}${webhookPath(account.businessId)}` : null,
  };
}
