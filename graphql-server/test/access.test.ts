import { getNamedType, isInputObjectType, isScalarType, type GraphQLArgument, type GraphQLInputField } from 'graphql';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSchema } from '../src/build-schema.ts';
import { aLogo, anAttachment, anUpload } from './support/files.ts';
import { aDraftEstimate, aSentEstimate } from './support/estimates.ts';
import { aDraft, aSentInvoice } from './support/invoices.ts';
import { aBusiness, aClient, takesPayments, type Customer, type Firm, type GraphqlAnswer, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rowCounts, rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;
let contoso: Firm;
let acme: Customer;
let beta: Customer;
let stranger: Customer;

interface Belongings { client: string; contact: string; invoice: string; estimate: string; creditNote: string; payment: string; intent: string; event: string; ticket: string; member: string; upload: string; logo: string; attachment: string; import: string; mail: string; held: string; participant: string; cannedReply: string; messageFile: string; session: string }
let ofBeta: Belongings;
let ofStranger: Belongings;
/** Of Acme, for doors that need one to be asked at all. */
let ownDraft: string;
let ownSent: string;
let ownDraftEstimate: string;
let ownSentEstimate: string;
let ownTicket: string;
let ownMail: string;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  contoso = await aBusiness(portal, 'Contoso');
  acme = await aClient(portal, northwind, 'Acme');
  beta = await aClient(portal, northwind, 'Beta');
  stranger = await aClient(portal, contoso, 'Stranger');
  await takesPayments(portal, northwind);
  ownDraft = await aDraft(northwind, acme);
  ownSent = (await aSentInvoice(northwind, acme)).id;
  ownDraftEstimate = await aDraftEstimate(northwind, acme);
  ownSentEstimate = await aSentEstimate(northwind, acme);
  ownTicket = await aTicket(acme.person);
  ownMail = await aMail(northwind);
  ofBeta = await belongingsOf(northwind, beta);
  ofStranger = await belongingsOf(contoso, stranger);
});
afterAll(() => portal.close());

async function belongingsOf(firm: Firm, customer: Customer): Promise<Belongings> {
  return {
    client: customer.client.id,
    contact: customer.contact.id,
    invoice: (await aSentInvoice(firm, customer)).id,
    estimate: await aSentEstimate(firm, customer),
    creditNote: await aCreditNote(firm, (await aSentInvoice(firm, customer)).id),
    payment: await aPayment(firm, (await aSentInvoice(firm, customer)).id),
    intent: await anIntent(customer),
    event: await anEvent(firm),
    ticket: await aTicket(customer.person),
    member: (await firm.owner.get<{ teamMembers: { id: string }[] }>('{ teamMembers { id } }')).teamMembers[0]!.id,
    upload: await anUpload(firm),
    logo: await aLogo(firm),
    attachment: await anAttachment(firm, await aDraft(firm, customer)),
    import: await anImport(firm),
    mail: await aMail(firm),
    held: await aHeldMessage(firm, customer),
    participant: await aParticipant(firm, await aTicket(customer.person)),
    cannedReply: (await firm.owner.get<{ saveCannedReply: { id: string } }>('mutation ($name: String!) { saveCannedReply(name: $name, body: "x") { id } }', { name: v7() })).saveCannedReply.id,
    session: (await customer.person.get<{ sessions: { id: string }[] }>('{ sessions { id } }')).sessions[0]!.id,
    messageFile: await anUpload(firm, 'content', 'message'),
  };
}

async function anImport({ owner }: Firm): Promise<string> {
  await owner.get('mutation ($csv: String!) { importClients(csv: $csv) { rows } }', { csv: `external_id,company,email\n${v7()},Imported,imported@y.example\n` });
  return (await owner.get<{ importBatches: { id: string }[] }>('{ importBatches { id } }')).importBatches[0]!.id;
}

async function anIntent({ client }: Customer): Promise<string> {
  const id = v7();
  await rows(portal, `insert into payment_intent (id, business_id, created_at, client_id, state, currency, amount) values ($1, $2, now(), $3, 'OPEN', 'EUR', 1)`, [id, client.businessId, client.id]);
  return id;
}

async function anEvent({ business }: Firm): Promise<string> {
  const id = v7();
  await rows(portal, `insert into provider_event (id, business_id, created_at, provider_event_id, type, payload, problem) values ($1::uuid, $2, now(), $1::text, 'x', '{}', 'Not understood.')`, [id, business.id]);
  return id;
}

async function aTicket(person: Person): Promise<string> {
  const { openTicket } = await person.get<{ openTicket: { id: string } }>('mutation { openTicket(input: { subject: "Hello", message: "Is anybody there?" }) { id } }');
  return openTicket.id;
}

