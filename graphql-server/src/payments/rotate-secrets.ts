import type { EntityManager } from '@mikro-orm/postgresql';
import { rewrap, SealError, type KeyRing } from '../shared/secret-box.ts';
import { accountSecret } from './account-secrets.ts';

export interface Rotation { rewrapped: number; already: number; unopened: { businessId: string; secret: Secret; why: string }[] }

type Secret = (typeof SECRETS)[number];
const SECRETS = ['secret_key', 'webhook_secret'] as const;

/**
 * Brings every sealed secret under the current master key, each in a statement of its own, so that it may be stopped
 * and begun again at any point, and run beside servers that read and replace the same secrets.
 */
export async function rotateSecrets(em: EntityManager, ring: KeyRing, page = 200): Promise<Rotation> {
  const rotation: Rotation = { rewrapped: 0, already: 0, unopened: [] };
  for (const secret of SECRETS) {
    for await (const { businessId, sealed } of sealedRows(em, secret, page)) {
      try {
        const outcome = await rotateOne(em, ring, secret, businessId, sealed);
        if (outcome) rotation[outcome] += 1;
      } catch (error) {
        if (!(error instanceof SealError)) throw error;
        rotation.unopened.push({ businessId, secret, why: error.message });
      }
    }
  }
  return rotation;
}

interface SealedRow { businessId: string; sealed: string }

async function* sealedRows(em: EntityManager, secret: Secret, page: number): AsyncGenerator<SealedRow> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const found: SealedRow[] = await em.execute(
      `select business_id as "businessId", ${secret}_sealed as sealed from payment_account where business_id > ? order by business_id limit ?`, [after, page]);
    yield* found;
    if (found.length < page) return;
    after = found.at(-1)!.businessId;
  }
}

/** What somebody else has just written is not overwritten: it is read again, and may be gone. */
async function rotateOne(em: EntityManager, ring: KeyRing, secret: Secret, businessId: string, sealed: string): Promise<'rewrapped' | 'already' | undefined> {
  const column = `${secret}_sealed`;
  for (let now: string | undefined = sealed; now !== undefined; ) {
    const rewrapped = rewrap(ring, now, accountSecret(businessId, secret));
    if (rewrapped === now) return 'already';
    const changed: unknown[] = await em.execute(
      `update payment_account set ${column} = ? where business_id = ? and ${column} = ? returning 1`, [rewrapped, businessId, now]);
    if (changed.length > 0) return 'rewrapped';
    const [row]: { sealed: string }[] = await em.execute(`select ${column} as sealed from payment_account where business_id = ?`, [businessId]);
    now = row?.sealed;
  }
  return undefined;
}
