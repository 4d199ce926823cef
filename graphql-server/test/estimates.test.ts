import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STATUS_SQL, statusOf } from '../src/estimates/estimate.entity.ts';
import { estimateStates } from '../src/estimates/estimate-states.ts';
import { addDays, dayIn } from '../src/shared/clock.ts';
import { emFor } from '../src/tenancy.ts';
import { aDraftEstimate, aSentEstimate, SEND_ESTIMATE } from './support/estimates.ts';
import { aBusiness, aClient, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';

let portal: Portal;
let firm: Firm;
let acme: Customer;
/** Null is the real present. */
let present: Date | null = null;

beforeAll(async () => {
  portal = await startPortal({}, { clock: () => present ?? new Date() });
  firm = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, firm, 'Acme');
});
afterAll(() => portal.close());

const ACCEPT = 'mutation ($id: ID!, $name: String!) { acceptEstimate(id: $id, name: $name) { status } }';
const DECLINE = 'mutation ($id: ID!, $name: String!, $reason: String) { declineEstimate(id: $id, name: $name, reason: $reason) { status } }';
const CONVERT = 'mutation ($id: ID!) { convertEstimate(id: $id) { id status total { minorUnits } lines { description } estimate { id } } }';
const ESTIMATE = `query ($id: ID!) { estimate(id: $id) {
  number status isBeingRevised availableActions answeredBy answeredIp answeredAt declineReason total { minorUnits } invoice { id } revisions { revision }
} }`;

const shown = async (id: string, who = firm.owner) => (await who.get<{ estimate: Record<string, unknown> }>(ESTIMATE, { id })).estimate;

test('the client accepts with a name, and the team turns it into an invoice of the same lines', async () => {
  const id = await aSentEstimate(firm, acme);
  const watching = firm.owner.watch<{ estimateUpdated: { id: string; status: string } }>('subscription ($id: ID) { estimateUpdated(id: $id) { id status } }', { id });
  expect((await watching.next()).value).toEqual({ estimateUpdated: { id, status: 'SENT' } });
  expect(await acme.person.get(ACCEPT, { id, name: ' Ada Lovelace ' })).toEqual({ acceptEstimate: { status: 'ACCEPTED' } });
  // The news of its sending may still have been on the way.
  let news = (await watching.next()).value;
  while (news?.estimateUpdated.status === 'SENT') news = (await watching.next()).value;
  expect(news).toEqual({ estimateUpdated: { id, status: 'ACCEPTED' } });
  await firm.owner.leave();
  expect(await shown(id)).toMatchObject({ answeredBy: 'Ada Lovelace', answeredIp: expect.stringMatching(/127\.0\.0\.1|::1/), answeredAt: expect.any(String) });
  expect((await shown(id, acme.person))['answeredIp']).toBeNull();

  const { convertEstimate } = await firm.owner.get<{ convertEstimate: { id: string } }>(CONVERT, { id });
  expect(convertEstimate).toMatchObject({ status: 'DRAFT', total: { minorUnits: 10_000 }, lines: [{ description: 'Design' }], estimate: { id } });
  expect(await shown(id)).toMatchObject({ status: 'INVOICED', invoice: { id: convertEstimate.id }, availableActions: ['DUPLICATE', 'DOWNLOAD'] });
  // The draft is not the client's to see yet.
  expect(await shown(id, acme.person)).toMatchObject({ status: 'INVOICED', invoice: null });
  expect(await firm.owner.refusal(CONVERT, { id })).toBe('CONFLICT');

  await firm.owner.get('mutation ($id: ID!) { discardInvoice(id: $id) }', { id: convertEstimate.id });
  expect(await shown(id)).toMatchObject({ status: 'ACCEPTED', invoice: null });
});

test('is declined with a reason, revised and offered again under its number', async () => {
  const id = await aSentEstimate(firm, acme);
  await acme.person.get(DECLINE, { id, name: 'Ada', reason: 'Too dear' });
  const { number, ...declined } = await shown(id);
  expect(declined).toMatchObject({ status: 'DECLINED', declineReason: 'Too dear' });
  expect(await acme.person.refusal(ACCEPT, { id, name: 'Ada' })).toBe('CONFLICT');

  await firm.owner.get('mutation ($id: ID!) { pullBackEstimate(id: $id) { id } }', { id });
  expect(await shown(id, acme.person)).toMatchObject({ status: 'DRAFT', isBeingRevised: true, answeredBy: null, availableActions: ['DOWNLOAD'] });
  await firm.owner.get('mutation ($input: UpdateEstimateInput!) { updateEstimate(input: $input) { id } }', { input: { id, version: 2, lines: [{ description: 'Design', unitPrice: 7_000 }] } });
  expect(await shown(id, acme.person)).toMatchObject({ total: { minorUnits: 10_000 } });
  await firm.owner.get(SEND_ESTIMATE, { input: { id } });
  expect(await shown(id, acme.person)).toMatchObject({ number, status: 'SENT', total: { minorUnits: 7_000 }, revisions: [] });
  expect((await shown(id))['revisions']).toEqual([{ revision: 2 }, { revision: 1 }]);
});

