import { describe, expect, it } from 'vitest';
import { control, failureOf, paid, simulated, webhooks } from './simulated.ts';

describe('the list of events', () => {
  it('is filtered by type, by several, and by what they begin with', async () => {
    const { stripe } = await simulated();
    await paid(stripe);
    const types = async (params: object) => (await stripe.events.list(params)).data.map(({ type }) => type);
    expect(await types({ type: 'charge.succeeded' })).toEqual(['charge.succeeded']);
    expect(await types({ types: ['charge.succeeded', 'payment_intent.created'] })).toEqual(['charge.succeeded', 'payment_intent.created']);
    expect(await types({ type: 'payment_intent.*' })).toEqual(['payment_intent.succeeded', 'payment_intent.created']);
    expect(await failureOf(stripe.events.list({ type: 'charge.succeeded', types: ['charge.failed'] }))).toMatchObject({ param: 'types' });
    expect(await failureOf(stripe.events.list({ since: 1 } as object))).toMatchObject({ code: 'parameter_unknown' });
  });

  it('has pages in both directions, and a time', async () => {
    const { stripe } = await simulated();
    for (let n = 0; n < 3; n += 1) await paid(stripe);
    const all = (await stripe.events.list({ limit: 100 })).data.map(({ id }) => id);
    expect(all).toHaveLength(9);
    const older = await stripe.events.list({ limit: 3, starting_after: all[2]! });
    expect([older.data.map(({ id }) => id), older.has_more]).toEqual([all.slice(3, 6), true]);
    const newer = await stripe.events.list({ limit: 2, ending_before: all[3]! });
    expect([newer.data.map(({ id }) => id), newer.has_more]).toEqual([all.slice(1, 3), true]);
    const now = Math.floor(Date.now() / 1000);
    expect((await stripe.events.list({ created: { gte: now - 60, lte: now } })).data).toHaveLength(9);
    expect((await stripe.events.list({ created: { lt: now - 60 } })).data).toEqual([]);
    expect((await stripe.events.list({ created: { gt: now } })).data).toEqual([]);
  });

  it('says which were not delivered', async () => {
    const { simulator, stripe } = await simulated();
    await webhooks(stripe);
    await control(stripe, 'deliveries', { drop: 1 });
    await paid(stripe);
    await simulator.settled();
    const lost = await stripe.events.list({ delivery_success: false });
    expect(lost.data.map(({ type }) => type)).toEqual(['payment_intent.created']);
  });

  it('tells by which request each came to be', async () => {
    const { stripe } = await simulated();
    await stripe.customers.create({ name: 'Ada' }, { idempotencyKey: 'ada-1' });
    expect((await stripe.events.list()).data).toMatchObject([{ livemode: false, api_version: '2026-10-28.endive', request: { id: expect.stringMatching(/^req_/), idempotency_key: 'ada-1' } }]);
  });
});

describe('a webhook endpoint', () => {
  it('gets what it is changed to get', async () => {
    const { simulator, stripe } = await simulated();
    const received = await webhooks(stripe, ['payment_intent.created']);
    expect(await stripe.webhookEndpoints.update(received.id, { enabled_events: ['charge.succeeded'], description: 'Portal', metadata: { business: '7' } })).toMatchObject({ description: 'Portal', metadata: { business: '7' }, status: 'enabled' });
    await paid(stripe);
    await simulator.settled();
    expect(received.types()).toEqual(['charge.succeeded']);

    await stripe.webhookEndpoints.update(received.id, { disabled: true });
    await paid(stripe);
    await stripe.webhookEndpoints.update(received.id, { disabled: false });
    await simulator.settled();
    expect(received.types()).toEqual(['charge.succeeded']);
    await paid(stripe);
    await simulator.settled();
    expect(received.types()).toEqual(['charge.succeeded', 'charge.succeeded']);
  });

  it('gets what was delayed when it is released', async () => {
    const { simulator, stripe } = await simulated();
    const received = await webhooks(stripe);
    await control(stripe, 'deliveries', { delay: 2 });
    await paid(stripe);
    await simulator.settled();
    expect(received.types()).toEqual(['payment_intent.succeeded']);
    expect(await control(stripe, 'deliveries/release')).toMatchObject({ released: 2 });
    await simulator.settled();
    expect(received.types()).toEqual(['payment_intent.succeeded', 'payment_intent.created', 'charge.succeeded']);
  });
});
