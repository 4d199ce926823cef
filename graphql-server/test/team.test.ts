import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobsDone } from './support/jobs.ts';
import { aBusiness, aColleague, Person, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';

let portal: Portal;

beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.close());

interface Member { id: string; name: string; email: string; role: string; isYou: boolean; lastSeenAt: string | null }

const teamOf = async (person: Person) =>
  (await person.get<{ teamMembers: Member[] }>('{ teamMembers { id name email role isYou lastSeenAt } }')).teamMembers;
const idOf = async (firm: Firm, name: string) => (await teamOf(firm.owner)).find((member) => member.name === name)?.id;

const INVITE = 'mutation ($input: InviteTeamMemberInput!) { inviteTeamMember(input: $input) { id name email role isYou lastSeenAt } }';
const CHANGE_ROLE = 'mutation ($id: ID!, $role: Role!) { changeRole(teamMemberId: $id, role: $role) { role } }';
const REMOVE = 'mutation ($id: ID!) { removeTeamMember(id: $id) }';

test('who is invited gets a mail, and is in by its link', async () => {
  const northwind = await aBusiness(portal, 'Northwind');
  const input = { name: 'Ada', email: 'Ada@Northwind.Example', role: 'BILLING' };
  const { inviteTeamMember } = await northwind.owner.get<{ inviteTeamMember: Member }>(INVITE, { input });
  expect(inviteTeamMember).toEqual({ id: expect.any(String), name: 'Ada', email: 'ada@northwind.example', role: 'BILLING', isYou: false, lastSeenAt: null });
  await jobsDone(portal);

  const ada = new Person(portal, 'admin');
  await ada.open(await linkTo('ada@northwind.example'));
  const team = await teamOf(ada);
  expect(team.map(({ name, isYou }) => [name, isYou])).toEqual([['Northwind owner', false], ['Ada', true]]);
  expect(team[1]?.lastSeenAt).not.toBeNull();
});

test('an address is in a team once, in whatever case', async () => {
  const contoso = await aBusiness(portal, 'Contoso');
  const invite = (email: string) => contoso.owner.ask(INVITE, { input: { name: 'Bob', email, role: 'SUPPORT' } });
  expect((await invite('bob@contoso.example')).errors).toBeUndefined();
  expect((await invite('BOB@contoso.example')).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'email' });
  expect((await invite('bob')).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'email' });
  const both = await Promise.all([invite('eve@contoso.example'), invite('eve@contoso.example')]);
  expect(both.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual(expect.arrayContaining([undefined, 'BAD_USER_INPUT']));
});

test('a role that is changed counts from the next request on', async () => {
  const firm = await aBusiness(portal, 'Fabrikam');
  const person = await aColleague(portal, firm, 'Grace', 'READ_ONLY');
  const SETTLE = 'mutation { updateBusiness(input: { bankDetails: "IBAN" }) { id } }';
  expect(await person.refusal(SETTLE)).toBe('FORBIDDEN');
  expect(await firm.owner.get(CHANGE_ROLE, { id: await idOf(firm, 'Grace'), role: 'OWNER' })).toEqual({ changeRole: { role: 'OWNER' } });
  expect(await person.refusal(SETTLE)).toBe('no error');
});

test('nobody changes their own role or removes themselves, so there is always an owner', async () => {
  const firm = await aBusiness(portal, 'Tailspin');
  const id = await idOf(firm, 'Tailspin owner');
  expect(await firm.owner.refusal(CHANGE_ROLE, { id, role: 'READ_ONLY' })).toBe('CONFLICT');
  expect(await firm.owner.refusal(REMOVE, { id })).toBe('CONFLICT');
});

test('two owners who take the power from each other at once leave one', async () => {
  const firm = await aBusiness(portal, 'Wingtip');
  const other = await aColleague(portal, firm, 'Other', 'OWNER');
  const [own, others] = [await idOf(firm, 'Wingtip owner'), await idOf(firm, 'Other')];
  const answers = await Promise.all([firm.owner.refusal(REMOVE, { id: others }), other.refusal(CHANGE_ROLE, { id: own, role: 'SUPPORT' })]);
  // Who is removed before their request begins is nobody any more.
  expect(answers.filter((answer) => answer === 'no error')).toHaveLength(1);
  expect(answers.join()).toMatch(/FORBIDDEN|UNAUTHENTICATED/);
  const standing = answers[0] === 'no error' ? firm.owner : other;
  expect((await teamOf(standing)).filter(({ role }) => role === 'OWNER')).toHaveLength(1);
});

test('who is removed is out at once, open sockets included, and comes back only by a new invitation', async () => {
  const firm = await aBusiness(portal, 'Litware');
  const person = await aColleague(portal, firm, 'Linus', 'SUPPORT');
  const badge = person.watch<{ ticketBadge: unknown }>('subscription { ticketBadge { awaitingTeam } }');
  await badge.next();
  const cut = badge.next().then(() => 'went on', (error: { code?: number }) => error.code);

  await firm.owner.get(REMOVE, { id: await idOf(firm, 'Linus') });
  expect(await cut).toBe(4403);
  expect(await person.refusal('{ clients { totalCount } }')).toBe('UNAUTHENTICATED');
  expect((await teamOf(firm.owner)).map(({ name }) => name)).toEqual(['Litware owner']);

  const input = { name: 'Linus T.', email: 'team-linus@litware.example', role: 'READ_ONLY' };
  await firm.owner.get(INVITE, { input });
  expect(await person.refusal('{ clients { totalCount } }')).toBe('UNAUTHENTICATED');
  await jobsDone(portal);
  await person.open(await linkTo(input.email));
  expect((await teamOf(person)).find(({ isYou }) => isYou)).toMatchObject({ name: 'Linus T.', role: 'READ_ONLY' });
});

async function linkTo(address: string): Promise<string> {
  const mail = portal.postmark.messages().findLast(({ To }) => To.includes(address));
  const link = mail?.links.find(({ href }) => href.includes('/admin/l/'));
  if (!link) throw new Error(`no link was mailed to ${address}`);
  return link.href;
}
