import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withDatabase } from './support/database.ts';
import { linkFromCli, runCli, runProgram } from './support/run-program.ts';
import { startProduct, type Product } from './support/start-product.ts';

describe('npm start, and npm run cli beside it', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.remove());

  test('it is up and ready', async () => {
    expect((await fetch(`${product.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${product.url}/readyz`)).status).toBe(200);
    expect(product.output()).toContain('demo business');
  });

  test('client-link opens the portal', async () => {
    const link = await linkFromCli(product, 'client-link', 'ada@lindqvist.example');
    expect(link.startsWith(`${product.url}/l/`)).toBe(true);
    expect(await targetOf(link)).toBe('/');
  });

  test('sign-in-link opens the dashboard, once', async () => {
    const link = await linkFromCli(product, 'sign-in-link', 'noor@northwind.example');
    expect(await targetOf(link)).toBe('/admin');
    expect((await fetch(link, { method: 'POST', redirect: 'manual' })).status).toBe(410);
  });

  test('create-business makes a business whose owner can sign in', async () => {
    const { code, output } = await runCli(product, 'create-business', 'Boatyard', 'owner@boatyard.example');
    expect(code).toBe(0);
    expect(output).toContain('Created Boatyard');
    expect(await targetOf(output.match(/http:\S+\/admin\/l\/\S+/)![0])).toBe('/admin');
  });

  test('a command that cannot be done says why', async () => {
    const { code, output } = await runCli(product, 'sign-in-link', 'nobody@nowhere.example');
    expect(code).toBe(1);
    expect(output).toContain('No team member has the address nobody@nowhere.example.');
  });

  test('a second start keeps the data and takes seconds', async () => {
    const kept = new URL(product.clientLink).pathname;
    await product.stop();
    const began = performance.now();
    product = await startProduct(product.dataDir);
    const seconds = (performance.now() - began) / 1000;

    expect(seconds).toBeLessThan(20);
    expect(product.output()).not.toContain('demo business');
    expect(await targetOf(product.url + kept)).toBe('/');
    expect((await runCli(product, 'sign-in-link', 'owner@boatyard.example')).code).toBe(0);
  });

  test('in production, nothing of development answers', async () => {
    await withDatabase(product.dataDir, async (database) => {
      const port = product.port;
      await product.stop();
      const url = `http://localhost:${port}`;
      const program = runProgram('src/server.ts', [], {
        ...complete, NODE_ENV: 'production', DATABASE_URL: database.product, PORTAL_URL: url, ADMIN_URL: `${url}/admin`,
        PORT: String(port), HOST: '127.0.0.1', FILES_DIR: `${product.dataDir}/files`,
      });
      try {
        await program.printed(/listening on/, 60_000);
        expect((await fetch(`${url}/readyz`)).status).toBe(200);
        const development = ['/dev/outbox', '/dev/outbox.json', '/dev/stripe/stripe.js'];
        const statuses = await Promise.all(development.map(async (path) => (await fetch(`${url}${path}`, { redirect: 'manual' })).status));
        expect(statuses).toEqual([404, 404, 404]);
        expect(await (await fetch(`${url}/sign-in`)).text()).not.toContain('/dev/');
      } finally {
        await program.stop();
      }
    });
  });
});

const complete: Record<string, string> = {
  PORTAL_URL: 'https://portal.example.com',
  ADMIN_URL: 'https://portal.example.com/admin',
  DATABASE_URL: 'postgres://portal@db.invalid/portal',
  SECRET_KEY: randomBytes(32).toString('base64'),
  POSTMARK_SERVER_TOKEN: 'a-token',
  MAIL_FROM: 'billing@example.com',
  POSTMARK_INBOUND_ADDRESS: 'tickets@inbound.example.com',
  POSTMARK_WEBHOOK_USER: 'postmark',
  POSTMARK_WEBHOOK_PASSWORD: randomBytes(18).toString('base64url'),
};

describe('in production it refuses to start', () => {
  test.concurrent.each(Object.keys(complete))('without %s, and names it', async (name) => {
    const { [name]: _missing, ...rest } = complete;
    expect(await refusal(rest)).toMatch(new RegExp(`^${name} is missing\\. It must be `));
  });

  test.concurrent.each([
    ['PORTAL_URL', 'http://portal.example.com'],
    ['SECRET_KEY', 'too-short'],
  ])('with a wrong %s', async (name, value) => {
    expect(await refusal({ ...complete, [name]: value })).toContain(`${name} is`);
  });

  async function refusal(env: Record<string, string>): Promise<string> {
    const program = runProgram('src/server.ts', [], { NODE_ENV: 'production', ...env });
    expect(await program.ended).toBe(1);
    return program.output();
  }
});

/** Where a link leads whoever opens it with a browser. */
async function targetOf(link: string): Promise<string | null> {
  const response = await fetch(link, { method: 'POST', redirect: 'manual' });
  expect(response.status).toBe(303);
  expect(response.headers.get('set-cookie')).toContain('HttpOnly');
  return response.headers.get('location');
}