/** Nobody's as yet. */
async function aMail({ business }: Firm): Promise<string> {
  const id = v7();
  await rows(
    portal,
    `insert into inbound_email (id, business_id, created_at, provider_message_id, body_sha256, payload, outcome, from_address, reason)
     values ($1::uuid, $2, now(), $1::text, '\\x00', '{"From":"who@y.example","TextBody":"x"}', 'QUARANTINED', 'who@y.example', 'x')`,
    [id, business.id],
  );
  return id;
}

async function aHeldMessage({ business }: Firm, { client, person }: Customer): Promise<string> {
  const id = v7();
  await rows(
    portal,
    `insert into ticket_message (id, business_id, created_at, client_id, ticket_id, author_kind, author_name, channel, body, message_id, held_until)
     values ($1::uuid, $2, now(), $3, $4, 'TEAM_MEMBER', 'x', 'WEB', 'x', $1::text, now() + interval '1 hour')`,
    [id, business.id, client.id, await aTicket(person)],
  );
  return id;
}

async function aParticipant({ owner }: Firm, ticketId: string): Promise<string> {
  const { addParticipant } = await owner.get<{ addParticipant: { participants: { id: string }[] } }>(
    'mutation ($id: ID!) { addParticipant(ticketId: $id, address: "copy@y.example") { participants { id } } }', { id: ticketId },
  );
  return addParticipant.participants[0]!.id;
}

async function aCreditNote({ owner }: Firm, invoiceId: string): Promise<string> {
  const { issueCreditNote } = await owner.get<{ issueCreditNote: { id: string } }>(
    'mutation ($id: ID!) { issueCreditNote(input: { invoiceId: $id, lines: [{ description: "Back", unitPrice: 100 }] }) { id } }', { id: invoiceId },
  );
  return issueCreditNote.id;
}

async function aPayment({ owner }: Firm, invoiceId: string): Promise<string> {
  const { recordPayment } = await owner.get<{ recordPayment: { payments: { id: string }[] } }>(
    'mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 100, method: CASH }) { payments { id } } }', { id: invoiceId },
  );
  return recordPayment.payments[0]!.id;
}

