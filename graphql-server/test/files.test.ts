import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanUploads } from '../src/files/clean-uploads.job.ts';
import { emFor } from '../src/tenancy.ts';
import { PNG } from './support/files.ts';
import { aDraft, SEND_INVOICE } from './support/invoices.ts';
import { aBusiness, aClient, aColleague, Person, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;
let contoso: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  [northwind, contoso] = [await aBusiness(portal, 'Northwind'), await aBusiness(portal, 'Contoso')];
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

interface Uploaded { id: string; name: string; contentType: string; size: number; error?: { code: string; message: string } }

function post(person: Person, query: string, body: RequestInit['body'], headers: Record<string, string> = {}): Promise<Response> {
  return person.fetch(`/admin/files?${query}`, { method: 'POST', body, headers });
}
async function upload(person: Person, content: RequestInit['body'], { purpose = 'attachment', name = 'contract.pdf', type = 'application/pdf' } = {}): Promise<Uploaded> {
  const response = await post(person, `purpose=${purpose}&name=${encodeURIComponent(name)}`, content, { 'content-type': type });
  return (await response.json()) as Uploaded;
}

const ATTACH = 'mutation ($fileId: ID!, $name: String!, $invoiceId: ID, $estimateId: ID) { attachFile(fileId: $fileId, name: $name, invoiceId: $invoiceId, estimateId: $estimateId) { id name contentType size url } }';
const REMOVE = 'mutation ($id: ID!) { removeAttachment(id: $id) }';
const PULL_BACK = 'mutation ($id: ID!) { pullBackInvoice(id: $id) { id } }';
interface Attached { id: string; name: string; url: string }

async function attached(invoiceId: string, name = 'contract.pdf', content = `bytes of ${name}`): Promise<Attached> {
  const { id: fileId } = await upload(northwind.owner, content, { name });
  return (await northwind.owner.get<{ attachFile: Attached }>(ATTACH, { fileId, name, invoiceId })).attachFile;
}
const send = (id: string) => northwind.owner.get(SEND_INVOICE, { input: { id } });
const namesOn = async (person: Person, id: string) =>
  (await person.get<{ invoice: { attachments: Attached[] } }>('query ($id: ID!) { invoice(id: $id) { attachments { id name url } } }', { id })).invoice.attachments.map(({ name }) => name);

describe('an attachment', () => {
  test('is uploaded, attached to a draft and got back whole, as nothing that a browser would run', async () => {
    const invoiceId = await aDraft(northwind, acme);
    const content = '<script>alert(1)</script>';
    const file = await upload(northwind.owner, content, { name: 'Größe/../„x“.html', type: 'Text/HTML; charset=utf-8' });
    expect(file).toEqual({ id: expect.any(String), name: 'Größe-..-„x“.html', contentType: 'text/html', size: content.length });
    const { attachFile } = await northwind.owner.get<{ attachFile: Attached }>(ATTACH, { fileId: file.id, name: file.name, invoiceId });
    expect(attachFile).toEqual({ id: expect.any(String), name: file.name, contentType: 'text/html', size: content.length, url: `/admin/files/attachments/${attachFile.id}` });

    const response = await northwind.owner.fetch(attachFile.url);
    expect(await response.text()).toBe(content);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html',
      'content-disposition': `attachment; filename="Gr__e-..-_x_.html"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-cache',
    });
  });

  test('is not there for the client before the document was sent, nor ever for anybody else', async () => {
    const invoiceId = await aDraft(northwind, acme);
    const { id } = await attached(invoiceId);
    const beta = await aClient(portal, northwind, 'Beta');
    const paths = { portal: `/files/attachments/${id}`, admin: `/admin/files/attachments/${id}` };
    const nothing = await (await acme.person.fetch(`/files/attachments/${randomUUID()}`)).text();
    expect(await (await acme.person.fetch(paths.portal)).text()).toBe(nothing);

    await send(invoiceId);
    expect(await namesOn(acme.person, invoiceId)).toEqual(['contract.pdf']);
    expect(await (await acme.person.fetch(paths.portal)).text()).toBe('bytes of contract.pdf');
    expect(await (await beta.person.fetch(paths.portal)).text()).toBe(nothing);
    expect(await (await contoso.owner.fetch(paths.admin)).text()).toBe(nothing);
    expect((await contoso.owner.fetch(paths.admin)).status).toBe(404);
    expect((await acme.person.fetch(paths.admin)).status).toBe(401);
    expect((await new Person(portal, 'portal').fetch(paths.portal)).status).toBe(401);
    expect((await acme.person.fetch("/files/attachments/'")).status).toBe(404);
  });

  test('of a document that is being revised is for the client as it was sent', async () => {
    const invoiceId = await aDraft(northwind, acme);
    const kept = await attached(invoiceId, 'kept.txt');
    const removed = await attached(invoiceId, 'removed.txt');
    await send(invoiceId);
    await northwind.owner.get(PULL_BACK, { id: invoiceId });
    await northwind.owner.get(REMOVE, { id: removed.id });
    const added = await attached(invoiceId, 'added.txt');

    const statusFor = async ({ id }: Attached) => (await acme.person.fetch(`/files/attachments/${id}`)).status;
    expect(await namesOn(northwind.owner, invoiceId)).toEqual(['kept.txt', 'added.txt']);
    expect(await namesOn(acme.person, invoiceId)).toEqual(['kept.txt', 'removed.txt']);
    expect([await statusFor(kept), await statusFor(removed), await statusFor(added)]).toEqual([200, 200, 404]);

    await send(invoiceId);
    expect(await namesOn(acme.person, invoiceId)).toEqual(['kept.txt', 'added.txt']);
    expect([await statusFor(kept), await statusFor(removed), await statusFor(added)]).toEqual([200, 404, 200]);
  });

  test('goes on a draft alone, and comes off one alone', async () => {
    const invoiceId = await aDraft(northwind, acme);
    const { id } = await attached(invoiceId);
    await send(invoiceId);
    const { id: fileId } = await upload(northwind.owner, 'x');
    expect(await northwind.owner.refusal(ATTACH, { fileId, name: 'x', invoiceId })).toBe('CONFLICT');
    expect(await northwind.owner.refusal(REMOVE, { id })).toBe('CONFLICT');
    expect(await northwind.owner.refusal(ATTACH, { fileId, name: 'x' })).toBe('BAD_USER_INPUT');
  });

  test('goes on an estimate too', async () => {
    const { createEstimate } = await northwind.owner.get<{ createEstimate: { id: string } }>(
      'mutation ($id: ID!) { createEstimate(input: { clientId: $id, lines: [{ description: "Design", unitPrice: 100 }] }) { id } }', { id: acme.client.id },
    );
    const { id: fileId } = await upload(northwind.owner, 'a plan');
    const { attachFile } = await northwind.owner.get<{ attachFile: Attached }>(ATTACH, { fileId, name: 'plan.txt', estimateId: createEstimate.id });
    expect((await acme.person.fetch(`/files/attachments/${attachFile.id}`)).status).toBe(404);
    await northwind.owner.get('mutation ($id: ID!) { sendEstimate(input: { id: $id }) { id } }', { id: createEstimate.id });
    expect(await (await acme.person.fetch(`/files/attachments/${attachFile.id}`)).text()).toBe('a plan');
  });

  test('is attached once; nobody attaches a file of another business, a logo, or more than 20', async () => {
    const invoiceId = await aDraft(northwind, acme);
    const own = await upload(northwind.owner, 'x');
    const theirs = await upload(contoso.owner, 'x');
    const logo = await upload(northwind.owner, PNG, { purpose: 'logo' });
    const attach = (fileId: string) => northwind.owner.refusal(ATTACH, { fileId, name: 'x', invoiceId });
    expect([await attach(own.id), await attach(own.id), await attach(theirs.id), await attach(logo.id), await attach('x')])
      .toEqual(['no error', 'BAD_USER_INPUT', 'BAD_USER_INPUT', 'BAD_USER_INPUT', 'BAD_USER_INPUT']);
    for (let count = 1; count < 20; count += 1) expect(await attach((await upload(northwind.owner, 'x')).id)).toBe('no error');
    expect(await attach((await upload(northwind.owner, 'x')).id)).toBe('BAD_USER_INPUT');
  });

  test('goes with its draft to another client', async () => {
    const other = await aClient(portal, northwind, 'Heir');
    const invoiceId = await aDraft(northwind, acme);
    const { id } = await attached(invoiceId);
    await northwind.owner.get(
      'mutation ($input: UpdateInvoiceInput!) { updateInvoice(input: $input) { id } }',
      { input: { id: invoiceId, version: 1, clientId: other.client.id, lines: [{ description: 'Design', unitPrice: 1 }] } },
    );
    await send(invoiceId);
    expect(await (await other.person.fetch(`/files/attachments/${id}`)).text()).toBe('bytes of contract.pdf');
    expect((await acme.person.fetch(`/files/attachments/${id}`)).status).toBe(404);
  });
});

/** A comment, then a baseline frame of 16 × 9. */
const JPEG = Buffer.from('ffd8fffe000568656cffc0000b0800090010010111000000ffd9', 'hex');
const WEBP = Buffer.concat([Buffer.from('RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f', 'latin1'), Buffer.from([0x04, 0x80, 0x01, 0x00]), Buffer.alloc(9)]);

describe('a logo', () => {
  const setLogo = (person: Person, logoFileId: string | null) =>
    person.ask<{ updateBusiness: { logoUrl: string | null } }>('mutation ($id: ID) { updateBusiness(input: { logoFileId: $id }) { logoUrl } }', { id: logoFileId });

  test.each([['image/png', PNG, 3, 2], ['image/jpeg', JPEG, 16, 9], ['image/webp', WEBP, 5, 7]])('is known by its bytes: %s', async (contentType, content, width, height) => {
    const file = await upload(northwind.owner, new Uint8Array(content), { purpose: 'logo', name: 'logo.exe', type: 'text/html' });
    expect(file).toMatchObject({ contentType, size: content.length });
    const { data } = await setLogo(northwind.owner, file.id);
    expect(data).toEqual({ updateBusiness: { logoUrl: `/admin/files/logos/${file.id}` } });
    expect(await rows(portal, 'select logo from business where id = $1', [northwind.business.id])).toEqual([{ logo: { fileId: file.id, contentType, width, height } }]);

    const response = await fetch(`${portal.url}/files/logos/${file.id}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': contentType, 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff',
    });
    expect((await acme.person.get<{ viewer: { business: { logoUrl: string } } }>('{ viewer { business { logoUrl } } }')).viewer.business.logoUrl).toBe(`/files/logos/${file.id}`);
  });

  test('is taken away again', async () => {
    await setLogo(northwind.owner, (await upload(northwind.owner, PNG, { purpose: 'logo' })).id);
    expect((await setLogo(northwind.owner, '')).data).toEqual({ updateBusiness: { logoUrl: null } });
  });

  test('is no other picture, no text, and none that claims to be enormous', async () => {
    const huge = Buffer.from(PNG);
    huge.writeUInt32BE(60_000, 16);
    for (const content of ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a', PNG.subarray(0, 20), JPEG.subarray(0, 8), huge, JPEG.subarray(0, 2), WEBP.subarray(0, 12)]) {
      expect((await upload(northwind.owner, content, { purpose: 'logo' })).error?.code).toBe('BAD_USER_INPUT');
    }
  });

  test('is whole: its end is there, with a few bytes after it at most', async () => {
    const cut = { 'a PNG header': PNG.subarray(0, 24), 'a PNG': PNG.subarray(0, -1), 'a JPEG': JPEG.subarray(0, -1), 'a WebP': WEBP.subarray(0, -1) };
    for (const [name, content] of Object.entries(cut)) {
      expect({ name, code: (await upload(northwind.owner, new Uint8Array(content), { purpose: 'logo' })).error?.code }).toEqual({ name, code: 'BAD_USER_INPUT' });
    }
    for (const [name, picture] of Object.entries({ PNG, JPEG })) {
      const codeWith = async (trailing: number) => (await upload(northwind.owner, Buffer.concat([picture, Buffer.alloc(trailing)]), { purpose: 'logo' })).error?.code;
      expect({ name, codes: [await codeWith(16), await codeWith(17)] }).toEqual({ name, codes: [undefined, 'BAD_USER_INPUT'] });
    }
    expect((await upload(northwind.owner, Buffer.concat([WEBP, Buffer.alloc(1)]), { purpose: 'logo' })).error?.code).toBe('BAD_USER_INPUT');
  });

  test('of another business, and what is no logo, cannot be taken or seen', async () => {
    const theirs = await upload(contoso.owner, PNG, { purpose: 'logo' });
    const attachment = await upload(northwind.owner, 'secret');
    for (const { id } of [theirs, attachment]) expect((await setLogo(northwind.owner, id)).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'logoFileId' });
    for (const id of [attachment.id, randomUUID(), 'x']) expect((await fetch(`${portal.url}/files/logos/${id}`)).status).toBe(404);
  });
});

