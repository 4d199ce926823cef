import {
  composeMail, mailButton, mailFigure, mailHeading, mailNote, mailParagraphs, mailRows, type ComposedMail,
} from '../mail/mail-layout.ts';
import { formatDay, formatMoney, formatPercent } from '../shared/format.ts';
import { html } from '../shared/html.ts';
import { documentLabels } from './document-labels.ts';
import type { PrintedDocument } from './printed-document.ts';

export interface DocumentMail {
  document: PrintedDocument;
  contactName: string;
  link: string;
  /** What the sender wrote for this occasion, as plain text. */
  message?: string | null;
  /** Of an invoice, in minor units: what of its deposit is still to be paid. */
  depositDue?: number | null;
  /** Absolute: a mail has no origin. */
  logoUrl: string | null;
}

export interface ReminderMail {
  document: PrintedDocument;
  /** What is still owed of it, in minor units. */
  balance: number;
  /** Days since the due date: -3 is three days before, 0 the day itself. */
  dayOffset: number;
  contactName: string;
  link: string;
  logoUrl: string | null;
}

/** All amounts in minor units of `currency`. */
export interface ReceiptMail {
  businessName: string;
  brandColor: string;
  /** Of the business, a line each. */
  address: string[];
  logoUrl: string | null;
  locale: string;
  currency: string;
  /** Σ `parts` + `credit`. */
  amount: number;
  /** "Bank transfer" */
  method: string;
  /** `YYYY-MM-DD` */
  paidOn: string;
  reference: string | null;
  parts: { number: string; amount: number; balanceLeft: number }[];
  /** What no invoice took: it is kept on account. */
  credit: number;
  contactName: string;
  link: string;
}

const LINES_SHOWN = 5;
const NOT_TO_FORWARD = 'The button is your personal key to the portal. Please do not forward this message.';

/** An invoice, an estimate or a credit note on its way to a contact. */
export function documentEmail({ document, contactName, link, message, depositDue, logoUrl }: DocumentMail): ComposedMail {
  const { business, total } = document;
  const wording = WORDINGS[document.kind](document);
  const name = nameOf(document);
  const amount = moneyOf(document)(total);
  const note = document.pricesIncludeTax && document.taxes.length > 0
    ? `The total includes ${moneyOf(document)(document.taxTotal)} tax.`
    : null;
  return compose({
    ...business,
    logoUrl,
    subject: `${name} from ${business.name}: ${amount}${wording.subjectEnd}`,
    preheader: `${amount}, ${wording.until}.`,
    heading: name,
    words: message?.trim() || `Hello ${contactName},\n\n${wording.sentence}`,
    figure: { label: wording.figure, amount },
    button: { label: wording.button, url: link },
    rows: summary(document),
    notes: [depositDue ? `${moneyOf(document)(depositDue)} is due now as a deposit.` : null, note, NOT_TO_FORWARD],
    footerLines: [business.address.join(', '), business.email ?? ''],
  });
}

/** Friendly before the day, plain on it, and firmer the longer ago it is; never a threat. */
export function reminderEmail({ document, balance, dayOffset, contactName, link, logoUrl }: ReminderMail): ComposedMail {
  const { business, total } = document;
  const money = moneyOf(document);
  const amount = money(balance);
  const name = nameOf(document);
  const due = document.dueDate && formatDay(document.dueDate, document.locale);
  const tone = toneOf(dayOffset);
  const owed = balance === total ? amount : `${amount} of ${money(total)}`;
  return compose({
    ...business,
    logoUrl,
    subject: `${tone.subject(name)}: ${amount} owed to ${business.name}`,
    preheader: `${amount}, ${tone.when}.`,
    heading: tone.heading(name),
    words: `Hello ${contactName},\n\n${tone.sentence({ name: lowerFirst(name), owed, due: due ?? 'on receipt' })}`,
    figure: { label: due ? `Still owed, due ${dayOffset > 0 ? 'since' : 'by'} ${due}` : 'Still owed', amount },
    button: { label: 'View and pay invoice', url: link },
    rows: balance === total ? [] : [['Total', money(total)], ['Paid or credited', money(balance - total)], ['Still owed', amount]],
    notes: ['If your payment is on its way, please ignore this message.', NOT_TO_FORWARD],
    footerLines: [business.address.join(', '), business.email ?? ''],
  });
}