/** Each place in the schema that takes an id, and how to use it. */
const doors: Record<string, { of: keyof Belongings; ask: (person: Person, id: string) => Promise<GraphqlAnswer<unknown>> }> = {
  'client.id': { of: 'client', ask: (person, id) => person.ask('query ($id: ID!) { client(id: $id) { name } }', { id }) },
  'updateClient.id': { of: 'client', ask: (person, id) => person.ask('mutation ($id: ID!) { updateClient(id: $id, input: { name: "x" }) { id } }', { id }) },
  'archiveClient.id': { of: 'client', ask: (person, id) => person.ask('mutation ($id: ID!) { archiveClient(id: $id) { id } }', { id }) },
  'restoreClient.id': { of: 'client', ask: (person, id) => person.ask('mutation ($id: ID!) { restoreClient(id: $id) { id } }', { id }) },
  'addContact.clientId': { of: 'client', ask: (person, id) => person.ask('mutation ($id: ID!) { addContact(clientId: $id, input: { name: "x", email: "x@y.example" }) { id } }', { id }) },
  'updateContact.id': { of: 'contact', ask: (person, id) => person.ask('mutation ($id: ID!) { updateContact(id: $id, input: { name: "x", email: "x@y.example" }) { id } }', { id }) },
  'archiveContact.id': { of: 'contact', ask: (person, id) => person.ask('mutation ($id: ID!) { archiveContact(id: $id) }', { id }) },
  'changeRole.teamMemberId': { of: 'member', ask: (person, id) => person.ask('mutation ($id: ID!) { changeRole(teamMemberId: $id, role: SUPPORT) { id } }', { id }) },
  'removeTeamMember.id': { of: 'member', ask: (person, id) => person.ask('mutation ($id: ID!) { removeTeamMember(id: $id) }', { id }) },
  'updateBusiness.input.logoFileId': { of: 'logo', ask: (person, id) => person.ask('mutation ($id: ID!) { updateBusiness(input: { logoFileId: $id }) { id } }', { id }) },
  'attachFile.fileId': { of: 'upload', ask: (person, id) => person.ask('mutation ($id: ID!, $draft: ID!) { attachFile(fileId: $id, name: "x", invoiceId: $draft) { id } }', { id, draft: ownDraft }) },
  'attachFile.invoiceId': { of: 'invoice', ask: (person, id) => person.ask('mutation ($id: ID!, $file: ID!) { attachFile(fileId: $file, name: "x", invoiceId: $id) { id } }', { id, file: v7() }) },
  'attachFile.estimateId': { of: 'estimate', ask: (person, id) => person.ask('mutation ($id: ID!, $file: ID!) { attachFile(fileId: $file, name: "x", estimateId: $id) { id } }', { id, file: v7() }) },
  'removeAttachment.id': { of: 'attachment', ask: (person, id) => person.ask('mutation ($id: ID!) { removeAttachment(id: $id) }', { id }) },
  'statement.clientId': { of: 'client', ask: (person, id) => person.ask('query ($id: ID!) { statement(clientId: $id) { balances { currency } } }', { id }) },
  'periodStatement.clientId': { of: 'client', ask: (person, id) => person.ask('query ($id: ID!) { periodStatement(clientId: $id, currency: "EUR") { closing { minorUnits } } }', { id }) },
  'endSession.id': { of: 'session', ask: (person, id) => person.ask('mutation ($id: ID!) { endSession(id: $id) }', { id }) },
  'invoice.id': { of: 'invoice', ask: (person, id) => person.ask('query ($id: ID!) { invoice(id: $id) { number } }', { id }) },
  'invoices.filter.clientId': { of: 'client', ask: (person, id) => person.ask('query ($id: ID!) { invoices(filter: { clientId: $id }) { totalCount edges { node { id } } } }', { id }) },
  'ticket.id': { of: 'ticket', ask: (person, id) => person.ask('query ($id: ID!) { ticket(id: $id) { subject } }', { id }) },
  'tickets.filter.invoiceId': { of: 'invoice', ask: (person, id) => person.ask('query ($id: ID!) { tickets(filter: { invoiceId: $id }) { totalCount edges { node { id } } } }', { id }) },
  'tickets.filter.clientId': { of: 'client', ask: (person, id) => person.ask('query ($id: ID!) { tickets(filter: { clientId: $id }) { totalCount edges { node { id } } } }', { id }) },
  'estimate.id': { of: 'estimate', ask: (person, id) => person.ask('query ($id: ID!) { estimate(id: $id) { number } }', { id }) },
  'estimates.filter.clientId': { of: 'client', ask: (person, id) => person.ask('query ($id: ID!) { estimates(filter: { clientId: $id }) { totalCount edges { node { id } } } }', { id }) },
  'creditNote.id': { of: 'creditNote', ask: (person, id) => person.ask('query ($id: ID!) { creditNote(id: $id) { number } }', { id }) },
  'previewDocument.input.clientId': { of: 'client', ask: (person, id) => person.ask('query ($id: ID!) { previewDocument(input: { kind: INVOICE, clientId: $id, lines: [] }) }', { id }) },
  'updateInvoice.input.id': { of: 'invoice', ask: (person, id) => person.ask('mutation ($id: ID!) { updateInvoice(input: { id: $id, version: 1, lines: [] }) { id } }', { id }) },
  'updateInvoice.input.clientId': {
    of: 'client',
    ask: (person, id) => person.ask('mutation ($id: ID!, $draft: ID!) { updateInvoice(input: { id: $draft, version: 1, clientId: $id, lines: [] }) { id } }', { id, draft: ownDraft }),
  },
  'discardInvoice.id': { of: 'invoice', ask: (person, id) => person.ask('mutation ($id: ID!) { discardInvoice(id: $id) }', { id }) },
  'pullBackInvoice.id': { of: 'invoice', ask: (person, id) => person.ask('mutation ($id: ID!) { pullBackInvoice(id: $id) { id } }', { id }) },
  'voidInvoice.id': { of: 'invoice', ask: (person, id) => person.ask('mutation ($id: ID!) { voidInvoice(id: $id) { id } }', { id }) },
  'duplicateInvoice.id': { of: 'invoice', ask: (person, id) => person.ask('mutation ($id: ID!) { duplicateInvoice(id: $id) { id } }', { id }) },
  'resendInvoice.input.id': { of: 'invoice', ask: (person, id) => person.ask('mutation ($id: ID!) { resendInvoice(input: { id: $id }) { id } }', { id }) },
  'resendInvoice.input.contactIds': {
    of: 'contact',
    ask: (person, id) => person.ask('mutation ($id: ID!, $sent: ID!) { resendInvoice(input: { id: $sent, contactIds: [$id] }) { id } }', { id, sent: ownSent }),
  },
  'recordPayment.input.invoiceId': { of: 'invoice', ask: (person, id) => person.ask('mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 1, method: CASH }) { id } }', { id }) },
  'undoPayment.id': { of: 'payment', ask: (person, id) => person.ask('mutation ($id: ID!) { undoPayment(id: $id) { id } }', { id }) },
  'clientPayment.id': { of: 'payment', ask: (person, id) => person.ask('query ($id: ID!) { clientPayment(id: $id) { reference } }', { id }) },
  'refundPreview.paymentId': { of: 'payment', ask: (person, id) => person.ask('query ($id: ID!) { refundPreview(paymentId: $id, amount: 1) { fromCredit { minorUnits } } }', { id }) },
  'createRefund.input.paymentId': {
    of: 'payment',
    ask: (person, id) => person.ask('mutation ($id: ID!, $key: String!) { createRefund(input: { paymentId: $id, amount: 1, requestKey: $key }) { id } }', { id, key: v7() }),
  },
  'paymentProgress.id': { of: 'intent', ask: (person, id) => person.ask('query ($id: ID!) { paymentProgress(id: $id) { state } }', { id }) },
  'replayPaymentEvent.id': { of: 'event', ask: (person, id) => person.ask('mutation ($id: ID!) { replayPaymentEvent(id: $id) { id } }', { id }) },
  'dismissPaymentEvent.id': { of: 'event', ask: (person, id) => person.ask('mutation ($id: ID!) { dismissPaymentEvent(id: $id) { id } }', { id }) },
  'applyCredit.input.invoiceId': { of: 'invoice', ask: (person, id) => person.ask('mutation ($id: ID!) { applyCredit(input: { invoiceId: $id }) { id } }', { id }) },
  'issueCreditNote.input.invoiceId': { of: 'invoice', ask: (person, id) => person.ask('mutation ($id: ID!) { issueCreditNote(input: { invoiceId: $id }) { id } }', { id }) },
  'issueCreditNote.input.contactIds': {
    of: 'contact',
    ask: (person, id) => person.ask('mutation ($id: ID!, $sent: ID!) { issueCreditNote(input: { invoiceId: $sent, contactIds: [$id] }) { id } }', { id, sent: ownSent }),
  },
  'createEstimate.input.clientId': { of: 'client', ask: (person, id) => person.ask('mutation ($id: ID!) { createEstimate(input: { clientId: $id, lines: [] }) { id } }', { id }) },
  'updateEstimate.input.id': { of: 'estimate', ask: (person, id) => person.ask('mutation ($id: ID!) { updateEstimate(input: { id: $id, version: 1, lines: [] }) { id } }', { id }) },
  'updateEstimate.input.clientId': {
    of: 'client',
    ask: (person, id) => person.ask('mutation ($id: ID!, $draft: ID!) { updateEstimate(input: { id: $draft, version: 1, clientId: $id, lines: [] }) { id } }', { id, draft: ownDraftEstimate }),
  },
  'discardEstimate.id': { of: 'estimate', ask: (person, id) => person.ask('mutation ($id: ID!) { discardEstimate(id: $id) }', { id }) },
  'pullBackEstimate.id': { of: 'estimate', ask: (person, id) => person.ask('mutation ($id: ID!) { pullBackEstimate(id: $id) { id } }', { id }) },
  'duplicateEstimate.id': { of: 'estimate', ask: (person, id) => person.ask('mutation ($id: ID!) { duplicateEstimate(id: $id) { id } }', { id }) },
  'convertEstimate.id': { of: 'estimate', ask: (person, id) => person.ask('mutation ($id: ID!) { convertEstimate(id: $id) { id } }', { id }) },
  'acceptEstimate.id': { of: 'estimate', ask: (person, id) => person.ask('mutation ($id: ID!) { acceptEstimate(id: $id, name: "x") { id } }', { id }) },
  'declineEstimate.id': { of: 'estimate', ask: (person, id) => person.ask('mutation ($id: ID!) { declineEstimate(id: $id, name: "x") { id } }', { id }) },
  'sendEstimate.input.id': { of: 'estimate', ask: (person, id) => person.ask('mutation ($id: ID!) { sendEstimate(input: { id: $id }) { id } }', { id }) },
  'resendEstimate.input.id': { of: 'estimate', ask: (person, id) => person.ask('mutation ($id: ID!) { resendEstimate(input: { id: $id }) { id } }', { id }) },
  'sendEstimate.input.contactIds': {
    of: 'contact',
    ask: (person, id) => person.ask('mutation ($id: ID!, $draft: ID!) { sendEstimate(input: { id: $draft, contactIds: [$id] }) { id } }', { id, draft: ownDraftEstimate }),
  },
  'resendEstimate.input.contactIds': {
    of: 'contact',
    ask: (person, id) => person.ask('mutation ($id: ID!, $sent: ID!) { resendEstimate(input: { id: $sent, contactIds: [$id] }) { id } }', { id, sent: ownSentEstimate }),
  },
  'previewDocument.input.id': {
    of: 'invoice',
    ask: (person, id) => person.ask('query ($id: ID!) { previewDocument(input: { kind: INVOICE, id: $id, lines: [] }) }', { id }),
  },
  'estimateUpdated.id': { of: 'estimate', ask: (person, id) => refusedSubscription(person, 'subscription ($id: ID) { estimateUpdated(id: $id) { number } }', id) },
  'createInvoice.input.clientId': {
    of: 'client',
    ask: (person, id) => person.ask('mutation ($id: ID!) { createInvoice(input: { clientId: $id, lines: [{ description: "x", unitPrice: 1 }] }) { id } }', { id }),
  },
  'sendInvoice.input.id': { of: 'invoice', ask: (person, id) => person.ask('mutation ($id: ID!) { sendInvoice(input: { id: $id }) { id } }', { id }) },
  'sendInvoice.input.contactIds': {
    of: 'contact',
    ask: async (person, id) => {
      const draft = person === northwind.owner ? await aDraft(northwind, acme) : v7();
      return person.ask('mutation ($id: ID!, $draft: ID!) { sendInvoice(input: { id: $draft, contactIds: [$id] }) { id } }', { id, draft });
    },
  },
  'createPaymentIntent.invoiceIds': { of: 'invoice', ask: (person, id) => person.ask('mutation ($id: ID!) { createPaymentIntent(invoiceIds: [$id]) { clientSecret } }', { id }) },
  'openTicket.input.clientId': {
    of: 'client',
    ask: (person, id) => person.ask('mutation ($id: ID!) { openTicket(input: { clientId: $id, subject: "x", message: "x" }) { id } }', { id }),
  },
  'openTicket.input.invoiceId': {
    of: 'invoice',
    ask: (person, id) => person.ask('mutation ($id: ID!) { openTicket(input: { invoiceId: $id, subject: "x", message: "x" }) { id } }', { id }),
  },
  'clearSuppression.contactId': { of: 'contact', ask: (person, id) => person.ask('mutation ($id: ID!) { clearSuppression(contactId: $id) { id } }', { id }) },
  'replyToTicket.input.ticketId': { of: 'ticket', ask: (person, id) => person.ask('mutation ($id: ID!) { replyToTicket(input: { ticketId: $id, message: "x" }) { id } }', { id }) },
  'openTicket.input.contactId': { of: 'contact', ask: (person, id) => person.ask('mutation ($id: ID!, $client: ID!) { openTicket(input: { clientId: $client, contactId: $id, subject: "x", message: "x" }) { id } }', { id, client: person === northwind.owner ? acme.client.id : v7() }) },
  'openTicket.input.fileIds': { of: 'messageFile', ask: (person, id) => person.ask('mutation ($id: ID!, $client: ID!) { openTicket(input: { clientId: $client, subject: "x", message: "x", fileIds: [$id] }) { id } }', { id, client: acme.client.id }) },
  'replyToTicket.input.fileIds': { of: 'messageFile', ask: (person, id) => person.ask('mutation ($id: ID!, $ticket: ID!) { replyToTicket(input: { ticketId: $ticket, message: "x", fileIds: [$id] }) { id } }', { id, ticket: ownTicket }) },
  'replyToTicket.input.lastSeenMessageId': {
    of: 'held',
    // Of the team alone: a contact's is not looked at.
    ask: (person, id) => person.ask('mutation ($id: ID!, $ticket: ID!) { replyToTicket(input: { ticketId: $ticket, message: "x", lastSeenMessageId: $id }) { id } }', { id, ticket: person === northwind.owner ? ownTicket : v7() }),
  },
  'undoSend.messageId': { of: 'held', ask: (person, id) => person.ask('mutation ($id: ID!) { undoSend(messageId: $id) { id } }', { id }) },
  'assignTicket.id': { of: 'ticket', ask: (person, id) => person.ask('mutation ($id: ID!) { assignTicket(id: $id) { id } }', { id }) },
  'assignTicket.teamMemberId': { of: 'member', ask: (person, id) => person.ask('mutation ($id: ID!, $ticket: ID!) { assignTicket(id: $ticket, teamMemberId: $id) { id } }', { id, ticket: ownTicket }) },
  'tagTicket.id': { of: 'ticket', ask: (person, id) => person.ask('mutation ($id: ID!) { tagTicket(id: $id, tags: ["x"]) { id } }', { id }) },
  'snoozeTicket.id': { of: 'ticket', ask: (person, id) => person.ask('mutation ($id: ID!, $until: DateTime!) { snoozeTicket(id: $id, until: $until) { id } }', { id, until: new Date(Date.now() + 3_600_000).toISOString() }) },
  'wakeTicket.id': { of: 'ticket', ask: (person, id) => person.ask('mutation ($id: ID!) { wakeTicket(id: $id) { id } }', { id }) },
  'mergeTickets.fromId': { of: 'ticket', ask: (person, id) => person.ask('mutation ($id: ID!, $own: ID!) { mergeTickets(fromId: $id, intoId: $own) { id } }', { id, own: ownTicket }) },
  'mergeTickets.intoId': { of: 'ticket', ask: (person, id) => person.ask('mutation ($id: ID!, $own: ID!) { mergeTickets(fromId: $own, intoId: $id) { id } }', { id, own: ownTicket }) },
  'markInvoiceViewed.id': { of: 'invoice', ask: (person, id) => person.ask('mutation ($id: ID!) { markInvoiceViewed(id: $id) }', { id }) },
  'markEstimateViewed.id': { of: 'estimate', ask: (person, id) => person.ask('mutation ($id: ID!) { markEstimateViewed(id: $id) }', { id }) },
  'markTicketRead.id': { of: 'ticket', ask: (person, id) => person.ask('mutation ($id: ID!) { markTicketRead(id: $id) { id } }', { id }) },
  'addParticipant.ticketId': { of: 'ticket', ask: (person, id) => person.ask('mutation ($id: ID!) { addParticipant(ticketId: $id, address: "x@y.example") { id } }', { id }) },
  'removeParticipant.id': { of: 'participant', ask: (person, id) => person.ask('mutation ($id: ID!) { removeParticipant(id: $id) { id } }', { id }) },
  'announcePresence.ticketId': { of: 'ticket', ask: (person, id) => person.ask('mutation ($id: ID!) { announcePresence(ticketId: $id, isReplying: true) }', { id }) },
  'ticketPresence.ticketId': { of: 'ticket', ask: (person, id) => refusedSubscription(person, 'subscription ($id: ID!) { ticketPresence(ticketId: $id) { people } }', id) },
  'saveCannedReply.id': { of: 'cannedReply', ask: (person, id) => person.ask('mutation ($id: ID!) { saveCannedReply(id: $id, name: "x", body: "x") { id } }', { id }) },
  'removeCannedReply.id': { of: 'cannedReply', ask: (person, id) => person.ask('mutation ($id: ID!) { removeCannedReply(id: $id) }', { id }) },
  'filledReply.id': { of: 'cannedReply', ask: (person, id) => person.ask('query ($id: ID!, $ticket: ID!) { filledReply(id: $id, ticketId: $ticket) }', { id, ticket: ownTicket }) },
  'filledReply.ticketId': { of: 'ticket', ask: (person, id) => person.ask('query ($id: ID!) { filledReply(id: "x", ticketId: $id) }', { id }) },
  'inboundEmail.id': { of: 'mail', ask: (person, id) => person.ask('query ($id: ID!) { inboundEmail(id: $id) { subject } }', { id }) },
  'ignoreInboundEmail.id': { of: 'mail', ask: (person, id) => person.ask('mutation ($id: ID!) { ignoreInboundEmail(id: $id) { id } }', { id }) },
  'replayInboundEmail.id': { of: 'mail', ask: (person, id) => person.ask('mutation ($id: ID!) { replayInboundEmail(id: $id) { id } }', { id }) },
  'acceptInboundEmail.id': { of: 'mail', ask: (person, id) => person.ask('mutation ($id: ID!) { acceptInboundEmail(id: $id) { id } }', { id }) },
  'acceptInboundEmail.clientId': { of: 'client', ask: (person, id) => person.ask('mutation ($id: ID!, $mail: ID!) { acceptInboundEmail(id: $mail, clientId: $id) { id } }', { id, mail: ownMail }) },
  'closeTicket.id': { of: 'ticket', ask: (person, id) => person.ask('mutation ($id: ID!) { closeTicket(id: $id) { id } }', { id }) },
  'reopenTicket.id': { of: 'ticket', ask: (person, id) => person.ask('mutation ($id: ID!) { reopenTicket(id: $id) { id } }', { id }) },
  'undoImport.id': { of: 'import', ask: (person, id) => person.ask('mutation ($id: ID!) { undoImport(id: $id) { id } }', { id }) },
  'invoiceUpdated.id': { of: 'invoice', ask: (person, id) => refusedSubscription(person, 'subscription ($id: ID) { invoiceUpdated(id: $id) { number } }', id) },
  'ticketUpdated.id': { of: 'ticket', ask: (person, id) => refusedSubscription(person, 'subscription ($id: ID) { ticketUpdated(id: $id) { subject } }', id) },
};