test('is not accepted by who has read what it said before', async () => {
  const id = await aSentEstimate(firm, acme);
  await firm.owner.get('mutation ($id: ID!) { pullBackEstimate(id: $id) { id } }', { id });
  await firm.owner.get(SEND_ESTIMATE, { input: { id } });
  for (const [answer, revision, code] of [['acceptEstimate', 1, 'CONFLICT'], ['declineEstimate', 1, 'CONFLICT'], ['acceptEstimate', 2, 'no error']] as const) {
    expect(await acme.person.refusal(`mutation ($id: ID!, $revision: Int) { ${answer}(id: $id, name: "Ada", revision: $revision) { status } }`, { id, revision })).toBe(code);
  }
});

test('is accepted once, whoever is faster', async () => {
  const id = await aSentEstimate(firm, acme);
  const answers = await Promise.all([
    ...Array.from({ length: 4 }, () => acme.person.ask(ACCEPT, { id, name: 'Ada' })),
    acme.person.ask(DECLINE, { id, name: 'Ada' }),
  ]);
  expect(answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'done').toSorted()).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT', 'done']);
});

test('needs the name of who answers', async () => {
  const id = await aSentEstimate(firm, acme);
  for (const name of ['', '  ', 'x'.repeat(201)]) {
    expect((await acme.person.ask(ACCEPT, { id, name })).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'name' });
  }
  expect(await shown(id)).toMatchObject({ status: 'SENT', answeredBy: null });
});

test('is unknown to the client before it is sent, and to another client always', async () => {
  const other = await aClient(portal, firm, 'Other');
  const draft = await aDraftEstimate(firm, acme);
  const sent = await aSentEstimate(firm, acme);
  for (const [id, who] of [[draft, acme.person], [sent, other.person], [draft, other.person]] as const) {
    expect(await who.refusal(ESTIMATE, { id })).toBe('NOT_FOUND');
    expect(await who.refusal(ACCEPT, { id, name: 'x' })).toBe('NOT_FOUND');
    expect((await who.fetch(`/files/estimates/${id}.pdf`)).status).toBe(404);
  }
  expect((await other.person.get<{ estimates: { totalCount: number } }>('{ estimates { totalCount } }')).estimates.totalCount).toBe(0);
  const pdf = await acme.person.fetch(`/files/estimates/${sent}.pdf`);
  expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
});

describe('its status', () => {
  test('is the same in SQL as in the entity', async () => {
    const em = emFor(portal.app.services.orm, { kind: 'system' });
    for (const state of Object.values(estimateStates)) {
      for (const validUntil of [null, '2026-03-14', '2026-03-15', '2026-03-16']) {
        const [row] = await em.execute<{ status: string }[]>(`select ${STATUS_SQL} as status from (select ?::text as state, ?::date as valid_until) e`, ['2026-03-15', state, validUntil]);
        expect({ state, validUntil, status: row?.status }).toEqual({ state, validUntil, status: statusOf({ state, validUntil }, '2026-03-15') });
      }
    }
  });

  test.each(['Pacific/Auckland', 'America/Los_Angeles', 'UTC'])('expires at midnight in %s, for list, filter, detail and answer alike', async (timeZone) => {
    const own = await aBusiness(portal, `Firm ${timeZone}`, { timeZone });
    const customer = await aClient(portal, own, `Client ${timeZone}`);
    const validUntil = addDays(dayIn(timeZone, new Date()), 3);
    const id = await aSentEstimate(own, customer, { validUntil });
    const midnight = startOfDay(timeZone, addDays(validUntil, 1));
    const LIST = 'query ($status: [EstimateStatus!]) { estimates(filter: { status: $status }) { edges { node { id status } } } }';
    const everywhere = async () => {
      const said = new Set<unknown>();
      for (const who of [own.owner, customer.person]) {
        said.add((await shown(id, who))['status']);
        for (const status of ['SENT', 'EXPIRED']) {
          const { estimates } = await who.get<{ estimates: { edges: { node: { status: string } }[] } }>(LIST, { status: [status] });
          for (const { node } of estimates.edges) said.add(status).add(node.status);
        }
      }
      return [...said];
    };
    try {
      present = new Date(midnight.valueOf() - 1_000);
      expect(await everywhere()).toEqual(['SENT']);
      present = midnight;
      expect(await everywhere()).toEqual(['EXPIRED']);
      expect(await customer.person.refusal(ACCEPT, { id, name: 'Ada' })).toBe('CONFLICT');
      // What the client said by telephone yesterday, the team may still write down.
      expect(await own.owner.get(ACCEPT, { id, name: 'Ada' })).toEqual({ acceptEstimate: { status: 'ACCEPTED' } });
    } finally {
      present = null;
    }
  });
});

/** The instant at which the day begins there. */
function startOfDay(timeZone: string, day: string): Date {
  let at = new Date(`${addDays(day, -1)}T00:00:00Z`);
  while (dayIn(timeZone, at) < day) at = new Date(at.valueOf() + 15 * 60_000);
  return at;
}
