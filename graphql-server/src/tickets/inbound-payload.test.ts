import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { automaticReason } from './automatic-reason.ts';
import { participantsOf, readPayload, type InboundPayload } from './inbound-payload.ts';

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
      references: ['two@x', 'one@x'], replyTokens: [TOKEN], attachmentNames: ['plan.pdf'],
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

const encoded = (text: string) => Buffer.from(text).toString('base64');

describe('who it is from', () => {
  test('is its author, whoever sent it and wherever answers are wanted', () => {
    const mail = readPayload({
      From: '"Lindqvist, Ada" <Ada@Acme.example>', ReplyTo: 'Office <office@acme.example>',
      Headers: headers({ Sender: 'Eve <eve@acme.example>', From: 'other@evil.example' }),
    });
    expect(mail).toMatchObject({
      from: 'ada@acme.example', fromName: 'Lindqvist, Ada', sender: { address: 'eve@acme.example', name: 'Eve' }, replyTo: { address: 'office@acme.example', name: 'Office' },
    });
    expect(readPayload({ From: 'a@b.example', ReplyTo: 'A <A@b.example>', Headers: headers({ Sender: 'a@b.example' }) })).toMatchObject({ sender: null, replyTo: null });
  });

  test('is read from the forms that lists of people have', () => {
    const { to, cc } = readPayload({
      To: `"Ek, Bo" <bo@x.example>; eve@x.example (Eve Berg), Undisclosed:;, =?utf-8?Q?J=C3=B6rg?= <jorg@x.example>`,
      CcFull: [{ Email: 'Zoe@x.example', Name: '"Zoe"' }, null, { Email: 'no address' }],
    });
    expect(to).toEqual([{ address: 'bo@x.example', name: 'Ek, Bo' }, { address: 'eve@x.example', name: 'Eve Berg' }, { address: 'jorg@x.example', name: 'Jörg' }]);
    expect(cc).toEqual([{ address: 'zoe@x.example', name: 'Zoe' }]);
  });

  test('leaves the others in the conversation, once each and without us', () => {
    const mail = readPayload({ From: 'ada@x.example', To: `tickets+${TOKEN}@inbound.example, Bo <bo@x.example>`, Cc: 'BO@x.example, ada@x.example, Eve <eve@x.example>' });
    expect(participantsOf(mail, (address) => address.endsWith('@inbound.example')).map(({ address }) => address)).toEqual(['bo@x.example', 'eve@x.example']);
  });
});

describe('an attachment', () => {
  const only = (part: Record<string, unknown>) => readPayload({ Attachments: [part] }).attachments[0]!;

  test('is decoded when asked for, and measured by what it is', () => {
    const file = only({ Name: 'plan.txt', Content: encoded('hello'), ContentType: 'Text/Plain; charset="utf-8"', ContentLength: 7_000_000, ContentID: '<plan@acme>' });
    expect(file).toMatchObject({ name: 'plan.txt', kind: 'FILE', contentType: 'text/plain', contentId: 'plan@acme', size: 5 });
    expect(file.content().toString()).toBe('hello');
    expect(only({ Name: 'a', Data: encoded('old form') }).content().toString()).toBe('old form');
    expect(only({ Name: 'a', Content: '[BASE64-ENCODED CONTENT]' }).content()).toHaveLength(0);
  });

  test.each([
    [{ ContentType: 'text/calendar; method=REQUEST' }, 'CALENDAR', 'invite.ics'], [{ ContentType: 'message/rfc822; charset="us-ascii"' }, 'MESSAGE', 'message.eml'], [{ ContentType: 'application/ms-tnef' }, 'TNEF', 'winmail.dat'],
    [{ Name: 'WINMAIL.DAT', ContentType: 'application/octet-stream' }, 'TNEF', 'WINMAIL.DAT'], [{ Name: 'Fwd.eml' }, 'MESSAGE', 'Fwd.eml'], [{ ContentType: 'image/jpeg' }, 'FILE', 'image.jpg'], [{}, 'FILE', 'attachment'],
    [{ Name: '=?iso-8859-1?Q?Gr=F6=DFe.pdf?=' }, 'FILE', 'Größe.pdf'], [{ Name: '=?utf-8?B?6KuL5rGC?= =?utf-8?B?5pu4LnBkZg==?=' }, 'FILE', '請求書.pdf'], [{ Name: '=?nonsense?Q?x?=' }, 'FILE', '=?nonsense?Q?x?='],
  ] as [Record<string, string>, string, string][])('%j is %s, named %s', (part, kind, name) => {
    expect(only(part)).toMatchObject({ kind, name });
  });
});

