import { documentColors, printedPage, textOf } from '../documents/document-html.ts';
import { documentLabels } from '../documents/document-labels.ts';
import { formatDay, formatFileSize, formatInstant, formatMoney } from '../shared/format.ts';
import { html, lines as withBreaks, trustedHtml, type Html } from '../shared/html.ts';
import type { Money } from '../shared/money.ts';
import type { ClientRecord } from './client-record.ts';

/** How it is written: the business's look, its own language and its clock. */
export interface RecordLook { locale: string; timeZone: string; brandColor: string; logo: string | null }

export interface RecordPage { html: string; title: string; lang: string }

/** A few hundred pages at most, with the latest of everything. That there is more is told; the JSON has it. */
const MOST = { documents: 500, entries: 1_000, messages: 2_000, characters: 1_000_000, mails: 1_000, events: 2_000 };
/** Of one message. */
const MOST_CHARACTERS = 20_000;

/** The record as a page to be printed, which fetches nothing. */
export async function clientRecordPage(record: ClientRecord, look: RecordLook): Promise<RecordPage> {
  const { locale } = look;
  const labels = documentLabels(locale);
  const title = `Record of ${record.client.name} · ${record.business.name}`;
  const body = html`<article class="document record" style="${documentColors(look.brandColor)}"><div class="sheet">
${await heading(record, look)}
${await money(record, look)}
${await conversations(record, look)}
${await history(record, look)}
</div></article>`;
  const page = printedPage({ title, locale, body: logoOr(body, look), text: textOf(body), style: RECORD_STYLE });
  return { html: page, title, lang: labels.language };
}

/** The picture comes last, so that fonts are not looked for in its data. */
const LOGO = '<!--logo-->';
const logoOr = (body: Html, { logo }: RecordLook) => trustedHtml(body.toString().replace(LOGO, () => (logo ? html`<img class="logo" src="${logo}" alt="">`.toString() : '')));

async function heading({ client, contacts, business, producedAt, producedBy, balances }: ClientRecord, look: RecordLook): Promise<Html> {
  const people = (await latest(contacts, MOST.documents)).items;
  const sums = (await latest(balances, MOST.documents)).items;
  const fact = (term: string, value: Html | string | null) => value && html`<div><dt>${term}</dt><dd dir="auto">${value}</dd></div>`;
  return html`<header class="letterhead">
${look.logo ? trustedHtml(LOGO) : html`<p class="business"><bdi>${business.name}</bdi></p>`}
<h1>Client record</h1>
</header>
<div class="parties">
<section><h2>Client</h2><p class="name" dir="auto">${client.name}</p>${client.address.map((line) => html`<p dir="auto">${line}</p>`)}${client.taxId && html`<p>Tax number <bdi>${client.taxId}</bdi></p>`}${client.phone && html`<p>${client.phone}</p>`}</section>
<section><h2>Contacts</h2>${people.length === 0 ? html`<p>None</p>` : people.map(({ name, email, archivedAt }) => html`<p><bdi>${name}</bdi> <span class="quiet">${email}${archivedAt && ' (archived)'}</span></p>`)}</section>
<dl class="particulars">
${fact('Produced', formatInstant(producedAt, look.locale, look.timeZone))}
${fact('By', producedBy)}
${fact('Client since', formatInstant(client.createdAt, look.locale, look.timeZone))}
${fact('Client number', client.externalId)}
${fact('Archived', client.archivedAt && formatInstant(client.archivedAt, look.locale, look.timeZone))}
</dl>
</div>
${client.internalNotes && html`<section class="part"><h2>Internal notes about the client</h2><p class="said" dir="auto">${withBreaks(client.internalNotes)}</p></section>`}
${table('Statement', ['Currency', 'Owed', 'Paid', 'Credit'], sums, ({ currency, owed, paid, credit }) => [currency, cash(owed, look), cash(paid, look), cash(credit, look)], 'Nothing was billed yet.', false)}`;
}

