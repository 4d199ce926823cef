import { composeMail, mailButton, mailHeading, mailNote, mailParagraphs, type ComposedMail } from '../mail/mail-layout.ts';
import { html } from '../shared/html.ts';

export function portalSignInEmail(mail: { businessName: string; brandColor: string; contactName: string; link: string }): ComposedMail {
  const heading = `Your link to the portal of ${mail.businessName}`;
  return signInEmail({
    ...mail,
    heading,
    subject: heading,
    greeting: `Hello ${mail.contactName},`,
    opening: 'Here are your invoices, payments and messages. There is no password: the link is all you need.',
    label: 'Open the portal',
    closing: 'If you did not ask for this link, you need do nothing. Please do not forward this e-mail.',
  });
}

/** The dashboard's own colour, which is no business's. */
const ADMIN_COLOR = '#27313f';

export function adminSignInEmail(mail: { name: string; businessName: string; link: string; expiresInMinutes: number }): ComposedMail {
  return signInEmail({
    ...mail,
    brandColor: ADMIN_COLOR,
    heading: 'Sign in to the dashboard',
    subject: `Sign in to ${mail.businessName}`,
    greeting: `Hello ${mail.name},`,
    opening: `This link signs you in to the dashboard of ${mail.businessName}.`,
    label: 'Sign in',
    closing: `It works once, within ${mail.expiresInMinutes} minutes. If you did not ask for it, you need do nothing.`,
  });
}

interface SignInWords {
  businessName: string;
  brandColor: string;
  link: string;
  subject: string;
  heading: string;
  greeting: string;
  opening: string;
  label: string;
  closing: string;
}

function signInEmail({ heading, greeting, opening, label, closing, link, ...mail }: SignInWords): ComposedMail {
  return composeMail({
    ...mail,
    preheader: opening,
    content: html`${mailHeading(heading)}
${mailParagraphs(`${greeting}\n\n${opening}`)}
<div style="margin:28px 0 24px">${mailButton({ label, url: link }, mail.brandColor)}</div>
${mailNote(closing)}`,
    text: [heading, greeting, opening, `${label}:\n${link}`, closing].join('\n\n'),
    footerLines: [],
  });
}
