import { createCipheriv, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Pool } from 'pg';
import { runCli } from '../src/cli.ts';
import { accountSecret } from '../src/payments/account-secrets.ts';
import { rotateSecrets } from '../src/payments/rotate-secrets.ts';
import { stripeAccountOf } from '../src/payments/stripe-account.ts';
import { keyRing, seal, unseal, type KeyRing } from '../src/shared/secret-box.ts';
import { emFor } from '../src/tenancy.ts';
import { aBusiness, takesPayments, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

const [formerKey, key, strangersKey] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const [former, alone, both] = [keyRing(formerKey), keyRing(key), keyRing(key, [formerKey])];

let portal: Portal;
let firms: Firm[];

beforeAll(async () => {
  portal = await startPortal({ SECRET_KEY: key.toString('base64'), FORMER_SECRET_KEYS: formerKey.toString('base64') });
  firms = [];
  for (const name of ['Northwind', 'Contoso', 'Fabrikam']) {
    const firm = await aBusiness(portal, name);
    await takesPayments(portal, firm);
    firms.push(firm);
  }
});
afterAll(() => portal.close());

/** All sealed under the former key, as they were before it was replaced. */
beforeEach(async () => {
  for (const { business } of firms) await keep(business.id, (secret) => seal(former, `${secret} of ${business.name}`, accountSecret(business.id, secret)));
});

const SECRETS = ['secret_key', 'webhook_secret'] as const;
type Secret = (typeof SECRETS)[number];
interface Kept { secret_key: string; webhook_secret: string }

const SAVED = 'update payment_account set secret_key_sealed = $1, webhook_secret_sealed = $2 where business_id = $3';
const keep = (businessId: string, sealed: (secret: Secret) => string) => rows(portal, SAVED, [...SECRETS.map(sealed), businessId]);
const kept = async (businessId: string) =>
  (await rows<Kept>(portal, 'select secret_key_sealed as secret_key, webhook_secret_sealed as webhook_secret from payment_account where business_id = $1', [businessId]))[0]!;
const rotate = (page?: number) => rotateSecrets(emFor(portal.app.services.orm, { kind: 'system' }), both, page);

/** Nothing was lost, and the former key is needed no more. */
async function allOpenBy(ring: KeyRing): Promise<void> {
  for (const { business } of firms) {
    const sealed = await kept(business.id);
    for (const secret of SECRETS) expect(unseal(ring, sealed[secret], accountSecret(business.id, secret))).toBe(`${secret} of ${business.name}`);
  }
}

describe('a rotation', () => {
  test('re-wraps every secret, and a second time none; the server goes on reading them', async () => {
    expect(await rotate(2)).toEqual({ rewrapped: 6, already: 0, unopened: [] });
    await allOpenBy(alone);
    const after = await kept(firms[0]!.business.id);
    expect(await rotate()).toEqual({ rewrapped: 0, already: 6, unopened: [] });
    expect(await kept(firms[0]!.business.id)).toEqual(after);
    expect(await stripeAccountOf(portal.app.services, firms[1]!.business.id)).toMatchObject({ webhookSecret: 'webhook_secret of Contoso' });
  });

  test('takes texts from before there were envelopes, of the former and of the current key', async () => {
    await keep(firms[0]!.business.id, (secret) => sealedAsV1(formerKey, `${secret} of Northwind`));
    await keep(firms[1]!.business.id, (secret) => sealedAsV1(key, `${secret} of Contoso`));
    expect(await rotate()).toEqual({ rewrapped: 6, already: 0, unopened: [] });
    await allOpenBy(alone);
  });

  test('that stops half-way loses nothing, and the next one does the rest', async () => {
    await rows(portal, `create function stop() returns trigger language plpgsql as $$ begin raise 'the machine stops'; end $$`);
    await rows(portal, `create trigger stop before update on payment_account for each row when (new.business_id = '${firms[1]!.business.id}') execute function stop()`);
    await expect(rotate()).rejects.toThrow('the machine stops');
    await rows(portal, 'drop function stop cascade');
    await allOpenBy(both);
    const rest = await rotate();
    expect(rest.rewrapped).toBeGreaterThan(0);
    expect(rest.already).toBeGreaterThan(0);
    expect(rest.rewrapped + rest.already).toBe(6);
    await allOpenBy(alone);
  });

  test('goes past what it cannot open, names it and leaves it as it is', async () => {
    const [northwind, contoso, fabrikam] = firms.map(({ business }) => business.id) as [string, string, string];
    const stranger = keyRing(strangersKey);
    await keep(northwind, (secret) => seal(stranger, 'x', accountSecret(northwind, secret)));
    const moved = await kept(contoso);
    await keep(contoso, (secret) => (secret === 'secret_key' ? moved.webhook_secret : moved.secret_key));
    const before = [await kept(northwind), await kept(contoso)];

    const { unopened, ...counts } = await rotate();
    expect(counts).toEqual({ rewrapped: 2, already: 0 });
    expect(unopened.map(({ businessId, secret }) => `${businessId} ${secret}`).toSorted()).toEqual(
      [northwind, contoso].flatMap((id) => SECRETS.map((secret) => `${id} ${secret}`)).toSorted(),
    );
    for (const { businessId, why } of unopened) expect(why).toContain(businessId === northwind ? stranger.current.id : 'moved');
    expect([await kept(northwind), await kept(contoso)]).toEqual(before);
    const { secret_key } = await kept(fabrikam);
    expect(unseal(alone, secret_key, accountSecret(fabrikam, 'secret_key'))).toBe('secret_key of Fabrikam');
  });

  test('does not overwrite what was saved at the same moment', async () => {
    const { id } = firms[2]!.business;
    const rotation = await whileItWaits(SAVED, [...SECRETS.map((secret) => seal(former, `new ${secret}`, accountSecret(id, secret))), id]);
    expect(rotation).toEqual({ rewrapped: 6, already: 0, unopened: [] });
    const sealed = await kept(id);
    for (const secret of SECRETS) expect(unseal(alone, sealed[secret], accountSecret(id, secret))).toBe(`new ${secret}`);
  });

  test('is content with what a server saved under the new key at the same moment', async () => {
    const { id } = firms[2]!.business;
    const sealedAnew = SECRETS.map((secret) => seal(alone, `new ${secret}`, accountSecret(id, secret)));
    expect(await whileItWaits(SAVED, [...sealedAnew, id])).toEqual({ rewrapped: 4, already: 2, unopened: [] });
    const sealed = await kept(id);
    for (const secret of SECRETS) expect(unseal(alone, sealed[secret], accountSecret(id, secret))).toBe(`new ${secret}`);
  });

  test('does not bring back what was disconnected at the same moment', async () => {
    const leaving = await aBusiness(portal, 'Leaving');
    await takesPayments(portal, leaving);
    const { id } = leaving.business;
    await keep(id, (secret) => seal(former, secret, accountSecret(id, secret)));
    expect(await whileItWaits('delete from payment_account where business_id = $1', [id])).toEqual({ rewrapped: 6, already: 0, unopened: [] });
    expect(await kept(id)).toBeUndefined();
  });

  /** The rotation has read the row and waits for it, while somebody else changes it. */
  async function whileItWaits(change: string, params: string[]) {
    const pool = new Pool({ connectionString: portal.adminDatabaseUrl, max: 1 });
    const other = await pool.connect();
    try {
      await other.query('begin');
      await other.query(change, params);
      const rotation = rotate();
      while ((await rows(portal, `select from pg_stat_activity where wait_event_type = 'Lock' and query like 'update payment_account%'`)).length === 0);
      await other.query('commit');
      return await rotation;
    } finally {
      other.release();
      await pool.end();
    }
  }
});

describe('secrets rotate', () => {
  const command = async (args: string[], env: Record<string, string> = {}) => {
    const lines: string[] = [];
    const code = await runCli(['secrets', ...args], { DATABASE_URL: portal.config.databaseUrl, SECRET_KEY: key.toString('base64'), FORMER_SECRET_KEYS: formerKey.toString('base64'), ...env }, (line) => lines.push(line));
    return { code, lines };
  };
  const { id } = alone.current;

  test('says how many it re-wrapped and how many it had already', async () => {
    expect(await command(['rotate'])).toEqual({ code: 0, lines: [`6 re-wrapped, 0 already under the key ${id}.`] });
    expect(await command(['rotate'], { FORMER_SECRET_KEYS: '' })).toEqual({ code: 0, lines: [`0 re-wrapped, 6 already under the key ${id}.`] });
    await allOpenBy(alone);
  });

  test('without the former key names what it could not open, and fails', async () => {
    const { code, lines } = await command(['rotate'], { FORMER_SECRET_KEYS: '' });
    expect(code).toBe(1);
    expect(lines).toHaveLength(8);
    for (const { business } of firms) for (const secret of SECRETS) expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^business ${business.id}, ${secret}: .*${former.current.id}`)));
    expect(lines.slice(-2)).toEqual([`0 re-wrapped, 0 already under the key ${id}.`, '6 secrets could not be opened; keep the former keys.']);
    await allOpenBy(former);
  });

  test.each([
    ['no key', ['rotate'], { SECRET_KEY: '' }, 'SECRET_KEY is missing.'],
    ['a key that is too short', ['rotate'], { SECRET_KEY: 'hunter2' }, 'SECRET_KEY is 5 bytes in base64'],
    ['a former key that is too short', ['rotate'], { FORMER_SECRET_KEYS: 'hunter2' }, 'FORMER_SECRET_KEYS (its number 1) is 5 bytes'],
    ['another verb', ['show'], {}, 'Usage: secrets rotate'],
    ['no verb', [], {}, 'Usage: secrets rotate'],
  ])('with %s says so, and fails', async (_, args, env, said) => {
    expect(await command(args, env as Record<string, string>)).toEqual({ code: 1, lines: [expect.stringContaining(said)] });
  });
});

function sealedAsV1(master: Buffer, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', master, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
}