export function receiptEmail(receipt: ReceiptMail): ComposedMail {
  const { businessName, currency, locale, parts, credit } = receipt;
  const money = (minorUnits: number) => formatMoney(minorUnits, currency, locale);
  const amount = money(receipt.amount);
  const [only, another] = parts;
  const how = [receipt.method, receipt.reference].filter(Boolean).join(', ');
  const rows: Row[] = [
    ...parts.map((part): Row => [
      `Invoice ${part.number}, ${part.balanceLeft > 0 ? `${money(part.balanceLeft)} still owed` : 'paid in full'}`,
      money(part.amount),
    ]),
    ...(credit > 0 ? [['Kept as credit on your account', money(credit)] as Row] : []),
    ['Total paid', amount],
  ];
  return compose({
    name: businessName,
    brandColor: receipt.brandColor,
    logoUrl: receipt.logoUrl,
    subject: `Receipt from ${businessName}: ${amount}${only && !another ? ` for invoice ${only.number}` : ''}`,
    preheader: `${amount} received on ${formatDay(receipt.paidOn, locale)}.`,
    heading: 'Thank you for your payment',
    words: `Hello ${receipt.contactName},\n\n${businessName} has received your payment. This is your receipt.`,
    figure: { label: `Received on ${formatDay(receipt.paidOn, locale)} (${how})`, amount },
    button: { label: only && !another ? 'View invoice' : 'View your account', url: receipt.link },
    rows,
    notes: [NOT_TO_FORWARD],
    footerLines: [receipt.address.join(', ')],
  });
}

export interface RefundMail extends Pick<ReceiptMail, 'businessName' | 'brandColor' | 'address' | 'logoUrl' | 'locale' | 'currency' | 'amount' | 'paidOn' | 'contactName' | 'link'> {
  /** The whole payment. */
  paid: number;
  reopened: { number: string; balance: number }[];
}

/** Money that goes back, and what is owed again because of it. */
export function refundEmail(refund: RefundMail): ComposedMail {
  const { businessName, currency, locale, reopened } = refund;
  const money = (minorUnits: number) => formatMoney(minorUnits, currency, locale);
  const amount = money(refund.amount);
  return compose({
    name: businessName,
    brandColor: refund.brandColor,
    logoUrl: refund.logoUrl,
    subject: `Refund from ${businessName}: ${amount}`,
    preheader: `${amount} goes back to where it was paid from.`,
    heading: 'Your refund is on its way',
    words: `Hello ${refund.contactName},\n\n${businessName} has refunded ${refund.amount < refund.paid ? `${amount} of your payment` : 'your payment'}. The money goes back to where it was paid from; your bank may take 5 to 10 days to show it.`,
    figure: { label: 'Refunded', amount },
    button: { label: reopened.length === 1 ? 'View invoice' : 'View your account', url: refund.link },
    rows: [
      [`Paid on ${formatDay(refund.paidOn, locale)}`, money(refund.paid)],
      ...reopened.map(({ number, balance }): Row => [`Invoice ${number}, owed again`, money(balance)]),
      ['Refunded', amount],
    ],
    notes: [NOT_TO_FORWARD],
    footerLines: [refund.address.join(', ')],
  });
}

type Row = readonly [what: string, amount: string];

function compose(mail: {
  name: string;
  brandColor: string;
  logoUrl: string | null;
  subject: string;
  preheader: string;
  heading: string;
  words: string;
  figure: { label: string; amount: string };
  button: { label: string; url: string };
  rows: Row[];
  notes: (string | null)[];
  footerLines: string[];
}): ComposedMail {
  const { heading, words, figure, button, rows, brandColor } = mail;
  const notes = mail.notes.filter((note) => note !== null);
  return composeMail({
    subject: mail.subject,
    preheader: mail.preheader,
    businessName: mail.name,
    brandColor,
    logoUrl: mail.logoUrl,
    content: html`${mailHeading(heading)}
${mailParagraphs(words)}
${mailFigure(figure.label, figure.amount, brandColor)}
${mailButton(button, brandColor)}
${rows.length > 0 && mailRows(rows)}
${notes.map(mailNote)}`,
    text: [
      heading,
      words,
      `${figure.label}: ${figure.amount}`,
      `${button.label}:\n${button.url}`,
      rows.map(([what, much]) => `${what}: ${much}`.trim()).join('\n'),
      ...notes.map((note) => note.replace(/^The button/, 'The link')),
    ].filter((part) => part !== '').join('\n\n'),
    footerLines: mail.footerLines.filter((line) => line !== ''),
  });
}

interface Wording { sentence: string; figure: string; button: string; until: string; subjectEnd: string }

