import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Errors, ServerClient } from 'postmark';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startPostmarkStandIn } from './postmark-stand-in.ts';
import type { PostmarkStandIn } from './postmark-stand-in.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

const INVOICE_MAIL = {
  From: '"Acme, Ltd" <billing@acme.example>',
  To: 'Jane Doe <jane@client.example>',
  ReplyTo: 'reply+t0ken@inbound.acme.example',
  Subject: 'Invoice INV-7',
  HtmlBody:
    '<html><head></head><body><p>Hello</p><a class="b" href="http://localhost:4000/l/abc?x=1&amp;y=2">View <b>invoice</b></a></body></html>',
  TextBody: 'Hello\n\nView invoice: http://localhost:4000/l/abc',
  Tag: 'invoice',
  Metadata: { dispatch: '42' },
};

let webhooks: WebhookReceiver;
let postmark: PostmarkStandIn;
let client: ServerClient;
let logged: string[];

beforeEach(async () => {
  webhooks = new WebhookReceiver();
  await webhooks.listen();
  logged = [];
  postmark = await startPostmarkStandIn({
    webhooks: () => webhooks.targets,
    deliveryDelayMs: 5,
    log: (line) => void logged.push(line),
  });
  client = clientOf(postmark);
});

afterEach(async () => {
  await postmark.close();
  webhooks.close();
});

