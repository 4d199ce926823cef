import { describe, expect, it } from 'vitest';

import { adminSignInEmail, portalSignInEmail } from '../auth/sign-in.emails.ts';
import { documentEmail, receiptEmail, reminderEmail, type ReceiptMail } from '../documents/document.emails.ts';
import type { PrintedDocument } from '../documents/printed-document.ts';
import { contrastBetween } from '../shared/brand-color.ts';
import { splitReply } from '../tickets/reply-text.ts';
import { ticketReplyEmail } from '../tickets/ticket.emails.ts';
import type { ComposedMail } from './mail-layout.ts';

const HOSTILE = `<img src=x onerror=alert(1)>"\r\nBcc: everybody@example.com\u2028X: y`;
const link = 'https://portal.example/l/pXk3-_abcdefghijklmnopqrstuvwxyz0123456789ABC?a=1&b=2';

const document: PrintedDocument = {
  kind: 'INVOICE', number: 'INV-7', locale: 'en-GB', paper: 'A4', issueDate: '2026-03-01', dueDate: '2026-03-15', validUntil: null, reference: null,
  corrects: null, currency: 'EUR', pricesIncludeTax: false, taxRounding: 'DOCUMENT',
  business: { name: 'Nordlys Studio', email: null, address: ['Oslo'], taxId: null, brandColor: '#e4572e', bankDetails: null, logo: null },
  client: { name: 'Kestrel & Finch', contactName: null, address: [], taxId: null },
  lines: Array.from({ length: 7 }, (_, index) => ({ description: `Day ${index + 1}`, quantity: '1', unitPrice: 1_000, discount: null, discountTotal: 0, taxes: [], amount: 1_000 })),
  subtotal: 7_000, discount: null, discountTotal: 0, netTotal: 7_000, taxes: [], taxTotal: 0, total: 7_000, terms: null, notes: null, attachments: [],
};
const receipt: ReceiptMail = {
  businessName: 'Nordlys Studio', brandColor: '#e4572e', address: ['Oslo'], logoUrl: null, locale: 'en-GB', currency: 'EUR', amount: 7_000,
  method: 'Bank transfer', paidOn: '2026-03-14', reference: '4711', parts: [{ number: 'INV-7', amount: 7_000, balanceLeft: 0 }], credit: 0,
  contactName: 'Amelia Hart', link,
};
const named = (words: string): PrintedDocument => ({
  ...document, number: words, business: { ...document.business, name: words, brandColor: words, address: [words] }, lines: [{ ...document.lines[0]!, description: words }],
});
const mails: Record<string, (words: string) => ComposedMail> = {
  invoice: (words) => documentEmail({ document: named(words), contactName: words, link, message: words, logoUrl: null }),
  estimate: (words) => documentEmail({ document: { ...named(words), kind: 'ESTIMATE' }, contactName: words, link, logoUrl: null }),
  'credit note': (words) =>
    documentEmail({ document: { ...named(words), kind: 'CREDIT_NOTE', corrects: { number: words, issueDate: '2026-02-01' } }, contactName: words, link, logoUrl: null }),
  reminder: (words) => reminderEmail({ document: named(words), balance: 5_000, dayOffset: 3, contactName: words, link, logoUrl: null }),
  receipt: (words) =>
    receiptEmail({
      businessName: words, brandColor: words, address: [words], logoUrl: null, locale: 'en-GB', currency: 'EUR', amount: 7_000, method: words, paidOn: '2026-03-02',
      reference: words, parts: [{ number: words, amount: 6_000, balanceLeft: 1_000 }], credit: 1_000, contactName: words, link,
    }),
  portal: (words) => portalSignInEmail({ businessName: words, brandColor: words, contactName: words, link }),
  admin: (words) => adminSignInEmail({ name: words, businessName: words, link, expiresInMinutes: 15 }),
  ticket: (words) =>
    ticketReplyEmail({
      businessName: words, brandColor: words, authorName: words, ticketNumber: 12, subject: words, body: words, link, locale: 'en',
      quoted: { authorName: words, at: '2026-03-02T14:05:00Z', body: words },
    }),
};

