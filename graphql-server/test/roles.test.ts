import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSchema } from '../src/build-schema.ts';
import type { Role } from '../src/businesses/team-member.entity.ts';
import { anAttachment, anUpload } from './support/files.ts';
import { aDraftEstimate, aSentEstimate } from './support/estimates.ts';
import { aDraft, aSentInvoice } from './support/invoices.ts';
import { jobsDone } from './support/jobs.ts';
import { aBusiness, aClient, aColleague, Person, takesPayments, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';
import { checkout, payByCard } from './support/stripe.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;
let ticketId: string;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
  const { openTicket } = await acme.person.get<{ openTicket: { id: string } }>('mutation { openTicket(input: { subject: "Hello", message: "Hello" }) { id } }');
  ticketId = openTicket.id;
});
afterAll(() => portal.close());

type Power = 'bill' | 'support' | 'settle';

/** What needs which power, tried with what would otherwise succeed, or be refused for another reason. */
const changes: Record<string, { power: Power; by: (person: Person) => Promise<string> }> = {
  createInvoice: { power: 'bill', by: (person) => person.refusal('mutation ($id: ID!) { createInvoice(input: { clientId: $id, lines: [{ description: "x", unitPrice: 1 }] }) { id } }', { id: acme.client.id }) },
  sendInvoice: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { sendInvoice(input: { id: $id }) { id } }', { id: await aDraft(northwind, acme) }) },
  updateInvoice: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { updateInvoice(input: { id: $id, version: 1, lines: [] }) { id } }', { id: await aDraft(northwind, acme) }) },
  discardInvoice: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { discardInvoice(id: $id) }', { id: await aDraft(northwind, acme) }) },
  resendInvoice: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { resendInvoice(input: { id: $id }) { id } }', { id: await scrap.invoice() }) },
  pullBackInvoice: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { pullBackInvoice(id: $id) { id } }', { id: await scrap.invoice() }) },
  voidInvoice: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { voidInvoice(id: $id) { id } }', { id: await scrap.invoice() }) },
  duplicateInvoice: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { duplicateInvoice(id: $id) { id } }', { id: await scrap.invoice() }) },
  recordPayment: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 1, method: CASH }) { id } }', { id: await scrap.invoice() }) },
  undoPayment: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { undoPayment(id: $id) { id } }', { id: await scrap.payment() }) },
  issueCreditNote: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { issueCreditNote(input: { invoiceId: $id }) { id } }', { id: await scrap.invoice() }) },
  applyCredit: {
    power: 'bill',
    by: async (person) => {
      await scrap.payment(20_000);
      return person.refusal('mutation ($id: ID!) { applyCredit(input: { invoiceId: $id }) { id } }', { id: await scrap.invoice() });
    },
  },
  createEstimate: { power: 'bill', by: (person) => person.refusal('mutation ($id: ID!) { createEstimate(input: { clientId: $id, lines: [] }) { id } }', { id: acme.client.id }) },
  updateEstimate: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { updateEstimate(input: { id: $id, version: 1, lines: [] }) { id } }', { id: await aDraftEstimate(northwind, acme) }) },
  discardEstimate: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { discardEstimate(id: $id) }', { id: await aDraftEstimate(northwind, acme) }) },
  sendEstimate: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { sendEstimate(input: { id: $id }) { id } }', { id: await aDraftEstimate(northwind, acme) }) },
  resendEstimate: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { resendEstimate(input: { id: $id }) { id } }', { id: await aSentEstimate(northwind, acme) }) },
  pullBackEstimate: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { pullBackEstimate(id: $id) { id } }', { id: await aSentEstimate(northwind, acme) }) },
  duplicateEstimate: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { duplicateEstimate(id: $id) { id } }', { id: await aSentEstimate(northwind, acme) }) },
  acceptEstimate: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { acceptEstimate(id: $id, name: "x") { id } }', { id: await aSentEstimate(northwind, acme) }) },
  declineEstimate: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { declineEstimate(id: $id, name: "x") { id } }', { id: await aSentEstimate(northwind, acme) }) },
  convertEstimate: {
    power: 'bill',
    by: async (person) => {
      const id = await aSentEstimate(northwind, acme);
      await acme.person.get('mutation ($id: ID!) { acceptEstimate(id: $id, name: "x") { id } }', { id });
      return person.refusal('mutation ($id: ID!) { convertEstimate(id: $id) { id } }', { id });
    },
  },
  importClients: { power: 'bill', by: (person) => person.refusal('mutation { importClients(csv: "email,company\\nx@y.example,X", dryRun: true) { rows } }') },
  undoImport: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { undoImport(id: $id) { id } }', { id: await scrap.import() }) },
  importInvoices: { power: 'bill', by: (person) => person.refusal('mutation { importInvoices(csv: "number\\n1", dryRun: true) { rows } }') },
  openTicket: { power: 'support', by: (person) => person.refusal('mutation ($id: ID!) { openTicket(input: { clientId: $id, subject: "x", message: "x" }) { id } }', { id: acme.client.id }) },
  replyToTicket: { power: 'support', by: (person) => person.refusal('mutation ($id: ID!) { replyToTicket(input: { ticketId: $id, message: "x" }) { id } }', { id: ticketId }) },
  clearSuppression: { power: 'bill', by: (person) => person.refusal('mutation ($id: ID!) { clearSuppression(contactId: $id) { id } }', { id: acme.contact.id }) },
  undoSend: { power: 'support', by: async (person) => person.refusal('mutation ($id: ID!) { undoSend(messageId: $id) { id } }', { id: await scrap.heldMessage() }) },
  assignTicket: { power: 'support', by: (person) => person.refusal('mutation ($id: ID!) { assignTicket(id: $id) { id } }', { id: ticketId }) },
  tagTicket: { power: 'support', by: (person) => person.refusal('mutation ($id: ID!) { tagTicket(id: $id, tags: ["x"]) { id } }', { id: ticketId }) },
  snoozeTicket: {
    power: 'support',
    by: async (person) => person.refusal('mutation ($id: ID!, $until: DateTime!) { snoozeTicket(id: $id, until: $until) { id } }', { id: await scrap.ticket(), until: new Date(Date.now() + 3_600_000).toISOString() }),
  },
  wakeTicket: { power: 'support', by: async (person) => person.refusal('mutation ($id: ID!) { wakeTicket(id: $id) { id } }', { id: await scrap.snoozedTicket() }) },
  mergeTickets: { power: 'support', by: async (person) => person.refusal('mutation ($from: ID!, $into: ID!) { mergeTickets(fromId: $from, intoId: $into) { id } }', { from: await scrap.ticket(), into: await scrap.ticket() }) },
  addParticipant: { power: 'support', by: async (person) => person.refusal('mutation ($id: ID!) { addParticipant(ticketId: $id, address: "copy@y.example") { id } }', { id: await scrap.ticket() }) },
  removeParticipant: { power: 'support', by: async (person) => person.refusal('mutation ($id: ID!) { removeParticipant(id: $id) { id } }', { id: await scrap.participant() }) },
  announcePresence: { power: 'support', by: (person) => person.refusal('mutation ($id: ID!) { announcePresence(ticketId: $id, isReplying: false) }', { id: ticketId }) },
  saveCannedReply: { power: 'support', by: (person) => person.refusal('mutation ($name: String!) { saveCannedReply(name: $name, body: "x") { id } }', { name: randomUUID() }) },
  removeCannedReply: { power: 'support', by: async (person) => person.refusal('mutation ($id: ID!) { removeCannedReply(id: $id) }', { id: await scrap.cannedReply() }) },
  acceptInboundEmail: { power: 'support', by: async (person) => person.refusal('mutation ($id: ID!, $client: ID!) { acceptInboundEmail(id: $id, clientId: $client) { id } }', { id: await scrap.mail(), client: acme.client.id }) },
  ignoreInboundEmail: { power: 'support', by: async (person) => person.refusal('mutation ($id: ID!) { ignoreInboundEmail(id: $id) { id } }', { id: await scrap.mail() }) },
  replayInboundEmail: { power: 'support', by: async (person) => person.refusal('mutation ($id: ID!) { replayInboundEmail(id: $id) { id } }', { id: await scrap.mail() }) },
  closeTicket: { power: 'support', by: (person) => person.refusal('mutation ($id: ID!) { closeTicket(id: $id) { id } }', { id: ticketId }) },
  reopenTicket: { power: 'support', by: (person) => person.refusal('mutation ($id: ID!) { reopenTicket(id: $id) { id } }', { id: ticketId }) },
  createClient: { power: 'bill', by: (person) => person.refusal('mutation { createClient(input: { name: "x" }) { id } }') },
  updateClient: { power: 'bill', by: (person) => person.refusal('mutation ($id: ID!) { updateClient(id: $id, input: { name: "Acme" }) { id } }', { id: acme.client.id }) },
  archiveClient: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { archiveClient(id: $id) { id } }', { id: await scrap.client() }) },
  restoreClient: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { restoreClient(id: $id) { id } }', { id: await scrap.client() }) },
  addContact: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { addContact(clientId: $id, input: { name: "x", email: "x@y.example" }) { id } }', { id: await scrap.client() }) },
  updateContact: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { updateContact(id: $id, input: { name: "x", email: "x@y.example" }) { id } }', { id: await scrap.contact() }) },
  archiveContact: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { archiveContact(id: $id) }', { id: await scrap.contact() }) },
  attachFile: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!, $fileId: ID!) { attachFile(invoiceId: $id, fileId: $fileId, name: "x") { id } }', { id: await aDraft(northwind, acme), fileId: await anUpload(northwind) }) },
  removeAttachment: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { removeAttachment(id: $id) }', { id: await anAttachment(northwind, await aDraft(northwind, acme)) }) },
  inviteTeamMember: { power: 'settle', by: (person) => person.refusal('mutation ($email: String!) { inviteTeamMember(input: { name: "x", email: $email, role: SUPPORT }) { id } }', { email: `${randomUUID()}@northwind.example` }) },
  changeRole: { power: 'settle', by: async (person) => person.refusal('mutation ($id: ID!) { changeRole(teamMemberId: $id, role: BILLING) { id } }', { id: await scrap.colleague() }) },
  removeTeamMember: { power: 'settle', by: async (person) => person.refusal('mutation ($id: ID!) { removeTeamMember(id: $id) }', { id: await scrap.colleague() }) },
  updateBusiness: { power: 'settle', by: (person) => person.refusal('mutation { updateBusiness(input: { bankDetails: "IBAN" }) { id } }') },
  createRefund: {
    power: 'bill',
    by: async (person) => person.refusal('mutation ($id: ID!, $key: String!) { createRefund(input: { paymentId: $id, amount: 1, requestKey: $key }) { id } }', { id: await scrap.cardPayment(), key: randomUUID() }),
  },
  replayPaymentEvent: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { replayPaymentEvent(id: $id) { id } }', { id: await scrap.event() }) },
  dismissPaymentEvent: { power: 'bill', by: async (person) => person.refusal('mutation ($id: ID!) { dismissPaymentEvent(id: $id) { id } }', { id: await scrap.event() }) },
  checkStripe: { power: 'settle', by: (person) => person.refusal('mutation { checkStripe { isConnected } }') },
  disconnectStripe: { power: 'settle', by: (person) => person.refusal('mutation { disconnectStripe { isConnected } }') },
  connectStripe: { power: 'settle', by: (person) => person.refusal('mutation { connectStripe(input: { secretKey: "sk_test_northwind", publishableKey: "pk_test_northwind" }) { isConnected } }') },
};

