import { firstRecipient } from '../client-reply.ts';
import { formatAddress, parseAddresses } from '../mail-address.ts';
import type { Delivery, DeliveryState, SentMessage } from '../sent-message.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

export const MAIL_VIEWS = { html: 'As the client sees it', text: 'Text', source: 'Source' };
export type MailView = keyof typeof MAIL_VIEWS;

export interface OutboxPage {
  messages: SentMessage[];
  /** How many there are without the search. */
  total: number;
  query: string;
  selected?: SentMessage;
  view: MailView;
  /** What the webhook said to the reply that was just sent without script. */
  repliedStatus?: number;
}

export function outboxPage(page: OutboxPage): string {
  const { selected } = page;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${selected ? `${selected.Subject} · Outbox` : 'Outbox'}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/dev/outbox/outbox.css" />
        <script type="module" src="/dev/outbox/outbox.js"></script>
      </head>
      <body class="${selected ? 'has-mail' : ''}">
        <a class="skip" href="#mail">Skip to the mail</a>
        <header class="bar">
          <h1><a href="/dev/outbox">Outbox</a></h1>
          <p>Development outbox: nothing here was really sent</p>
        </header>
        <div class="panes">
          <nav class="list-pane" aria-label="Mails">${searchForm(page)} ${messageList(page)}</nav>
          <main id="mail" class="mail-pane" tabindex="-1">${selected ? mail(page, selected) : noMail(page)}</main>
        </div>
        <p id="news" class="visually-hidden" role="status"></p>
      </body>
    </html>`.markup;
}

function searchForm({ query, messages, total }: OutboxPage): Html {
  return html`<form class="search" role="search" action="/dev/outbox">
    <label class="visually-hidden" for="search">Search the mails</label>
    <input id="search" type="search" name="q" value="${query}" placeholder="Search" autocomplete="off" />
    <p id="count" class="count" data-live>${query ? `${messages.length} of ${total}` : total} ${total === 1 ? 'mail' : 'mails'}</p>
  </form>`;
}

function messageList({ messages, total, selected, query }: OutboxPage): Html {
  if (messages.length === 0) {
    return html`<div id="list" data-live><p class="empty">${total ? 'No mail has these words.' : 'No mail yet.'}</p></div>`;
  }
  return html`<div id="list" data-live>
    <ul>
      ${messages.map((message) => listItem(message, message === selected, query))}
    </ul>
  </div>`;
}

function listItem(message: SentMessage, isSelected: boolean, query: string): Html {
  const search = query ? `?q=${encodeURIComponent(query)}` : '';
  return html`<li>
    <a href="/dev/outbox/${message.MessageID}${search}" ${isSelected && html`aria-current="page"`}>
      <span class="item-to">${recipientNames(message)}</span>
      ${time(message.SubmittedAt, 'short')}
      <span class="item-subject">${message.Subject || '(no subject)'}</span>
      ${stateBadge(message.deliveries)}
    </a>
  </li>`;
}

function noMail({ total }: OutboxPage): Html {
  return html`<div class="hint">
    <h2>${total ? 'Choose a mail' : 'Mail appears here by itself'}</h2>
    <p>Send an invoice or answer a ticket: the mail comes here instead of going out.</p>
    <p>Some addresses misbehave, to see what happens then:</p>
    <dl>
      ${MISBEHAVING.map(([address, effect]) => html`<dt><code>${address}</code></dt><dd>${effect}</dd>`)}
    </dl>
    <p>For tests and scripts there is <a href="/dev/outbox.json">/dev/outbox.json</a>.</p>
  </div>`;
}

const MISBEHAVING = [
  ['hardbounce@…', 'bounces, and the address becomes inactive'],
  ['softbounce@…', 'bounces this time only'],
  ['spamcomplaint@…', 'is reported as spam, and the address becomes inactive'],
  ['opens@…', 'is delivered and opened'],
  ['unavailable@…', 'the first attempt is answered with 503'],
  ['lostresponse@…', 'the first mail is taken, but the answer is lost'],
] as const;

function mail(page: OutboxPage, message: SentMessage): Html {
  return html`<article>
    <p class="back"><a href="/dev/outbox${page.query && `?q=${encodeURIComponent(page.query)}`}">← All mails</a></p>
    <header class="mail-head">
      <h2>${message.Subject || '(no subject)'}</h2>
      <dl class="fields">
        ${field('From', message.From)} ${field('To', message.To)} ${field('Cc', message.Cc)} ${field('Bcc', message.Bcc)}
        ${field('Reply to', message.ReplyTo)}
        <div><dt>Sent</dt><dd>${time(message.SubmittedAt, 'long')}</dd></div>
        ${field('Tag', message.Tag)}
      </dl>
      ${deliveryStates(message.deliveries)} ${attachments(message)}
    </header>
    ${viewTabs(page)} ${viewOf(page.view, message)} ${replySection(page, message)}
  </article>`;
}

function field(name: string, value: string): Html | undefined {
  return value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : undefined;
}

function deliveryStates(deliveries: Delivery[]): Html {
  return html`<ul id="states" class="states" aria-label="Delivery" data-live>
    ${deliveries.map(
      (delivery) => html`<li>
        ${stateBadge([delivery])} <span>${delivery.recipient}</span>
        ${delivery.state !== 'delivered' && delivery.details && html`<span class="details">${delivery.details}</span>`}
      </li>`,
    )}
  </ul>`;
}

function attachments({ MessageID, Attachments }: SentMessage): Html | undefined {
  if (Attachments.length === 0) return undefined;
  return html`<ul class="files" aria-label="Attachments">
    ${Attachments.map(
      ({ Name, Content }, index) => html`<li>
        <a href="/dev/outbox/${MessageID}/attachments/${index}" download="${Name}">${Name}</a>
        <span class="details">${fileSize(Content)}</span>
      </li>`,
    )}
  </ul>`;
}

function viewTabs({ view, selected, query }: OutboxPage): Html {
  const search = query ? `&q=${encodeURIComponent(query)}` : '';
  return html`<nav class="views" aria-label="View">
    ${Object.entries(MAIL_VIEWS).map(
      ([name, label]) =>
        html`<a href="/dev/outbox/${selected!.MessageID}?view=${name}${search}" ${name === view && html`aria-current="page"`}>${label}</a>`,
    )}
  </nav>`;
}

function viewOf(view: MailView, message: SentMessage): Html {
  if (view === 'text') return block('Text of the mail', message.TextBody || 'This mail has no text part.');
  if (view === 'source') {
    return html`${block('Headers', rawHeaders(message))} ${message.HtmlBody && block('HTML source', message.HtmlBody)}`;
  }
  return html`<iframe
    class="rendered"
    title="The mail as the client sees it"
    src="/dev/outbox/${message.MessageID}/html"
    sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
    referrerpolicy="no-referrer"
  ></iframe>`;
}

function block(label: string, text: string): Html {
  // A scrolling box must be reachable by keyboard. The first line break inside a pre is dropped by browsers.
  return html`<pre class="block" tabindex="0" role="region" aria-label="${label}">
${text}</pre>`;
}

function rawHeaders(message: SentMessage): string {
  const lines = [
    ['From', message.From],
    ['To', message.To],
    ['Cc', message.Cc],
    ['Bcc', message.Bcc],
    ['Reply-To', message.ReplyTo],
    ['Subject', message.Subject],
    ['Date', new Date(message.SubmittedAt).toUTCString()],
    ['Message-ID', message.internetMessageId],
    ...message.Headers.filter(({ Name }) => !/^message-id$|^x-pm-keepid$/i.test(Name)).map(({ Name, Value }) => [Name, Value]),
    ['X-PM-Message-Id', message.MessageID],
    ['X-PM-Message-Stream', message.MessageStream],
    ['X-PM-Tag', message.Tag],
    ...Object.entries(message.Metadata).map(([name, value]) => [`X-PM-Metadata-${name}`, value]),
  ];
  return lines.filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`).join('\n');
}

