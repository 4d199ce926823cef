import { addDays } from '../shared/clock.ts';

/** After an outage, what should have gone out so many days before is sent late; older is not worth it. */
const DAYS_LATE = 2;

/**
 * Which due dates there is something to remind of, and with which day of the schedule. Of several
 * days that were missed the latest counts: nobody is reminded twice at once.
 */
export function dueDatesFor(days: number[], today: string): { dueOn: string; day: number }[] {
  const latest = new Map<string, number>();
  for (let late = 0; late <= DAYS_LATE; late += 1) {
    for (const day of days) {
      const dueOn = addDays(today, -late - day);
      latest.set(dueOn, Math.max(day, latest.get(dueOn) ?? day));
    }
  }
  return [...latest].map(([dueOn, day]) => ({ dueOn, day }));
}
