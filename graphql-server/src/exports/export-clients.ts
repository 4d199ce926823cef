import type { TeamViewer } from '../auth/viewer.ts';
import { textCell } from './csv-cells.ts';
import type { CsvExport } from './export-rows.ts';

interface ClientLine {
  id: string; externalId: string | null; name: string; contactName: string | null; email: string | null; otherEmails: string | null;
  phone: string | null; address: string[]; country: string | null; locale: string | null; taxId: string | null; currency: string | null;
  createdOn: string; isArchived: boolean;
}

/** Titles as the import knows them, so that the file can come back. */
export function clientsExport({ businessId }: TeamViewer, isArchived: boolean | null): CsvExport<ClientLine> {
  const archived = isArchived === null ? '' : ` and c.archived_at is ${isArchived ? 'not null' : 'null'}`;
  return {
    table: 'client c',
    where: { sql: `c.business_id = ?${archived}`, params: [businessId] },
    key: [{ sql: 'lower(c.name)', type: 'text' }, { sql: 'c.id', type: 'uuid' }],
    select: /* sql */ `c.id, c.external_id as "externalId", c.name, k.names[1] as "contactName", k.emails[1] as email,
        array_to_string(k.emails[2:], ', ') as "otherEmails", c.phone, c.address, c.country, c.locale, c.tax_id as "taxId", c.currency,
        (c.created_at at time zone 'UTC')::date::text as "createdOn", c.archived_at is not null as "isArchived"`,
    joins: /* sql */ `cross join lateral (
        select array_agg(k.name order by k.created_at, k.id) as names, array_agg(k.email order by k.created_at, k.id) as emails
        from contact k where k.business_id = c.business_id and k.client_id = c.id and (k.archived_at is null or c.archived_at is not null)
      ) k`,
    columns: {
      external_id: ({ externalId }) => textCell(externalId),
      company: ({ name }) => textCell(name),
      contact_name: ({ contactName }) => textCell(contactName),
      email: ({ email }) => textCell(email),
      other_emails: ({ otherEmails }) => textCell(otherEmails),
      phone: ({ phone }) => textCell(phone),
      address: ({ address }) => textCell(address.join(', ')),
      country: ({ country }) => textCell(country),
      locale: ({ locale }) => textCell(locale),
      tax_id: ({ taxId }) => textCell(taxId),
      currency: ({ currency }) => textCell(currency),
      created_on: ({ createdOn }) => createdOn,
      archived: ({ isArchived: is }) => (is ? 'yes' : 'no'),
      id: ({ id }) => id,
    },
  };
}