describe('the text', () => {
  test('of an invitation says what, when and where', () => {
    const calendar = 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nDTSTART:16010101T000000\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nSUMMARY:Chairs\\, and\r\n  tables\r\nDTSTART;TZID=Europe/Stockholm:20260302T150400\r\nDTEND:20260302T160000Z\r\nLOCATION:Lund\r\nEND:VEVENT\r\nEND:VCALENDAR';
    expect(readPayload({ TextBody: ' ', HtmlBody: '<p> </p>', Attachments: [{ Content: encoded(calendar), ContentType: 'text/calendar' }] }).textBody)
      .toBe('Invitation: Chairs, and tables\nWhen: 2026-03-02 15:04 Europe/Stockholm – 2026-03-02 16:00 UTC\nWhere: Lund');
  });

  test('of HTML alone has its letters, and marks what it quotes', () => {
    const HtmlBody = '<div>Gr&uuml;&szlig;e &#8211; J&#xF6;rg<br></div><div><br></div><div>On Mon, Mar 2, 2026 Bo &lt;<a href="mailto:bo@x.example">bo@x.example</a>&gt; wrote:<br></div><blockquote><div>One\n two</div><div>Three</div></blockquote>';
    expect(readPayload({ HtmlBody }).textBody).toBe('Grüße – Jörg\n\nOn Mon, Mar 2, 2026 Bo <bo@x.example> wrote:\n> One two\n> Three');
  });

  test("is Postmark's guess only where there is nothing else", () => {
    expect(readPayload({ TextBody: 'All', StrippedTextReply: 'Some' }).textBody).toBe('All');
    expect(readPayload({ StrippedTextReply: 'Some' }).textBody).toBe('Some');
  });
});

test('a subject is one line, whatever was left encoded', () => {
  expect(readPayload({ Subject: 'Re:\r\n =?utf-8?Q?=C3=9Cber?= =?utf-8?Q?_uns?=\0' }).subject).toBe('Re: Über uns');
});

test('what the last server wrote stands above what came with the mail', () => {
  const Headers = [{ Name: 'Return-Path', Value: '<real@x.example>' }, { Name: 'Return-Path', Value: '<>' }];
  expect(readPayload({ Headers }).header('return-path')).toBe('<real@x.example>');
});

test('a payload of large parts is read in time', () => {
  const began = process.cpuUsage();
  const long = (part: string) => part.repeat(5_000_000 / part.length);
  for (const part of ['a@b.example, ', '"', '<', '(', '=?utf-8?Q?', '\\', 'a@', '<x@y> ', '\r\n ', '@']) {
    const value = long(part);
    readPayload({ From: value, To: value, Subject: value, RawEmail: value, ReplyTo: value, FromName: value, Headers: headers({ References: value, Sender: value, 'Auto-Submitted': value }), Attachments: [{ Name: value, Content: value, ContentType: value, ContentID: value }] });
  }
  expect(process.cpuUsage(began).user / 1_000).toBeLessThan(10_000);
});

const timeOf = (read: () => unknown) => {
  const began = process.cpuUsage();
  read();
  return process.cpuUsage(began).user / 1_000;
};

test.each<[string, InboundPayload]>([
  ['a calendar line of semicolons', { Attachments: [{ ContentType: 'text/calendar', Content: encoded(`BEGIN:VCALENDAR\nATTENDEE${';'.repeat(50_000)}\n`) }] }],
  ['a calendar line of semicolons and quotes', { Attachments: [{ ContentType: 'text/calendar', Content: encoded(`ATTENDEE${';"'.repeat(25_000)}\nX${';""'.repeat(25_000)}\n`) }] }],
  ['200,000 headers of one name', { Headers: Array.from({ length: 200_000 }, () => ({ Name: 'Received', Value: 'x' })) }],
  ['one header of 200,000 names', { Headers: [Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`x${index}`, 'x']))] }],
])('%s takes no longer than any other mail', (_what, payload) => {
  expect(timeOf(() => readPayload(payload))).toBeLessThan(1_500);
});

test('base64 of white space takes no longer than any other', () => {
  const { attachments: [file] } = readPayload({ Attachments: [{ Name: 'x', Content: `a${' '.repeat(300_000)}§` }] });
  expect(timeOf(() => expect(file!.content()).toHaveLength(0))).toBeLessThan(1_500);
});

