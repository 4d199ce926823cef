import { describe, expect, it } from 'vitest';

import { adminSignInEmail, portalSignInEmail } from '../auth/sign-in.emails.ts';
import type { InvoiceDocument } from '../invoices/invoice-document.ts';
import { invoiceEmail } from '../invoices/invoice.emails.ts';
import { contrastBetween } from '../shared/brand-color.ts';
import { splitReply } from '../tickets/reply-text.ts';
import { ticketReplyEmail } from '../tickets/ticket.emails.ts';
import type { ComposedMail } from './mail-layout.ts';

const HOSTILE = `<img src=x onerror=alert(1)>"\r\nBcc: everybody@example.com\u2028X: y`;
const link = 'https://portal.example/l/pXk3-_abcdefghijklmnopqrstuvwxyz0123456789ABC?a=1&b=2';

const document: InvoiceDocument = {
  kind: 'INVOICE', number: 'INV-7', locale: 'en-GB', issueDate: '2026-03-01', dueDate: '2026-03-15', currency: 'EUR',
  business: { name: 'Nordlys Studio', email: null, address: ['Oslo'], brandColor: '#e4572e', bankDetails: null },
  client: { name: 'Kestrel & Finch', contactName: null, address: [] },
  lines: Array.from({ length: 7 }, (_, index) => ({ description: `Day ${index + 1}`, quantity: '1', unitPrice: 1_000, taxRate: '0', amount: 1_000 })),
  subtotal: 7_000, taxes: [], taxTotal: 0, total: 7_000, notes: null,
};
const mails: Record<string, (words: string) => ComposedMail> = {
  invoice: (words) =>
    invoiceEmail({
      document: { ...document, number: words, business: { ...document.business, name: words, brandColor: words, address: [words] }, lines: [{ ...document.lines[0]!, description: words }] },
      contactName: words, link, message: words,
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
  const mail = invoiceEmail({ document, contactName: 'Amelia Hart', link });

  it('says how much, until when, and for what', () => {
    expect(mail.subject).toBe('Invoice INV-7 from Nordlys Studio: €70.00 due by 15 March 2026');
    expect(mail.text).toContain('Hello Amelia Hart,');
    expect(mail.text).toContain('Day 5: €10.00\nand 2 more: €20.00\nTotal: €70.00');
    expect(mail.text).not.toContain('Day 6');
  });

  it('carries the words of the sender instead of its own', () => {
    const written = invoiceEmail({ document, contactName: 'Amelia Hart', link, message: 'Dear Amelia,\n\nas agreed.' });
    expect(written.text).toContain('Dear Amelia,\n\nas agreed.');
    expect(written.text).not.toContain('Hello');
  });

  it.each(['#ffffff', '#ffee00', '#e4572e', '#7a7a7a', '#000000'])('has a button that can be read in %s', (brandColor) => {
    const { html } = invoiceEmail({ document: { ...document, business: { ...document.business, brandColor } }, contactName: 'A', link });
    const [, ground = '', ink = ''] = /class="button[^>]*background:(#\w{6});color:(#\w{6})/.exec(html) ?? [];
    expect(contrastBetween(ground, ink)).toBeGreaterThanOrEqual(4.5);
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
