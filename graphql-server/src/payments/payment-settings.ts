import { Field, Int, ObjectType } from 'type-graphql';
import type { Context } from '../context.ts';
import { DateTime } from '../shared/scalars.ts';
import { emFor } from '../tenancy.ts';
import { webhookUrl } from './connect-stripe.ts';
import { countOnTheirWay } from './payment.access.ts';
import { PaymentAccount } from './payment-account.entity.ts';
import { attentionOf } from './payment-attention.ts';

@ObjectType({ description: 'Keys are never given back.' })
export class PaymentSettings {
  @Field(() => Boolean)
  isConnected!: boolean;

  @Field(() => String, { nullable: true })
  publishableKey!: string | null;

  @Field(() => Boolean)
  isLive!: boolean;

  @Field(() => String, { nullable: true })
  accountName!: string | null;

  @Field(() => String, { nullable: true, description: "Stripe's acct_…" })
  accountId!: string | null;

  @Field(() => String, { nullable: true })
  webhookUrl!: string | null;

  @Field(() => DateTime, { nullable: true })
  lastEventAt!: Date | null;

  @Field(() => Int, { description: 'That could not be applied.' })
  waitingEvents!: number;

  @Field(() => String, { nullable: true, description: 'Why Stripe cannot tell us, or cannot be asked; null when all is well.' })
  problem!: string | null;

  @Field(() => DateTime, { nullable: true })
  checkedAt!: Date | null;

  @Field(() => Int, { description: 'The account cannot be disconnected until they have arrived or failed.' })
  processingPayments!: number;
}

export async function paymentSettingsOf({ orm, config, clock }: Context, businessId: string): Promise<PaymentSettings> {
  const em = emFor(orm, { kind: 'business', businessId });
  const account = await em.findOne(PaymentAccount, { businessId });
  const [last] = await em.execute<{ at: Date | null }[]>('select max(created_at) as at from provider_event where business_id = ?', [businessId]);
  return {
    isConnected: account !== null,
    publishableKey: account?.publishableKey ?? null,
    isLive: account?.isLive ?? false,
    accountName: account?.accountName ?? null,
    accountId: account?.providerAccountId ?? null,
    webhookUrl: account && webhookUrl(config, businessId),
    lastEventAt: last?.at ?? null,
    waitingEvents: (await attentionOf(em, businessId)).waitingEvents,
    problem: account && problemOf(account, last?.at ?? null, clock()),
    checkedAt: account?.checkedAt ?? null,
    processingPayments: await countOnTheirWay(em, businessId),
  };
}

const DAY = 24 * 3_600_000;

function problemOf({ endpointProblem, refusedAt }: PaymentAccount, lastEventAt: Date | null, now: Date): string | null {
  if (endpointProblem) return endpointProblem;
  // Nonsense from a stranger is no problem as long as Stripe's own events come through.
  const isRefused = refusedAt !== null && refusedAt > (lastEventAt ?? new Date(0)) && now.valueOf() - refusedAt.valueOf() < DAY;
  return isRefused ? 'The last webhook had a signature that does not fit. Payments are found within five minutes nevertheless.' : null;
}
