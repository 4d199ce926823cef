import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { ConfigError, configFrom } from './config.ts';

const complete = {
  DATABASE_URL: 'postgres://portal@db/portal',
  SECRET_KEY: randomBytes(32).toString('base64'),
  PORTAL_URL: 'https://portal.example/',
  ADMIN_URL: 'https://portal.example/admin/',
  POSTMARK_SERVER_TOKEN: 'token',
  POSTMARK_INBOUND_ADDRESS: 'x@inbound.postmarkapp.com',
  POSTMARK_WEBHOOK_USER: 'postmark',
  POSTMARK_WEBHOOK_PASSWORD: 'sixteen-characters',
  MAIL_FROM: 'billing@portal.example',
};

test('what is complete is taken, with defaults for the rest', () => {
  expect(configFrom(complete)).toMatchObject({ port: 4000, portalUrl: 'https://portal.example', adminUrl: 'https://portal.example/admin', isIntrospectionOn: true, runsJobs: true, trustedProxies: 0 });
});

test('former keys open beside the current one, which alone seals', () => {
  const [current, ...former] = [1, 2, 3].map(() => randomBytes(32).toString('base64'));
  const alone = configFrom({ ...complete, SECRET_KEY: current }).secretKeys;
  expect(alone.byId.size).toBe(1);
  for (const [FORMER_SECRET_KEYS, size] of [['', 1], [` ${former.join(' ,\n')}, `, 3], [current, 1]] as const) {
    const { secretKeys } = configFrom({ ...complete, SECRET_KEY: current, FORMER_SECRET_KEYS });
    expect(secretKeys.current).toEqual(alone.current);
    expect(secretKeys.byId.size).toBe(size);
  }
});

test.each(Object.keys(complete))('without %s it refuses, and says so', (name) => {
  for (const value of [undefined, '', '  ']) {
    expect(() => configFrom({ ...complete, [name]: value })).toThrow(expect.objectContaining({ constructor: ConfigError, message: expect.stringMatching(new RegExp(`^${name} is missing`)) }));
  }
});

test.each([
  ['DATABASE_URL', 'mysql://db'],
  ['DATABASE_URL', 'portal'],
  ['SECRET_KEY', 'c2hvcnQ='],
  ['SECRET_KEY', Buffer.alloc(32).toString('base64')],
  ['FORMER_SECRET_KEYS', 'c2hvcnQ='],
  ['FORMER_SECRET_KEYS', `${randomBytes(32).toString('base64')},${Buffer.alloc(32).toString('base64')}`],
  ['PORTAL_URL', 'portal.example'],
  ['PORTAL_URL', 'http://portal.example'],
  ['PORTAL_URL', 'http://localhost.evil.example'],
  ['ADMIN_URL', 'https://portal.example'],
  ['POSTMARK_WEBHOOK_PASSWORD', 'short'],
  ['MAIL_FROM', 'billing'],
  ['POSTMARK_INBOUND_ADDRESS', 'inbound'],
  ['PORT', 'http'],
  ['PORT', '-1'],
  ['TRUSTED_PROXIES', 'one'],
])('with %s=%s it refuses, and names it', (name, value) => {
  expect(() => configFrom({ ...complete, [name]: value })).toThrow(expect.objectContaining({ constructor: ConfigError, message: expect.stringContaining(name) }));
});

test('a secret is not repeated in the refusal', () => {
  for (const name of ['SECRET_KEY', 'FORMER_SECRET_KEYS', 'POSTMARK_WEBHOOK_PASSWORD', 'DATABASE_URL']) {
    expect(() => configFrom({ ...complete, [name]: 'hunter2' })).not.toThrow(/hunter2/);
  }
});
