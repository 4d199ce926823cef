import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Logger, run, type Runner, type TaskList } from 'graphile-worker';

/** Every job by its name, with what it is told. Ids only: never a token, a key or a message. */
export interface Jobs {
  'send-dispatch': { businessId: string; dispatchId: string };
  'render-document': { businessId: string; documentId: string; revision: number };
  'send-sign-in-link': { side: 'portal' | 'admin'; email: string };
  'apply-payment-event': { businessId: string; eventId: string };
  'cancel-payment-intent': { businessId: string; paymentIntentId: string };
  'send-refund': { businessId: string; refundId: string };
  'reconcile-payments': Record<string, never>;
  'reconcile-account': { businessId: string };
  'receive-ticket-email': { inboundEmailId: string; decision?: { teamMemberId: string; clientId: string | null; at: string } };
  'release-message': { businessId: string; messageId: string };
  'wake-ticket': { businessId: string; ticketId: string };
  'queue-reminders': Record<string, never>;
  'reactivate-address': { businessId: string; suppressedAddressId: string; contactId: string };
  'release-stuck-jobs': Record<string, never>;
  'clean-uploads': Record<string, never>;
}

export type JobName = keyof Jobs;
export interface Attempt { isFirst: boolean; isLast: boolean }
export type JobHandlers = { [Name in JobName]: (payload: Jobs[Name], attempt: Attempt) => Promise<void> };

/** Puts a job into the queue with the transaction: a rollback drops it. The same key runs once. */
export async function enqueue<Name extends JobName>(em: EntityManager, name: Name, payload: Jobs[Name], key?: string): Promise<void> {
  const queue = queueOf(name, payload);
  if (queue) return void (await em.execute('select enqueue_in(?, ?, ?::json, ?)', [queue, name, JSON.stringify(payload), key ?? null]));
  await em.execute('select enqueue(?, ?::json, now(), ?)', [name, JSON.stringify(payload), key ?? null]);
}

/** As above, not before a time. */
export async function enqueueAt<Name extends JobName>(em: EntityManager, name: Name, payload: Jobs[Name], at: Date, key: string): Promise<void> {
  await em.execute('select enqueue(?, ?::json, ?, ?)', [name, JSON.stringify(payload), at, key]);
}

const ASK_STRIPE: JobName[] = ['apply-payment-event', 'cancel-payment-intent', 'send-refund', 'reconcile-account'];

/** Two at a time ask Stripe, so that mail and documents go on when it does not answer. */
function queueOf(name: JobName, payload: object): string | null {
  if (!ASK_STRIPE.includes(name) || !('businessId' in payload)) return null;
  return `stripe ${String(payload.businessId).charCodeAt(35) % 2}`;
}

export function startJobs(url: string, handlers: JobHandlers, log: (line: string) => void): Promise<Runner> {
  return run({
    connectionString: url,
    concurrency: 4,
    noHandleSignals: true,
    taskList: toTasks(handlers),
    // A webhook that was lost is found again, and a job whose process was killed is given to another.
    crontab: '*/5 * * * * reconcile-payments\n* * * * * release-stuck-jobs\n17 3 * * * clean-uploads\n*/15 * * * * queue-reminders',
    logger: new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log(`jobs: ${message}`);
    }),
  });
}

/**
 * Each call of a job to the outside has a shorter limit. A long row of calls, such as a reconciliation,
 * may be begun again by another worker: every job finds what was done already and leaves it.
 */
const STUCK_AFTER = '3 minutes';

export async function releaseStuckJobs(orm: Pick<MikroORM, 'em'>): Promise<void> {
  await orm.em.fork().execute(
    `select graphile_worker.force_unlock_workers(array(
       select locked_by from graphile_worker.jobs where locked_at < now() - interval '${STUCK_AFTER}'
       union select locked_by from graphile_worker._private_job_queues where locked_at < now() - interval '${STUCK_AFTER}'))`,
  );
}

function toTasks(handlers: JobHandlers): TaskList {
  const tasks = Object.entries(handlers) as [JobName, (payload: unknown, attempt: Attempt) => Promise<void>][];
  return Object.fromEntries(
    tasks.map(([name, handle]) => [name, (payload, { job }) => handle(payload, { isFirst: job.attempts === 1, isLast: job.attempts >= job.max_attempts })]),
  ) satisfies TaskList;
}