test('a header is read 1,000 deep', () => {
  const Headers = Array.from({ length: 1_001 }, (_, index) => ({ Name: `X-${index}`, Value: 'x' }));
  expect(['X-999', 'X-1000'].map((name) => readPayload({ Headers }).header(name))).toEqual(['x', '']);
});

test('an entry of a calendar has its whole description, behind parameters with quotes', () => {
  const calendar = `SUMMARY;X="a;b:c":Roof\nDESCRIPTION:${'x'.repeat(5_000)}`;
  expect(readPayload({ Attachments: [{ ContentType: 'text/calendar', Content: encoded(calendar) }] }).textBody).toBe(`Calendar entry: Roof\n${'x'.repeat(5_000)}`);
});

test('no name and no subject ends within a character', () => {
  const mail = readPayload({ Subject: `${'a'.repeat(1_999)}😀`, CcFull: [{ Email: 'a@b.example', Name: `${'a'.repeat(199)}😀` }], Attachments: [{ ContentID: `${'a'.repeat(499)}😀` }] });
  expect([mail.subject, mail.cc[0]!.name, mail.attachments[0]!.contentId!].map((text) => [text.length, text.isWellFormed()])).toEqual([[1_999, true], [199, true], [499, true]]);
});

test('200 people in copy are read, and no more', () => {
  const many = Array.from({ length: 300 }, (_, index) => ({ Email: `a${index}@x.example` }));
  expect(participantsOf(readPayload({ From: 'z@x.example', ToFull: many.map(({ Email }) => ({ Email: `to-${Email}` })), CcFull: many }), () => false)).toHaveLength(200);
});

const fixtures = new URL('../../../../shared/fixtures/postmark/', import.meta.url);
const areHere = existsSync(fixtures);

describe(`the payloads that others collected${areHere ? '' : ' (skipped: fixtures not here)'}`, () => {
  const all = areHere ? readdirSync(fixtures).filter((name) => name !== 'index.json') : [];
  const read = (name: string) => readPayload(JSON.parse(readFileSync(new URL(name, fixtures), 'utf8')) as InboundPayload);

  test.skipIf(!areHere)('are all read', () => {
    expect(all.length).toBeGreaterThanOrEqual(23);
    for (const name of all) {
      const mail = read(name);
      expect(automaticReason(mail)).toBeNull();
      for (const { content, name: file } of mail.attachments) expect([typeof file, Buffer.isBuffer(content())]).toEqual(['string', true]);
    }
  });

  test.skipIf(!areHere)('say who wrote what', () => {
    expect(read('inbound-2011-nameless-headers.json')).toMatchObject({
      from: 'bob@bob.com', fromName: 'Bob Bobson', subject: 'Hi There', messageId: 'AANLkTin3nR52muA3Pner1eoLo6GLQz_5iZLTPvwEjZNu@mail.gmail.com', cc: [{ address: 'hithere@hotmail.com', name: 'Your Mom' }],
      replyTo: { address: 'new-comment+sometoken@yeah.com' }, attachmentNames: ['chart.png'],
    });
    expect(read('inbound-2011-nameless-headers.json').header('X-Spam-Status')).toBe('No');
    expect(read('inbound-2012-docs-example.json')).toMatchObject({ from: 'myuser@theirdomain.com', fromName: 'John Doe', cc: [{ name: 'Full name' }, { name: 'Another Cc' }], attachmentNames: ['myimage.png', 'mypaper.doc'] });
    expect(read('anymail-inbound-test_inbound_basics.json')).toMatchObject({ from: 'from+test@example.org', textBody: 'Test body plain', htmlBody: '<div>Test body html</div>', messageId: 'CAEPk3R+4Zr@mail.example.org' });
    expect(read('anymail-inbound-test_inbound_with_raw_email.json')).toMatchObject({ from: 'from+test@example.org', fromName: 'Displayed From', subject: 'Test subject', messageId: 'CAEPk3R+4Zr@mail.example.org', textBody: 'stripped plaintext body' });
    expect(read('anymail-inbound-test_attachments.json').attachments.map(({ kind, contentId, size }) => [kind, contentId, size])).toEqual([['FILE', null, 15], ['FILE', 'abc123', 1], ['MESSAGE', null, 1]]);
    expect(read('inbound-postmark-inbound-test-payload.json').attachments[0]!.content().toString()).toBe('This is attachment contents, base-64 encoded.');
    expect(read('official-Inbound-0.json')).toMatchObject({ from: 'john@example.com', textBody: "I still haven't received my order.", attachmentNames: ['screenshot.png'] });
  });
});