describe('an upload is refused', () => {
  const refusalOf = async (response: Response) => [response.status, ((await response.json()) as Uploaded).error?.code];

  test('to who may not bill, or settle', async () => {
    const [support, billing] = [await aColleague(portal, northwind, 'Support', 'SUPPORT'), await aColleague(portal, northwind, 'Billing', 'BILLING')];
    expect(await refusalOf(await post(support, 'purpose=attachment&name=x', 'x'))).toEqual([403, 'FORBIDDEN']);
    expect(await refusalOf(await post(billing, 'purpose=logo&name=x', PNG))).toEqual([403, 'FORBIDDEN']);
    expect((await post(billing, 'purpose=attachment&name=x', 'x')).status).toBe(201);
    expect(await refusalOf(await post(new Person(portal, 'admin'), 'purpose=attachment&name=x', 'x'))).toEqual([401, 'UNAUTHENTICATED']);
    const contact = Object.assign(new Person(portal, 'admin'), { cookie: acme.person.cookie });
    expect(await refusalOf(await post(contact, 'purpose=attachment&name=x', 'x'))).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('from another site', async () => {
    expect(await refusalOf(await post(northwind.owner, 'purpose=attachment&name=x', 'x', { origin: 'https://evil.example' }))).toEqual([403, 'FORBIDDEN']);
    expect(await refusalOf(await post(northwind.owner, 'purpose=attachment&name=x', 'x', { 'sec-fetch-site': 'cross-site' }))).toEqual([403, 'FORBIDDEN']);
  });

  test('that is empty or for nothing', async () => {
    expect(await refusalOf(await post(northwind.owner, 'purpose=attachment&name=x', null))).toEqual([400, 'BAD_USER_INPUT']);
    for (const purpose of ['', 'constructor', 'LOGO']) expect(await refusalOf(await post(northwind.owner, `purpose=${purpose}&name=x`, 'x'))).toEqual([400, 'BAD_USER_INPUT']);
  });

  test('that is too large', async () => {
    expect(await refusalOf(await post(northwind.owner, 'purpose=logo&name=x', new Uint8Array(500_001)))).toEqual([413, 'TOO_LARGE']);
    expect(await refusalOf(await post(northwind.owner, 'purpose=attachment&name=x', new Uint8Array(20_000_001)))).toEqual([413, 'TOO_LARGE']);
    expect((await post(northwind.owner, 'purpose=attachment&name=x', new Uint8Array(20_000_000))).status).toBe(201);
  });
});

test('what was never attached is cleaned away after a week, and nothing else', async () => {
  const invoiceId = await aDraft(northwind, acme);
  const { id: attachmentId } = await attached(invoiceId);
  const [left, fresh, logo] = [await upload(northwind.owner, 'left'), await upload(northwind.owner, 'fresh'), await upload(northwind.owner, PNG, { purpose: 'logo' })];
  const [{ key } = { key: '' }] = await rows<{ key: string }>(portal, 'select key from stored_file where id = $1', [left.id]);
  await rows(portal, `update stored_file set created_at = now() - interval '8 days' where id <> $1`, [fresh.id]);

  await cleanUploads(portal.app.services);
  const kept = await rows<{ id: string }>(portal, 'select id from stored_file where id = any($1)', [[left.id, fresh.id, logo.id]]);
  expect(kept.map(({ id }) => id).toSorted()).toEqual([fresh.id, logo.id].toSorted());
  expect(() => readFileSync(`${portal.config.filesDir}/${key}`)).toThrow('ENOENT');
  expect((await northwind.owner.fetch(`/admin/files/attachments/${attachmentId}`)).status).toBe(200);
});

test("a contact sees no upload through the database but its own client's", async () => {
  const { id } = await upload(northwind.owner, 'not attached');
  const em = emFor(portal.app.services.orm, { kind: 'client', businessId: northwind.business.id, clientId: acme.client.id });
  expect(await em.execute('select id from stored_file where id = ?', [id])).toEqual([]);
  expect(await em.execute('select id from stored_file where client_id <> ? or client_id is null', [acme.client.id])).toEqual([]);
});
