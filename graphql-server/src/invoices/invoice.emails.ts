import { composeMail, mailButton, mailFigure, mailHeading, mailNote, mailParagraphs, mailRows, type ComposedMail } from '../mail/mail-layout.ts';
import { formatDay, formatMoney } from '../shared/format.ts';
import { html } from '../shared/html.ts';
import type { InvoiceDocument } from './invoice-document.ts';

const LINES_SHOWN = 5;
const NOT_TO_FORWARD = 'The button is your personal key to the portal. Please do not forward this e-mail.';

export function invoiceEmail(mail: {
  document: InvoiceDocument;
  contactName: string;
  link: string;
  /** What the sender wrote for this occasion, as plain text. */
  message?: string | null;
}): ComposedMail {
  const { business, number, dueDate, locale } = mail.document;
  const name = number ? `Invoice ${number}` : 'Invoice';
  const amount = formatMoney(mail.document.total, mail.document.currency, locale);
  const due = dueDate && formatDay(dueDate, locale);
  const words = mail.message?.trim() || `Hello ${mail.contactName},\n\nHere is ${number ? `invoice ${number}` : 'an invoice'} from ${business.name}.`;
  const label = due ? `Amount due by ${due}` : 'Amount due on receipt';
  const button = { label: 'View and pay invoice', url: mail.link };
  const rows = summary(mail.document);

  return composeMail({
    subject: `${name} from ${business.name}: ${amount}${due ? ` due by ${due}` : ''}`,
    preheader: `${amount}, ${due ? `due by ${due}` : 'due on receipt'}.`,
    businessName: business.name,
    brandColor: business.brandColor,
    content: html`${mailHeading(name)}
${mailParagraphs(words)}
${mailFigure(label, amount, business.brandColor)}
${mailButton(button, business.brandColor)}
${mailRows(rows)}
${mailNote(NOT_TO_FORWARD)}`,
    text: [
      name,
      words,
      `${label}: ${amount}`,
      `${button.label}:\n${button.url}`,
      rows.map(([what, much]) => `${what}: ${much}`.trim()).join('\n'),
      NOT_TO_FORWARD.replace('button', 'link'),
    ].join('\n\n'),
    footerLines: [business.address.join(', '), business.email ?? ''].filter((line) => line !== ''),
  });
}

function summary({ lines, taxTotal, total, currency, locale }: InvoiceDocument): [what: string, amount: string][] {
  const money = (minorUnits: number) => formatMoney(minorUnits, currency, locale);
  const hidden = lines.slice(LINES_SHOWN);
  return [
    ...lines.slice(0, LINES_SHOWN).map(({ description, amount }): [string, string] => [firstLine(description), money(amount)]),
    ...(hidden.length > 0 ? [[`and ${hidden.length} more`, money(sum(hidden))] as [string, string]] : []),
    ...(taxTotal !== 0 ? [['Tax', money(taxTotal)] as [string, string]] : []),
    ['Total', money(total)],
  ];
}

function sum(lines: { amount: number }[]): number {
  return lines.reduce((total, line) => total + line.amount, 0);
}

function firstLine(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0] ?? '';
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