function replySection(page: OutboxPage, message: SentMessage): Html {
  return html`<section class="reply" aria-labelledby="reply-title">
    <h3 id="reply-title">Reply as the client</h3>
    ${reachesTicket(message) ? ticketReply(page, message) : otherReply(page, message)}
  </section>`;
}

/** The address behind which a ticket is found: `reply+<32 hexadecimal digits>@…`. */
function reachesTicket({ ReplyTo }: SentMessage): boolean {
  return /\+[0-9a-f]{32}@/i.test(ReplyTo);
}

function ticketReply(page: OutboxPage, message: SentMessage): Html {
  return html`<p class="note">
      Goes to the inbound webhook as Postmark would post it, addressed to
      <code>${message.ReplyTo}</code>.
    </p>
    ${sentReplies(message)} ${replyForm(page, message)}`;
}

function otherReply(page: OutboxPage, message: SentMessage): Html {
  return html`<p class="note">
      An answer to this mail goes to <code>${message.ReplyTo || message.From}</code>, outside the product.
    </p>
    ${sentReplies(message)}
    <details ${page.repliedStatus !== undefined && html`open`}>
      <summary>Send it to the inbound webhook all the same</summary>
      ${replyForm(page, message)}
    </details>`;
}

function replyForm({ repliedStatus }: OutboxPage, message: SentMessage): Html {
  return html`<form id="reply" method="post" enctype="multipart/form-data" action="/dev/outbox/${message.MessageID}/reply">
    <p class="labelled">
      <label for="reply-from">From</label>
      <input id="reply-from" name="from" type="text" required value="${formatAddress(firstRecipient(message))}" autocomplete="off" />
    </p>
    <p class="labelled">
      <label for="reply-text">Message</label>
      <textarea id="reply-text" name="text" rows="5" required></textarea>
    </p>
    <p class="labelled">
      <label for="reply-files">Files</label>
      <input id="reply-files" name="files" type="file" multiple />
    </p>
    <p class="actions">
      <label class="check"><input type="checkbox" name="quote" value="yes" checked /> Quote the original</label>
      <button>Send reply</button>
    </p>
    <p id="reply-result" class="result" role="status">${repliedStatus !== undefined && webhookAnswer(repliedStatus)}</p>
  </form>`;
}