/** Made to be changed. */
const scrap = {
  invoice: async () => (await aSentInvoice(northwind, acme)).id,
  payment: async (amount = 1) =>
    (await northwind.owner.get<{ recordPayment: { payments: { id: string }[] } }>(
      'mutation ($id: ID!, $amount: SafeInt!) { recordPayment(input: { invoiceId: $id, amount: $amount, method: CASH }) { payments { id } } }', { id: await scrap.invoice(), amount },
    )).recordPayment.payments[0]!.id,
  cardPayment: async () => {
    await takesPayments(portal, northwind);
    const open = await checkout(acme.person, [await scrap.invoice()]);
    await payByCard(portal, open);
    await portal.stripe.settled();
    await jobsDone(portal);
    return (await rows<{ id: string }>(portal, 'select id from payment where payment_intent_id = $1', [open.paymentIntentId]))[0]!.id;
  },
  event: async () => {
    const id = randomUUID();
    await rows(portal, `insert into provider_event (id, business_id, created_at, provider_event_id, type, payload, problem) values ($1::uuid, $2, now(), $1::text, 'x', '{"data":{"object":{}}}', 'Not understood.')`, [id, northwind.business.id]);
    return id;
  },
  import: async () => {
    const csv = `external_id,company,email\n${randomUUID()},Scrap,scrap@y.example\n`;
    await northwind.owner.get('mutation ($csv: String!) { importClients(csv: $csv) { rows } }', { csv });
    const { importBatches } = await northwind.owner.get<{ importBatches: { id: string }[] }>('{ importBatches { id } }');
    return importBatches[0]!.id;
  },
  ticket: async () => (await acme.person.get<{ openTicket: { id: string } }>('mutation { openTicket(input: { subject: "Scrap", message: "x" }) { id } }')).openTicket.id,
  snoozedTicket: async () => {
    const id = await scrap.ticket();
    await rows(portal, `update ticket set snoozed_until = now() + interval '1 hour' where id = $1`, [id]);
    return id;
  },
  heldMessage: async () => {
    const id = randomUUID();
    await rows(
      portal,
      `insert into ticket_message (id, business_id, created_at, client_id, ticket_id, author_kind, author_name, channel, body, message_id, held_until)
       values ($1::uuid, $2, now(), $3, $4, 'TEAM_MEMBER', 'x', 'WEB', 'x', $1::text, now() + interval '1 hour')`,
      [id, northwind.business.id, acme.client.id, ticketId],
    );
    return id;
  },
  participant: async () =>
    (await northwind.owner.get<{ addParticipant: { participants: { id: string }[] } }>(
      'mutation ($id: ID!) { addParticipant(ticketId: $id, address: "copy@y.example") { participants { id } } }', { id: await scrap.ticket() },
    )).addParticipant.participants[0]!.id,
  cannedReply: async () =>
    (await northwind.owner.get<{ saveCannedReply: { id: string } }>('mutation ($name: String!) { saveCannedReply(name: $name, body: "x") { id } }', { name: randomUUID() })).saveCannedReply.id,
  mail: async () => {
    const id = randomUUID();
    await rows(
      portal,
      `insert into inbound_email (id, business_id, created_at, provider_message_id, body_sha256, payload, outcome, from_address, reason)
       values ($1::uuid, $2, now(), $1::text, '\\x00', '{"From":"who@y.example","TextBody":"x"}', 'QUARANTINED', 'who@y.example', 'x')`,
      [id, northwind.business.id],
    );
    return id;
  },
  client: async () => (await northwind.owner.get<{ createClient: { id: string } }>('mutation { createClient(input: { name: "Scrap" }) { id } }')).createClient.id,
  contact: async () =>
    (await northwind.owner.get<{ createClient: { contacts: { id: string }[] } }>('mutation { createClient(input: { name: "Scrap" }, contact: { name: "x", email: "z@y.example" }) { contacts { id } } }'))
      .createClient.contacts[0]!.id,
  colleague: async () =>
    (await northwind.owner.get<{ inviteTeamMember: { id: string } }>(
      'mutation ($email: String!) { inviteTeamMember(input: { name: "Scrap", email: $email, role: SUPPORT }) { id } }', { email: `${randomUUID()}@northwind.example` },
    )).inviteTeamMember.id,
};