async function refusedSubscription(person: Person, query: string, id: string): Promise<GraphqlAnswer<unknown>> {
  return { data: null, errors: await person.watchRefusal(query, { id }) };
}

test('no place that takes an id is left out of these tests', () => {
  const schema = buildSchema();
  const found: string[] = [];
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) for (const arg of field.args) found.push(...idsIn(field.name, arg));
  }
  expect(found.toSorted()).toEqual(Object.keys(doors).toSorted());
});

function idsIn(path: string, arg: GraphQLArgument | GraphQLInputField): string[] {
  const here = `${path}.${arg.name}`;
  const type = getNamedType(arg.type);
  if (isInputObjectType(type)) return Object.values(type.getFields()).flatMap((field) => idsIn(here, field));
  return isScalarType(type) && type.name === 'ID' ? [here] : [];
}

const TABLES = ['client', 'contact', 'attachment', 'invoice', 'invoice_line', 'estimate', 'estimate_line', 'credit_note', 'payment', 'document_revision', 'ticket', 'ticket_message', 'ticket_participant', 'ticket_reading', 'canned_reply', 'stored_file', 'payment_intent', 'dispatch', 'client_event', 'ledger_entry'];

describe.each(Object.entries(doors))('%s', (door, { of, ask }) => {
  const answersAlike = async (person: Person, belongings: Belongings) => {
    const forNobodys = await ask(person, v7());
    const before = await rowCounts(portal, TABLES);
    const forSomebodys = await ask(person, belongings[of]);
    expect(forSomebodys).toEqual(forNobodys);
    const after = await rowCounts(portal, TABLES);
    // The draft that one of the doors needs is made on the way.
    if (door === 'sendInvoice.input.contactIds' && person === northwind.owner) Object.assign(after, { invoice: before['invoice'], invoice_line: before['invoice_line'] });
    expect(after).toEqual(before);
    return forSomebodys;
  };

  test("a team member is told the same of another business's as of nothing", async () => {
    expectNothing(await answersAlike(northwind.owner, ofStranger));
  });

  test("a contact is told the same of another business's as of nothing", async () => {
    expectNothing(await answersAlike(acme.person, ofStranger));
  });

  test("a contact is told the same of another client's as of nothing", async () => {
    expectNothing(await answersAlike(acme.person, ofBeta));
  });

  test('what is no id at all is refused as calmly', async () => {
    const { errors } = await ask(acme.person, "'; drop table invoice; --");
    expect(errors?.[0]?.extensions.code).not.toBe('INTERNAL');
  });
});