function sentReplies({ replies }: SentMessage): Html {
  return html`<ol id="replies" class="replies" aria-label="Replies so far" data-live ${replies.length === 0 && html`hidden`}>
    ${replies.map(
      (reply) => html`<li>
        <p class="details">${reply.from}, ${time(reply.at, 'long')}: ${webhookAnswer(reply.status)}</p>
        <p class="reply-text">${reply.text}</p>
      </li>`,
    )}
  </ol>`;
}

export function webhookAnswer(status: number): string {
  if (status === 0) return 'The webhook did not answer.';
  return status >= 200 && status < 300 ? `Taken by the webhook (${status}).` : `Refused by the webhook (${status}).`;
}

/** The worst of several copies, since that one needs a look. */
function stateBadge(deliveries: Delivery[]): Html {
  const worst = WORST_FIRST.find((state) => deliveries.some((one) => one.state === state)) ?? 'queued';
  return html`<span class="state ${worst}">${STATE_LABELS[worst]}</span>`;
}

const WORST_FIRST: DeliveryState[] = ['bounced', 'complained', 'inactive', 'queued', 'delivered'];
const STATE_LABELS: Record<DeliveryState, string> = {
  queued: 'Queued',
  delivered: 'Delivered',
  bounced: 'Bounced',
  complained: 'Spam complaint',
  inactive: 'Inactive',
};

function recipientNames({ To, deliveries }: SentMessage): string {
  const named = parseAddresses(To).map(({ name, email }) => name || email);
  return (named.length > 0 ? named : deliveries.map(({ recipient }) => recipient)).join(', ');
}

function time(instant: string, form: 'short' | 'long'): Html {
  return html`<time datetime="${instant}">${timeText(new Date(instant), form)}</time>`;
}

function timeText(date: Date, form: 'short' | 'long'): string {
  if (form === 'long') return date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

function fileSize(base64: string): string {
  const bytes = Math.floor((base64.replaceAll(/[\s=]/g, '').length * 3) / 4);
  return bytes < 1024 ? `${bytes} B` : bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
