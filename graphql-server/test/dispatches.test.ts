import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDraft, aSentInvoice } from './support/invoices.ts';
import { jobsDone } from './support/jobs.ts';
import { aClientAt, anotherContact, becomes, dispatchesOf, events, mailsTo, tell, timelineOf } from './support/mail.ts';
import { aBusiness, aColleague, type Customer, type Firm, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;
let team: Person;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind', { senderName: 'Northwind Billing' });
  team = northwind.owner;
});
afterAll(() => portal.close());

interface Suppression { cause: string; detail: string | null; since: string }
const suppressionOf = async (person: Person, { client }: Customer): Promise<Suppression | null> => {
  const answer = await person.get<{ client: { contacts: { suppression: Suppression | null }[] } }>('query ($id: ID!) { client(id: $id) { contacts { suppression { cause detail since } } } }', { id: client.id });
  return answer.client.contacts[0]!.suppression;
};
const CLEAR = 'mutation ($id: ID!) { clearSuppression(contactId: $id) { suppression { cause } } }';
const RESEND = 'mutation ($id: ID!) { resendInvoice(input: { id: $id }) { id } }';

/** Mailed and delivered, to somebody of whom Postmark will tell what the test says. */
async function aDelivered(email: string) {
  const customer = await aClientAt(portal, northwind, email);
  const { id } = await aSentInvoice(northwind, customer);
  return { customer, id, dispatch: await becomes(team, id, { state: 'DELIVERED' }) };
}

describe('what Postmark tells of a mail', () => {
  test.each<[string, (keyof typeof events)[], object]>([
    ['a hard bounce', ['hardBounce'], { state: 'BOUNCED', error: events.hardBounce.Description }],
    ['a soft bounce', ['softBounce'], { state: 'BOUNCED', error: events.softBounce.Description }],
    ['a bounce of a kind that nobody knows', ['unknownBounce'], { state: 'BOUNCED' }],
    ['a complaint, then a bounce', ['complaint', 'hardBounce'], { state: 'COMPLAINED', error: events.complaint.Description }],
    ['a bounce, then a complaint', ['hardBounce', 'complaint'], { state: 'COMPLAINED', error: events.complaint.Description }],
    ['a late delivery after a bounce', ['hardBounce', 'delivery', 'open', 'delivery'], { state: 'BOUNCED', openedAt: '2026-04-05T16:40:00.907Z' }],
    ['an automatic answer', ['autoReply'], { state: 'DELIVERED', error: null }],
    ['a delay of what has arrived since', ['delayed'], { state: 'DELIVERED', error: null }],
    ['an opening', ['open'], { state: 'DELIVERED', openedAt: '2026-04-05T16:40:00.907Z' }],
  ])('is shown on the document: %s', async (name, told, shown) => {
    const { id, dispatch } = await aDelivered(`told-${name.replaceAll(/\W+/g, '')}@acme.example`);
    for (const event of told) await tell(portal, dispatch.id, events[event]);
    expect((await dispatchesOf(team, id))[0]).toMatchObject({ kind: 'INVOICE', ...shown });
    for (const event of told) await tell(portal, dispatch.id, events[event]);
    expect((await dispatchesOf(team, id))[0]).toMatchObject(shown);
  });

  test('the first opening counts, in whichever order they come', async () => {
    const { id, dispatch } = await aDelivered('twice@acme.example');
    await tell(portal, dispatch.id, { ...events.open, ReceivedAt: '2026-04-07T10:00:00Z' });
    await tell(portal, dispatch.id, { ...events.open, ReceivedAt: '2026-04-06T12:00:00+02:00' });
    await tell(portal, dispatch.id, { ...events.open, ReceivedAt: '2026-04-08T10:00:00Z' });
    expect((await dispatchesOf(team, id))[0]!.openedAt).toBe('2026-04-06T10:00:00.000Z');
    await tell(portal, dispatch.id, { ...events.open, ReceivedAt: '+123456-01-01T00:00:00Z' });
    await tell(portal, dispatch.id, { ...events.open, ReceivedAt: 7 });
    expect((await dispatchesOf(team, id))[0]!.openedAt).toBe('2026-04-06T10:00:00.000Z');
  });

  test('a mail under way says what it waits for', async () => {
    const { id, dispatch } = await aDelivered('busy@acme.example');
    await rows(portal, `update dispatch set state = 'SENT' where id = $1`, [dispatch.id]);
    await tell(portal, dispatch.id, events.delayed);
    expect((await dispatchesOf(team, id))[0]).toMatchObject({ state: 'SENT', error: events.delayed.Description });
    await tell(portal, dispatch.id, events.delivery);
    expect((await dispatchesOf(team, id))[0]).toMatchObject({ state: 'DELIVERED', error: null });
  });

  test('the same news ten times at once is on the timeline once', async () => {
    const { customer, dispatch } = await aDelivered('chorus@acme.example');
    await Promise.all(Array.from({ length: 10 }, () => tell(portal, dispatch.id, events.hardBounce)));
    const kinds = (await timelineOf(portal, customer)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'mail.bounced')).toHaveLength(1);
    expect(await rows(portal, 'select 1 from suppressed_address where address = $1', ['chorus@acme.example'])).toHaveLength(1);
  });
});