describe.each(Object.entries(mails))('the mail of kind %s', (_, compose) => {
  it('escapes every name', () => {
    expect(compose(HOSTILE).html).not.toContain('<img');
  });

  it('has one line as its subject', () => {
    expect(compose(HOSTILE).subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(compose(HOSTILE).subject).toContain('onerror');
  });

  it('has the link once as text, and as one button', () => {
    const mail = compose('Ada');
    expect(mail.text.split(link)).toHaveLength(2);
    expect([...mail.html.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual([link.replace('&', '&#38;')]);
  });

  it('fetches nothing, and suits the dark', () => {
    const { html } = compose('Ada');
    expect(html).not.toMatch(/<img|src=|url\(|@import|<link/);
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
  });
});

describe('an invoice by mail', () => {
  const mail = documentEmail({ document, contactName: 'Amelia Hart', link, logoUrl: null });

  it('says how much, until when, and for what', () => {
    expect(mail.subject).toBe('Invoice INV-7 from Nordlys Studio: €70.00 due by 15 March 2026');
    expect(mail.text).toContain('Hello Amelia Hart,');
    expect(mail.text).toContain('Day 5: €10.00\nand 2 more: €20.00\nTotal: €70.00');
    expect(mail.text).not.toContain('Day 6');
    expect(mail.text).toContain(`View and pay invoice:\n${link}`);
  });

  it('has rows that add up, with discount and taxes', () => {
    const vat = { name: 'VAT', rate: '25', isCompound: false, base: 6_300, amount: 1_575 };
    const change = { discount: { percent: '10', amount: null }, discountTotal: 700, netTotal: 6_300, taxes: [vat], taxTotal: 1_575, total: 7_875 };
    const { text } = documentEmail({ document: { ...document, ...change }, contactName: 'A', link, logoUrl: null });
    expect(text).toContain('and 2 more: €20.00\nDiscount 10%: -€7.00\nVAT 25%: €15.75\nTotal: €78.75');
    const inclusive = { ...document, ...change, pricesIncludeTax: true, netTotal: 5_040, taxes: [{ ...vat, base: 5_040, amount: 1_260 }], taxTotal: 1_260, total: 6_300 };
    const included = documentEmail({ document: inclusive, contactName: 'A', link, logoUrl: null }).text;
    expect(included).toContain('Discount 10%: -€7.00\nTotal: €63.00\n\nThe total includes €12.60 tax.');
  });

  it('says what is due as a deposit', () => {
    const asking = documentEmail({ document, contactName: 'A', link, logoUrl: null, depositDue: 2_000, message: 'Dear A' });
    for (const words of [asking.text, asking.html]) expect(words).toContain('€20.00 is due now as a deposit.');
    for (const depositDue of [undefined, null]) expect(documentEmail({ document, contactName: 'A', link, logoUrl: null, depositDue }).text).not.toContain('deposit');
  });

  it('fetches the logo and nothing else, and names the business where pictures are blocked', () => {
    const logoUrl = 'https://portal.example/files/logos/7';
    const { html } = documentEmail({ document, contactName: 'A', link, logoUrl });
    expect([...html.matchAll(/src="([^"]*)"/g)].map(([, src]) => src)).toEqual([logoUrl]);
    expect(html).toContain('alt="Nordlys Studio"');
  });

  it('carries the words of the sender instead of its own', () => {
    const written = documentEmail({ document, contactName: 'Amelia Hart', link, logoUrl: null, message: 'Dear Amelia,\n\nas agreed.' });
    expect(written.text).toContain('Dear Amelia,\n\nas agreed.');
    expect(written.text).not.toContain('Hello');
  });

  it.each(['#ffffff', '#ffee00', '#e4572e', '#7a7a7a', '#000000'])('has a button that can be read in %s', (brandColor) => {
    const { html } = documentEmail({ document: { ...document, business: { ...document.business, brandColor } }, contactName: 'A', link, logoUrl: null });
    const [, ground = '', ink = ''] = /class="button[^>]*background:(#\w{6});color:(#\w{6})/.exec(html) ?? [];
    expect(contrastBetween(ground, ink)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('other documents by mail', () => {
  it('ask for an answer to an estimate, not for money', () => {
    const estimate = { ...document, kind: 'ESTIMATE' as const, number: 'EST-1', dueDate: null, validUntil: '2026-04-30' };
    const mail = documentEmail({ document: estimate, contactName: 'Amelia Hart', link, logoUrl: null });
    expect(mail.subject).toBe('Estimate EST-1 from Nordlys Studio: €70.00 valid until 30 April 2026');
    expect(mail.text).toContain(`View and answer estimate:\n${link}`);
    expect(mail.text).not.toMatch(/\bdue\b|\bpay/i);
  });

  it('say of a credit note what it corrects', () => {
    const note = { ...document, kind: 'CREDIT_NOTE' as const, number: 'CN-1', corrects: { number: 'INV-7', issueDate: '2026-03-01' } };
    const mail = documentEmail({ document: note, contactName: 'Amelia Hart', link, logoUrl: null });
    expect(mail.subject).toBe('Credit note CN-1 from Nordlys Studio: €70.00 credited to you');
    expect(mail.text).toContain('Here is credit note CN-1 from Nordlys Studio for invoice INV-7. There is nothing for you to pay.');
  });
});

describe('a reminder', () => {
  const reminder = (dayOffset: number, balance = 7_000) => reminderEmail({ document, balance, dayOffset, contactName: 'Amelia Hart', link, logoUrl: null });

  it.each([
    [-3, 'Invoice INV-7 is due in 3 days: €70.00 owed to Nordlys Studio', 'A friendly reminder that invoice INV-7 is due by 15 March 2026.'],
    [-1, 'Invoice INV-7 is due tomorrow: €70.00 owed to Nordlys Studio', 'A friendly reminder'],
    [0, 'Invoice INV-7 is due today: €70.00 owed to Nordlys Studio', 'is due today. €70.00 is still to be paid.'],
    [1, 'Invoice INV-7 is 1 day overdue: €70.00 owed to Nordlys Studio', 'It may have slipped through'],
    [30, 'Invoice INV-7 is still unpaid: €70.00 owed to Nordlys Studio', 'still unpaid after several weeks'],
  ])('%i days from the due date is called "%s"', (dayOffset, subject, words) => {
    const mail = reminder(dayOffset);
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(words);
    expect(mail.text).toContain(`View and pay invoice:\n${link}`);
  });

  it('asks for what is still owed alone', () => {
    const { text } = reminder(7, 2_500);
    expect(text).toContain('€25.00 of €70.00 is still open');
    expect(text).toContain('Total: €70.00\nPaid or credited: -€45.00\nStill owed: €25.00');
  });
});

describe('a receipt', () => {
  it('says what was received, how, and for which invoice', () => {
    const mail = receiptEmail(receipt);
    expect(mail.subject).toBe('Receipt from Nordlys Studio: €70.00 for invoice INV-7');
    expect(mail.text).toContain('Received on 14 March 2026 (Bank transfer, 4711): €70.00');
    expect(mail.text).toContain('Invoice INV-7, paid in full: €70.00\nTotal paid: €70.00');
  });

  it('shows what is left of each invoice, and what became credit', () => {
    const parts = [{ number: 'INV-7', amount: 3_000, balanceLeft: 4_000 }, { number: 'INV-8', amount: 2_000, balanceLeft: 0 }];
    const { subject, text } = receiptEmail({ ...receipt, reference: null, parts, credit: 2_000 });
    expect(subject).toBe('Receipt from Nordlys Studio: €70.00');
    expect(text).toContain(
      'Invoice INV-7, €40.00 still owed: €30.00\nInvoice INV-8, paid in full: €20.00\nKept as credit on your account: €20.00\nTotal paid: €70.00',
    );
    expect(text).toContain('(Bank transfer)');
  });
});

describe('an answer to a ticket', () => {
  const reply = (subject: string) =>
    ticketReplyEmail({
      businessName: 'Nordlys Studio', brandColor: '#1d4ed8', authorName: 'Ida Berg', ticketNumber: 12, subject, body: 'We see it too.', link, locale: 'en-GB',
      quoted: { authorName: 'Amelia Hart', at: '2026-03-02T14:05:00Z', body: 'Hi,\n\nit is orange.' },
    });

  it('keeps its subject through a conversation', () => {
    expect(reply('Wrong colour').subject).toBe('Re: [#12] Wrong colour');
    expect(reply('RE: Re: [#12] Wrong colour').subject).toBe('Re: [#12] Wrong colour');
  });

  it('begins with what was written and ends with what it answers', () => {
    const { text } = reply('Wrong colour');
    expect(text).toMatch(/^We see it too\.\n/);
    expect(text).toContain('On 2 March 2026 at 14:05 UTC, Amelia Hart wrote:\n> Hi,\n>\n> it is orange.');
    expect(splitReply(text).visible).not.toContain('it is orange');
  });
});
