import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jobsDone } from './support/jobs.ts';
import { aBusiness, aClient, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';
import { aLetter, bodiesOf, delivered, inboundAddressOf } from './support/ticket-mail.ts';
import { merges, opens, replies, threadFor } from './support/tickets.ts';

let portal: Portal;
let northwind: Firm;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
});
afterAll(() => portal.close());

const addsToCopy = async (ticketId: string, address: string): Promise<string> => {
  const { addParticipant } = await northwind.owner.get<{ addParticipant: { participants: { id: string; address: string }[] } }>(
    'mutation ($ticketId: ID!, $address: String!) { addParticipant(ticketId: $ticketId, address: $address) { participants { id address } } }', { ticketId, address },
  );
  return addParticipant.participants.find((participant) => participant.address === address)!.id;
};
const inCopy = async (ticketId: string) => (await threadFor(northwind.owner, ticketId)).participants.map(({ address }) => address);
const addsContact = async ({ client }: Customer, email: string): Promise<string> =>
  (await northwind.owner.get<{ addContact: { id: string } }>('mutation ($id: ID!, $email: String!) { addContact(clientId: $id, input: { name: "Colleague", email: $email }) { id } }', { id: client.id, email })).addContact.id;
const moves = (id: string, email: string) => northwind.owner.get('mutation ($id: ID!, $email: String!) { updateContact(id: $id, input: { name: "Colleague", email: $email }) { id } }', { id, email });
const archives = (what: 'Contact' | 'Client', id: string) => northwind.owner.get(`mutation ($id: ID!) { archive${what}(id: $id) ${what === 'Client' ? '{ id }' : ''} }`, { id });

const mailedIn = async (ticketId: string, words: string) => {
  await jobsDone(portal);
  return rows<{ recipient: string; state: string; error: string | null }>(
    portal, 'select d.recipient, d.state, d.error from dispatch d join ticket_message m on m.id = d.ticket_message_id where m.ticket_id = $1 and m.body = $2 order by d.recipient', [ticketId, words],
  );
};
const writesInto = async (ticketId: string, from: string, words: string) => {
  const [row] = await rows<{ reply_token: string }>(portal, 'select reply_token from ticket where id = $1', [ticketId]);
  return delivered(portal, aLetter(from, portal.config.mail.inboundAddress.replace('@', `+${row!.reply_token}@`), { TextBody: words, MailboxHash: row!.reply_token }));
};

/** Two people of one client asked, and the team merged what they asked: the second is in copy. */
async function aMergedTicket(name: string, email: string): Promise<{ customer: Customer; contactId: string; ticketId: string }> {
  const customer = await aClient(portal, northwind, name);
  const contactId = await addsContact(customer, email);
  const { id: ticketId } = await opens(customer.person);
  const { ticket_id: other } = await delivered(portal, aLetter(email, inboundAddressOf(portal, northwind), { MailboxHash: northwind.business.inboundToken! }));
  await merges(northwind.owner, other!, ticketId);
  expect(await inCopy(ticketId)).toEqual([email]);
  return { customer, contactId, ticketId };
}

describe('a contact in copy', () => {
  test('who leaves the client is mailed nothing more, and writes into nothing', async () => {
    const { customer, contactId, ticketId } = await aMergedTicket('Leaving', 'leaves@x.example');
    await archives('Contact', contactId);
    expect(await inCopy(ticketId)).toEqual([]);
    await replies(northwind.owner, ticketId, 'Not for who left.');
    expect((await mailedIn(ticketId, 'Not for who left.')).map(({ recipient }) => recipient)).toEqual([customer.contact.email]);
    expect(await writesInto(ticketId, 'leaves@x.example', 'I left and write.')).toMatchObject({ outcome: 'QUARANTINED' });
    expect(await bodiesOf(customer.person, ticketId)).not.toContain('I left and write.');
  });

  test('with another address is mailed and heard there, and not at the old one', async () => {
    const { customer, contactId, ticketId } = await aMergedTicket('Moving', 'old@x.example');
    await moves(contactId, 'new@x.example');
    expect(await inCopy(ticketId)).toEqual(['new@x.example']);
    await replies(northwind.owner, ticketId, 'To where they are.');
    expect((await mailedIn(ticketId, 'To where they are.')).map(({ recipient }) => recipient)).toEqual(['new@x.example', customer.contact.email]);
    expect(await writesInto(ticketId, 'old@x.example', 'From the old address.')).toMatchObject({ outcome: 'QUARANTINED' });
    expect(await writesInto(ticketId, 'new@x.example', 'From the new address.')).toMatchObject({ outcome: 'ACCEPTED' });
  });

  test('whose new address is in copy already is there once', async () => {
    const { contactId, ticketId } = await aMergedTicket('Twice', 'one@x.example');
    await addsToCopy(ticketId, 'two@x.example');
    await moves(contactId, 'Two@x.example');
    expect(await inCopy(ticketId)).toEqual(['two@x.example']);
  });

  test("of one client moves in that client's tickets alone", async () => {
    const [one, other] = [await aClient(portal, northwind, 'One'), await aClient(portal, northwind, 'Other')];
    const { id } = await opens(other.person);
    await addsToCopy(id, 'shared@x.example');
    const contactId = await addsContact(one, 'shared@x.example');
    await moves(contactId, 'elsewhere@x.example');
    await archives('Contact', contactId);
    expect(await inCopy(id)).toEqual(['shared@x.example']);
  });
});

describe('somebody in copy who is no contact', () => {
  test('of a client that is archived is mailed nothing more, and writes into nothing', async () => {
    const customer = await aClient(portal, northwind, 'Closing');
    const { id } = await opens(customer.person);
    await addsToCopy(id, 'out@x.example');
    expect(await writesInto(id, 'out@x.example', 'While it is a client.')).toMatchObject({ outcome: 'ACCEPTED' });
    await archives('Client', customer.client.id);
    await replies(northwind.owner, id, 'After the end.');
    for (const mail of await mailedIn(id, 'After the end.')) expect(mail).toMatchObject({ state: 'CANCELLED', error: 'Not sent: the client was archived meanwhile.' });
    expect((await mailedIn(id, 'After the end.')).map(({ recipient }) => recipient)).toContain('out@x.example');
    expect(await writesInto(id, 'out@x.example', 'After the end, too.')).toMatchObject({ outcome: 'QUARANTINED' });
  });

  test('and is taken out is not mailed what still waits', async () => {
    const customer = await aClient(portal, northwind, 'Waiting');
    const { id: ticketId } = await opens(customer.person);
    // The first mail to it is refused as if Postmark were down.
    const off = await addsToCopy(ticketId, 'unavailable-off@x.example');
    await replies(northwind.owner, ticketId, 'For those in copy.');
    const becomes = (wanted: object) => expect.poll(
      async () => (await rows(portal, 'select state, error from dispatch where recipient = $1', ['unavailable-off@x.example']))[0], { timeout: 10_000, interval: 25 },
    ).toMatchObject(wanted);
    await becomes({ state: 'QUEUED', error: expect.stringContaining('maintenance') });
    await northwind.owner.get('mutation ($id: ID!) { removeParticipant(id: $id) { id } }', { id: off });
    await becomes({ state: 'CANCELLED', error: 'Not sent: its recipient was taken out of copy meanwhile.' });
  });
});
