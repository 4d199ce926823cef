import { Ctx, Resolver, Subscription } from 'type-graphql';
import { mustBeTeam } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { atMostEvery } from '../shared/at-most-every.ts';
import { Dashboard } from './dashboard.type.ts';

const SECOND = 1_000;

@Resolver()
export class DashboardSubscription {
  @Subscription(() => Dashboard, {
    description: 'Anything that a dashboard shows has changed; at most once a second.',
    subscribe: ({ context }: { context: Context }) => {
      const { businessId } = mustBeTeam(context);
      return atMostEvery(SECOND, context.live.subscribe((event) => event.businessId === businessId && event.topic !== 'session' && event.topic !== 'presence'));
    },
  })
  dashboardChanged(@Ctx() context: Context): Dashboard {
    context.loaders.clearAll();
    return { businessId: mustBeTeam(context).businessId };
  }
}
