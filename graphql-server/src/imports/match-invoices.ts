import type { EntityManager } from '@mikro-orm/postgresql';
import type { Claim } from './read-invoices-csv.ts';

/** What does not fit to what is here; `column` by the name of the field. */
export interface Mismatch { column: string; message: string }

type Found = { id: string; problem: null } | { id: null; problem: Mismatch | null };

/** What the file may name a client by, looked up once. */
export async function clientsByName(em: EntityManager, businessId: string) {
  const clients = await em.execute<{ id: string; name: string; externalId: string | null }[]>(
    'select id, name, external_id as "externalId" from client where business_id = ? and (archived_at is null or external_id is not null)',
    [businessId],
  );
  const contacts = await em.execute<{ id: string; email: string }[]>(
    `select distinct k.client_id as id, lower(k.email) as email from contact k
     join client c on c.business_id = k.business_id and c.id = k.client_id
     where k.business_id = ? and (c.archived_at is null or c.external_id is not null)`,
    [businessId],
  );
  const byExternalId = Map.groupBy(clients, ({ externalId }) => externalId);
  const byEmail = Map.groupBy(contacts, ({ email }) => email);
  const byName = Map.groupBy(clients, ({ name }) => name.toLowerCase());

  return {
    /** By the most telling of what the row says; a row that says nothing was refused for that. */
    find({ clientExternalId, clientEmail, clientName }: Pick<Claim, 'clientExternalId' | 'clientEmail' | 'clientName'>): Found {
      if (!clientExternalId && !clientEmail && !clientName) return { id: null, problem: null };
      if (clientExternalId) {
        return only(byExternalId.get(clientExternalId), 'client_external_id', `No client has the external id "${clientExternalId}". Import the clients first.`);
      }
      if (clientEmail) return only(byEmail.get(clientEmail), 'client_email', `No client has a contact with the address ${clientEmail}.`, `${clientEmail} belongs to more than one client; give client_external_id.`);
      return only(byName.get(clientName?.toLowerCase() ?? ''), 'client_name', `No client is called "${clientName}". Import the clients first.`, `More than one client is called "${clientName}"; give your number or the e-mail address of the client.`);
    },
  };
}

function only(found: { id: string }[] = [], column: string, ifNone: string, ifMany = ifNone): Found {
  const [first] = found;
  if (first && found.length === 1) return { id: first.id, problem: null };
  return { id: null, problem: { column, message: first ? ifMany : ifNone } };
}

export async function takenNumbers(em: EntityManager, businessId: string, claims: Claim[]): Promise<({ row: number } & Mismatch)[]> {
  const numbered = claims.filter(({ isDraft }) => !isDraft);
  const rows = await em.execute<{ number: string }[]>(
    'select number from invoice where business_id = ? and number in (select jsonb_array_elements_text(?::jsonb))',
    [businessId, JSON.stringify(numbered.map(({ number }) => number))],
  );
  const taken = new Set(rows.map(({ number }) => number));
  return numbered
    .filter(({ number }) => taken.has(number))
    .map(({ row, number }) => ({ row, column: 'number', message: `Invoice ${number} is here already.` }));
}
