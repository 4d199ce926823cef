import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { Business } from '../businesses/business.entity.ts';
import { Client } from '../clients/client.entity.ts';
import { Contact } from '../clients/contact.entity.ts';
import { badInput, notFound } from '../shared/domain-error.ts';
import { flushUnique } from '../shared/flush-unique.ts';
import { formatMoney } from '../shared/format.ts';
import { isUuid } from '../shared/uuid.ts';
import { ClientBalance } from '../statements/client-balance.entity.ts';
import { CannedReply } from './canned-reply.entity.ts';
import type { TicketRow } from './ticket.access.ts';

const MOST = 200;

export async function saveCannedReply(em: EntityManager, businessId: string, given: { id?: string | null; name: string; body: string }): Promise<CannedReply> {
  const name = given.name.replaceAll(/\s+/g, ' ').trim();
  const body = given.body.replaceAll('\r\n', '\n').trim();
  if (!name || name.length > 80) throw badInput('Please give it a name of at most 80 characters.', 'name');
  if (!body || body.length > 10_000) throw badInput('Please write a text of at most 10,000 characters.', 'body');
  const all = await em.find(CannedReply, { businessId });
  const isTaken = badInput(`There is one called "${name}" already.`, 'name');
  if (all.some((other) => other.name.toLowerCase() === name.toLowerCase() && other.id !== given.id)) throw isTaken;
  if (!given.id && all.length >= MOST) throw badInput(`There is room for ${MOST}.`, 'name');
  const reply = given.id ? find(all, given.id) : Object.assign(new CannedReply(), { businessId });
  Object.assign(reply, { name, body });
  em.persist(reply);
  await flushUnique(em, isTaken);
  return reply;
}

export async function removeCannedReply(em: EntityManager, businessId: string, id: string): Promise<string> {
  const removed = isUuid(id) ? await em.nativeDelete(CannedReply, { businessId, id }) : 0;
  if (removed === 0) throw notFound('canned reply');
  return id;
}

function find(all: CannedReply[], id: string): CannedReply {
  const found = all.find((reply) => reply.id === id);
  if (!found) throw notFound('canned reply');
  return found;
}

/** With what stands in braces filled in; what is not known stays as it was written. */
export async function fillIn(em: EntityManager, viewer: TeamViewer, replyId: string, ticket: TicketRow): Promise<string> {
  const { businessId } = viewer;
  const { body } = find(await em.find(CannedReply, { businessId }), replyId);
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const client = await em.findOneOrFail(Client, { businessId, id: ticket.clientId });
  const contact = ticket.contactId ? await em.findOne(Contact, { businessId, id: ticket.contactId }) : null;
  const balances = await em.find(ClientBalance, { businessId, clientId: client.id, owed: { $gt: 0 } }, { orderBy: { currency: 'asc' } });
  const values = new Map(Object.entries({
    client: client.name, contact: contact?.name ?? client.name, me: viewer.name, business: business.name, ticket: `#${ticket.number}`,
    owed: balances.map(({ owed, currency }) => formatMoney(owed, currency, client.locale ?? business.locale)).join(', ') || formatMoney(0, business.currency, client.locale ?? business.locale),
  }));
  return body.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => values.get(name) ?? placeholder);
}
