import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { aBusiness, aClient, Person, takesPayments, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
  await takesPayments(portal, northwind);
});
afterAll(() => portal.close());
afterEach(({ task }) => { if (task.result?.state === 'fail') console.error(portal.logged.join('\n')); });

const CREATE = `mutation ($input: CreateInvoiceInput!) { createInvoice(input: $input) { id number status total { minorUnits currency } } }`;
const SEND = `mutation ($input: SendInvoiceInput!) { sendInvoice(input: $input) { id number status dispatches { recipient state } } }`;

async function sentInvoice(unitPrice = 10_000): Promise<{ id: string; number: string }> {
  const { createInvoice } = await northwind.owner.get<{ createInvoice: { id: string } }>(CREATE, {
    input: { clientId: acme.client.id, currency: 'EUR', lines: [{ description: 'Design', quantity: '1', unitPrice, taxes: [{ name: 'Tax', rate: '19' }] }] },
  });
  const { sendInvoice } = await northwind.owner.get<{ sendInvoice: { id: string; number: string } }>(SEND, { input: { id: createInvoice.id } });
  return sendInvoice;
}

test('a sent invoice is mailed with one link, which opens the portal at that invoice', async () => {
  const { id, number } = await sentInvoice();
  const mail = await portal.postmark.waitFor((message) => message.Subject.includes(number));
  expect(mail.To).toContain('pay@acme.example');
  const links = mail.links.map(({ href }) => href).filter((href) => href.includes('/l/'));
  expect(new Set(links).size).toBe(1);

  const visitor = new Person(portal, 'portal');
  const response = await visitor.open(links[0]!);
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe(`/invoices/${id}`);
  const { invoice } = await visitor.get<{ invoice: { number: string; status: string } }>(`query ($id: ID!) { invoice(id: $id) { number status } }`, { id });
  expect(invoice).toEqual({ number, status: 'SENT' });
});

test('a card payment turns the invoice paid on both sides without being asked again', async () => {
  const { id } = await sentInvoice(5_000);
  const UPDATED = `subscription ($id: ID) { invoiceUpdated(id: $id) { status balance { minorUnits } } }`;
  const atTheClient = acme.person.watch<{ invoiceUpdated: { status: string } }>(UPDATED, { id });
  const atTheBusiness = northwind.owner.watch<{ invoiceUpdated: { status: string } }>(UPDATED, { id });
  const becomesPaid = async (events: typeof atTheClient) => {
    for await (const { invoiceUpdated } of events) if (invoiceUpdated.status === 'PAID') return invoiceUpdated;
    return null;
  };
  const paid = Promise.all([becomesPaid(atTheClient), becomesPaid(atTheBusiness)]);

  const { createPaymentIntent: checkout } = await acme.person.get<{ createPaymentIntent: { clientSecret: string; publishableKey: string; amount: { minorUnits: number } } }>(
    `mutation ($ids: [ID!]!) { createPaymentIntent(invoiceIds: $ids) { clientSecret publishableKey amount { minorUnits } } }`, { ids: [id] },
  );
  expect(checkout.amount.minorUnits).toBe(5_950);
  const confirmed = await confirmByCard(checkout, '4242424242424242');
  expect(await confirmed.json()).toMatchObject({ status: 'succeeded' });

  expect(await paid).toEqual([
    { status: 'PAID', balance: { minorUnits: 0 } },
    { status: 'PAID', balance: { minorUnits: 0 } },
  ]);
});

async function confirmByCard({ clientSecret, publishableKey }: { clientSecret: string; publishableKey: string }, number: string): Promise<Response> {
  const intent = clientSecret.split('_secret_')[0];
  return fetch(`http://${portal.stripe.host}:${portal.stripe.port}/dev/stripe/v1/payment_intents/${intent}/confirm`, {
    method: 'POST',
    body: new URLSearchParams({
      key: publishableKey,
      client_secret: clientSecret,
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': number,
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '2034',
      'payment_method_data[card][cvc]': '123',
    }),
  });
}

test('a ticket moves the badge, its reply is mailed, and the answer to that mail lands in the thread', async () => {
  const badge = northwind.owner.watch<{ ticketBadge: { awaitingTeam: number } }>('subscription { ticketBadge { awaitingTeam } }');
  const nextBadge = async () => (await badge.next()).value.ticketBadge.awaitingTeam as number;
  const before = await nextBadge();

  const { openTicket } = await acme.person.get<{ openTicket: { id: string } }>(
    `mutation { openTicket(input: { subject: "Question", message: "What is line 2?" }) { id } }`,
  );
  expect(await nextBadge()).toBe(before + 1);

  await northwind.owner.get(`mutation ($id: ID!) { replyToTicket(input: { ticketId: $id, message: "It is the design." }) { id } }`, { id: openTicket.id });
  expect(await nextBadge()).toBe(before);
  const mail = await portal.postmark.waitFor((message) => message.TextBody.includes('It is the design.'));

  const thread = acme.person.watch<{ ticketUpdated: { messages: { body: string; channel: string }[] } }>(
    `subscription ($id: ID) { ticketUpdated(id: $id) { messages { body channel } } }`, { id: openTicket.id },
  );
  const arrived = (async () => {
    for await (const { ticketUpdated } of thread) {
      const last = ticketUpdated.messages.at(-1);
      if (last?.channel === 'EMAIL') return last.body;
    }
    return null;
  })();
  expect((await portal.postmark.replyAs(mail, { text: 'Thank you, that helps.' })).status).toBe(200);
  expect(await arrived).toBe('Thank you, that helps.');
});

test('all PDFs come as one ZIP', async () => {
  await sentInvoice();
  const response = await acme.person.fetch('/files/invoices.zip');
  expect(response.headers.get('content-type')).toBe('application/zip');
  const { default: JSZip } = await import('jszip');
  const zip = await JSZip.loadAsync(await response.arrayBuffer());
  const names = Object.keys(zip.files);
  expect(names.at(-1)).toBe('manifest.csv');
  expect(names.length - 1).toBe(Number(response.headers.get('x-total-documents')));
  const first = await zip.files[names[0]!]!.async('string');
  expect(first.startsWith('%PDF')).toBe(true);
});
