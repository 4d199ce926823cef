import { describe, expect, test } from 'vitest';
import { automaticReason, readPayload, type InboundPayload } from './inbound-payload.ts';

const headers = (of: Record<string, string>) => Object.entries(of).map(([Name, Value]) => ({ Name, Value }));
const TOKEN = '0123456789abcdef0123456789abcdef';

describe('a payload', () => {
  test('tells who wrote what in answer to what', () => {
    const mail = readPayload({
      FromFull: { Email: 'Ada@Acme.example', Name: 'Ada' },
      To: `tickets+${TOKEN}@inbound.example`,
      Subject: 'Re: Hello',
      TextBody: 'Thank you.',
      Headers: headers({ 'message-id': '<a@b>', 'IN-REPLY-TO': '<two@x>', References: '<one@x>\r\n <two@x>' }),
      Attachments: [{ Name: 'plan.pdf' }],
    });
    expect(mail).toMatchObject({
      from: 'ada@acme.example', fromName: 'Ada', subject: 'Re: Hello', textBody: 'Thank you.', messageId: 'a@b',
      references: ['two@x', 'two@x', 'one@x'], replyTokens: [TOKEN], attachmentNames: ['plan.pdf'],
    });
  });

  test('of the old form, or with a name in From, tells the same', () => {
    expect(readPayload({ From: '"Ada, L." <Ada@Acme.example>', FromName: 'Ada' })).toMatchObject({ from: 'ada@acme.example', fromName: 'Ada' });
  });

  test.each([
    {}, { From: 7, Headers: 'x', Attachments: {} }, { FromFull: null, Headers: [null, 1, {}], ToFull: [null, 'x'], Attachments: [null] }, { TextBody: null, HtmlBody: [] },
  ] as InboundPayload[])('of any shape is read without a fault: %j', (payload) => {
    expect(readPayload(payload)).toMatchObject({ from: '', textBody: '', replyTokens: [], references: [] });
  });

  test('with HTML alone has its words, and none of its scripts', () => {
    const { textBody } = readPayload({ HtmlBody: '<head><title>x</title></head><style>p{}</style><p>Fish &amp; chips</p><script>alert(1)</script><div>5 &lt; 6<br>&amp;lt;</div>' });
    expect(textBody).toBe('Fish & chips\n5 < 6\n&lt;');
  });

  test('has its token wherever it stands, once', () => {
    for (const where of [{ Cc: `x+${TOKEN}@y` }, { CcFull: [{ Email: `x+${TOKEN.toUpperCase()}@y` }] }, { OriginalRecipient: `x+${TOKEN}@y`, MailboxHash: TOKEN }]) {
      expect(readPayload(where).replyTokens).toEqual([TOKEN]);
    }
    expect(readPayload({ To: `x+${TOKEN}0@y, x+${TOKEN.slice(1)}@y`, MailboxHash: 'hello', Subject: `+${TOKEN}@` }).replyTokens).toEqual([]);
  });
});

describe('a machine', () => {
  test.each([
    { 'Auto-Submitted': 'auto-generated' }, { 'auto-submitted': 'AUTO-REPLIED' }, { Precedence: ' Bulk ' }, { 'X-Autoreply': 'yes' },
    { 'X-Autorespond': 'x' }, { 'List-Id': '<x>' }, { 'List-Unsubscribe': '<x>' }, { 'Return-Path': ' <> ' },
  ] as Record<string, string>[])('is known by %j', (of) => {
    expect(automaticReason(readPayload({ From: 'ada@acme.example', Headers: headers(of) }))).toMatch(/^(Automatic|Bounce)/);
  });

  test.each(['MAILER-DAEMON@mx.example', 'postmaster@mx.example', 'noreply@x.example', 'no-reply@x.example'])('is known by its address %s', (From) => {
    expect(automaticReason(readPayload({ From }))).toContain(From.toLowerCase());
  });

  test.each([{ 'Auto-Submitted': 'no' }, { Precedence: 'first-class' }, { 'Return-Path': '<ada@acme.example>' }, {}] as Record<string, string>[])('is not whoever sends %j', (of) => {
    expect(automaticReason(readPayload({ From: 'noreplyson@acme.example', Headers: headers(of) }))).toBeNull();
  });
});