async function money({ invoices, estimates, creditNotes, payments, refunds, disputes, ledgerEntries }: ClientRecord, look: RecordLook): Promise<Html> {
  const day = (date: string | null) => (date ? formatDay(date, look.locale) : '');
  const at = (date: Date | null) => (date ? formatInstant(date, look.locale, look.timeZone) : '');
  type Lined = { lines: { description: string; quantity: string; amount: Money }[] };
  const billed = ({ lines }: Lined) => lines.length > 0 && html`<ul class="billed">${lines.map((line) => html`<li><span dir="auto">${line.quantity} × ${line.description}</span> <span>${String(cash(line.amount, look))}</span></li>`)}</ul>`;
  const name = ({ number }: { number: string | null }) => html`<b>${number ?? 'Draft'}</b>`;
  const shown = {
    invoices: await latest(invoices, MOST.documents), estimates: await latest(estimates, MOST.documents), creditNotes: await latest(creditNotes, MOST.documents),
    payments: await latest(payments, MOST.entries), refunds: await latest(refunds, MOST.entries), disputes: await latest(disputes, MOST.entries), ledger: await latest(ledgerEntries, MOST.entries),
  };
  return html`
${table('Invoices', ['Invoice', 'Issued', 'Due', 'Status', 'Total', 'Balance'], shown.invoices.items, (row) => [name(row), day(row.issueDate), day(row.dueDate), said(row.status), cash(row.total, look), cash(row.balance, look)], 'No invoices.', shown.invoices.isCut, billed)}
${table('Estimates', ['Estimate', 'Issued', 'Valid until', 'Status', 'Total'], shown.estimates.items, (row) => [name(row), day(row.issueDate), day(row.validUntil), said(row.status), cash(row.total, look)], 'No estimates.', shown.estimates.isCut, billed)}
${table('Credit notes', ['Credit note', 'Issued', 'Reason', 'Total'], shown.creditNotes.items, (row) => [name(row), day(row.issueDate), row.reason ?? '', cash(row.total, look)], 'No credit notes.', shown.creditNotes.isCut, billed)}
${table('Payments', ['Received', 'Method', 'Reference', 'Refunded', 'Amount'], shown.payments.items, (row) => [day(row.receivedOn), said(row.method), html`${row.reference}${row.undoneAt && html` <small>Undone</small>`}`, cash(row.refunded, look), cash(row.amount, look)], 'No payments.', shown.payments.isCut)}
${shown.refunds.items.length > 0 && table('Refunds', ['Asked for', 'State', 'Note', 'Amount'], shown.refunds.items, (row) => [at(row.createdAt), said(row.state), row.failure ?? row.note ?? '', cash(row.amount, look)], '', shown.refunds.isCut)}
${shown.disputes.items.length > 0 && table('Disputes', ['Opened', 'State', 'Reason', 'Amount'], shown.disputes.items, (row) => [at(row.openedAt), said(row.status), said(row.reason), cash(row.amount, look)], '', shown.disputes.isCut)}
${table('Ledger', ['Day', 'Entry', 'Owed', 'Paid', 'Credit'], shown.ledger.items, (row) => [day(row.occurredOn), said(row.kind), cash(row.owedChange, look), cash(row.paidChange, look), cash(row.creditChange, look)], 'No entries.', shown.ledger.isCut)}`;
}

