import type { EntityManager } from '@mikro-orm/postgresql';
import { Client } from '../clients/client.entity.ts';
import { Contact } from '../clients/contact.entity.ts';
import { ImportBatch } from './import-batch.entity.ts';
import type { ImportReport, ImportWanted } from './import-report.ts';
import { awaitOtherImports } from './import.access.ts';
import { readClientsCsv, type ClientRow } from './read-clients-csv.ts';

/**
 * All rows or, when one has an error, none. A client that is there already (by external id, or
 * without one by the contact's address) is brought up to date instead of added twice.
 */
export async function importClients(em: EntityManager, businessId: string, wanted: ImportWanted): Promise<ImportReport> {
  if (!wanted.dryRun) await awaitOtherImports(em, businessId);
  const { rows, errors, rowCount } = await readClientsCsv(wanted.csv, wanted.mapping);
  if (!errors.isEmpty || wanted.dryRun || rows.length === 0) return { rows: rowCount, imported: 0, errors: errors.list() };

  const { fileName, teamMemberId = null } = wanted;
  const batch = Object.assign(new ImportBatch(), { businessId, kind: 'CLIENTS', fileName, teamMemberId, rowCount, imported: rows.length } as const);
  em.persist(batch);
  for (const row of rows) {
    await importClient(em, batch, row);
    // Each flush looks at every entity it knows; a long file would take its square in time.
    em.clear();
  }
  return { rows: rowCount, imported: rows.length, errors: [] };
}

async function importClient(em: EntityManager, { businessId, id: importId }: ImportBatch, row: ClientRow): Promise<void> {
  const client = (await findExisting(em, businessId, row)) ?? Object.assign(new Client(), { businessId, importId });
  Object.assign(client, {
    externalId: row.externalId,
    name: row.company ?? row.contactName ?? row.email,
    phone: row.phone,
    address: printableAddress(row),
    country: row.countryCode,
    locale: row.locale,
    taxId: row.taxId ?? client.taxId,
  });
  em.persist(client);
  const known = await em.findOne(Contact, { businessId, clientId: client.id, email: { $ilike: escapeLike(row.email) } });
  const contact = known ?? Object.assign(new Contact(), { businessId, clientId: client.id, email: row.email });
  contact.name = row.contactName ?? row.company ?? row.email;
  em.persist(contact);
  await em.flush();
}

async function findExisting(em: EntityManager, businessId: string, row: ClientRow): Promise<Client | null> {
  if (row.externalId) return em.findOne(Client, { businessId, externalId: row.externalId });
  const contacts = await em.find(Contact, { businessId, email: { $ilike: escapeLike(row.email) } });
  // Whom an undone import brought is archived, and comes anew.
  return em.findOne(Client, { businessId, id: { $in: contacts.map(({ clientId }) => clientId) }, externalId: null, archivedAt: null }, { orderBy: { id: 'asc' } });
}

const escapeLike = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&');

/** As it stands on an envelope; the country last, as written. */
function printableAddress(row: ClientRow): string[] {
  const town = [row.postalCode, row.city].filter(Boolean).join(' ');
  return [...row.addressLines, [town, row.state].filter(Boolean).join(', '), row.country ?? ''].filter(Boolean);
}
