import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBusiness, aClient, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

/** Something that nobody foresaw: a table is gone while `act` runs. */
async function withoutTable<T>(table: string, act: () => Promise<T>): Promise<T> {
  await rows(portal, `alter table ${table} rename to ${table}_gone`);
  try {
    return await act();
  } finally {
    await rows(portal, `alter table ${table}_gone rename to ${table}`);
  }
}

const MASKED = { message: 'Something went wrong on our side. Please try again.', extensions: { code: 'INTERNAL', id: expect.stringMatching(/^[0-9a-f-]{36}$/) } };

describe('what nobody foresaw', () => {
  test('is masked by an id, under which the log has it whole', async () => {
    const { errors } = await withoutTable('ticket', () => acme.person.ask('{ tickets { totalCount } }'));
    expect(errors).toEqual([{ ...MASKED, path: ['tickets'], locations: expect.anything() }]);
    const line = portal.logged.find((entry) => entry.includes(errors![0]!.extensions.id!));
    expect(line).toContain('relation "ticket" does not exist');
  });

  test('is masked in a mutation, which keeps nothing', async () => {
    const { errors } = await withoutTable('ticket_message', () => acme.person.ask('mutation { openTicket(input: { subject: "half done", message: "x" }) { id } }'));
    expect(errors).toMatchObject([MASKED]);
    expect(await rows(portal, `select id from ticket where subject = 'half done'`)).toEqual([]);
  });

  test('is masked in a subscription, at its beginning and later', async () => {
    await withoutTable('invoice', async () => {
      const errors = await acme.person.watchRefusal('subscription ($id: ID) { invoiceUpdated(id: $id) { id } }', { id: northwind.business.id });
      expect(errors).toMatchObject([MASKED]);
    });
    await withoutTable('ticket', async () => {
      const errors = await northwind.owner.watchRefusal('subscription { ticketBadge { awaitingTeam } }');
      expect(errors).toMatchObject([MASKED]);
      expect(portal.logged.some((line) => line.includes(errors[0]!.extensions.id!))).toBe(true);
    });
  });

  test('tells nothing of the server behind a file either', async () => {
    const response = await withoutTable('invoice', () => acme.person.fetch('/files/invoices.zip'));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/relation|select|at /);
  });
});

test('a database that went away for a moment costs no more than that moment', async () => {
  await rows(portal, `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename <> current_user`);
  await expect.poll(() => acme.person.refusal('{ tickets { totalCount } }'), { timeout: 10_000 }).toBe('no error');
  expect((await fetch(`${portal.url}/readyz`)).status).toBe(200);
});

describe('a question that cannot be asked', () => {
  test.each([
    ['syntax', '{', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ secrets }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a missing argument', '{ invoice { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an enum of no such value', '{ invoices(filter: { status: [LATE] }) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('is told why: %s', async (_, query, code) => {
    expect(await acme.person.refusal(query)).toBe(code);
  });

  test('in the wrong form of HTTP is refused without a fault', async () => {
    for (const init of [{ body: '{' }, { body: '' }, { body: '[]' }, { body: '{"query":1}' }]) {
      const response = await fetch(`${portal.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, ...init });
      expect(response.status).toBe(400);
    }
    expect((await fetch(`${portal.url}/graphql`, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(`${portal.url}/nowhere`)).status).toBe(404);
  });
});

test('answers are kept by no cache', async () => {
  const response = await fetch(`${portal.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ viewer { name } }"}' });
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('/healthz says that the process runs, /readyz that it can work', async () => {
  expect(await (await fetch(`${portal.url}/healthz`)).text()).toBe('ok\n');
  const ready = await fetch(`${portal.url}/readyz`);
  expect([ready.status, await ready.text()]).toEqual([200, 'ready\n']);
  await rows(portal, `delete from mikro_orm_migrations`);
  const pending = await fetch(`${portal.url}/readyz`);
  expect([pending.status, await pending.text()]).toEqual([503, 'migrations are pending\n']);
});

describe('introspection', () => {
  const asPage = { headers: { accept: 'text/html' } };

  test('and the playground are there by default', async () => {
    const { data } = await acme.person.ask<{ __schema: { types: unknown[] } }>(getIntrospectionQuery());
    expect(data!.__schema.types.length).toBeGreaterThan(50);
    for (const path of ['/graphql', '/admin/graphql']) {
      expect((await fetch(`${portal.url}${path}`, asPage)).headers.get('content-type')).toMatch(/^text\/html/);
    }
  });

  test('and the playground are gone when they are switched off, over WebSocket too', async () => {
    const closed = await startPortal({ INTROSPECTION: 'off' });
    try {
      const { person } = await aClient(closed, await aBusiness(closed, 'Closed'), 'Acme');
      expect(await person.refusal('{ __schema { types { name } } }')).toBe('GRAPHQL_VALIDATION_FAILED');
      expect((await person.watchRefusal('{ __schema { types { name } } }'))[0]!.message).toContain('introspection');
      await person.leave();
      for (const path of ['/graphql', '/admin/graphql']) {
        expect((await fetch(`${closed.url}${path}`, asPage)).headers.get('content-type')).not.toMatch(/text\/html/);
      }
      expect(await person.get('{ viewer { name } }')).toEqual({ viewer: { name: 'Acme contact' } });
      const { errors } = await person.ask('{ vieweer { name } }');
      expect(errors![0]!.message).not.toContain('Did you mean');
    } finally {
      await closed.close();
    }
  });
});
