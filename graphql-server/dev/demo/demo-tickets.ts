import { addDays } from '../../src/shared/clock.ts';
import { logo, pdf, program, type DemoFile } from './demo-attachments.ts';
import { ADA } from './demo-clients.ts';
import type { DemoInvoice } from './demo-invoices.ts';

/** The two of the team. */
export type DemoMember = 'Noor Haddad' | 'Ingrid Holm';

export interface DemoMessage {
  /** A note is the team's alone; a mail is the client's, and comes in by the mail's own door. */
  from: 'client' | 'team' | 'note' | 'mail';
  /** Of the team; Noor Haddad where it is not said. */
  by?: DemoMember;
  text: string;
  hoursAgo: number;
  files?: DemoFile[];
  /** Of a mail. */
  html?: string;
}

export interface DemoTicket {
  clientEmail: string;
  subject: string;
  /** The invoice that it asks about, one of the same client. */
  invoiceNumber: string | null;
  /** In the order in which they were written. The team is awaited when the last is the client's. */
  messages: DemoMessage[];
  closed: boolean;
  tags?: string[];
  assignee?: DemoMember;
  /** From today. */
  snoozedForDays?: number;
  /** Mailed what the team writes; the mail to an address at which nobody is comes back. */
  copied?: { name: string; address: string; bounces: boolean }[];
  /** The subject of an earlier one. */
  mergedInto?: string;
  /** Opened by the team since the last message. */
  isRead: boolean;
}

/** A mail that no contact sent. */
export interface DemoMail {
  from: string;
  fromName: string;
  /** The subject of the ticket whose address it was sent to; null for the business's own. */
  ticket: string | null;
  subject: string;
  text: string;
  headers?: Record<string, string>;
  hoursAgo: number;
}