async function conversations({ tickets }: ClientRecord, look: RecordLook): Promise<Html> {
  const kept: { ticket: Ticket; block: Html | null; size: number }[] = [];
  let characters = 0;
  let isCut = false;
  const keep = (ticket: Ticket, block: Html | null, size: number) => {
    kept.push({ ticket, block, size });
    characters += size;
    while (kept.length > MOST.messages || characters > MOST.characters) {
      characters -= kept.shift()!.size;
      isCut = true;
    }
  };
  for await (const ticket of tickets) {
    keep(ticket, null, 0);
    for await (const message of ticket.messages) {
      keep(ticket, messageBlock(message, look), Math.min(message.text.length, MOST_CHARACTERS) + Math.min(message.foldedText?.length ?? 0, MOST_CHARACTERS));
    }
  }
  const threads = [...Map.groupBy(kept, ({ ticket }) => ticket)].map(([ticket, entries]) => html`<section class="ticket">
<h3 dir="auto"><bdi>#${ticket.number}</bdi> ${ticket.subject} <span class="quiet">${said(ticket.state)}${ticket.mergedIntoId && ', merged into another'}</span></h3>${entries.map(({ block }) => block)}</section>`);
  return html`<section class="part"><h2>Tickets</h2>${isCut && cutNote()}${threads.length === 0 ? html`<p class="quiet">No tickets.</p>` : threads}</section>`;
}

type Ticket = ClientRecord['tickets'] extends AsyncIterable<infer T> ? T : never;
type Message = Ticket['messages'] extends AsyncIterable<infer T> ? T : never;

function messageBlock(message: Message, look: RecordLook): Html {
  const { isInternalNote, authorName, createdAt, channel, isAutomatic, text, foldedText, files, deliveries } = message;
  return html`<div class="message${isInternalNote && ' note'}">
<p class="quiet"><b dir="auto">${authorName}</b> ${formatInstant(createdAt, look.locale, look.timeZone)}${channel === 'EMAIL' && ', by mail'}${isAutomatic && ', an automatic answer'}${isInternalNote && html` <b class="mark">Internal note</b>`}</p>
<p class="said" dir="auto">${withBreaks(cut(text))}</p>
${foldedText && html`<p class="folded" dir="auto"><b>Quoted text and signature</b><br>${withBreaks(cut(foldedText))}</p>`}
${files.length > 0 && html`<ul>${files.map((file) => html`<li class="quiet">File: <bdi>${file.name}</bdi>${file.size !== null && `, ${formatFileSize(file.size, look.locale)}`}${file.omittedBecause && `, not kept: ${file.omittedBecause}`}</li>`)}</ul>`}
${deliveries.length > 0 && html`<p class="quiet">${deliveries.map(({ recipient, state, error }) => html`<span>To <bdi>${recipient}</bdi>: ${said(state).toLowerCase()}${error && ` (${error})`}. </span>`)}</p>`}
</div>`;
}

async function history({ mails, timeline }: ClientRecord, look: RecordLook): Promise<Html> {
  const at = (date: Date) => formatInstant(date, look.locale, look.timeZone);
  const sent = await latest(mails, MOST.mails);
  const events = await first(timeline, MOST.events);
  return html`
${table('Mails', ['Written', 'To', 'Subject', 'State'], sent.items, (row) => [at(row.createdAt), row.recipient, html`<span dir="auto">${row.subject ?? said(row.kind)}</span>`, html`${said(row.state)}${row.error && html`<small class="why">${row.error}</small>`}`], 'No mails.', sent.isCut)}
${table('Timeline, newest first', ['When', 'What', 'By'], events.items, (row) => [at(row.occurredAt), html`<span dir="auto">${row.summary}</span>`, row.teamMemberName ?? ''], 'Nothing has happened yet.', events.isCut)}`;
}

/** `below` has what belongs to a row and needs the width of the table. */
function table<T>(title: string, columns: string[], rows: T[], cells: (row: T) => (Html | string | Cash)[], empty: string, isCut: boolean, below: (row: T) => Html | false = () => false): Html {
  if (rows.length === 0) return html`<section class="part"><h2>${title}</h2><p class="quiet">${empty}</p></section>`;
  const shown = rows.map(cells);
  const isNumber = columns.map((_, index) => shown[0]![index] instanceof Cash);
  const cell = (value: Html | string | Cash, index: number) => (isNumber[index] ? html`<td class="number">${String(value)}</td>` : html`<td${isShort(value) && trustedHtml(' class="short"')}>${value instanceof Cash ? String(value) : value}</td>`);
  return html`<section class="part"><h2>${title}</h2>${isCut && cutNote()}<table><thead><tr>${columns.map((name, index) => html`<th scope="col"${isNumber[index] && trustedHtml(' class="number"')}>${name}</th>`)}</tr></thead>
<tbody>${shown.map((row, index) => {
    const more = below(rows[index]!);
    return html`<tr${more && trustedHtml(' class="goes-on"')}>${row.map(cell)}</tr>${more && html`<tr><td colspan="${columns.length}">${more}</td></tr>`}`;
  })}</tbody></table></section>`;
}

