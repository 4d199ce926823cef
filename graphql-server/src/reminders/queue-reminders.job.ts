import type { EntityManager } from '@mikro-orm/postgresql';
import type { Services } from '../context.ts';
import { announce } from '../live-bus.ts';
import { queueOnce } from '../mail/queue-dispatch.ts';
import { formerRecipients } from '../mail/recipients.ts';
import { dayIn, hourIn } from '../shared/clock.ts';
import { emFor } from '../tenancy.ts';
import { remindersDue, type ReminderDue } from './reminders-due.ts';
import { dueDatesFor } from './schedule.ts';

/** Nobody is reminded before office hours. */
const FIRST_HOUR = 9;

interface Scheduled { id: string; timeZone: string; days: number[] }

/**
 * Queues the reminders of the day, of each business whose day has begun. Runs as often as anybody
 * likes, also at the same time: each person is reminded once of each day of the schedule.
 */
export async function queueReminders(services: Services): Promise<void> {
  const now = services.clock();
  const businesses = await emFor(services.orm, { kind: 'system' }).execute<Scheduled[]>(
    `select id, time_zone as "timeZone", reminder_days as days from business where reminder_days <> '{}'`,
  );
  const problems: unknown[] = [];
  for (const business of businesses) {
    // What is wrong with one business keeps no other from its reminders.
    await remindFor(services, business, now).catch((problem: unknown) => problems.push(problem));
  }
  if (problems.length > 0) throw new AggregateError(problems, 'Some reminders were not queued.');
}

const PAGE = 100;

async function remindFor({ orm }: Services, business: Scheduled, now: Date): Promise<void> {
  if (hourIn(business.timeZone, now) < FIRST_HOUR) return;
  const schedule = dueDatesFor(business.days, dayIn(business.timeZone, now));
  for (let after: string | null = null; ; ) {
    // A page is a transaction: what was queued stays queued, whatever becomes of the rest.
    const page: ReminderDue[] = await emFor(orm, { kind: 'business', businessId: business.id }).transactional(async (em) => {
      const due = await remindersDue(em, business, schedule, { after, first: PAGE });
      for (const reminder of due) await remind(em, business.id, reminder, now);
      return due;
    });
    if (page.length < PAGE) return;
    after = page.at(-1)!.invoiceId;
  }
}

async function remind(em: EntityManager, businessId: string, { invoiceId, clientId, dueOn, reminderDay }: ReminderDue, createdAt: Date): Promise<void> {
  for (const contact of await formerRecipients(em, { id: invoiceId, businessId, clientId })) {
    await queueOnce(em, contact, { kind: 'REMINDER', invoiceId, reminderDay, dueOn, createdAt });
  }
  await announce(em, { topic: 'invoice', businessId, clientId, id: invoiceId });
}
