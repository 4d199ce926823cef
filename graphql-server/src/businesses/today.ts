import type { Loaders } from '../loaders.ts';
import { dayIn, type Clock } from '../shared/clock.ts';

/** The day that it is for the business: what decides whether something is overdue. */
export async function todayOf({ loaders, clock }: { loaders: Loaders; clock: Clock }, businessId: string): Promise<string> {
  const business = await loaders.business.load(businessId);
  return dayIn(business?.timeZone ?? 'UTC', clock());
}
