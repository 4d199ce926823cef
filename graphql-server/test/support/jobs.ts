import { expect } from 'vitest';
import type { Portal } from './portal.ts';
import { rows } from './rows.ts';

/** Until no job waits or runs. One that failed and is to be tried later is not waited for. */
export async function jobsDone(portal: Pick<Portal, 'adminDatabaseUrl'>): Promise<void> {
  await expect
    .poll(async () => {
      const left = await rows<{ task_identifier: string }>(
        portal,
        'select task_identifier from graphile_worker.jobs where locked_at is not null or (run_at <= now() and attempts < max_attempts)',
      );
      return left.map((job) => job.task_identifier);
    }, { timeout: 10_000, interval: 25 })
    .toEqual([]);
}
