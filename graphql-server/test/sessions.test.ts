import { afterAll, beforeAll, expect, test } from 'vitest';
import { Contact } from '../src/clients/contact.entity.ts';
import { emFor } from '../src/tenancy.ts';
import { aBusiness, aClient, aLink, Person, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

interface Shown { id: string; device: string; isCurrent: boolean }
const sessionsOf = async (person: Person) => (await person.get<{ sessions: Shown[] }>('{ sessions { id device isCurrent } }')).sessions;

/** The same contact with another browser. */
async function elsewhere(userAgent: string, contact = acme.contact): Promise<Person> {
  const person = new Person(portal, 'portal');
  const response = await fetch(await aLink(portal, contact), { method: 'POST', redirect: 'manual', headers: { 'user-agent': userAgent } });
  person.cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  return person;
}

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0';
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

test("are a person's own alone, with the browser that each is in", async () => {
  await elsewhere(FIREFOX);
  const phone = await elsewhere(SAFARI);
  const colleague = Object.assign(new Contact(), { businessId: acme.client.businessId, clientId: acme.client.id, name: 'Colleague', email: 'colleague@acme.example' });
  await emFor(portal.app.services.orm, { kind: 'system' }).persist(colleague).flush();
  const other = await elsewhere(FIREFOX, colleague);

  const seen = await sessionsOf(phone);
  expect(seen.map(({ device }) => device).toSorted()).toEqual(['A browser', 'Firefox on Windows', 'Safari on iOS']);
  expect(seen.filter(({ isCurrent }) => isCurrent)).toMatchObject([{ device: 'Safari on iOS' }]);
  expect(await sessionsOf(other)).toMatchObject([{ device: 'Firefox on Windows', isCurrent: true }]);
  expect(await other.refusal('mutation ($id: ID!) { endSession(id: $id) }', { id: seen[0]!.id })).toBe('NOT_FOUND');
});

test('one that is ended opens nothing more, and its socket closes', async () => {
  const lost = await elsewhere(FIREFOX);
  const updates = lost.watch('subscription { ticketUpdated { id } }');
  const next = updates.next();
  await lost.watch('{ viewer { name } }').next();
  const [{ id } = { id: '' }] = (await sessionsOf(lost)).filter(({ isCurrent }) => isCurrent);
  expect(await acme.person.get('mutation ($id: ID!) { endSession(id: $id) }', { id })).toEqual({ endSession: id });
  await expect(next).rejects.toMatchObject({ code: 4403 });
  expect(await lost.refusal('{ statement { balances { currency } } }')).toBe('UNAUTHENTICATED');
  expect((await sessionsOf(acme.person)).map((session) => session.id)).not.toContain(id);
  expect(await acme.person.refusal('mutation ($id: ID!) { endSession(id: $id) }', { id })).toBe('NOT_FOUND');
});

test('signing out everywhere ends all of them, and the links of earlier mails', async () => {
  const gamma = await aClient(portal, northwind, 'Gamma');
  const [laptop, phone, link] = [await elsewhere(FIREFOX, gamma.contact), await elsewhere(SAFARI, gamma.contact), await aLink(portal, gamma.contact)];
  expect(await laptop.get('mutation { signOutEverywhere }')).toEqual({ signOutEverywhere: true });
  for (const person of [laptop, phone, gamma.person]) expect(await person.refusal('{ sessions { id } }')).toBe('UNAUTHENTICATED');
  expect((await fetch(link, { method: 'POST', redirect: 'manual' })).headers.get('set-cookie')).toBeNull();
  // A fresh one does.
  const again = new Person(portal, 'portal');
  await again.open(await aLink(portal, gamma.contact));
  expect(await sessionsOf(again)).toHaveLength(1);
});

test('of a team member, in the dashboard, too', async () => {
  const [own] = await sessionsOf(northwind.owner);
  expect(own).toMatchObject({ isCurrent: true });
  expect(await northwind.owner.get('mutation { signOutEverywhere }')).toEqual({ signOutEverywhere: true });
  expect(await northwind.owner.refusal('{ sessions { id } }')).toBe('UNAUTHENTICATED');
});