describe('sending', () => {
  it('accepts a mail as Postmark does, and keeps all of it', async () => {
    const answer = await client.sendEmail({ ...INVOICE_MAIL, Headers: [{ Name: 'X-Own', Value: '1' }] });
    expect(answer).toMatchObject({ ErrorCode: 0, Message: 'OK', To: INVOICE_MAIL.To });
    const [message] = postmark.messages();
    expect(message).toMatchObject({
      ...INVOICE_MAIL,
      MessageID: answer.MessageID,
      MessageStream: 'outbound',
      Headers: [{ Name: 'X-Own', Value: '1' }],
      links: [{ href: 'http://localhost:4000/l/abc?x=1&y=2', text: 'View invoice' }],
    });
  });

  it('replaces Message-ID unless told to keep it', async () => {
    const own = { Name: 'Message-ID', Value: '<own@acme.example>' };
    await client.sendEmail({ ...INVOICE_MAIL, Headers: [own] });
    await client.sendEmail({ ...INVOICE_MAIL, Headers: [own, { Name: 'X-PM-KeepID', Value: 'true' }] });
    const [replaced, kept] = postmark.messages();
    expect(replaced?.internetMessageId).toBe(`<${replaced?.MessageID}@mtasv.net>`);
    expect(kept?.internetMessageId).toBe('<own@acme.example>');
  });

  it('answers each mail of a batch by itself', async () => {
    const answers = await client.sendEmailBatch([INVOICE_MAIL, { ...INVOICE_MAIL, To: '' }, INVOICE_MAIL]);
    expect(answers.map(({ ErrorCode }) => ErrorCode)).toEqual([0, 300, 0]);
    expect(postmark.messages()).toHaveLength(2);
  });

  it('wants a server token', async () => {
    await expect(clientOf(postmark, 'invalid-token').sendEmail(INVOICE_MAIL)).rejects.toMatchObject({
      name: 'InvalidAPIKeyError',
      statusCode: 401,
      code: 10,
    });
    const bare = await fetch(`http://${postmark.requestHost}/server`);
    expect(bare.status).toBe(401);
  });

  it.each([
    ['no sender', { From: '' }, 300],
    ['a sender that is no address', { From: 'Acme' }, 300],
    ['an unconfirmed sender', { From: 'billing@unverified.example' }, 400],
    ['no recipient', { To: '' }, 300],
    ['a bad recipient', { To: 'jane@client.example, not an address' }, 300],
    ['a recipient that is not ASCII', { To: 'jané@client.example' }, 300],
    ['51 recipients', { Cc: Array.from({ length: 50 }, (_, index) => `c${index}@client.example`).join(',') }, 300],
    ['no body', { HtmlBody: '', TextBody: '' }, 300],
    ['a long subject', { Subject: 'x'.repeat(2001) }, 300],
    ['long metadata', { Metadata: { dispatch: 'x'.repeat(81) } }, 300],
    ['too much', { Attachments: [attachment('a.pdf', 'A'.repeat(10 * 1024 * 1024 + 4))] }, 300],
    ['a forbidden file', { Attachments: [attachment('a.exe', 'AAAA')] }, 411],
  ])('refuses %s', async (_, change, code) => {
    const sending = client.sendEmail({ ...INVOICE_MAIL, ...change });
    await expect(sending).rejects.toBeInstanceOf(Errors.ApiInputError);
    await expect(sending).rejects.toMatchObject({ statusCode: 422, code });
    expect(postmark.messages()).toEqual([]);
  });

  it('refuses what is not JSON', async () => {
    const post = (contentType: string, body: string) =>
      fetch(`http://${postmark.requestHost}/email`, {
        method: 'POST',
        headers: { 'x-postmark-server-token': 'token', 'content-type': contentType, accept: 'application/json' },
        body,
      }).then((response) => response.json());
    expect(await post('application/json', '{"From":')).toMatchObject({ ErrorCode: 402 });
    expect(await post('application/json', '{"From": 7}')).toMatchObject({ ErrorCode: 403 });
    expect(await post('text/plain', '{}')).toMatchObject({ ErrorCode: 409 });
  });

  it('is down once for unavailable@', async () => {
    const mail = { ...INVOICE_MAIL, To: 'unavailable@client.example' };
    await expect(client.sendEmail(mail)).rejects.toMatchObject({ statusCode: 503, code: 100 });
    expect(await client.sendEmail(mail)).toMatchObject({ ErrorCode: 0 });
    expect(postmark.messages()).toHaveLength(1);
  });

  it('takes a mail to lostresponse@ without an answer', async () => {
    await expect(client.sendEmail({ ...INVOICE_MAIL, To: 'lostresponse@client.example' })).rejects.toThrow();
    expect(postmark.messages()).toHaveLength(1);
  });

  it('takes a mail to slowresponse@ and answers late', async () => {
    const answer = client.sendEmail({ ...INVOICE_MAIL, To: 'slowresponse@client.example' });
    const taken = await postmark.waitFor(({ To }) => To.includes('slowresponse'));
    const first = await Promise.race([answer.then(() => 'the answer'), new Promise((resolve) => setTimeout(() => resolve('nothing yet'), 300))]);
    expect(first).toBe('nothing yet');
    expect((await answer).MessageID).toBe(taken.MessageID);
  });

  it('tells what became of a mail, and finds it by metadata', async () => {
    const { MessageID } = await client.sendEmail(INVOICE_MAIL);
    await webhooks.next(({ json }) => json.RecordType === 'Delivery');
    const details = await client.getOutboundMessageDetails(MessageID);
    expect(details).toMatchObject({ Status: 'Sent', HtmlBody: INVOICE_MAIL.HtmlBody });
    expect(details.MessageEvents.map(({ Type }) => Type)).toEqual(['Delivered']);
    const found = await client.getOutboundMessages({ recipient: 'jane@client.example', metadata_dispatch: '42' } as object);
    expect(found.Messages.map((message) => message.MessageID)).toEqual([MessageID]);
    for (const other of [{ recipient: 'other@client.example' }, { metadata_dispatch: '43' }, { messageStream: 'broadcast', metadata_dispatch: '42' }]) {
      expect((await client.getOutboundMessages(other as object)).Messages).toEqual([]);
    }
    expect(await client.getServer()).toMatchObject({ DeliveryType: 'Sandbox' });
  });
});

