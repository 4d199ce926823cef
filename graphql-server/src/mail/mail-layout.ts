import { groundAndInk, readableColor, safeColor } from '../shared/brand-color.ts';
import { cutText } from '../shared/cut-text.ts';
import { html, lines, trustedHtml, type Html } from '../shared/html.ts';

export interface MailContent {
  subject: string;
  /** What an inbox shows beside the subject. */
  preheader: string;
  businessName: string;
  brandColor: string;
  /** Absolute. It is all that a mail ever fetches, and only from the business's own portal. */
  logoUrl?: string | null;
  content: Html;
  /** The same as plain text, for those who read mail so. */
  text: string;
  footerLines: string[];
}

export interface ComposedMail {
  subject: string;
  html: string;
  text: string;
}

/** A whole message: nothing in it is fetched but the logo. Tables and inline styles, as Outlook wants them. */
export function composeMail(mail: MailContent): ComposedMail {
  const footer = [mail.businessName, ...mail.footerLines];
  return {
    subject: headerText(mail.subject),
    html: layout(mail, footer).toString(),
    // The separator of RFC 3676: what follows it is not quoted in an answer.
    text: `${mail.text.trim()}\n\n-- \n${footer.join('\n')}\n`,
  };
}

/** A line break in it would begin another header. */
function headerText(text: string): string {
  return cutText(text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim(), 250);
}

const FONT = `font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif`;
const PAPER = '#ffffff';
const DARK_PAPER = '#202124';
const INK = 'color:#1c1d20';
const QUIET = 'color:#5b5e66';
const RULE = 'border-top:1px solid #dddee1';

const DARK_STYLE = `
@media (prefers-color-scheme: dark) {
  .ground { background: #151618 !important; }
  .paper { background: ${DARK_PAPER} !important; }
  .ink { color: #ececee !important; }
  .quiet { color: #a9acb3 !important; }
  .rule { border-color: #3b3d42 !important; }
  .button { border-color: #6d7077 !important; }
  .logo { padding: 6px 8px !important; border-radius: 4px; background: #ffffff !important; }
}
@media (max-width: 480px) {
  .paper { padding: 28px 20px !important; }
  .wide { display: block !important; text-align: center !important; }
}`;