/** A word, a day or an address stays whole; what is long may break anywhere. */
const isShort = (value: Html | string | Cash) => typeof value === 'string' && value.length <= 32;

/** An amount as it is written: set to the right, in figures of one width. */
class Cash {
  constructor(private readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

const cash = ({ minorUnits, currency }: Money, { locale }: RecordLook) => new Cash(formatMoney(minorUnits, currency, locale));
const cutNote = () => html`<p class="cut">There is more than is printed here: this is the latest. The export as JSON has all of it.</p>`;
const cut = (text: string) => (text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS).toWellFormed()} … (cut; the export as JSON has all of it)`);

/** "BANK_TRANSFER" is "Bank transfer". */
function said(word: string): string {
  const text = word.replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The last of a list that begins with the oldest. */
async function latest<T>(list: AsyncIterable<T>, most: number): Promise<{ items: T[]; isCut: boolean }> {
  const items: T[] = [];
  let isCut = false;
  for await (const item of list) {
    items.push(item);
    if (items.length <= most) continue;
    items.shift();
    isCut = true;
  }
  return { items, isCut };
}

async function first<T>(list: AsyncIterable<T>, most: number): Promise<{ items: T[]; isCut: boolean }> {
  const items: T[] = [];
  for await (const item of list) {
    if (items.length === most) return { items, isCut: true };
    items.push(item);
  }
  return { items, isCut: false };
}

const RECORD_STYLE = `
.record { font-size: 9pt; }
.record .part { margin-block-start: 2.2em; }
.record .part > h2 { margin-block-end: .7em; padding-block-end: .35em; border-block-end: 1px solid var(--ink); color: var(--ink); font-size: 1.2em; font-weight: 600; break-after: avoid; }
.record thead { display: table-header-group; }
.record table { font-size: .94em; }
.record :is(th, td) { padding: .42em 0 .42em 1.2em; }
.record tbody td { border-block-end: 1px solid var(--rule); }
.record td:is(.short, :first-child:not([colspan])) { white-space: nowrap; }
.record tr.goes-on td { padding-block-end: 0; border: 0; break-after: avoid; }
.record .why { display: block; }
.record .billed li { display: flex; justify-content: space-between; gap: 2em; padding-inline-start: 1.2em; color: var(--quiet); font-size: .92em; font-variant-numeric: tabular-nums; }
.record .ticket { margin-block-end: 1.8em; }
.record h3 { margin: 0 0 .6em; font: inherit; font-weight: 600; font-size: 1.08em; break-after: avoid; }
.record h3 .quiet { font-size: .8em; }
.record .message { padding: .55em 0 .55em 1.1em; border-inline-start: 2px solid var(--rule); }
.record .message.note { border-inline-start-color: #b7791f; background: #fdf6e3; }
.record .message > p:first-child { break-after: avoid; }
.record .message > p:first-child b { color: var(--ink); font-weight: 600; }
.record .message .mark { color: #7a4d0b !important; }
.record .said { orphans: 2; widows: 2; }
.record .folded { margin-block-start: .5em; color: var(--quiet); font-size: .86em; }
.record .folded b { font-weight: 500; }
.record ul { list-style: none; }
.record .cut { margin-block-end: .8em; font-weight: 600; break-after: avoid; }
`;
