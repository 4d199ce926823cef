import type { SentMessage } from '../sent-message.ts';
import { escapeHtml } from './html.ts';

/** A mail may bring its styles and pictures, and nothing that runs; its links open in a tab of their own. */
export const MAIL_DOCUMENT_CSP = [
  'sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data: https:",
  "font-src data:",
  "frame-ancestors 'self'",
].join('; ');

export function mailDocument(message: SentMessage): string {
  const body = message.HtmlBody
    ? withInlineImages(message)
    : `<meta name="color-scheme" content="light dark"><pre style="white-space:pre-wrap;font:1rem/1.5 system-ui,sans-serif">${escapeHtml(message.TextBody)}</pre>`;
  const head = '<base target="_blank"><meta name="referrer" content="no-referrer">';
  if (/<head[^>]*>/i.test(body)) return body.replace(/<head[^>]*>/i, (tag) => tag + head);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mail</title>${head}</head><body>${body}</body></html>`;
}

/** `cid:logo` in the HTML is the attachment that is named so. */
function withInlineImages({ HtmlBody, MessageID, Attachments }: SentMessage): string {
  return Attachments.reduce((markup, { ContentID }, index) => {
    if (!ContentID) return markup;
    const source = ContentID.startsWith('cid:') ? ContentID : `cid:${ContentID}`;
    return markup.replaceAll(source, `/dev/outbox/${MessageID}/attachments/${index}`);
  }, HtmlBody);
}