/** Nine, of which three await the team. */
export function demoTickets(invoices: DemoInvoice[], today: string): DemoTicket[] {
  const numberOf = (email: string, matches: (invoice: DemoInvoice) => boolean) =>
    invoices.findLast((invoice) => invoice.client.email === email && invoice.status !== 'draft' && matches(invoice))?.number ?? null;
  const isOverdue = (invoice: DemoInvoice) => invoice.status === 'sent' && invoice.dueDate < today;

  return [
    {
      clientEmail: ADA,
      subject: 'Can this one wait until the 15th?',
      invoiceNumber: numberOf(ADA, isOverdue),
      messages: [
        {
          from: 'client',
          text: 'Hello,\n\nour bank is moving us to new accounts this week. May we pay this invoice on the 15th? All the others are on their way.\n\nBest regards\nAda',
          hoursAgo: 3,
        },
      ],
      closed: false,
      tags: ['payment'],
      isRead: false,
    },
    {
      clientEmail: ADA,
      subject: 'Drawings for the boatyard',
      invoiceNumber: null,
      messages: [
        { from: 'client', text: 'Could you send the latest drawings of the slipway? The carpenter asks for them.', hoursAgo: 52 },
        { from: 'note', by: 'Ingrid Holm', text: 'Revision E has the old rail. **Do not send that one.** F is with the engineer until noon.', hoursAgo: 51 },
        {
          from: 'team', by: 'Ingrid Holm', hoursAgo: 49,
          text: 'Of course, here they are. What is new in revision F:\n- the rail on the east side\n- the winch stands 40 cm further back\n\nThe DWG is in the shared folder, too.\n\nIngrid',
          files: [pdf('Slipway revision F.pdf', ['Northwind Studio', 'Slipway, revision F', 'Rail on the east side; winch 40 cm further back', 'Scale 1:50'])],
        },
      ],
      closed: false,
      tags: ['drawings'],
      assignee: 'Ingrid Holm',
      isRead: true,
    },
    {
      clientEmail: ADA,
      subject: 'The winch of the slipway',
      invoiceNumber: null,
      messages: [
        { from: 'client', text: 'And one more: which **winch** do you have in mind? The old one holds 8 kN.', hoursAgo: 50 },
        { from: 'team', by: 'Ingrid Holm', text: 'One of 12 kN, galvanised. The drawings show where it stands.', hoursAgo: 48 },
      ],
      closed: false,
      mergedInto: 'Drawings for the boatyard',
      isRead: true,
    },
    {
      clientEmail: ADA,
      subject: 'Thank you for the opening night',
      invoiceNumber: null,
      messages: [
        { from: 'client', text: 'The shop looks wonderful. Everybody asked who made the lamps!', hoursAgo: 900 },
        { from: 'team', text: 'That makes our week. We will pass it on to the workshop.', hoursAgo: 897 },
        { from: 'client', text: 'Please do. See you in spring.', hoursAgo: 896 },
      ],
      closed: true,
      isRead: true,
    },
    {
      clientEmail: 'misaki@aomi-sekkei.example',
      subject: '請求書の宛名について',
      invoiceNumber: numberOf('misaki@aomi-sekkei.example', () => true),
      messages: [
        { from: 'client', text: 'お世話になっております。\n請求書の宛名を「経理部」に変更していただけますでしょうか。\n\n佐藤', hoursAgo: 20 },
      ],
      closed: false,
      isRead: false,
    },
    {
      clientEmail: 'rechnung@brueckner-bau.example',
      subject: 'Kilometerpauschale doppelt?',
      invoiceNumber: numberOf('rechnung@brueckner-bau.example', () => true),
      messages: [
        { from: 'client', text: 'Guten Tag,\n\nauf der Rechnung steht die Anfahrt, im Angebot war sie enthalten. Können Sie das prüfen?\n\nJörg Brückner', hoursAgo: 75 },
        { from: 'team', text: 'Guten Tag Herr Brückner,\n\nim Angebot war die erste Anfahrt enthalten, berechnet ist die zweite. Passt das so für Sie?', hoursAgo: 70 },
        { from: 'note', text: 'Im Angebot steht es unter Position 4. Er war bei der zweiten Fahrt selbst dabei.', hoursAgo: 69 },
        {
          from: 'mail', hoursAgo: 28, text: BRUECKNER_TEXT, html: BRUECKNER_HTML,
          files: [pdf('Fahrtenbuch März.pdf', ['Fahrtenbuch', 'Bremen - Hamburg und zurück, 2 x 126 km']), program('Stundenerfassung.exe')],
        },
      ],
      closed: false,
      tags: ['rechnung', 'anfahrt'],
      assignee: 'Noor Haddad',
      isRead: true,
    },
    {
      clientEmail: 'layla@alwaha.example',
      subject: 'نسخة من كشف الحساب',
      invoiceNumber: null,
      messages: [
        { from: 'client', text: 'مرحباً،\nهل يمكن إرسال كشف حساب لهذا العام باللغة العربية؟\nشكراً', hoursAgo: 130 },
        { from: 'team', text: 'Dear Layla,\n\nthe statement in your portal can be downloaded at any time. The Arabic version follows this week.', hoursAgo: 122 },
      ],
      closed: false,
      assignee: 'Ingrid Holm',
      snoozedForDays: 3,
      isRead: true,
    },
    {
      clientEmail: 'accounts@harrowpike.example',
      subject: 'Purchase order number on the invoice',
      invoiceNumber: numberOf('accounts@harrowpike.example', (invoice) => invoice.status === 'paid'),
      messages: [
        { from: 'client', text: 'Could you quote PO 77-1042 on this one, please? Our system refuses it otherwise.', hoursAgo: 410 },
        { from: 'team', text: 'Done: it is in the notes of every invoice from now on.', hoursAgo: 408 },
      ],
      closed: true,
      tags: ['purchase order'],
      isRead: true,
    },
    {
      clientEmail: 'kia-ora@sunnyside.example',
      subject: 'Menu boards: one more, please 🍳',
      invoiceNumber: null,
      messages: [
        {
          from: 'client', text: 'Kia ora! Could we get one more menu board, same size, for the terrace? And is this your newest logo? It goes on the back.', hoursAgo: 200,
          files: [logo('logo on the back.png')],
        },
        { from: 'team', text: `Gladly. It can ship on ${addDays(today, 10)}; shall we add it to the next invoice? The logo is the right one.`, hoursAgo: 190 },
      ],
      closed: false,
      copied: [
        { name: 'Tama Walker', address: 'tama@sunnyside.example', bounces: false },
        { name: 'Sign workshop', address: 'hardbounce-workshop@sunnyside.example', bounces: true },
      ],
      isRead: true,
    },
  ];
}

