import { existsSync, readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { splitReply } from './reply-text.ts';
import { textOfHtml } from './text-of-html.ts';

const quote = ['> Is the bridge safe?', '>', '> Bo'];

describe('what a person newly wrote', () => {
  it('is all of a mail that quotes nothing', () => {
    const text = 'Hello,\n\nOn Monday I wrote to Bo.\n> is a sign for more\n\nRegards\nAda';
    expect(splitReply(text)).toEqual({ visible: text, folded: null });
  });

  it.each([
    'On Mon, Mar 2, 2026 at 3:04 PM Bo Ek <bo@northwind.example> wrote:',
    'On Mon, Mar 2, 2026 at 3:04 PM A Very Long Name of a Person <\nbo@northwind.example>\nwrote:',
    'Am Mo., 2. März 2026 um 15:04 Uhr schrieb Bo Ek <bo@northwind.example>:',
    'Le lun. 2 mars 2026 à 15:04, Bo Ek <bo@northwind.example> a écrit :',
    'El lun, 2 mar 2026 a las 15:04, Bo Ek (<bo@northwind.example>) escribió:',
    'Il giorno lun 2 mar 2026 alle ore 15:04 Bo Ek <bo@northwind.example> ha scritto:',
    'Em seg., 2 de mar. de 2026 às 15:04, Bo Ek <bo@northwind.example> escreveu:',
    'Op ma 2 mrt 2026 om 15:04 schreef Bo Ek <bo@northwind.example>:',
    'Den mån 2 mars 2026 kl 15:04 skrev Bo Ek <bo@northwind.example>:',
    'pon., 2 mar 2026 o 15:04 Bo Ek <bo@northwind.example> napisał(a):',
    'пн, 2 мар. 2026 г. в 15:04, Bo Ek <bo@northwind.example>:',
    '2026年3月2日(月) 15:04 Bo Ek <bo@northwind.example>:',
    'Bo Ek <bo@northwind.example> 于2026年3月2日周一 15:04写道：',
    '2026년 3월 2일 (월) 오후 3:04, Bo Ek <bo@northwind.example>님이 작성:',
    '‫בתאריך יום ב׳, 2 במרץ 2026 ב-15:04 מאת ‪Bo Ek‬‏ <‪bo@northwind.example‬‏>:‬',
  ])('stands above %j', (header) => {
    for (const quoted of [quote, ['Is the bridge safe?', '', 'Bo']]) {
      const { visible, folded } = splitReply(['Yes, it is.', '', header, '', ...quoted].join('\n'));
      expect(visible).toBe('Yes, it is.');
      expect(folded).toBe([header, '', ...quoted].join('\n'));
    }
  });

  it.each([
    '-----Original Message-----',
    '-------- Ursprüngliche Nachricht --------',
    '________________________________\nFrom: Bo Ek <bo@northwind.example>\nSent: Monday, March 2, 2026 3:04 PM\nTo: Ada\nSubject: Bridge',
    '*Von:* Bo Ek <bo@northwind.example>\n*Gesendet:* Montag, 2. März 2026 15:04\n*An:* Ada\n*Betreff:* Brücke',
    '差出人: Bo Ek <bo@northwind.example>\n送信日時: 2026年3月2日 15:04\n宛先: Ada\n件名: 橋',
  ])('stands above what Outlook quotes: %j', (header) => {
    expect(splitReply(`Yes, it is.\n\n${header}\n\nIs the bridge safe?\n\nBo`)).toEqual({
      visible: 'Yes, it is.',
      folded: `${header}\n\nIs the bridge safe?\n\nBo`,
    });
  });

  it('may stand below the quote, and between its parts', () => {
    expect(splitReply(['On 2 March 2026 Bo wrote:', ...quote, '', 'Yes, it is.'].join('\n')).visible).toBe('Yes, it is.');
    expect(
      splitReply('On 2 March 2026 Bo wrote:\n> Is it safe?\nyes\n> Is it long, and how long is it exactly when measured at noon?\nno\n> Bo').visible,
    ).toBe('yes\nno');
  });

  it('may share its line with the header of the quote', () => {
    const { visible, folded } = splitReply('Yes. On Mon, Mar 2, 2026 at 3:04 PM, bo@northwind.example wrote:\n> Is it safe?');
    expect(visible).toBe('Yes.');
    expect(folded).toContain('Yes. On Mon');
  });

  it.each(['-- \nAda Lindqvist\nLindqvist & Daughters', '--\nAda', 'Sent from my iPhone', 'Get Outlook for iOS<https://aka.ms/o0ukef>', 'Von meinem iPhone gesendet', 'iPhoneから送信'])(
    'ends before the signature %j',
    (signature) => {
      expect(splitReply(`Yes, it is.\n\n${signature}`)).toEqual({ visible: 'Yes, it is.', folded: signature });
    },
  );

  it('goes on after the name of a device that it ends with', () => {
    expect(splitReply('Sent from my iPhone\n\nThe bridge moves.').visible).toBe('The bridge moves.');
  });

  it.each([
    'Sent from Berlin on Monday, the parcel is late.',
    'From: Lund\nTo: Oslo\nDate: 2 March\nTwo seats, please.',
    'Date: 2 March\nTime: 15:00\nPlace: Lund',
    'One\n\n--\n\nTwo\n'.concat('line\n'.repeat(20)).trimEnd(),
    'Before\n\n---------- Forwarded message ----------\nFrom: Bo <bo@northwind.example>\nDate: 2 March\nSubject: Bridge\nTo: Ada\n\n> Text\n> Text',
    'I paid 50 EUR on 2 March 2026 and wrote:\n"Invoice 7"',
  ])('is not taken for a quote: %j', (text) => {
    expect(splitReply(text)).toEqual({ visible: text, folded: null });
  });

  it('is shown in full where all of it looks like a quote', () => {
    const text = 'From: Bo <bo@northwind.example>\nSent: Monday\nTo: Ada\nSubject: Bridge\n\nText';
    expect(splitReply(text)).toEqual({ visible: text, folded: null });
    expect(splitReply('')).toEqual({ visible: '', folded: null });
  });

  it('never loses a line, nor invents one', () => {
    const anyLine = fc.oneof(
      fc.constantFrom('', 'Yes.', '> Is it?', '>', '-- ', '--', 'Bo', '-----Original Message-----', 'From: bo@x.example', 'To: ada@x.example'),
      fc.constantFrom('On 2 March 2026 Bo <bo@x.example> wrote:', 'On 2 March 2026 Bo <', 'bo@x.example>', 'wrote:', '> wrote:', '_____', 'Sent from my iPhone'),
      fc.constantFrom('This e-mail is confidential and intended for Ada only.', 'Von: bo@x.example', 'Gesendet: 2. März 2026 15:04', 'Le 2 mars 2026 à 15:04, Bo <bo@x.example> a', 'écrit :', '\u202bفي 2026 <bo@x.example>:', '\0'),
      fc.constantFrom('Yes. On 2 March 2026 bo@x.example wrote:', 'Begin forwarded message:', 'Subject: x', ' \t', '(http://x.example/1'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 25 }), fc.constantFrom('\n', '\r\n', '\r'), (lines, end) => {
        const text = lines.join(end);
        const { visible, folded } = splitReply(text);
        const written = (part: string) => part.split(/\r\n?|\n/).map((line) => line.trim()).filter((line) => line !== '');
        const kept = [...written(visible), ...written(folded ?? '')];
        for (const line of written(text)) expect(kept).toContain(line);
        for (const line of kept) expect(text).toContain(line);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '> quoted line\n', '>\n', '\n', '\r', 'a\r', '\0', ' ', 'x', '--\n', '-- \na\n', 'On 2 March 2026 Bo <\n', 'From: a@b\n', 'Von: a@b\nAn: c@d\n', 'On 1 ', '<', '-', 'wrote: ', '> > > > > ', '> a\nb\n', 'x On 2\n>\n', 'Am 2. ', 'ß', '\u200b',
    '\u2028', ' \n', 'a\n\n', '_____\n', '(https://x\n', 'Sent from my \n', 'Bo <bo@x.example> \n', `${'-'.repeat(500)}\n`,
  ])('is found in time in five megabytes of %j', (part) => {
    const text = `Yes.\n\n${part.repeat(5_000_000 / part.length)}`;
    const began = process.cpuUsage();
    const { visible } = splitReply(text);
    // A second by itself; the processor's time, since tests run beside each other.
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(2_500);
    expect(visible).toContain('Yes.');
  });

  it('is kept below more quoted lines than anybody reads', () => {
    for (const count of [100_000, 390_000, 600_000]) {
      const { visible, folded } = splitReply(`On 2 March 2026 Bo wrote:\n${'>\n'.repeat(count)}\nYes.`);
      expect(visible.endsWith('Yes.')).toBe(true);
      expect((visible + folded).match(/^>/gm)?.length).toBe(count);
    }
  });
});

const fixtures = new URL('../../../../shared/fixtures/mail/', import.meta.url);
const areHere = existsSync(fixtures);

describe(`the mails that others collected${areHere ? '' : ' (skipped: fixtures not here)'}`, () => {
  it.skipIf(!areHere).each([
    ['talon-text.jsonl', 56],
    ['crisp-toppost.jsonl', 42],
    // All nine but for white space, which HTML has more of than its words.
    ['talon-html.jsonl', 6],
  ])('are split as expected: %s', (file, expected) => {
    const mails = readFileSync(new URL(file, fixtures), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { id: string; input: string; expected: string });
    const plain = (text: string) => text.replaceAll('\r\n', '\n').trim();
    const textOf = (input: string) => (file.includes('html') ? textOfHtml(input) : input);
    const right = mails.filter((mail) => plain(splitReply(textOf(mail.input)).visible) === plain(mail.expected));
    expect(right.length).toBeGreaterThanOrEqual(expected);
  });
});
