import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import type { Services } from '../context.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { safeFileName } from '../shared/file-name.ts';
import { emFor } from '../tenancy.ts';
import { fileTypeOf } from './file-type.ts';
import type { StoredFile } from './stored-file.entity.ts';
import { uploaded } from './upload-file.ts';

/** Of a day's files that no message has taken yet. Those of contacts together fill no business's store, and never keep its team from uploading. */
const MOST_UNSENT = { ofSession: 50, ofContacts: 1_000 };

/** For a message that is still being written. Its type is what its bytes say, whatever its name or the browser does. */
export async function uploadMessageFile(
  { orm, files, clock }: Pick<Services, 'orm' | 'files' | 'clock'>, viewer: Viewer, { name, content }: { name: string; content: Buffer },
): Promise<StoredFile> {
  const { businessId, sessionId } = viewer;
  const clientId = viewer.kind === 'contact' ? viewer.clientId : null;
  const safeName = safeFileName(name);
  const { contentType, blockedBecause } = await fileTypeOf(content, safeName);
  if (blockedBecause) throw badInput(blockedBecause);

  const file = uploaded(businessId, content, { purpose: 'MESSAGE', name: safeName, contentType, clientId, sessionId, createdAt: clock() });
  await files.write(file.key, content);
  try {
    // The count is of the whole business, of which a contact sees a part.
    await emFor(orm, { kind: 'system' }).transactional(async (em) => {
      await mustHaveRoom(em, viewer, clock());
      em.persist(file);
    });
  } catch (error) {
    await files.remove(file.key);
    throw error;
  }
  return file;
}

/** One after another, so that many at once are counted as well. */
async function mustHaveRoom(em: EntityManager, { businessId, sessionId, kind }: Viewer, now: Date): Promise<void> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`uploads ${businessId}`]);
  const [unsent] = await em.execute<{ ofSession: number; ofContacts: number }[]>(
    `select count(*) filter (where f.session_id = ?) as "ofSession", count(*) filter (where f.client_id is not null) as "ofContacts"
     from stored_file f where f.business_id = ? and f.created_at > ?::timestamptz - interval '1 day' and f.purpose = 'MESSAGE' and f.session_id is not null
       and not exists (select from attachment a where a.business_id = f.business_id and a.file_id = f.id)`,
    [sessionId, businessId, now],
  );
  if (unsent!.ofSession >= MOST_UNSENT.ofSession || (kind === 'contact' && unsent!.ofContacts >= MOST_UNSENT.ofContacts)) {
    throw new DomainError('RATE_LIMITED', 'Too many files are waiting to be sent. Send your message first, or try again tomorrow.');
  }
}
