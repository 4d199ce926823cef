import { expect } from 'vitest';
import { aClient, type Customer, type Firm, type Person } from './people.ts';
import type { Portal } from './portal.ts';
import { rows } from './rows.ts';

/** A client whose contact has this address: the address decides what becomes of mail to it. */
export async function aClientAt(portal: Portal, firm: Firm, email: string): Promise<Customer> {
  const customer = await aClient(portal, firm, email);
  await rows(portal, 'update contact set email = $1 where id = $2', [email, customer.contact.id]);
  customer.contact.email = email;
  return customer;
}

/** Another contact of the same client. */
export async function anotherContact(portal: Portal, { client }: Customer, email: string): Promise<string> {
  const [contact] = await rows<{ id: string }>(
    portal,
    `insert into contact (id, business_id, created_at, client_id, name, email) values (gen_random_uuid(), $1, now(), $2, 'Another', $3) returning id`,
    [client.businessId, client.id, email],
  );
  return contact!.id;
}

export interface Dispatched { id: string; kind: string; recipient: string; state: string; error: string | null; sentAt: string | null; openedAt: string | null }

/** Newest first, as the team sees it. */
export async function dispatchesOf(person: Person, id: string, of: 'invoice' | 'estimate' | 'creditNote' = 'invoice'): Promise<Dispatched[]> {
  const query = `query ($id: ID!) { of: ${of}(id: $id) { dispatches { id kind recipient state error sentAt openedAt } } }`;
  return (await person.get<{ of: { dispatches: Dispatched[] } }>(query, { id })).of.dispatches;
}

export async function becomes(person: Person, id: string, wanted: Partial<Dispatched>, of?: 'invoice' | 'estimate' | 'creditNote'): Promise<Dispatched> {
  const found = async () => (await dispatchesOf(person, id, of)).find(({ kind }) => kind === (wanted.kind ?? kind));
  await expect.poll(found, { timeout: 10_000, interval: 25 }).toMatchObject(wanted);
  return (await found())!;
}

export const timelineOf = (portal: Portal, { client }: Pick<Customer, 'client'>): Promise<{ kind: string; summary: string }[]> =>
  rows(portal, 'select kind, summary from client_event where client_id = $1 order by created_at, id', [client.id]);

export const mailsTo = ({ postmark }: Portal, address: string) => postmark.messages().filter(({ To }) => To.includes(address));

/** An event of Postmark's about a mail of ours, in the shape of its documentation. */
export async function tell({ url, config }: Portal, dispatchId: string, event: Record<string, unknown>): Promise<void> {
  const { webhookUser, webhookPassword } = config.mail;
  const response = await fetch(`${url}/webhooks/postmark/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${Buffer.from(`${webhookUser}:${webhookPassword}`).toString('base64')}` },
    body: JSON.stringify({ MessageID: '883953f4-6105-42a2-a16a-77a8eac79483', MessageStream: 'outbound', ServerID: 23, Metadata: { reference: dispatchId }, ...event }),
  });
  expect(response.status).toBe(200);
}

export const events = {
  delivery: { RecordType: 'Delivery', DeliveredAt: '2026-04-05T16:33:54.9070259Z', Details: 'Test delivery webhook details' },
  open: { RecordType: 'Open', FirstOpen: true, ReceivedAt: '2026-04-05T16:40:00.9070259Z', ReadSeconds: 5, Platform: 'WebMail', UserAgent: 'Mozilla/5.0 ...' },
  hardBounce: { RecordType: 'Bounce', ID: 42, Type: 'HardBounce', TypeCode: 1, Name: 'Hard bounce', Description: 'The server was unable to deliver your message (ex: unknown user, mailbox not found).', Inactive: true, CanActivate: true },
  softBounce: { RecordType: 'Bounce', ID: 43, Type: 'SoftBounce', TypeCode: 4096, Name: 'Soft bounce', Description: 'Unable to temporarily deliver message.', Inactive: false },
  unknownBounce: { RecordType: 'Bounce', ID: 44, Type: 'SomethingNew', TypeCode: 123_456, Name: 'New', Description: 'Nobody knows yet.', Inactive: false },
  delayed: { RecordType: 'Bounce', ID: 45, Type: 'Transient', TypeCode: 2, Name: 'Message delayed', Description: 'The server could not temporarily deliver your message.', Inactive: false },
  autoReply: { RecordType: 'Bounce', ID: 46, Type: 'AutoResponder', TypeCode: 64, Name: 'Auto responder', Description: 'Automatic email responder.', Inactive: false },
  complaint: { RecordType: 'SpamComplaint', ID: 47, Type: 'SpamComplaint', TypeCode: 512, Name: 'Spam complaint', Description: 'The subscriber explicitly marked this message as spam.', Inactive: true },
  switchedOff: { RecordType: 'SubscriptionChange', ChangedAt: '2026-04-05T16:33:54.9070259Z', Origin: 'Recipient', SuppressSending: true, SuppressionReason: 'HardBounce' },
  switchedOn: { RecordType: 'SubscriptionChange', ChangedAt: '2026-04-05T16:33:54.9070259Z', Origin: 'Recipient', SuppressSending: false, SuppressionReason: null },
} as const;
