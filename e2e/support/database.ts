import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../graphql-server/dev/embedded-postgres.ts';

/** The database that a running product keeps in its folder; it stays when we leave. */
export async function withDatabase<T>(dataDir: string, work: (url: { product: string; superuser: string }) => Promise<T>): Promise<T> {
  const database = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') });
  try {
    const superuser = new URL(database.adminUrl);
    superuser.pathname = '/portal';
    return await work({ product: database.url, superuser: superuser.href });
  } finally {
    await database.stop();
  }
}

/** As if the days had passed that a link lives. */
export async function expireLinksOf(email: string, dataDir: string): Promise<void> {
  await withDatabase(dataDir, async ({ superuser }) => {
    const client = new Client({ connectionString: superuser });
    await client.connect();
    await client.query(
      `update magic_link l set expires_at = now() - interval '1 day'
       from contact c where c.business_id = l.business_id and c.id = l.contact_id and c.email = $1`,
      [email],
    );
    await client.end();
  });
}