/** Not a matter of a team member's power. */
const FREE = ['createPaymentIntent', 'endSession', 'markEstimateViewed', 'markInvoiceViewed', 'markTicketRead', 'requestSignInLink', 'signOut', 'signOutEverywhere'];

test('every change is tried', () => {
  expect([...Object.keys(changes), ...FREE].toSorted()).toEqual(Object.keys(buildSchema().getMutationType()!.getFields()).toSorted());
});

const roles: Record<Role, Power[]> = { OWNER: ['bill', 'support', 'settle'], BILLING: ['bill'], SUPPORT: ['support'], READ_ONLY: [] };

describe.each(Object.entries(roles))('%s', (role, powers) => {
  let person: Person;
  beforeAll(async () => {
    person = await aColleague(portal, northwind, role, role as Role);
  });

  test.each(Object.entries(changes))('%s', async (_, { power, by }) => {
    expect(await by(person)).toBe(powers.includes(power) ? 'no error' : 'FORBIDDEN');
  });

  test('reads', async () => {
    const { viewer, ticket } = await person.get<{ viewer: { role: string }; ticket: { availableActions: string[] } }>(
      'query ($id: ID!) { viewer { role } clients { totalCount } invoices { totalCount } ticketBadge { awaitingTeam } paymentSettings { isConnected } ticket(id: $id) { availableActions } }',
      { id: ticketId },
    );
    expect(viewer.role).toBe(role);
    expect(ticket.availableActions.includes('REPLY')).toBe(powers.includes('support'));
  });

  test('is offered what it may do with an invoice and nothing else', async () => {
    const id = await aDraft(northwind, acme);
    const { invoice } = await person.get<{ invoice: { availableActions: string[] } }>('query ($id: ID!) { invoice(id: $id) { availableActions } }', { id });
    expect(invoice.availableActions).toEqual(powers.includes('bill') ? ['EDIT', 'DISCARD', 'SEND', 'DUPLICATE'] : []);
  });
});