const WORDINGS: Record<PrintedDocument['kind'], (document: PrintedDocument) => Wording> = {
  INVOICE: ({ number, dueDate, locale, business }) => {
    const due = dueDate && formatDay(dueDate, locale);
    return {
      sentence: `Here is ${number ? `invoice ${number}` : 'an invoice'} from ${business.name}.`,
      figure: due ? `Amount due by ${due}` : 'Amount due on receipt',
      button: 'View and pay invoice',
      until: due ? `due by ${due}` : 'due on receipt',
      subjectEnd: due ? ` due by ${due}` : '',
    };
  },
  ESTIMATE: ({ number, validUntil, locale, business }) => {
    const until = validUntil && formatDay(validUntil, locale);
    return {
      sentence: `Here is ${number ? `estimate ${number}` : 'an estimate'} from ${business.name}. You can accept or decline it online.`,
      figure: until ? `Total, valid until ${until}` : 'Total',
      button: 'View and answer estimate',
      until: until ? `valid until ${until}` : 'for you to answer',
      subjectEnd: until ? ` valid until ${until}` : '',
    };
  },
  CREDIT_NOTE: ({ number, corrects, business }) => {
    const invoice = corrects ? ` for invoice ${corrects.number}` : '';
    return {
      sentence: `Here is ${number ? `credit note ${number}` : 'a credit note'} from ${business.name}${invoice}. There is nothing for you to pay.`,
      figure: 'Credited to you',
      button: 'View credit note',
      until: `credited to you${invoice}`,
      subjectEnd: ' credited to you',
    };
  },
};

interface Tone {
  subject: (name: string) => string;
  heading: (name: string) => string;
  when: string;
  sentence: (what: { name: string; owed: string; due: string }) => string;
}

const LONG_OVERDUE_DAYS = 21;

function toneOf(dayOffset: number): Tone {
  const days = Math.abs(dayOffset) === 1 ? '1 day' : `${Math.abs(dayOffset)} days`;
  if (dayOffset < 0) {
    const when = dayOffset === -1 ? 'due tomorrow' : `due in ${days}`;
    return {
      subject: (name) => `${name} is ${when}`,
      heading: (name) => `${name} is ${when}`,
      when,
      sentence: ({ name, owed, due }) => `A friendly reminder that ${name} is due by ${due}. ${owed} is still to be paid.`,
    };
  }
  if (dayOffset === 0) {
    return {
      subject: (name) => `${name} is due today`,
      heading: (name) => `${name} is due today`,
      when: 'due today',
      sentence: ({ name, owed }) => `This is a reminder that ${name} is due today. ${owed} is still to be paid.`,
    };
  }
  const when = `${days} overdue`;
  if (dayOffset < LONG_OVERDUE_DAYS) {
    return {
      subject: (name) => `${name} is ${when}`,
      heading: (name) => `${name} is ${when}`,
      when,
      sentence: ({ name, owed, due }) =>
        `It may have slipped through: ${name} was due on ${due}, and ${owed} is still open. Could you look into it?`,
    };
  }
  return {
    subject: (name) => `${name} is still unpaid`,
    heading: (name) => `${name} is ${when}`,
    when,
    sentence: ({ name, owed, due }) =>
      `${upperFirst(name)} was due on ${due}, and ${owed} is still unpaid after several weeks. Please pay it now, or answer this e-mail if something stands in the way.`,
  };
}

/** Rows that add up to the last of them. */
function summary(document: PrintedDocument): Row[] {
  const { lines, discount, discountTotal, taxes, pricesIncludeTax, total, locale } = document;
  const money = moneyOf(document);
  const hidden = lines.slice(LINES_SHOWN);
  return [
    ...lines.slice(0, LINES_SHOWN).map(({ description, amount }): Row => [firstLine(description), money(amount)]),
    ...(hidden.length > 0 ? [[`and ${hidden.length} more`, money(sum(hidden))] as Row] : []),
    ...(discountTotal !== 0 ? [[discount?.percent ? `Discount ${formatPercent(discount.percent, locale)}` : 'Discount', money(-discountTotal)] as Row] : []),
    ...(pricesIncludeTax ? [] : taxes.filter((tax) => tax.amount !== 0).map((tax): Row => [`${tax.name} ${formatPercent(tax.rate, locale)}`, money(tax.amount)])),
    ['Total', money(total)],
  ];
}

function sum(lines: { amount: number }[]): number {
  return lines.reduce((total, line) => total + line.amount, 0);
}

/** "Invoice INV-7" */
function nameOf({ kind, number, locale }: PrintedDocument): string {
  return [documentLabels(locale).kind[kind], number].filter(Boolean).join(' ');
}

function moneyOf({ currency, locale }: PrintedDocument): (minorUnits: number) => string {
  return (minorUnits) => formatMoney(minorUnits, currency, locale);
}

function firstLine(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0] ?? '';
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