describe('a machine', () => {
  test.each([
    { 'Auto-Submitted': 'auto-generated' }, { 'auto-submitted': 'AUTO-REPLIED' }, { Precedence: ' Bulk ' }, { 'X-Autoreply': 'yes' },
    { 'X-Autorespond': 'x' }, { 'List-Id': '<x>' }, { 'List-Unsubscribe': '<x>' }, { 'Return-Path': ' <> ' }, { 'Auto-Submitted': 'auto-replied (vacation); owner-email="x"' }, { 'Auto-Submitted': 'auto-notified' },
    { Precedence: 'auto_reply' }, { Precedence: 'list' }, { 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' }, { 'X-Auto-Response-Suppress': 'All' }, { 'X-Loop': 'x' }, { 'X-Failed-Recipients': 'x@y' }, { 'List-Post': '<x>' },
    { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x' }, { 'X-POST-MessageClass': '9; Autoresponder' },
  ] as Record<string, string>[])('is known by %j', (of) => {
    expect(automaticReason(readPayload({ From: 'ada@acme.example', Headers: headers(of) }))).toMatch(/^(Automatic|Bounce)/);
  });

  test.each(['MAILER-DAEMON@mx.example', 'postmaster@mx.example', 'noreply@x.example', 'no-reply@x.example', 'do-not-reply@x.example', 'donotreply+7@x.example', 'bounces+1-2=x.example@mail.example', 'autoreply@x.example'])('is known by its address %s', (From) => {
    expect(automaticReason(readPayload({ From }))).toContain(From.toLowerCase());
  });

  test.each([{ 'Auto-Submitted': 'no' }, { Precedence: 'first-class' }, { 'Return-Path': '<ada@acme.example>' }, { 'Auto-Submitted': 'No (by a person)' }, { 'X-Auto-Response-Suppress': 'DR, RN' }, { 'Feedback-ID': '1:x:SES' }, {}] as Record<string, string>[])('is not whoever sends %j', (of) => {
    expect(automaticReason(readPayload({ From: 'noreplyson@acme.example', Headers: headers(of) }))).toBeNull();
  });

  test.each(['Automatic reply: Re: [#12] Invoice', 'Automatische Antwort: Rechnung', 'Réponse automatique : Facture', 'Undeliverable: Invoice', 'Mail delivery failed: returning message to sender', '自動応答: 請求書'])('is known by its subject %j', (Subject) => {
    expect(automaticReason(readPayload({ From: 'ada@acme.example', Subject }))).toContain('subject');
    expect(automaticReason(readPayload({ From: 'ada@acme.example', Subject: `Re: ${Subject}` }))).toBeNull();
  });

  test.each([
    'Undeliverable parcel, invoice 1042', 'Returned mail of 3 March', 'failure notice', 'Mail delivery failed again', 'Out of office: chairs for the new office', 'Out of Office furniture order: 3 desks', 'Absence du bureau : jeudi', 'Fuori ufficio: sedie',
  ])('is not known by a subject that a person may write, without more: %j', (Subject) => {
    expect(automaticReason(readPayload({ From: 'ada@acme.example', Subject }))).toBeNull();
    expect(automaticReason(readPayload({ From: 'ada@acme.example', Subject, Headers: headers({ 'Return-Path': '<>' }) }))).toContain('Bounce');
    expect(automaticReason(readPayload({ From: 'MAILER-DAEMON@mx.example', Subject }))).toContain('Automatic');
  });

  test('is what we are, by address and by Message-ID', () => {
    const isOurs = (address: string) => address.endsWith('@tickets.portal') || address === 'billing@northwind.example';
    expect(automaticReason(readPayload({ From: 'Billing@Northwind.example' }), isOurs)).toContain('Our own mail');
    expect(automaticReason(readPayload({ From: 'ada@acme.example', Headers: headers({ 'Message-ID': '<7@tickets.portal>' }) }), isOurs)).toContain('Our own mail');
    expect(automaticReason(readPayload({ From: 'ada@acme.example', Headers: headers({ 'In-Reply-To': '<7@tickets.portal>' }) }), isOurs)).toBeNull();
  });
});