test('openings are asked of mails about documents alone', async () => {
  const customer = await aClientAt(portal, northwind, 'opens@acme.example');
  const { id } = await aSentInvoice(northwind, customer);
  await expect.poll(async () => (await dispatchesOf(team, id))[0]?.openedAt, { timeout: 8_000 }).toEqual(expect.any(String));
  const { openTicket } = await customer.person.get<{ openTicket: { id: string } }>('mutation { openTicket(input: { subject: "Hello", message: "Is anybody there?" }) { id } }');
  await team.get('mutation ($id: ID!) { replyToTicket(input: { ticketId: $id, message: "Yes." }) { id } }', { id: openTicket.id });
  await customer.person.get('mutation { requestSignInLink(email: "opens@acme.example") }');
  await expect.poll(() => mailsTo(portal, 'opens@acme.example').length, { timeout: 8_000 }).toBe(3);
  const asked = Object.fromEntries(mailsTo(portal, 'opens@acme.example').map(({ Tag, TrackOpens }) => [Tag, TrackOpens]));
  expect(asked).toEqual({ invoice: true, ticket: false, 'sign-in': false });
});

describe('an address that takes no mail', () => {
  test('is shown on the contact and gets nothing more, until somebody clears it here and at the provider', async () => {
    const customer = await aClientAt(portal, northwind, 'hardbounce-anna@acme.example');
    const { id } = await aSentInvoice(northwind, customer);
    await becomes(team, id, { state: 'BOUNCED' });
    expect(await suppressionOf(team, customer)).toMatchObject({ cause: 'BOUNCED', detail: expect.stringContaining('unable to deliver'), since: expect.any(String) });
    expect(await suppressionOf(customer.person, customer)).toBeNull();
    expect((await timelineOf(portal, customer)).at(-1)).toEqual({
      kind: 'mail.bounced', summary: 'Mail to hardbounce-anna@acme.example came back; none is sent there until the address is cleared',
    });

    await team.get(RESEND, { id });
    await becomes(team, id, { state: 'FAILED', error: expect.stringMatching(/^Not sent: an earlier mail to .* came back\. Correct the contact's address, or clear it/) as never });
    const { openTicket } = await customer.person.get<{ openTicket: { id: string } }>('mutation { openTicket(input: { subject: "Hello", message: "Hello?" }) { id } }');
    await team.get('mutation ($id: ID!) { replyToTicket(input: { ticketId: $id, message: "Yes." }) { id } }', { id: openTicket.id });
    await customer.person.get('mutation { requestSignInLink(email: "HardBounce-Anna@acme.example") }');
    await jobsDone(portal);
    expect(await rows(portal, `select kind, state from dispatch where contact_id = $1 order by created_at`, [customer.contact.id])).toEqual([
      { kind: 'INVOICE', state: 'BOUNCED' }, { kind: 'INVOICE', state: 'FAILED' }, { kind: 'TICKET_REPLY', state: 'FAILED' }, { kind: 'SIGN_IN', state: 'FAILED' },
    ]);
    expect(mailsTo(portal, 'hardbounce-anna@')).toHaveLength(1);

    expect(await team.get(CLEAR, { id: customer.contact.id })).toEqual({ clearSuppression: { suppression: null } });
    await team.get(CLEAR, { id: customer.contact.id });
    await jobsDone(portal);
    const timeline = await timelineOf(portal, customer);
    expect(timeline.filter(({ kind }) => kind === 'address.cleared')).toEqual([{ kind: 'address.cleared', summary: 'Mail may go to hardbounce-anna@acme.example again' }]);
    expect(await suppressionOf(team, customer)).toBeNull();

    await team.get(RESEND, { id });
    await becomes(team, id, { state: 'BOUNCED' });
    expect(mailsTo(portal, 'hardbounce-anna@')).toHaveLength(2);
    expect(await suppressionOf(team, customer)).toMatchObject({ cause: 'BOUNCED' });
  });

  test('stays cleared when the old news is told once more', async () => {
    const { customer, dispatch } = await aDelivered('again@acme.example');
    await tell(portal, dispatch.id, events.hardBounce);
    await team.get(CLEAR, { id: customer.contact.id });
    await tell(portal, dispatch.id, events.hardBounce);
    await tell(portal, dispatch.id, events.switchedOff);
    expect(await suppressionOf(team, customer)).toBeNull();
  });

  test('is not made of a soft bounce, an unknown one, or an address that was switched on', async () => {
    for (const event of ['softBounce', 'unknownBounce', 'delayed', 'autoReply', 'switchedOn'] as const) {
      const { customer, dispatch } = await aDelivered(`spared-${event}@acme.example`);
      await tell(portal, dispatch.id, events[event]);
      expect({ event, suppression: await suppressionOf(team, customer) }).toEqual({ event, suppression: null });
    }
  });

  test('is made of a soft bounce that Postmark calls inactive, and of an address that it switched off', async () => {
    for (const [name, event] of [['inactive', { ...events.softBounce, Inactive: true }], ['off', events.switchedOff]] as const) {
      const { customer, dispatch } = await aDelivered(`caught-${name}@acme.example`);
      await tell(portal, dispatch.id, event);
      expect(await suppressionOf(team, customer)).toMatchObject({ cause: 'BOUNCED' });
    }
  });

  test('that complained is told so, and what Postmark will not release is shown as suppressed again', async () => {
    const customer = await aClientAt(portal, northwind, 'spamcomplaint-ben@acme.example');
    const { id } = await aSentInvoice(northwind, customer);
    await becomes(team, id, { state: 'COMPLAINED' });
    expect(await suppressionOf(team, customer)).toMatchObject({ cause: 'COMPLAINED' });
    await team.get(RESEND, { id });
    await becomes(team, id, { state: 'FAILED', error: expect.stringContaining('reported an earlier mail as spam') as never });
    await team.get(CLEAR, { id: customer.contact.id });
    await expect.poll(async () => (await suppressionOf(team, customer))?.detail, { timeout: 8_000 }).toMatch(/does not release the address.*required authority/);
    expect((await timelineOf(portal, customer)).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['mail.complained', 'address.cleared', 'mail.complained']),
    );
  });

  test('a complaint outweighs the bounce that was known', async () => {
    const { customer, dispatch } = await aDelivered('both@acme.example');
    await tell(portal, dispatch.id, events.hardBounce);
    await tell(portal, dispatch.id, events.complaint);
    await tell(portal, dispatch.id, events.hardBounce);
    expect(await suppressionOf(team, customer)).toMatchObject({ cause: 'COMPLAINED' });
  });

  test('that Postmark refuses because of another business is learned from the refusal', async () => {
    const contoso = await aBusiness(portal, 'Contoso');
    const theirs = await aClientAt(portal, contoso, 'hardbounce-shared@acme.example');
    const ours = await aClientAt(portal, northwind, 'hardbounce-shared@acme.example');
    const first = await aSentInvoice(contoso, theirs);
    await becomes(contoso.owner, first.id, { state: 'BOUNCED' });
    expect(await suppressionOf(team, ours)).toBeNull();

    const { id } = await aSentInvoice(northwind, ours);
    await becomes(team, id, { state: 'FAILED', error: expect.stringMatching(/^Not sent: an earlier mail to hardbounce-shared/) as never });
    expect(await suppressionOf(team, ours)).toMatchObject({ cause: 'BOUNCED', detail: expect.stringContaining('sends nothing to this address') });
    await team.get(CLEAR, { id: ours.contact.id });
    await jobsDone(portal);
    expect(await suppressionOf(contoso.owner, theirs)).toMatchObject({ cause: 'BOUNCED' });
  });

  test('holds for that address alone: another contact, and the contact at another address, are mailed', async () => {
    const { customer, id, dispatch } = await aDelivered('old@acme.example');
    await anotherContact(portal, customer, 'other@acme.example');
    await tell(portal, dispatch.id, events.hardBounce);
    await rows(portal, 'update contact set email = $1 where id = $2', ['new@acme.example', customer.contact.id]);
    await team.get(RESEND, { id });
    await expect.poll(async () => (await dispatchesOf(team, id)).slice(0, 2).map(({ state, recipient }) => `${recipient} ${state}`).toSorted(), { timeout: 8_000 })
      .toEqual(['new@acme.example DELIVERED', 'other@acme.example DELIVERED']);
  });

  test('is cleared by those who bill', async () => {
    const { customer, dispatch } = await aDelivered('powers@acme.example');
    await tell(portal, dispatch.id, events.hardBounce);
    for (const role of ['SUPPORT', 'READ_ONLY'] as const) {
      expect(await (await aColleague(portal, northwind, role, role)).refusal(CLEAR, { id: customer.contact.id })).toBe('FORBIDDEN');
    }
    expect(await customer.person.refusal(CLEAR, { id: customer.contact.id })).toBe('FORBIDDEN');
    await (await aColleague(portal, northwind, 'Biller', 'BILLING')).get(CLEAR, { id: customer.contact.id });
    expect(await suppressionOf(team, customer)).toBeNull();
  });
});

/** The first mail to `unavailable…` is refused as if Postmark were down: it waits, and meanwhile things happen. */
describe('a mail that waits', () => {
  const waits = async (email: string) => {
    const customer = await aClientAt(portal, northwind, email);
    const { id } = await aSentInvoice(northwind, customer);
    await becomes(team, id, { state: 'QUEUED', error: expect.stringContaining('maintenance') as never });
    return { customer, id };
  };

  test('is cancelled when its invoice is pulled back', async () => {
    const { id } = await waits('unavailable-pulled@acme.example');
    await team.get('mutation ($id: ID!) { pullBackInvoice(id: $id) { id } }', { id });
    await becomes(team, id, { state: 'CANCELLED', error: 'Not sent: the invoice is being revised.' });
    expect(mailsTo(portal, 'unavailable-pulled@')).toEqual([]);
  });

  test('is cancelled when its invoice is made void, or its contact is archived', async () => {
    const [voided, archived] = await Promise.all([waits('unavailable-void@acme.example'), waits('unavailable-gone@acme.example')]);
    await team.get('mutation ($id: ID!) { voidInvoice(id: $id) { id } }', { id: voided.id });
    await rows(portal, 'update contact set archived_at = now() where id = $1', [archived.customer.contact.id]);
    await becomes(team, voided.id, { state: 'CANCELLED', error: 'Not sent: the invoice was made void meanwhile.' });
    await becomes(team, archived.id, { state: 'CANCELLED', error: 'Not sent: the contact was archived meanwhile.' });
  });

  test('is cancelled when its contact has another address by then, not when it is only written otherwise', async () => {
    const [moved, respelled] = await Promise.all([waits('unavailable-moved@acme.example'), waits('unavailable-case@acme.example')]);
    await rows(portal, 'update contact set email = $1 where id = $2', ['moved-to@acme.example', moved.customer.contact.id]);
    await rows(portal, 'update contact set email = $1 where id = $2', ['Unavailable-Case@Acme.example', respelled.customer.contact.id]);
    await becomes(team, moved.id, { state: 'CANCELLED', error: "Not sent: the contact's address was changed meanwhile." });
    await becomes(team, respelled.id, { state: 'DELIVERED' });
    expect([...mailsTo(portal, 'unavailable-moved@'), ...mailsTo(portal, 'moved-to@')]).toEqual([]);
  });
});

describe('each kind of document', () => {
  const line = { description: 'Design', unitPrice: 10_000 };

  test('an estimate goes out with its own words, and its link leads to it', async () => {
    const customer = await aClientAt(portal, northwind, 'estimate@acme.example');
    const { createEstimate } = await team.get<{ createEstimate: { id: string } }>('mutation ($input: CreateEstimateInput!) { createEstimate(input: $input) { id } }', { input: { clientId: customer.client.id, currency: 'EUR', lines: [line] } });
    await team.get('mutation ($id: ID!) { sendEstimate(input: { id: $id, message: "As we discussed." }) { id } }', { id: createEstimate.id });
    await becomes(team, createEstimate.id, { kind: 'ESTIMATE', state: 'DELIVERED' }, 'estimate');
    const [mail] = mailsTo(portal, 'estimate@acme.example');
    expect(mail).toMatchObject({ Tag: 'estimate', From: expect.stringContaining('"Northwind Billing" <'), Subject: expect.stringContaining('Estimate EST-') });
    expect(mail!.TextBody).toContain('As we discussed.');
    expect(await targetOf(customer, mail!.links[0]!.href)).toBe(`/estimates/${createEstimate.id}`);
  });

  test('a credit note goes out, and its link leads to the invoice', async () => {
    const customer = await aClientAt(portal, northwind, 'credit@acme.example');
    const { id } = await aSentInvoice(northwind, customer);
    const { issueCreditNote } = await team.get<{ issueCreditNote: { id: string } }>(
      'mutation ($input: IssueCreditNoteInput!) { issueCreditNote(input: $input) { id } }',
      { input: { invoiceId: id, lines: [{ ...line, unitPrice: 2_500 }], contactIds: [], reason: 'Late' } },
    );
    await becomes(team, issueCreditNote.id, { kind: 'CREDIT_NOTE', state: 'DELIVERED' }, 'creditNote');
    expect((await dispatchesOf(team, id)).map(({ kind }) => kind)).toContain('CREDIT_NOTE');
    const mail = mailsTo(portal, 'credit@acme.example').find(({ Tag }) => Tag === 'credit-note')!;
    expect(mail.TextBody).toContain('€25.00');
    expect(await targetOf(customer, mail.links[0]!.href)).toBe(`/invoices/${id}`);
  });

  test('goes out with a message of at most 5,000 characters', async () => {
    const customer = await aClientAt(portal, northwind, 'long@acme.example');
    const { createEstimate } = await team.get<{ createEstimate: { id: string } }>('mutation ($input: CreateEstimateInput!) { createEstimate(input: $input) { id } }', { input: { clientId: customer.client.id, currency: 'EUR', lines: [line] } });
    const draft = await aDraft(northwind, customer);
    const { id: sent } = await aSentInvoice(northwind, customer);
    const doors: [name: string, type: string, input: object][] = [
      ['sendInvoice', 'SendInvoiceInput', { id: draft }],
      ['resendInvoice', 'SendInvoiceInput', { id: sent }],
      ['sendEstimate', 'SendEstimateInput', { id: createEstimate.id }],
      ['issueCreditNote', 'IssueCreditNoteInput', { invoiceId: sent, lines: [{ ...line, unitPrice: 2_500 }], contactIds: [] }],
    ];
    for (const [name, type, input] of doors) {
      const asked = (length: number) => team.ask(`mutation ($input: ${type}!) { ${name}(input: $input) { id } }`, { input: { ...input, message: 'x'.repeat(length) } });
      expect({ name, error: (await asked(5_001)).errors?.[0] }).toMatchObject({
        name, error: { message: 'The message has at most 5,000 characters.', extensions: { code: 'BAD_USER_INPUT', field: 'message' } },
      });
      expect({ name, errors: (await asked(5_000)).errors }).toEqual({ name, errors: undefined });
    }
  });

  const targetOf = async ({ person }: Customer, href: string) => (await person.open(href)).headers.get('location')?.replace(portal.url, '');
});

describe('the files of an invoice', () => {
  async function withFiles(email: string, sizes: Record<string, number>): Promise<Customer> {
    const customer = await aClientAt(portal, northwind, email);
    const id = await aDraft(northwind, customer);
    for (const [name, size] of Object.entries(sizes)) {
      const upload = await team.fetch(`/admin/files?purpose=attachment&name=${encodeURIComponent(name)}`, {
        method: 'POST', headers: { 'content-type': 'application/pdf', origin: portal.url }, body: Buffer.alloc(size, name),
      });
      expect(upload.status).toBe(201);
      const { id: fileId } = (await upload.json()) as { id: string };
      await team.get('mutation ($id: ID!, $fileId: ID!, $name: String!) { attachFile(invoiceId: $id, fileId: $fileId, name: $name) { id } }', { id, fileId, name });
    }
    await team.get('mutation ($id: ID!) { sendInvoice(input: { id: $id }) { id } }', { id });
    await becomes(team, id, { state: 'DELIVERED' });
    return customer;
  }
  const attached = (email: string) => mailsTo(portal, email)[0]!.Attachments.map(({ Name, ContentType, Content }) => ({ Name, ContentType, size: Buffer.from(Content, 'base64').length }));

  test('go with the mail', async () => {
    await withFiles('files@acme.example', { 'plan.pdf': 1_000, 'über uns.pdf': 2_000 });
    expect(attached('files@acme.example')).toEqual([
      { Name: 'plan.pdf', ContentType: 'application/pdf', size: 1_000 },
      { Name: 'über uns.pdf', ContentType: 'application/pdf', size: 2_000 },
    ]);
    expect(Buffer.from(mailsTo(portal, 'files@acme.example')[0]!.Attachments[0]!.Content, 'base64').toString()).toMatch(/^plan\.pdf/);
  });

  test('stay in the portal when they are too much for a mail, or of a kind that no provider takes', async () => {
    await withFiles('large@acme.example', { 'a.pdf': 4_000_000, 'b.pdf': 3_500_000 });
    expect(attached('large@acme.example')).toEqual([]);
    await withFiles('kind@acme.example', { 'setup.exe': 1_000, 'c.pdf': 1_000 });
    expect(attached('kind@acme.example').map(({ Name }) => Name)).toEqual(['c.pdf']);
  });
});
