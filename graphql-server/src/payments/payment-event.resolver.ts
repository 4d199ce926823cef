import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { mustBeTeam, mustHavePower } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { enqueue } from '../jobs.ts';
import { announce } from '../live-bus.ts';
import { connectionOf } from '../paging.ts';
import { findEvent, listEvents, lockEvent, payloadOf } from './payment-event.access.ts';
import { PaymentEventType } from './payment-event.type.ts';

const PaymentEventConnection = connectionOf('PaymentEvent', () => PaymentEventType);

@Resolver(() => PaymentEventType)
export class PaymentEventResolver {
  @Query(() => PaymentEventConnection, { description: 'The inbox of what could not be applied when `waiting`, else all; newest first.' })
  paymentEvents(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('waiting', () => Boolean, { defaultValue: true }) waiting: boolean,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ) {
    return listEvents(context.em, mustBeTeam(context), { first, after, waiting });
  }

  @FieldResolver(() => String, { description: 'As it came, as JSON; cut where it is long.' })
  payload(@Root() event: PaymentEventType, @Ctx() { em }: Context): Promise<string> {
    return payloadOf(em, event);
  }

  @Mutation(() => PaymentEventType, { description: 'Has it applied once more, by what Stripe says now.' })
  async replayPaymentEvent(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<PaymentEventType> {
    const viewer = mustHavePower(context, 'bill');
    const event = await lockEvent(context.em, viewer, id);
    event.mayRunAgain();
    await context.em.flush();
    await enqueue(context.em, 'apply-payment-event', { businessId: viewer.businessId, eventId: id });
    await announce(context.em, { topic: 'payment', businessId: viewer.businessId, clientId: null, id });
    return findEvent(context.em, viewer.businessId, id);
  }

  @Mutation(() => PaymentEventType, { description: 'Somebody has seen to it by hand: it leaves the inbox, and is kept.' })
  async dismissPaymentEvent(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<PaymentEventType> {
    const viewer = mustHavePower(context, 'bill');
    const event = await lockEvent(context.em, viewer, id);
    event.dismiss(viewer.teamMemberId, context.clock());
    await context.em.flush();
    await announce(context.em, { topic: 'payment', businessId: viewer.businessId, clientId: null, id });
    return findEvent(context.em, viewer.businessId, id);
  }
}
