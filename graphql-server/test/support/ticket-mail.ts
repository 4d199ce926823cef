import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { inboundPayload } from '../../dev/postmark/client-reply.ts';
import type { ClientReply } from '../../dev/postmark/client-reply.ts';
import type { SentMessage } from '../../dev/postmark/sent-message.ts';
import { jobsDone } from './jobs.ts';
import type { Customer, Firm, Person } from './people.ts';
import type { Portal } from './portal.ts';
import { rows } from './rows.ts';

export interface Shown { id: string; number: number; status: string; messages: { id: string; body: string; foldedText: string | null; channel: string; authorKind: string; authorName: string }[] }

export const threadOf = async (person: Person, id: string): Promise<Shown> =>
  (await person.get<{ ticket: Shown }>('query ($id: ID!) { ticket(id: $id) { id number status messages { id body foldedText channel authorKind authorName } } }', { id })).ticket;

export const bodiesOf = async (person: Person, id: string) => (await threadOf(person, id)).messages.map(({ body }) => body);

export async function openedBy({ person }: Customer, subject = 'A question'): Promise<string> {
  const { openTicket } = await person.get<{ openTicket: { id: string } }>('mutation ($subject: String!) { openTicket(input: { subject: $subject, message: "What is this?" }) { id } }', { subject });
  return openTicket.id;
}

export const answer = (person: Person, ticketId: string, message: string, more: object = {}) =>
  person.get('mutation ($input: ReplyToTicketInput!) { replyToTicket(input: $input) { id } }', { input: { ticketId, message, ...more } });

/** A ticket that the team has answered, and the mail that carried the answer. */
export async function anAnsweredTicket(portal: Portal, { owner }: Firm, customer: Customer): Promise<{ id: string; mail: SentMessage }> {
  const id = await openedBy(customer);
  const words = `It is that (${randomUUID()}).`;
  await answer(owner, id, words);
  return { id, mail: await portal.postmark.waitFor(({ TextBody }) => TextBody.includes(words)) };
}

export type Payload = Record<string, unknown> & { MessageID: string };

/** What the answer to a mail would post, to be changed and posted. */
export const asPayload = (mail: SentMessage, reply: Partial<ClientReply> = {}): Payload => inboundPayload(mail, { text: 'An answer.', quote: false, ...reply }, new Date());

/** Without what shows whose answer it is, unless it is said. */
export function aLetter(from: string, to: string, more: Record<string, unknown> = {}): Payload {
  return {
    MessageID: randomUUID(), From: from, FromFull: { Email: from, Name: '' }, To: to, ToFull: [{ Email: to, Name: '', MailboxHash: '' }], Cc: '', CcFull: [], Bcc: '', BccFull: [],
    OriginalRecipient: '', MailboxHash: '', Subject: 'A letter', TextBody: 'Good day.', HtmlBody: '', Attachments: [],
    Headers: [{ Name: 'Message-ID', Value: `<${randomBytes(12).toString('hex')}@mail.example.com>` }], ...more,
  };
}

export interface Decided { id: string; outcome: string; reason: string | null; ticket_id: string | null; business_id: string | null; client_id: string | null; ticket_message_id: string | null }

export async function decided(portal: Portal, { MessageID }: { MessageID: string }): Promise<Decided> {
  await jobsDone(portal);
  const [row] = await rows<Decided>(
    portal, 'select id, outcome, reason, ticket_id, business_id, client_id, ticket_message_id from inbound_email where provider_message_id = $1 order by created_at desc', [MessageID],
  );
  return row!;
}

/** Through the webhook, and what became of it. */
export async function delivered(portal: Portal, payload: Payload): Promise<Decided> {
  expect(await portal.postmark.postInbound(payload)).toEqual({ status: 200 });
  return decided(portal, payload);
}

export const inboundAddressOf = ({ config }: Portal, { business }: Firm) => config.mail.inboundAddress.replace('@', `+${business.inboundToken}@`);
