import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { mustBeTeam } from '../auth/viewer.ts';
import { todayOf } from '../businesses/today.ts';
import { ClientEvent } from '../clients/client-event.entity.ts';
import type { Context } from '../context.ts';
import { currencyExponent } from '../shared/currency.ts';
import { balancesOf, countOpenTickets, latestEvents, monthsOf } from './dashboard.access.ts';
import { Dashboard, DashboardBalance, DashboardMonth } from './dashboard.type.ts';

@Resolver(() => Dashboard)
export class DashboardResolver {
  @Query(() => Dashboard, { description: 'Of the whole business.' })
  dashboard(@Ctx() context: Context): Dashboard {
    return { businessId: mustBeTeam(context).businessId };
  }

  @FieldResolver(() => [DashboardBalance], { description: 'One row per currency, never a sum over currencies; most owed first.' })
  async balances(@Root() { businessId }: Dashboard, @Ctx() context: Context): Promise<DashboardBalance[]> {
    return balancesOf(context.em, businessId, await todayOf(context, businessId));
  }

  @FieldResolver(() => Int, { description: 'Tickets that are not closed.' })
  openTickets(@Root() { businessId }: Dashboard, @Ctx() { em }: Context): Promise<number> {
    return countOpenTickets(em, businessId);
  }

  @FieldResolver(() => [DashboardMonth], { description: 'Twelve months up to this one, of one currency.' })
  async months(@Root() { businessId }: Dashboard, @Ctx() context: Context, @Arg('currency', () => String) currency: string): Promise<DashboardMonth[]> {
    currencyExponent(currency);
    return monthsOf(context.em, businessId, currency, await todayOf(context, businessId));
  }

  @FieldResolver(() => [ClientEvent], { description: 'The newest 20 of all clients.' })
  latestEvents(@Root() { businessId }: Dashboard, @Ctx() { em }: Context) {
    return latestEvents(em, businessId);
  }
}