/** Two are set aside for a person to decide, two ignored. */
export const demoMails: DemoMail[] = [
  {
    from: 'sten.nord@nordrevision.example', fromName: 'Sten Nord', ticket: 'Drawings for the boatyard', subject: 'Re: Drawings for the boatyard',
    text: 'Hello,\n\nAda passed this on to me. I do the books of Lindqvist & Daughters: could I have the balance at the end of the year in writing?\n\nSten Nord\nNord Revision', hoursAgo: 6,
  },
  {
    from: 'hedda@falk.example', fromName: 'Hedda Falk', ticket: null, subject: 'A pavilion in the garden?',
    text: 'Dear Northwind Studio,\n\nwe saw your boat house in Saltsjöbaden. Would you draw a pavilion for our garden, about 30 m²? And what does that cost, roughly?\n\nHedda Falk', hoursAgo: 26,
  },
  {
    from: 'misaki@aomi-sekkei.example', fromName: '佐藤 美咲', ticket: '請求書の宛名について', subject: '自動応答: 休暇中です',
    text: '休暇をいただいております。来週ご連絡いたします。', headers: { 'Auto-Submitted': 'auto-replied' }, hoursAgo: 19,
  },
  {
    from: 'news@architecture-weekly.example', fromName: 'Architecture weekly', ticket: null, subject: 'Twelve bridges to cross this spring',
    text: 'This week: footbridges, and who draws them.', headers: { 'List-Unsubscribe': '<https://architecture-weekly.example/out>' }, hoursAgo: 80,
  },
];

/** With what stands in braces filled in for the ticket. */
export const demoCannedReplies = [
  { name: 'We are on it', body: 'Dear {contact},\n\nwe have {ticket} and look into it today.\n\n{me}' },
  { name: 'What is still open', body: 'Dear {contact},\n\nat the moment {owed} are open. You find each invoice in your portal, and can pay there by card or by transfer.\n\n{me}\n{business}' },
  { name: 'Anything else?', body: 'Glad that it is settled. If there is nothing else, we close {ticket}; an answer opens it again.' },
];

const BRUECKNER_TEXT = `Stimmt, die zweite hatte ich vergessen. Dann bitte noch die Stundenzettel dazu, am besten so:

1. Anfahrten
2. Stunden auf der Baustelle
3. Stunden im Büro

Das Fahrtenbuch hängt an.

--\u0020
Jörg Brückner
Brückner Bau GmbH
Tel. 0421 555 0142

Am Montag schrieb Noor at Northwind Studio:
> Guten Tag Herr Brückner,
>
> im Angebot war die erste Anfahrt enthalten, berechnet ist die zweite. Passt das so für Sie?
`;

const BRUECKNER_HTML = `<div style="font-family: Calibri, sans-serif; font-size: 14px">
<p>Stimmt, die zweite hatte ich vergessen. Dann bitte noch die <b>Stundenzettel</b> dazu, am besten so:</p>
<table style="border-collapse: collapse" cellpadding="8">
<tr style="background-color: #f4b400"><th align="left">Was</th><th align="left">Angebot</th><th align="left">Berechnet</th></tr>
<tr><td style="border: 1px solid #cccccc">Anfahrten</td><td style="border: 1px solid #cccccc">1</td><td style="border: 1px solid #cccccc">2</td></tr>
<tr><td style="border: 1px solid #cccccc">Stunden auf der Baustelle</td><td style="border: 1px solid #cccccc">18</td><td style="border: 1px solid #cccccc; color: #b00020">21,5</td></tr>
<tr><td style="border: 1px solid #cccccc">Stunden im Büro</td><td style="border: 1px solid #cccccc">6</td><td style="border: 1px solid #cccccc">6</td></tr>
</table>
<p>Das Fahrtenbuch hängt an.</p>
<p style="color: #666666">--<br>Jörg Brückner<br><b style="color: #b45f06">Brückner Bau GmbH</b><br>Tel. 0421 555 0142<br>
<img src="https://brueckner-bau.example/logo.png" alt="Brückner Bau" width="160" height="40"></p>
<blockquote>Am Montag schrieb Noor at Northwind Studio:<br>Guten Tag Herr Brückner,<br>im Angebot war die erste Anfahrt enthalten, berechnet ist die zweite. Passt das so für Sie?</blockquote>
</div>`;