function layout({ subject, preheader, businessName, brandColor, logoUrl, content }: MailContent, footer: string[]): Html {
  const brand = safeColor(brandColor);
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${headerText(subject)}</title>
<style>:root { color-scheme: light dark; }${trustedHtml(DARK_STYLE)}
@media (prefers-color-scheme: dark) { .figure { color: ${readableColor(brand, DARK_PAPER)} !important; } }</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f3f3f1">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preheader}${trustedHtml('&#847;&zwnj;&nbsp;'.repeat(60))}</div>
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f3f3f1">
<tr><td align="center" style="padding:24px 12px">
<!--[if mso]><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">
<tr><td style="background:${brand};height:4px;line-height:4px;font-size:0">&nbsp;</td></tr>
<tr><td class="paper ink" style="background:${PAPER};padding:36px 40px;${FONT};font-size:16px;line-height:1.55;${INK};overflow-wrap:anywhere">
<p class="ink" style="margin:0 0 28px;font-weight:600;${INK}">${logoUrl ? logo(logoUrl, businessName) : html`<bdi>${businessName}</bdi>`}</p>
${content}
</td></tr>
<tr><td class="quiet" style="padding:20px 12px;${FONT};font-size:13px;line-height:1.6;${QUIET};text-align:center">${footer.map(
    (line, index) => html`${index > 0 && trustedHtml('<br>')}<bdi>${line}</bdi>`,
  )}</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>`;
}

/** Outlook knows the attribute alone; where pictures are blocked, the name stands in its place. */
function logo(url: string, businessName: string): Html {
  return html`<img class="logo" src="${url}" alt="${businessName}" height="44" style="display:inline-block;height:44px;width:auto;max-width:100%;object-fit:contain;object-position:left;border:0">`;
}

export function mailHeading(text: string): Html {
  return html`<h1 class="ink" style="margin:0 0 16px;font-size:24px;line-height:1.25;font-weight:600;letter-spacing:-0.01em;${INK}">${text}</h1>`;
}

/** A paragraph for each that blank lines part. */
export function mailParagraphs(text: string): Html[] {
  return text.trim().split(/(?:\r?\n){2,}/).map((paragraph) => html`<p class="ink" dir="auto" style="margin:0 0 16px;${INK}">${lines(paragraph)}</p>`);
}

export function mailNote(text: string): Html {
  return html`<p class="quiet" style="margin:16px 0 0;font-size:14px;${QUIET}">${lines(text)}</p>`;
}

export function mailRule(): Html {
  return html`<div class="rule" style="${RULE};margin:24px 0;height:0;line-height:0;font-size:0">&nbsp;</div>`;
}

/** What the message is about, in the business's colour as far as it can be read. */
export function mailFigure(label: string, figure: string, brandColor: string): Html {
  return html`<p class="quiet" style="margin:24px 0 0;font-size:14px;${QUIET}">${label}</p>
<p class="figure" style="margin:0 0 24px;font-size:34px;line-height:1.2;font-weight:600;letter-spacing:-0.02em;color:${readableColor(brandColor, PAPER)}"><bdi>${figure}</bdi></p>`;
}

/** Two columns: what, and how much. The last row weighs more. */
export function mailRows(rows: readonly (readonly [what: string, amount: string])[]): Html {
  const cell = (index: number) =>
    `padding:9px 0;${RULE};${INK};vertical-align:top;${index === rows.length - 1 ? 'font-weight:600' : 'font-weight:400'}`;
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:28px 0 0;font-size:15px;line-height:1.45">
${rows.map(
  ([what, amount], index) => html`<tr><td class="ink rule" dir="auto" style="${cell(index)};text-align:left">${what}</td>
<td class="ink rule" align="right" style="${cell(index)};padding-left:20px;white-space:nowrap"><bdi>${amount}</bdi></td></tr>`,
)}
</table>`;
}

export function mailQuote(content: Html[]): Html {
  return html`<blockquote class="quiet rule" dir="auto" style="margin:8px 0 0;padding:0 0 0 14px;border-left:3px solid #dddee1;font-size:14px;${QUIET}">${content}</blockquote>`;
}

/**
 * 50 px high, and full width on a phone. Outlook ignores the padding of a link: the conditional
 * spaces stand in for it there (goodemailcode.com/email-code/link-button).
 */
export function mailButton({ label, url }: { label: string; url: string }, brandColor: string): Html {
  const { ground, ink } = groundAndInk(brandColor);
  return html`<a class="button wide" href="${url}" style="display:inline-block;box-sizing:border-box;min-height:50px;padding:13px 30px;border:1px solid ${ground};border-radius:6px;background:${ground};color:${ink};font-size:16px;line-height:22px;font-weight:600;text-decoration:none;mso-padding-alt:0;text-underline-color:${ground}"><!--[if mso]><i style="mso-font-width:200%;mso-text-raise:26pt" hidden>&emsp;</i><span style="mso-text-raise:13pt"><![endif]-->${label}<!--[if mso]></span><i style="mso-font-width:200%" hidden>&emsp;&#8203;</i><![endif]--></a>`;
}

export function mailSmallButton({ label, url }: { label: string; url: string }): Html {
  return html`<a class="button ink" href="${url}" style="display:inline-block;padding:10px 16px;border:1px solid #c6c8cd;border-radius:6px;${INK};font-size:14px;line-height:22px;font-weight:600;text-decoration:none;mso-padding-alt:0"><!--[if mso]><i style="mso-font-width:150%;mso-text-raise:18pt" hidden>&emsp;</i><span style="mso-text-raise:9pt"><![endif]-->${label}<!--[if mso]></span><i style="mso-font-width:150%" hidden>&emsp;&#8203;</i><![endif]--></a>`;
}