function expectNothing({ data, errors }: GraphqlAnswer<unknown>): void {
  if (errors) expect(errors[0]?.extensions.code).toMatch(/^(NOT_FOUND|FORBIDDEN|BAD_USER_INPUT|CONFLICT)$/);
  else expect(Object.values(data as object)).toEqual([{ totalCount: 0, edges: [] }]);
}

test('the same ids open for whom they belong to', async () => {
  const own = await beta.person.get<{ invoice: { number: string }; ticket: { subject: string } }>(
    'query ($invoice: ID!, $ticket: ID!) { invoice(id: $invoice) { number } ticket(id: $ticket) { subject } }',
    { invoice: ofBeta.invoice, ticket: ofBeta.ticket },
  );
  expect(own).toEqual({ invoice: { number: expect.stringMatching(/^INV-/) }, ticket: { subject: 'Hello' } });
});

test.each([
  'clients { totalCount }',
  'importBatches { id }',
  'previewImport(kind: CLIENTS, csv: "a") { rows }',
  'paymentSettings { isConnected }',
  'payments { totalCount }',
  'disputes { totalCount }',
  'payouts { totalCount }',
  'paymentEvents { totalCount }',
  'creditsToPlace { suggestion }',
  'paymentAttention { total }',
  'dashboard { openTickets }',
  'teamMembers { id }',
  'ticketBadge { awaitingTeam }',
  'ticketCounts { quarantined }',
  'ticketTags',
  'cannedReplies { id }',
  'inboundEmails { totalCount }',
  'viewer { client { timeline { totalCount } } }',
])('a contact may not ask for { %s }', async (selection) => {
  expect(await acme.person.refusal(`{ ${selection} }`)).toBe('FORBIDDEN');
});

