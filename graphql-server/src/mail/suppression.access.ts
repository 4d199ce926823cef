import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import { SuppressedAddress } from './suppressed-address.entity.ts';

export type Suppression = Row<SuppressedAddress>;

/** By address. */
export function createSuppressionLoader(em: EntityManager, businessId: string) {
  return new DataLoader<string, Suppression | undefined>(async (addresses) => {
    const wanted = addresses.map((address) => address.toLowerCase());
    const rows = await em.execute<Suppression[]>(
      `select ${columnsOf(em, SuppressedAddress, 's')} from suppressed_address s
       where s.business_id = ? and lower(s.address) in (${places(wanted)}) and s.cleared_at is null`,
      [businessId, ...wanted],
    );
    const found = new Map(rows.map((row) => [row.address.toLowerCase(), row]));
    return wanted.map((address) => found.get(address));
  });
}

export async function suppressionOf(em: EntityManager, businessId: string, address: string): Promise<Suppression | undefined> {
  return createSuppressionLoader(em, businessId).load(address);
}

const JUST_NOW_MS = 5 * 60_000;

/** The provider was asked to make the address active again, and may still be at it. */
export async function wasJustCleared(em: EntityManager, businessId: string, address: string, now: Date): Promise<boolean> {
  const rows = await em.execute(
    'select from suppressed_address where business_id = ? and lower(address) = ? and cleared_at > ? limit 1',
    [businessId, address.toLowerCase(), new Date(now.valueOf() - JUST_NOW_MS)],
  );
  return rows.length > 0;
}
