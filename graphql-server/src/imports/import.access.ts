import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { columnsOf, type Row } from '../plain-rows.ts';
import { notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { ImportBatch } from './import-batch.entity.ts';

export type ImportBatchRow = Row<ImportBatch> & { by: string | null };

const MOST = 50;

/** Newest first. */
export function listImports(em: EntityManager, viewer: TeamViewer): Promise<ImportBatchRow[]> {
  return em.execute(
    `select ${columnsOf(em, ImportBatch, 'b')}, m.name as by from import_batch b
     left join team_member m on m.business_id = b.business_id and m.id = b.team_member_id
     where b.business_id = ? order by b.created_at desc, b.id desc limit ?`,
    [viewer.businessId, MOST],
  );
}

/** One import of a business after another, so that each sees what the one before brought. */
export async function awaitOtherImports(em: EntityManager, businessId: string): Promise<void> {
  await em.execute(`select pg_advisory_xact_lock(hashtext('import'), hashtext(?))`, [businessId]);
}

/** For a change: locked until the transaction ends. */
export async function lockImport(em: EntityManager, viewer: TeamViewer, id: string): Promise<ImportBatch> {
  const rows = isUuid(id)
    ? await em.execute('select id from import_batch where business_id = ? and id = ? for update', [viewer.businessId, id])
    : [];
  if (rows.length === 0) throw notFound('import');
  return em.findOneOrFail(ImportBatch, { businessId: viewer.businessId, id }, { refresh: true });
}
