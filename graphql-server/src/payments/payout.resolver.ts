import type { EntityManager } from '@mikro-orm/postgresql';
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { mustBeTeam } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { connectionOf, decodeCursor, pageSize, toConnection, type Connection } from '../paging.ts';
import { columnsOf, type Row } from '../plain-rows.ts';
import { MoneyType } from '../shared/money.type.ts';
import { CalendarDate, DateTime } from '../shared/scalars.ts';
import { Payout } from './payout.entity.ts';
import { stripePage } from './stripe-page.ts';

const payoutStatuses = { PENDING: 'PENDING', IN_TRANSIT: 'IN_TRANSIT', PAID: 'PAID', FAILED: 'FAILED', CANCELED: 'CANCELED' } as const;
registerEnumType(payoutStatuses, { name: 'PayoutStatus' });

@ObjectType('Payout', { description: "Money on its way from Stripe to the business's bank." })
class PayoutType {
  @Field(() => ID)
  id!: string;

  @Field(() => MoneyType, { description: 'Less than zero when Stripe takes money from the bank.' })
  amount!: MoneyType;

  @Field(() => payoutStatuses)
  status!: keyof typeof payoutStatuses;

  @Field(() => CalendarDate)
  arrivesOn!: string;

  @Field(() => DateTime)
  initiatedAt!: Date;

  @Field(() => String, { nullable: true })
  failure!: string | null;

  @Field(() => String)
  providerUrl!: string;
}

const PayoutConnection = connectionOf('Payout', () => PayoutType);

@Resolver()
export class PayoutResolver {
  @Query(() => PayoutConnection, { description: 'Newest first; for the team.' })
  payouts(@Ctx() context: Context, @Arg('first', () => Int, { defaultValue: 50 }) first: number, @Arg('after', () => String, { nullable: true }) after?: string) {
    return listPayouts(context.em, mustBeTeam(context).businessId, first, after);
  }
}

async function listPayouts(em: EntityManager, businessId: string, first: number, after?: string): Promise<Connection<PayoutType>> {
  const size = pageSize(first);
  const from = decodeCursor(after, ['instant', 'id']);
  const rows = await em.execute<(Row<Payout> & { isLive: boolean | null })[]>(
    `select ${columnsOf(em, Payout, 'o')}, (select is_live from payment_account a where a.business_id = o.business_id) as "isLive"
     from payout o where o.business_id = ? ${from ? 'and (o.initiated_at, o.id) < (?::timestamptz, ?::uuid)' : ''}
     order by o.initiated_at desc, o.id desc limit ?`,
    [businessId, ...(from ?? []), size + 1],
  );
  const shown = rows.map(({ id, amount, currency, status, arrivesOn, initiatedAt, failure, providerId, isLive }) => ({
    id, arrivesOn, initiatedAt, failure, amount: { minorUnits: amount, currency }, providerUrl: stripePage('payouts', providerId, isLive),
    status: payoutStatuses[status.toUpperCase() as keyof typeof payoutStatuses] ?? 'PENDING',
  }));
  const count = async () => {
    const [counted] = await em.execute<{ count: number }[]>('select count(*) as count from payout where business_id = ?', [businessId]);
    return counted?.count ?? 0;
  };
  return toConnection(shown, size, ({ initiatedAt, id }) => [initiatedAt.toISOString(), id], count, after);
}
