import { addDays } from '../../src/shared/clock.ts';
import { ADA } from './demo-clients.ts';
import type { DemoInvoice } from './demo-invoices.ts';

export interface DemoTicket {
  clientEmail: string;
  subject: string;
  /** The invoice that it asks about, one of the same client. */
  invoiceNumber: string | null;
  /** In the order in which they were written. The team is awaited when the last is the client's. */
  messages: { from: 'client' | 'team'; text: string; hoursAgo: number }[];
  closed: boolean;
}

/** Eight, of which three await the team. */
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
    },
    {
      clientEmail: ADA,
      subject: 'Drawings for the boatyard',
      invoiceNumber: null,
      messages: [
        { from: 'client', text: 'Could you send the latest drawings of the slipway as DWG? The carpenter asks for them.', hoursAgo: 52 },
        { from: 'team', text: 'Of course. Revision F went to the shared folder just now; the change is the rail on the east side.\n\nIngrid', hoursAgo: 49 },
      ],
      closed: false,
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
    },
    {
      clientEmail: 'misaki@aomi-sekkei.example',
      subject: '請求書の宛名について',
      invoiceNumber: numberOf('misaki@aomi-sekkei.example', () => true),
      messages: [
        { from: 'client', text: 'お世話になっております。\n請求書の宛名を「経理部」に変更していただけますでしょうか。\n\n佐藤', hoursAgo: 20 },
      ],
      closed: false,
    },
    {
      clientEmail: 'rechnung@brueckner-bau.example',
      subject: 'Kilometerpauschale doppelt?',
      invoiceNumber: numberOf('rechnung@brueckner-bau.example', () => true),
      messages: [
        { from: 'client', text: 'Guten Tag,\n\nauf der Rechnung steht die Anfahrt, im Angebot war sie enthalten. Können Sie das prüfen?\n\nJörg Brückner', hoursAgo: 75 },
        { from: 'team', text: 'Guten Tag Herr Brückner,\n\nim Angebot war die erste Anfahrt enthalten, berechnet ist die zweite. Passt das so für Sie?', hoursAgo: 70 },
        { from: 'client', text: 'Stimmt, die zweite hatte ich vergessen. Dann bitte noch die Stundenzettel dazu.', hoursAgo: 28 },
      ],
      closed: false,
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
    },
    {
      clientEmail: 'kia-ora@sunnyside.example',
      subject: 'Menu boards: one more, please 🍳',
      invoiceNumber: null,
      messages: [
        { from: 'client', text: 'Kia ora! Could we get one more menu board, same size, for the terrace?', hoursAgo: 200 },
        { from: 'team', text: `Gladly. It can ship on ${addDays(today, 10)}; shall we add it to the next invoice?`, hoursAgo: 190 },
      ],
      closed: false,
    },
  ];
}
