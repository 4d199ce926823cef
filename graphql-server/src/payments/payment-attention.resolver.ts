import { Ctx, FieldResolver, Query, Resolver, Root, Subscription } from 'type-graphql';
import { mustBeTeam } from '../auth/viewer.ts';
import { Client } from '../clients/client.entity.ts';
import type { Context } from '../context.ts';
import { Invoice } from '../invoices/invoice.entity.ts';
import { startingWith } from '../live-bus.ts';
import { atMostEvery } from '../shared/at-most-every.ts';
import { ClientPayment } from './client-payment.type.ts';
import { attentionOf, CreditToPlace, creditsToPlace, PaymentAttention } from './payment-attention.ts';

@Resolver()
export class PaymentAttentionResolver {
  @Query(() => PaymentAttention)
  paymentAttention(@Ctx() context: Context): Promise<PaymentAttention> {
    return attentionOf(context.em, mustBeTeam(context).businessId);
  }

  @Query(() => [CreditToPlace], { description: 'At most 50, the largest first.' })
  creditsToPlace(@Ctx() context: Context): Promise<CreditToPlace[]> {
    return creditsToPlace(context.em, mustBeTeam(context).businessId);
  }

  @Subscription(() => PaymentAttention, {
    name: 'paymentAttention',
    description: 'The present counts at once, then at changes of payments, refunds, disputes, payouts and events, at most once a second.',
    subscribe: ({ context }: { context: Context }) => {
      const { businessId } = mustBeTeam(context);
      // What is owed and what is credit change with invoices too.
      return startingWith(null, atMostEvery(1_000, context.live.subscribe((event) => (event.topic === 'payment' || event.topic === 'invoice') && event.businessId === businessId)));
    },
  })
  paymentAttentionChanged(@Ctx() context: Context): Promise<PaymentAttention> {
    return attentionOf(context.em, mustBeTeam(context).businessId);
  }
}

@Resolver(() => CreditToPlace)
export class CreditToPlaceResolver {
  @FieldResolver(() => Client)
  client(@Root() { clientId }: CreditToPlace, @Ctx() { loaders }: Context) {
    return loaders.client.load(clientId);
  }

  @FieldResolver(() => Invoice, { nullable: true, description: 'The oldest invoice that it could settle.' })
  invoice(@Root() { invoiceId }: CreditToPlace, @Ctx() { loaders }: Context) {
    return invoiceId && loaders.invoice.load(invoiceId);
  }

  @FieldResolver(() => ClientPayment, { nullable: true, description: 'The latest payment that it could be given back of.' })
  payment(@Root() { paymentId }: CreditToPlace, @Ctx() context: Context): Promise<ClientPayment> | null {
    return paymentId ? context.loaders.payment.load(paymentId) : null;
  }
}
