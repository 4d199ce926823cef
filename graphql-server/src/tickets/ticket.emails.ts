import { composeMail, mailNote, mailParagraphs, mailQuote, mailRule, mailSmallButton, type ComposedMail } from '../mail/mail-layout.ts';
import { formatInstant } from '../shared/format.ts';
import { html } from '../shared/html.ts';
import { messageHtml } from './message-html.ts';
import { previewOf } from './message-text.ts';

const HOW_TO_ANSWER = 'Reply to this e-mail to answer.';

/** Looks like what it is, an answer to a message: the words first, then how to go on, then what they answer. */
export function ticketReplyEmail(mail: {
  businessName: string;
  brandColor: string;
  authorName: string;
  ticketNumber: number;
  subject: string;
  body: string;
  /** That do not go with the mail: too large, or of a kind that no mail takes. */
  missingFiles?: string[];
  /** The message that is answered. */
  quoted: { authorName: string; at: Date | string; body: string } | null;
  /** None for somebody in copy, who has no portal. */
  link: string | null;
  locale: string;
  timeZone?: string;
}): ComposedMail {
  const { body, quoted, locale, timeZone } = mail;
  const signature = `${mail.authorName}, ${mail.businessName}`;
  const missing = mail.missingFiles?.length ? `Files too large for this mail${mail.link ? ', in the portal' : ''}: ${mail.missingFiles.join(', ')}` : null;
  const button = mail.link ? { label: 'Open in the portal', url: mail.link } : null;
  const quoteHeader = quoted && `On ${formatInstant(new Date(quoted.at), locale, timeZone)}, ${quoted.authorName} wrote:`;

  return composeMail({
    subject: ticketSubject(mail.ticketNumber, mail.subject),
    preheader: previewOf(body).slice(0, 120),
    businessName: mail.businessName,
    brandColor: mail.brandColor,
    content: html`${messageHtml(body)}${mailParagraphs([missing, signature].filter(Boolean).join('\n\n'))}
${mailRule()}
<p class="quiet" style="margin:0 0 14px;color:#5b5e66;font-size:14px">${HOW_TO_ANSWER}</p>
${button && mailSmallButton(button)}
${quoted && html`<div style="margin-top:28px">${mailNote(quoteHeader ?? '')}${mailQuote(messageHtml(quoted.body, 'quiet'))}</div>`}`,
    text: [
      body.trim(),
      ...(missing ? [missing] : []),
      signature,
      '____________________',
      HOW_TO_ANSWER,
      ...(button ? [`${button.label}:\n${button.url}`] : []),
      ...(quoted ? [`${quoteHeader}\n${asQuote(quoted.body)}`] : []),
    ].join('\n\n'),
    footerLines: [],
  });
}

/** The same for every mail of a ticket, so that mail programs keep them together. */
export function ticketSubject(ticketNumber: number, subject: string): string {
  const mark = `[#${ticketNumber}]`;
  const bare = subject.replaceAll(mark, '').replace(/^\s*((re|fwd?)\s*:\s*)+/i, '').trim();
  return `Re: ${mark} ${bare}`;
}

function asQuote(text: string): string {
  return text.trim().split(/\r\n|\r|\n/).map((line) => `> ${line}`.trimEnd()).join('\n');
}