describe('waiting for a mail', () => {
  it('finds one that comes later, and one that is there', async () => {
    const later = postmark.waitFor(({ Subject }) => Subject === INVOICE_MAIL.Subject);
    await client.sendEmail(INVOICE_MAIL);
    expect((await later).To).toBe(INVOICE_MAIL.To);
    expect(await postmark.waitFor(({ Tag }) => Tag === 'invoice')).toEqual(await later);
  });

  it('says what is there when it gives up', async () => {
    await client.sendEmail(INVOICE_MAIL);
    await expect(postmark.waitFor(({ To }) => To === 'nobody', 10)).rejects.toThrow(/Jane Doe .*: Invoice INV-7/);
  });
});

describe('webhooks', () => {
  it('tell of each delivery, with basic auth', async () => {
    const { MessageID } = await client.sendEmail({ ...INVOICE_MAIL, Cc: 'bob@client.example' });
    const jane = await webhooks.next(({ json }) => json.Recipient === 'jane@client.example');
    const bob = await webhooks.next(({ json }) => json.Recipient === 'bob@client.example');
    for (const { path, headers, json } of [jane, bob]) {
      expect(path).toBe('/events');
      expect(headers.authorization).toBe(`Basic ${Buffer.from('postmark:päss:word').toString('base64')}`);
      expect(json).toMatchObject({ RecordType: 'Delivery', MessageID, Tag: 'invoice', Metadata: { dispatch: '42' } });
    }
    expect(postmark.messages()[0]?.deliveries.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  it.each([
    ['hardbounce@client.example', { RecordType: 'Bounce', Type: 'HardBounce', TypeCode: 1, Inactive: true }],
    ['HardBounce-jane@client.example', { RecordType: 'Bounce', Type: 'HardBounce' }],
    ['Hard_Bounce@bounce-testing.postmarkapp.com', { RecordType: 'Bounce', Type: 'HardBounce' }],
    ['anything@bounce-testing.postmarkapp.com', { RecordType: 'Bounce', Type: 'HardBounce' }],
    ['spamcomplaint@client.example', { RecordType: 'SpamComplaint', Type: 'SpamComplaint' }],
  ])('tell of %s, which is inactive from then on', async (To, event) => {
    const { MessageID } = await client.sendEmail({ ...INVOICE_MAIL, To });
    const { json } = await webhooks.next(({ json }) => json.Email === To);
    expect(json).toMatchObject({ ...event, MessageID, From: 'billing@acme.example', Metadata: { dispatch: '42' } });

    const again = client.sendEmail({ ...INVOICE_MAIL, To });
    await expect(again).rejects.toBeInstanceOf(Errors.InactiveRecipientsError);
    await expect(again).rejects.toMatchObject({ code: 406, recipients: [To] });
    const withOthers = await client.sendEmail({ ...INVOICE_MAIL, Cc: To });
    expect(withOthers).toMatchObject({ ErrorCode: 0, Message: expect.stringContaining(To) });
    const { Suppressions } = await client.getSuppressions('outbound');
    expect(Suppressions).toMatchObject([{ EmailAddress: To.toLowerCase(), SuppressionReason: event.Type }]);
  });

  it('tell of a bounced address that it can be made active again, and of a complaint that it cannot', async () => {
    const [bounced, complained] = ['hardbounce@client.example', 'spamcomplaint@client.example'];
    for (const To of [bounced, complained]) {
      await client.sendEmail({ ...INVOICE_MAIL, To });
      await webhooks.next(({ json }) => json.Email === To);
    }
    const { Suppressions } = await client.deleteSuppressions('outbound', { Suppressions: [{ EmailAddress: bounced }, { EmailAddress: complained }] });
    expect(Suppressions.map(({ Status }) => Status)).toEqual(['Deleted', 'Failed']);
    expect(await client.sendEmail({ ...INVOICE_MAIL, To: bounced })).toMatchObject({ Message: 'OK' });
    await expect(client.sendEmail({ ...INVOICE_MAIL, To: complained })).rejects.toMatchObject({ code: 406 });
  });

  it('tell that a mail was opened, if that was asked for', async () => {
    await client.sendEmail({ ...INVOICE_MAIL, To: 'opens@client.example', Subject: 'untracked' });
    const { MessageID } = await client.sendEmail({ ...INVOICE_MAIL, To: 'opens@client.example', TrackOpens: true });
    const { json } = await webhooks.next(({ json }) => json.RecordType === 'Open');
    expect(json).toMatchObject({ MessageID, FirstOpen: true, Recipient: 'opens@client.example' });
    expect(webhooks.received.filter(({ json: one }) => one.RecordType === 'Open')).toHaveLength(1);
  });

  it('do not make the address of a soft bounce inactive', async () => {
    const mail = { ...INVOICE_MAIL, To: 'softbounce@client.example' };
    await client.sendEmail(mail);
    expect((await webhooks.next(({ json }) => json.Type === 'SoftBounce')).json).toMatchObject({ Inactive: false });
    expect(await client.sendEmail(mail)).toMatchObject({ Message: 'OK' });
  });

  it('are sent again until they are taken', async () => {
    webhooks.answers.push(500, 401);
    await client.sendEmail(INVOICE_MAIL);
    await expect.poll(() => webhooks.received.length).toBe(3);
    expect(new Set(webhooks.received.map(({ json }) => json.MessageID)).size).toBe(1);
  });

  it('are never sent again after a 403', async () => {
    webhooks.answers.push(403);
    await client.sendEmail(INVOICE_MAIL);
    await expect.poll(() => logged).toEqual(['postmark stand-in: gave up a Delivery webhook, answered 403']);
    expect(webhooks.received).toHaveLength(1);
  });
});

describe('answering as the client', () => {
  it('posts what Postmark would, threaded and quoted', async () => {
    await client.sendEmail({ ...INVOICE_MAIL, Headers: [{ Name: 'References', Value: '<first@acme.example>' }] });
    const message = await postmark.waitFor(() => true);
    const { status } = await postmark.replyAs(message, {
      text: 'Thanks,\nJane',
      attachments: [attachment('note.txt', Buffer.from('hi').toString('base64'))],
    });
    expect(status).toBe(200);

    const { headers, json } = await webhooks.next(({ path }) => path === '/inbound');
    expect(headers.authorization).toMatch(/^Basic /);
    expect(headers['content-type']).toBe('application/json');
    expect(json).toMatchObject({
      From: 'jane@client.example',
      FromName: 'Jane Doe',
      FromFull: { Email: 'jane@client.example', Name: 'Jane Doe', MailboxHash: '' },
      To: 'reply+t0ken@inbound.acme.example',
      ToFull: [{ Email: 'reply+t0ken@inbound.acme.example', Name: '', MailboxHash: 't0ken' }],
      OriginalRecipient: 'reply+t0ken@inbound.acme.example',
      MailboxHash: 't0ken',
      Subject: 'Re: Invoice INV-7',
      StrippedTextReply: 'Thanks,\nJane',
      Attachments: [{ Name: 'note.txt', ContentLength: 2 }],
    });
    expect(json.TextBody).toMatch(/^Thanks,\nJane\n\nOn .* Acme, Ltd <billing@acme\.example>\s+wrote:\n\n> Hello\n>\n> View/s);
    expect(json.HtmlBody).toMatch(/^<div dir="ltr">Thanks,<br>Jane<\/div>.*<blockquote class="gmail_quote".*<p>Hello<\/p>/s);
    const mailHeaders = json.Headers as { Name: string; Value: string }[];
    const valueOf = (name: string) => mailHeaders.find(({ Name }) => Name === name)?.Value;
    expect(valueOf('In-Reply-To')).toBe(message.internetMessageId);
    expect(valueOf('References')).toBe(`<first@acme.example> ${message.internetMessageId}`);
    expect(valueOf('Message-ID')).toMatch(/^<\S+@\S+>$/);
    expect(message.replies).toMatchObject([{ text: 'Thanks,\nJane', status: 200 }]);
  });

  it('can come from somebody else, unquoted, with other headers', async () => {
    await client.sendEmail(INVOICE_MAIL);
    await postmark.replyAs(await postmark.waitFor(() => true), {
      from: 'Bob <bob@elsewhere.example>',
      text: 'I am away',
      subject: 'Out of office',
      quote: false,
      headers: [
        { Name: 'Auto-Submitted', Value: 'auto-replied' },
        { Name: 'References', Value: '<none@elsewhere.example>' },
      ],
    });
    const { json } = await webhooks.next(({ path }) => path === '/inbound');
    expect(json).toMatchObject({ From: 'bob@elsewhere.example', Subject: 'Out of office', TextBody: 'I am away\n' });
    expect(json.Headers).toContainEqual({ Name: 'Auto-Submitted', Value: 'auto-replied' });
    expect((json.Headers as { Name: string }[]).filter(({ Name }) => Name === 'References')).toHaveLength(1);
  });

  it('says what the webhook answered', async () => {
    await client.sendEmail(INVOICE_MAIL);
    await webhooks.next(() => true);
    webhooks.answers.push(401);
    expect(await postmark.replyAs(postmark.messages()[0]!, { text: 'Hello' })).toMatchObject({ status: 401 });
    webhooks.close();
    expect(await postmark.replyAs(postmark.messages()[0]!, { text: 'Hello' })).toMatchObject({ status: 0 });
  });

  it('posts any payload as it is', async () => {
    expect(await postmark.postInbound({ MessageID: 'old-form' })).toEqual({ status: 200 });
    expect((await webhooks.next(({ path }) => path === '/inbound')).json).toEqual({ MessageID: 'old-form' });
  });
});

describe('the outbox page', () => {
  let origin: string;

  beforeEach(async () => {
    const server = createServer((req, res) => {
      if (!postmark.handleOutbox(req, res)) res.writeHead(418).end();
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    onTestFinished(() => void server.close().closeAllConnections());
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  it('leaves other requests alone', async () => {
    expect((await fetch(`${origin}/dev/outboxes`)).status).toBe(418);
    expect((await fetch(`${origin}/`)).status).toBe(418);
  });

  it('lists the mails as JSON, newest first, by recipient and tag', async () => {
    await client.sendEmailBatch([INVOICE_MAIL, { ...INVOICE_MAIL, To: 'BOB@client.example', Tag: 'ticket' }]);
    const list = async (query: string) =>
      ((await (await fetch(`${origin}/dev/outbox.json${query}`)).json()) as { To: string }[]).map(({ To }) => To);
    expect(await list('')).toEqual(['BOB@client.example', INVOICE_MAIL.To]);
    expect(await list('?to=bob@client.example')).toEqual(['BOB@client.example']);
    expect(await list('?tag=invoice')).toEqual([INVOICE_MAIL.To]);
    expect(await list('?q=nothing')).toEqual([]);
    const { MessageID } = postmark.messages()[0]!;
    expect(await (await fetch(`${origin}/dev/outbox/${MessageID}.json`)).json()).toMatchObject({ ...INVOICE_MAIL, MessageID });
    expect((await fetch(`${origin}/dev/outbox/unknown.json`)).status).toBe(404);
  });

  it('shows a mail without letting its markup out', async () => {
    const Subject = '<script>alert(1)</script>';
    const { MessageID } = await client.sendEmail({ ...INVOICE_MAIL, Subject, HtmlBody: `<p>${Subject}</p>` });
    for (const view of ['html', 'text', 'source']) {
      const page = await fetch(`${origin}/dev/outbox/${MessageID}?view=${view}`);
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
      const markup = await page.text();
      expect(markup).toContain('nothing here was really sent');
      expect(markup).not.toContain(Subject);
    }
    const rendered = await fetch(`${origin}/dev/outbox/${MessageID}/html`);
    expect(rendered.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups [^;]*; default-src 'none'/);
    expect(rendered.headers.get('content-security-policy')).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
    expect(await rendered.text()).toContain('<base target="_blank">');
  });

  it('hands out attachments, and shows those that stand inside the mail', async () => {
    const { MessageID } = await client.sendEmail({
      ...INVOICE_MAIL,
      HtmlBody: '<img src="cid:logo.png">',
      Attachments: [
        attachment('Überweisung "1".pdf', Buffer.from('%PDF').toString('base64')),
        { Name: 'logo.png', Content: 'iVBORw0K', ContentType: 'image/png', ContentID: 'cid:logo.png' },
      ],
    });
    const file = await fetch(`${origin}/dev/outbox/${MessageID}/attachments/0`);
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''%C3%9Cberweisung/);
    expect(await file.text()).toBe('%PDF');
    expect(await (await fetch(`${origin}/dev/outbox/${MessageID}/html`)).text()).toContain(
      `<img src="/dev/outbox/${MessageID}/attachments/1">`,
    );
    expect((await fetch(`${origin}/dev/outbox/${MessageID}/attachments/2`)).status).toBe(404);
  });

  it('sends the reply of its form, with files', async () => {
    const { MessageID } = await client.sendEmail(INVOICE_MAIL);
    const form = new FormData();
    form.set('from', 'Jane Doe <jane@client.example>');
    form.set('text', 'Line one\r\nLine two');
    form.append('files', new File(['scan'], 'scan.txt', { type: 'text/plain' }));
    const post = (headers: Record<string, string>) =>
      fetch(`${origin}/dev/outbox/${MessageID}/reply`, { method: 'POST', body: form, headers, redirect: 'manual' });

    const plain = await post({});
    expect([plain.status, plain.headers.get('location')]).toEqual([303, `/dev/outbox/${MessageID}?replied=200#reply`]);
    const { json } = await webhooks.next(({ path }) => path === '/inbound');
    expect(json).toMatchObject({
      TextBody: 'Line one\nLine two\n',
      Attachments: [{ Name: 'scan.txt', ContentType: 'text/plain', ContentLength: 4 }],
    });

    const scripted = await post({ accept: 'application/json' });
    expect(await scripted.json()).toEqual({ status: 200, message: 'Taken by the webhook (200).' });
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    form.set('text', '  ');
    expect((await post({})).status).toBe(422);
  });

  it('tells open pages of a new mail', async () => {
    const stream = await fetch(`${origin}/dev/outbox/events`);
    const events = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await events.read()).value).toContain('retry');
    await client.sendEmail(INVOICE_MAIL);
    expect((await events.read()).value).toContain('"Subject":"Invoice INV-7"');
    await events.cancel();
  });
});

it('keeps its mail and the inactive addresses over a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const options = { webhooks: () => webhooks.targets, stateFile: join(folder, 'data/outbox.json'), deliveryDelayMs: 5 };
  const before = await startPostmarkStandIn(options);
  const mail = { ...INVOICE_MAIL, To: 'hardbounce@client.example' };
  await clientOf(before).sendEmail(mail);
  await webhooks.next(({ json }) => json.RecordType === 'Bounce');
  await before.close();

  const after = await startPostmarkStandIn(options);
  expect(after.messages()).toMatchObject([{ Subject: mail.Subject, deliveries: [{ state: 'bounced' }] }]);
  await expect(clientOf(after).sendEmail(mail)).rejects.toMatchObject({ code: 406 });
  await after.close();
});

function clientOf({ requestHost }: PostmarkStandIn, token = 'development'): ServerClient {
  return new ServerClient(token, { requestHost, useHttps: false });
}

function attachment(Name: string, Content: string) {
  return { Name, Content, ContentType: 'application/pdf', ContentID: '' };
}
