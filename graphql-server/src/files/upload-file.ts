import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { badInput } from '../shared/domain-error.ts';
import { readLogo } from './read-logo.ts';
import { StoredFile } from './stored-file.entity.ts';

export interface Upload { purpose: 'ATTACHMENT' | 'LOGO'; contentType: string; content: Buffer }

/** Kept before anything refers to it; what stays unattached is cleaned away after a week. */
export async function uploadFile({ em, files }: Pick<Context, 'em' | 'files'>, businessId: string, { purpose, contentType, content }: Upload): Promise<StoredFile> {
  const file = uploaded(businessId, content, {
    purpose,
    ...(purpose === 'LOGO' ? readLogo(content) : { contentType: mediaType(contentType) }),
  });
  await files.write(file.key, content);
  await em.persist(file).flush();
  return file;
}

/** The row of what was uploaded, under a key of its own. */
export function uploaded(businessId: string, content: Buffer, of: Partial<StoredFile>): StoredFile {
  if (content.length === 0) throw badInput('The file is empty.');
  const file = Object.assign(new StoredFile(), { businessId, size: content.length, sha256: createHash('sha256').update(content).digest(), ...of });
  file.key = `${businessId}/uploads/${file.id}`;
  return file;
}

/** Without parameters: what a browser said, in no form that a header could be made of. */
const mediaType = (declared: string) => /^[a-z]+\/[a-z0-9.+-]{1,100}(?=$|[\s;])/.exec(declared.toLowerCase())?.[0] ?? 'application/octet-stream';