test('only a contact pays', async () => {
  expect(await northwind.owner.refusal('mutation { createPaymentIntent(invoiceIds: []) { clientSecret } }')).toBe('FORBIDDEN');
});

describe('somebody who is not signed in', () => {
  const asked: Record<string, string> = {
    attachFile: 'mutation { attachFile(fileId: "x", name: "x", invoiceId: "x") { id } }',
    removeAttachment: 'mutation { removeAttachment(id: "x") }',
    estimate: '{ estimate(id: "x") { id } }',
    estimates: '{ estimates { totalCount } }',
    creditNote: '{ creditNote(id: "x") { id } }',
    previewDocument: '{ previewDocument(input: { kind: INVOICE, lines: [] }) }',
    updateInvoice: 'mutation { updateInvoice(input: { id: "x", version: 1, lines: [] }) { id } }',
    discardInvoice: 'mutation { discardInvoice(id: "x") }',
    resendInvoice: 'mutation { resendInvoice(input: { id: "x" }) { id } }',
    pullBackInvoice: 'mutation { pullBackInvoice(id: "x") { id } }',
    voidInvoice: 'mutation { voidInvoice(id: "x") { id } }',
    duplicateInvoice: 'mutation { duplicateInvoice(id: "x") { id } }',
    recordPayment: 'mutation { recordPayment(input: { invoiceId: "x", amount: 1, method: CASH }) { id } }',
    undoPayment: 'mutation { undoPayment(id: "x") { id } }',
    createRefund: 'mutation { createRefund(input: { paymentId: "x", amount: 1, requestKey: "x" }) { id } }',
    disconnectStripe: 'mutation { disconnectStripe { isConnected } }',
    checkStripe: 'mutation { checkStripe { isConnected } }',
    replayPaymentEvent: 'mutation { replayPaymentEvent(id: "x") { id } }',
    dismissPaymentEvent: 'mutation { dismissPaymentEvent(id: "x") { id } }',
    payments: '{ payments { totalCount } }',
    clientPayment: '{ clientPayment(id: "x") { id } }',
    refundPreview: '{ refundPreview(paymentId: "x", amount: 1) { fromCredit { minorUnits } } }',
    disputes: '{ disputes { totalCount } }',
    payouts: '{ payouts { totalCount } }',
    paymentEvents: '{ paymentEvents { totalCount } }',
    creditsToPlace: '{ creditsToPlace { suggestion } }',
    paymentAttention: '{ paymentAttention { total } }',
    paymentProgress: '{ paymentProgress(id: "x") { state } }',
    issueCreditNote: 'mutation { issueCreditNote(input: { invoiceId: "x" }) { id } }',
    applyCredit: 'mutation { applyCredit(input: { invoiceId: "x" }) { id } }',
    createEstimate: 'mutation { createEstimate(input: { clientId: "x", lines: [] }) { id } }',
    updateEstimate: 'mutation { updateEstimate(input: { id: "x", version: 1, lines: [] }) { id } }',
    discardEstimate: 'mutation { discardEstimate(id: "x") }',
    sendEstimate: 'mutation { sendEstimate(input: { id: "x" }) { id } }',
    resendEstimate: 'mutation { resendEstimate(input: { id: "x" }) { id } }',
    pullBackEstimate: 'mutation { pullBackEstimate(id: "x") { id } }',
    duplicateEstimate: 'mutation { duplicateEstimate(id: "x") { id } }',
    acceptEstimate: 'mutation { acceptEstimate(id: "x", name: "x") { id } }',
    declineEstimate: 'mutation { declineEstimate(id: "x", name: "x") { id } }',
    convertEstimate: 'mutation { convertEstimate(id: "x") { id } }',
    dashboard: '{ dashboard { openTickets } }',
    teamMembers: '{ teamMembers { id } }',
    inviteTeamMember: 'mutation { inviteTeamMember(input: { name: "x", email: "x", role: OWNER }) { id } }',
    changeRole: 'mutation { changeRole(teamMemberId: "x", role: OWNER) { id } }',
    removeTeamMember: 'mutation { removeTeamMember(id: "x") }',
    createClient: 'mutation { createClient(input: { name: "x" }) { id } }',
    updateClient: 'mutation { updateClient(id: "x", input: { name: "x" }) { id } }',
    archiveClient: 'mutation { archiveClient(id: "x") { id } }',
    restoreClient: 'mutation { restoreClient(id: "x") { id } }',
    addContact: 'mutation { addContact(clientId: "x", input: { name: "x", email: "x" }) { id } }',
    updateContact: 'mutation { updateContact(id: "x", input: { name: "x", email: "x" }) { id } }',
    archiveContact: 'mutation { archiveContact(id: "x") }',
    client: '{ client(id: "x") { id } }',
    clients: '{ clients { totalCount } }',
    invoice: '{ invoice(id: "x") { id } }',
    invoices: '{ invoices { totalCount } }',
    paymentSettings: '{ paymentSettings { isConnected } }',
    periodStatement: '{ periodStatement(currency: "EUR") { currency } }',
    sessions: '{ sessions { id } }',
    endSession: 'mutation { endSession(id: "x") }',
    signOutEverywhere: 'mutation { signOutEverywhere }',
    statement: '{ statement { balances { currency } } }',
    ticket: '{ ticket(id: "x") { id } }',
    ticketBadge: '{ ticketBadge { awaitingTeam } }',
    tickets: '{ tickets { totalCount } }',
    clearSuppression: 'mutation { clearSuppression(contactId: "x") { id } }',
    closeTicket: 'mutation { closeTicket(id: "x") { id } }',
    updateBusiness: 'mutation { updateBusiness(input: { name: "x" }) { id } }',
    connectStripe: 'mutation { connectStripe(input: { secretKey: "x", publishableKey: "x" }) { isConnected } }',
    createInvoice: 'mutation { createInvoice(input: { clientId: "x", lines: [] }) { id } }',
    createPaymentIntent: 'mutation { createPaymentIntent(invoiceIds: []) { clientSecret } }',
    importClients: 'mutation { importClients(csv: "") { rows } }',
    importInvoices: 'mutation { importInvoices(csv: "") { rows } }',
    importBatches: '{ importBatches { id } }',
    previewImport: '{ previewImport(kind: CLIENTS, csv: "a") { rows } }',
    undoImport: 'mutation { undoImport(id: "x") { id } }',
    openTicket: 'mutation { openTicket(input: { subject: "x", message: "x" }) { id } }',
    reopenTicket: 'mutation { reopenTicket(id: "x") { id } }',
    replyToTicket: 'mutation { replyToTicket(input: { ticketId: "x", message: "x" }) { id } }',
    sendInvoice: 'mutation { sendInvoice(input: { id: "x" }) { id } }',
    ticketCounts: '{ ticketCounts { quarantined } }',
    ticketTags: '{ ticketTags }',
    cannedReplies: '{ cannedReplies { id } }',
    filledReply: '{ filledReply(id: "x", ticketId: "x") }',
    inboundEmail: '{ inboundEmail(id: "x") { id } }',
    inboundEmails: '{ inboundEmails { totalCount } }',
    undoSend: 'mutation { undoSend(messageId: "x") { id } }',
    assignTicket: 'mutation { assignTicket(id: "x") { id } }',
    tagTicket: 'mutation { tagTicket(id: "x", tags: []) { id } }',
    snoozeTicket: 'mutation { snoozeTicket(id: "x", until: "2030-01-01T00:00:00Z") { id } }',
    wakeTicket: 'mutation { wakeTicket(id: "x") { id } }',
    mergeTickets: 'mutation { mergeTickets(fromId: "x", intoId: "x") { id } }',
    markTicketRead: 'mutation { markTicketRead(id: "x") { id } }',
    markInvoiceViewed: 'mutation { markInvoiceViewed(id: "x") }',
    markEstimateViewed: 'mutation { markEstimateViewed(id: "x") }',
    addParticipant: 'mutation { addParticipant(ticketId: "x", address: "x") { id } }',
    removeParticipant: 'mutation { removeParticipant(id: "x") { id } }',
    announcePresence: 'mutation { announcePresence(ticketId: "x", isReplying: true) }',
    saveCannedReply: 'mutation { saveCannedReply(name: "x", body: "x") { id } }',
    removeCannedReply: 'mutation { removeCannedReply(id: "x") }',
    acceptInboundEmail: 'mutation { acceptInboundEmail(id: "x") { id } }',
    ignoreInboundEmail: 'mutation { ignoreInboundEmail(id: "x") { id } }',
    replayInboundEmail: 'mutation { replayInboundEmail(id: "x") { id } }',
  };
  const OPEN_TO_ALL = ['viewer', 'requestSignInLink', 'signOut'];

  test('is asked to in every field', () => {
    const schema = buildSchema();
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.keys(type!.getFields()));
    expect([...Object.keys(asked), ...OPEN_TO_ALL].toSorted()).toEqual(fields.toSorted());
  });

  test.each(Object.entries(asked))('%s', async (_, query) => {
    for (const side of ['portal', 'admin'] as const) expect(await new Person(portal, side).refusal(query)).toBe('UNAUTHENTICATED');
  });

  test.each(['ticketBadge { awaitingTeam }', 'paymentAttention { total }', 'dashboardChanged { openTickets }', 'invoiceUpdated { id }', 'ticketUpdated { id }', 'ticketPresence(ticketId: "x") { people }'])('subscription { %s }', async (selection) => {
    const nobody = new Person(portal, 'portal');
    expect(await nobody.watchRefusal(`subscription { ${selection} }`)).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    await nobody.leave();
  });

  test('may ask who they are, which is nobody', async () => {
    expect(await new Person(portal, 'portal').get('{ viewer { name } }')).toEqual({ viewer: null });
  });

  test('gets no file', async () => {
    const nobody = new Person(portal, 'portal');
    for (const path of ['/files/invoices/x.pdf', '/files/invoices.zip', '/admin/files/invoices/x.pdf', '/admin/files/invoices.zip', '/files/attachments/x', '/admin/files/attachments/x']) {
      expect((await nobody.fetch(path)).status).toBe(401);
    }
  });
});

test("a session of one side opens nothing on the other, whatever its cookie is called", async () => {
  const asAdmin = new Person(portal, 'admin');
  asAdmin.cookie = acme.person.cookie;
  expect(await asAdmin.refusal('{ clients { totalCount } }')).toBe('UNAUTHENTICATED');
  asAdmin.cookie = acme.person.cookie.replace('portal_session', 'admin_session');
  expect(await asAdmin.refusal('{ clients { totalCount } }')).toBe('UNAUTHENTICATED');
  const asClient = new Person(portal, 'portal');
  asClient.cookie = northwind.owner.cookie.replace('admin_session', 'portal_session');
  expect(await asClient.refusal('{ statement { balances { currency } } }')).toBe('UNAUTHENTICATED');
});
