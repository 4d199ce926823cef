import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSchema } from '../src/build-schema.ts';
import type { Role } from '../src/businesses/team-member.entity.ts';
import { aDraft } from './support/invoices.ts';
import { aBusiness, aClient, aColleague, Person, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';

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
  importClients: { power: 'bill', by: (person) => person.refusal('mutation { importClients(csv: "email,company\\nx@y.example,X", dryRun: true) { rows } }') },
  importInvoices: { power: 'bill', by: (person) => person.refusal('mutation { importInvoices(csv: "number\\n1", dryRun: true) { rows } }') },
  openTicket: { power: 'support', by: (person) => person.refusal('mutation ($id: ID!) { openTicket(input: { clientId: $id, subject: "x", message: "x" }) { id } }', { id: acme.client.id }) },
  replyToTicket: { power: 'support', by: (person) => person.refusal('mutation ($id: ID!) { replyToTicket(input: { ticketId: $id, message: "x" }) { id } }', { id: ticketId }) },
  closeTicket: { power: 'support', by: (person) => person.refusal('mutation ($id: ID!) { closeTicket(id: $id) { id } }', { id: ticketId }) },
  reopenTicket: { power: 'support', by: (person) => person.refusal('mutation ($id: ID!) { reopenTicket(id: $id) { id } }', { id: ticketId }) },
  updateBusiness: { power: 'settle', by: (person) => person.refusal('mutation { updateBusiness(input: { bankDetails: "IBAN" }) { id } }') },
  connectStripe: { power: 'settle', by: (person) => person.refusal('mutation { connectStripe(input: { secretKey: "sk_test_northwind", publishableKey: "pk_test_northwind" }) { isConnected } }') },
};

/** Not a matter of a team member's power. */
const FREE = ['createPaymentIntent', 'requestSignInLink', 'signOut'];

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
    expect(invoice.availableActions).toEqual(powers.includes('bill') ? ['SEND'] : []);
  });
});

test('only a contact pays', async () => {
  expect(await northwind.owner.refusal('mutation { createPaymentIntent(invoiceIds: []) { clientSecret } }')).toBe('FORBIDDEN');
});

describe('somebody who is not signed in', () => {
  const asked: Record<string, string> = {
    client: '{ client(id: "x") { id } }',
    clients: '{ clients { totalCount } }',
    invoice: '{ invoice(id: "x") { id } }',
    invoices: '{ invoices { totalCount } }',
    paymentSettings: '{ paymentSettings { isConnected } }',
    statement: '{ statement { balances { currency } } }',
    ticket: '{ ticket(id: "x") { id } }',
    ticketBadge: '{ ticketBadge { awaitingTeam } }',
    tickets: '{ tickets { totalCount } }',
    closeTicket: 'mutation { closeTicket(id: "x") { id } }',
    updateBusiness: 'mutation { updateBusiness(input: { name: "x" }) { id } }',
    connectStripe: 'mutation { connectStripe(input: { secretKey: "x", publishableKey: "x" }) { isConnected } }',
    createInvoice: 'mutation { createInvoice(input: { clientId: "x", lines: [] }) { id } }',
    createPaymentIntent: 'mutation { createPaymentIntent(invoiceIds: []) { clientSecret } }',
    importClients: 'mutation { importClients(csv: "") { rows } }',
    importInvoices: 'mutation { importInvoices(csv: "") { rows } }',
    openTicket: 'mutation { openTicket(input: { subject: "x", message: "x" }) { id } }',
    reopenTicket: 'mutation { reopenTicket(id: "x") { id } }',
    replyToTicket: 'mutation { replyToTicket(input: { ticketId: "x", message: "x" }) { id } }',
    sendInvoice: 'mutation { sendInvoice(input: { id: "x" }) { id } }',
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

  test.each(['ticketBadge { awaitingTeam }', 'invoiceUpdated { id }', 'ticketUpdated { id }'])('subscription { %s }', async (selection) => {
    const nobody = new Person(portal, 'portal');
    expect(await nobody.watchRefusal(`subscription { ${selection} }`)).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    await nobody.leave();
  });

  test('may ask who they are, which is nobody', async () => {
    expect(await new Person(portal, 'portal').get('{ viewer { name } }')).toEqual({ viewer: null });
  });

  test('gets no file', async () => {
    const nobody = new Person(portal, 'portal');
    for (const path of ['/files/invoices/x.pdf', '/files/invoices.zip', '/admin/files/invoices/x.pdf', '/admin/files/invoices.zip']) {
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
