import type { EntityManager } from '@mikro-orm/postgresql';
import type { Logo } from '../documents/printed-document.ts';
import { badInput } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { StoredFile } from './stored-file.entity.ts';

/** What was uploaded as a logo, as documents keep it. */
export async function findLogo(em: EntityManager, businessId: string, id: string): Promise<Logo> {
  const file = isUuid(id) ? await em.findOne(StoredFile, { businessId, id, purpose: 'LOGO' }) : null;
  if (!file?.width || !file.height) throw badInput('There is no such logo. Please upload it again.', 'logoFileId');
  return { fileId: file.id, contentType: file.contentType as Logo['contentType'], width: file.width, height: file.height };
}
