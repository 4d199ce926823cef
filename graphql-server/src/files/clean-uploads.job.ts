import type { Services } from '../context.ts';
import { emFor } from '../tenancy.ts';

const AFTER = '7 days';

/** What was uploaded and is attached to nothing: a form that was left, a draft that was discarded. */
export async function cleanUploads({ orm, files }: Pick<Services, 'orm' | 'files'>): Promise<void> {
  const em = emFor(orm, { kind: 'system' });
  const left = await em.execute<{ key: string }[]>(
    `delete from stored_file f where f.purpose in ('ATTACHMENT', 'MESSAGE') and f.created_at < now() - interval '${AFTER}'
       and not exists (select from attachment a where a.business_id = f.business_id and a.file_id = f.id)
     returning f.key`,
  );
  for (const { key } of left) await files.remove(key);
}
