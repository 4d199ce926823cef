import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reachStripeSimulator } from './reach-stripe-simulator.ts';
import { afterwards, client, control, paid, payByCard, webhooks } from './simulated.ts';
import { startStripeProcess, type StripeProcessOptions } from './stripe-process.ts';

it('forgets nothing that it answered when it is killed, again and again', async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), 'stripe-process-')), 'state.json');
  const intents: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const process = await started({ stateFile, bankDelayMs: 600_000 });
    const stripe = client(process, 'sk_test_demo');
    expect((await stripe.paymentIntents.list({ limit: 100 })).data.map(({ id }) => id).toReversed()).toEqual(intents);
    // Killed while the next are under way: those that were answered are there, the others are whole or not at all.
    const answers = Array.from({ length: 8 }, () => paid(stripe).then(({ id }) => id, () => null));
    await Promise.race(answers);
    await process.kill();
    intents.push(...(await Promise.all(answers)).filter((id) => id !== null));
    const kept = Object.values((JSON.parse(readFileSync(stateFile, 'utf8')) as { accounts: { demo: { paymentIntents: Record<string, { id: string; status: string }> } } }).accounts.demo.paymentIntents);
    expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(intents));
    expect(new Set(kept.map(({ status }) => status))).toEqual(new Set(['succeeded']));
    intents.splice(0, Infinity, ...kept.map(({ id }) => id));
  }
});

it('goes on after a kill: webhooks leave, banks answer, keys stay rolled', async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), 'stripe-process-')), 'state.json');
  const first = await started({ stateFile, bankDelayMs: 600_000, webhookRetryDelaysMs: [50, 50] });
  const before = client(first, 'sk_test_demo');
  const received = await webhooks(before, ['payment_intent.succeeded', 'refund.updated'], [503]);
  const intent = await paid(before, { method: 'pm_card_pendingRefund' });
  const refund = await before.refunds.create({ payment_intent: intent.id });
  expect((await received.next()).type).toBe('payment_intent.succeeded');
  const { secret_key: key } = await control<{ secret_key: string }>(before, 'keys/roll');
  await first.kill();

  const second = await started({ stateFile, port: first.port, webhookRetryDelaysMs: [50, 50] });
  expect(second.port).toBe(first.port);
  const after = client(second, key);
  // The one that was refused comes again.
  expect((await received.next()).data.object).toMatchObject({ id: intent.id });
  await control(after, 'refunds/settle');
  const types = [await received.next(), ...(received.types().includes('refund.updated') ? [] : [await received.next()])].map(({ type }) => type);
  expect(types).toContain('refund.updated');
  expect(await after.refunds.retrieve(refund.id)).toMatchObject({ status: 'succeeded' });
  await expect(client(second, 'sk_test_demo').customers.list()).rejects.toMatchObject({ code: 'api_key_expired' });
  await second.stop();
});

it('is reached through the origin of the product', async () => {
  const process = await started({ bankDelayMs: 600_000 });
  const reached = reachStripeSimulator(`http://${process.host}:${process.port}`);
  const server = createServer((request, response) => {
    if (!reached.handleBrowser(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterwards(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const origin = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const stripe = client(process, 'sk_test_demo');
  const received = await webhooks(stripe, ['payment_intent.succeeded']);
  expect(await (await fetch(`http://127.0.0.1:${origin.port}/dev/stripe/stripe.js`)).text()).toContain('window.Stripe');
  expect((await payByCard(origin, await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' }), '4242424242424242')).body.status).toBe('succeeded');
  await reached.settled();
  expect(received.types()).toEqual(['payment_intent.succeeded']);
  await process.kill();
  expect((await fetch(`http://127.0.0.1:${origin.port}/dev/stripe/stripe.js`)).status).toBe(502);
});

async function started(options: StripeProcessOptions) {
  const process = await startStripeProcess(options);
  afterwards(() => process.kill());
  return process;
}