test.each([
  ['createInvoice(input: { clientId: "x", lines: [] }) { id }'],
  ['sendInvoice(input: { id: "x" }) { id }'],
  ['importClients(csv: "") { imported }'],
  ['importInvoices(csv: "") { imported }'],
  ['disconnectStripe { isConnected }'],
  ['checkStripe { isConnected }'],
  ['connectStripe(input: { secretKey: "sk_test_x", publishableKey: "pk_test_x" }) { isConnected }'],
])('a contact may not do mutation { %s }', async (selection) => {
  expect(await acme.person.refusal(`mutation { ${selection} }`)).toBe('FORBIDDEN');
});

test('to a contact no invoice tells who was mailed', async () => {
  const { id } = await aSentInvoice(northwind, acme);
  const { invoice } = await acme.person.get<{ invoice: { dispatches: unknown[] } }>('query ($id: ID!) { invoice(id: $id) { dispatches { recipient } } }', { id });
  expect(invoice.dispatches).toEqual([]);
});

describe('an invoice that was never sent', () => {
  let draft: string;
  beforeAll(async () => {
    draft = await aDraft(northwind, acme, { notes: 'not to be seen yet' });
  });

  test('is not there by id, and is there for the team', async () => {
    const INVOICE = 'query ($id: ID!) { invoice(id: $id) { status } }';
    expect(await acme.person.ask(INVOICE, { id: draft })).toEqual(await acme.person.ask(INVOICE, { id: v7() }));
    expect(await northwind.owner.get(INVOICE, { id: draft })).toEqual({ invoice: { status: 'DRAFT' } });
  });

  test('is in no list, whatever is filtered for', async () => {
    for (const filter of [{}, { status: ['DRAFT'] }, { text: 'not to be seen' }]) {
      const { invoices } = await acme.person.get<{ invoices: { edges: { node: { id: string } }[]; totalCount: number } }>(
        'query ($filter: InvoiceFilter) { invoices(filter: $filter) { totalCount edges { node { id } } } }', { filter },
      );
      expect(invoices.edges.map(({ node }) => node.id)).not.toContain(draft);
      expect(invoices.totalCount).toBe(invoices.edges.length);
    }
  });

  test('has no PDF and is in no ZIP', async () => {
    const answerOf = async (path: string) => {
      const response = await acme.person.fetch(path);
      return `${response.status} ${await response.text()}`;
    };
    expect(await answerOf(`/files/invoices/${draft}.pdf`)).toBe(await answerOf(`/files/invoices/${v7()}.pdf`));
    expect(await answerOf(`/files/invoices.zip?ids=${draft}`)).toBe(await answerOf(`/files/invoices.zip?ids=${v7()}`));
    expect(await answerOf(`/files/invoices.zip?ids=${draft}`)).toMatch(/^404 /);
  });

  test('cannot be paid or asked about', async () => {
    for (const door of ['createPaymentIntent.invoiceIds', 'openTicket.input.invoiceId']) {
      expect(await doors[door]!.ask(acme.person, draft)).toEqual(await doors[door]!.ask(acme.person, v7()));
    }
  });

  test('does not show through a ticket that the team opened about it', async () => {
    const { openTicket } = await northwind.owner.get<{ openTicket: { id: string } }>(
      'mutation ($id: ID!) { openTicket(input: { invoiceId: $id, subject: "Before we bill you", message: "Is this right?" }) { id } }', { id: draft },
    );
    const TICKET = 'query ($id: ID!) { ticket(id: $id) { subject invoice { id notes } } }';
    expect(await acme.person.get(TICKET, { id: openTicket.id })).toEqual({ ticket: { subject: 'Before we bill you', invoice: null } });
    expect(await northwind.owner.get(TICKET, { id: openTicket.id })).toMatchObject({ ticket: { invoice: { id: draft } } });
  });

  test('comes through no subscription until it is sent', async () => {
    const updates = acme.person.watch<{ invoiceUpdated: { id: string; status: string } }>('subscription { invoiceUpdated { id status } }');
    const first = updates.next();
    // A draft announces nothing of itself, so the wall is asked directly: by its id it is refused.
    expect(await doors['invoiceUpdated.id']!.ask(acme.person, draft)).toEqual(await doors['invoiceUpdated.id']!.ask(acme.person, v7()));
    const { id } = await aSentInvoice(northwind, beta);
    await northwind.owner.get('mutation ($id: ID!) { sendInvoice(input: { id: $id }) { id } }', { id: draft });
    const { value } = await first;
    expect(value).toEqual({ invoiceUpdated: { id: draft, status: 'SENT' } });
    expect(value.invoiceUpdated.id).not.toBe(id);
  });
});

test("files of another client's are not there", async () => {
  for (const theirs of [ofBeta.invoice, ofStranger.invoice]) {
    for (const path of [(id: string) => `/files/invoices/${id}.pdf`, (id: string) => `/files/invoices.zip?ids=${id}`, (id: string) => `/admin/files/invoices/${id}.pdf`]) {
      const [for1, for2] = await Promise.all([acme.person.fetch(path(theirs)), acme.person.fetch(path(v7()))]);
      expect(for1.status).toBe(for2.status);
      expect([401, 404]).toContain(for1.status);
      expect(await for1.text()).toBe(await for2.text());
    }
  }
});

test("a subscription without an id sends a contact its own client's alone", async () => {
  const updates = acme.person.watch<{ ticketUpdated: { id: string } }>('subscription { ticketUpdated { id } }');
  const first = updates.next();
  // Answered on the same socket, so the subscription is in place.
  await acme.person.watch('{ viewer { name } }').next();
  await aTicket(beta.person);
  await aTicket(stranger.person);
  const own = await aTicket(acme.person);
  expect((await first).value).toEqual({ ticketUpdated: { id: own } });
});
