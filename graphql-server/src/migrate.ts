import { runMigrations } from 'graphile-worker';
import { openOrm } from './orm.ts';

/** Brings a database to the newest schema. Safe to call at every start. */
export async function migrate(url: string): Promise<void> {
  await runMigrations({ connectionString: url });
  const orm = await openOrm(url);
  try {
    await orm.migrator.up();
  } finally {
    await orm.close(true);
  }
}
