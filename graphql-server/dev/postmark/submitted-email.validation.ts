import { isAcceptableAddress, parseAddress, parseAddresses } from './mail-address.ts';
import type { SubmittedEmail } from './sent-message.ts';

/** An answer in Postmark's error form. */
export interface PostmarkRefusal {
  status: number;
  ErrorCode: number;
  Message: string;
}

/**
 * What Postmark would not accept, by its documented limits and codes
 * (https://postmarkapp.com/developer/api/overview#error-codes).
 */
export function refusalOf(email: SubmittedEmail): PostmarkRefusal | undefined {
  for (const check of CHECKS) {
    const refusal = check(email);
    if (refusal) return refusal;
  }
  return undefined;
}

export function unprocessable(ErrorCode: number, Message: string): PostmarkRefusal {
  return { status: 422, ErrorCode, Message };
}

/** The addresses a mail goes to, each once. */
export function recipientsOf(email: SubmittedEmail): string[] {
  const all = [email.To, email.Cc, email.Bcc].flatMap((list) => parseAddresses(list ?? ''));
  return [...new Map(all.map((address) => [address.email.toLowerCase(), address.email])).values()];
}

const invalid = (message: string) => unprocessable(300, message);
const MEGABYTE = 1024 * 1024;

const CHECKS: ((email: SubmittedEmail) => PostmarkRefusal | undefined)[] = [
  checkTypes,
  checkSender,
  checkRecipients,
  checkBody,
  checkLimits,
  checkMetadata,
  checkAttachments,
];

function checkTypes(email: SubmittedEmail): PostmarkRefusal | undefined {
  const texts = ['From', 'To', 'Cc', 'Bcc', 'ReplyTo', 'Subject', 'HtmlBody', 'TextBody', 'Tag'] as const;
  const wrong =
    texts.find((field) => email[field] != null && typeof email[field] !== 'string') ??
    (['Headers', 'Attachments'] as const).find((field) => email[field] != null && !Array.isArray(email[field]));
  return wrong && unprocessable(403, `Incompatible JSON: the field '${wrong}' has the wrong type.`);
}

function checkSender({ From, ReplyTo }: SubmittedEmail): PostmarkRefusal | undefined {
  if (!From?.trim()) return invalid("Invalid 'From' address: ''.");
  const { email } = parseAddress(From);
  if (!isAcceptableAddress(email)) return invalid(`Invalid 'From' address: '${From}'.`);
  // No mail can come from it, so that a developer can see what an unconfirmed sender does.
  if (/@unverified\./i.test(email)) {
    return unprocessable(
      400,
      `The 'From' address you supplied (${From}) is not a Sender Signature on your account. Please add and confirm this address in order to be able to use it in the 'From' field of your messages.`,
    );
  }
  return firstBadAddress('ReplyTo', ReplyTo);
}

function checkRecipients(email: SubmittedEmail): PostmarkRefusal | undefined {
  const bad = firstBadAddress('To', email.To) ?? firstBadAddress('Cc', email.Cc) ?? firstBadAddress('Bcc', email.Bcc);
  if (bad) return bad;
  const { length } = recipientsOf(email);
  if (length === 0) return invalid('Zero recipients specified');
  if (length > 50) return invalid(`Too many recipients: ${length}. The maximum of 50 recipients is allowed per message.`);
  return undefined;
}

function firstBadAddress(field: string, list: string | undefined): PostmarkRefusal | undefined {
  const bad = parseAddresses(list ?? '').find(({ email }) => !isAcceptableAddress(email));
  return bad && invalid(`Error parsing '${field}': Illegal email address '${bad.email}'.`);
}

function checkBody({ HtmlBody, TextBody }: SubmittedEmail): PostmarkRefusal | undefined {
  if (!HtmlBody && !TextBody) return invalid('Provide either email TextBody or HtmlBody or both.');
  for (const [field, body] of Object.entries({ HtmlBody, TextBody })) {
    if (Buffer.byteLength(body ?? '') > 5 * MEGABYTE) return invalid(`The '${field}' exceeds the maximum size of 5 MB.`);
  }
  return undefined;
}

function checkLimits(email: SubmittedEmail): PostmarkRefusal | undefined {
  if ((email.Subject ?? '').length > 2000) return invalid("The 'Subject' exceeds the maximum length of 2000 characters.");
  if ((email.Tag ?? '').length > 1000) return invalid("The 'Tag' exceeds the maximum length of 1000 characters.");
  const attached = (email.Attachments ?? []).reduce((sum, one) => sum + (one.Content?.length ?? 0), 0);
  const size = attached + Buffer.byteLength(email.HtmlBody ?? '') + Buffer.byteLength(email.TextBody ?? '');
  if (size > 10 * MEGABYTE) return invalid(`The message is ${size} bytes large. The maximum size of a message is 10 MB.`);
  return undefined;
}

function checkMetadata({ Metadata }: SubmittedEmail): PostmarkRefusal | undefined {
  const entries = Object.entries(Metadata ?? {});
  if (entries.length > 10) return invalid('A message can have at most 10 metadata fields.');
  const bad = entries.find(([name, value]) => name.length > 20 || String(value).length > 80);
  return bad && invalid(`The metadata field '${bad[0]}' is too long: 20 characters for a name, 80 for a value.`);
}

function checkAttachments({ Attachments }: SubmittedEmail): PostmarkRefusal | undefined {
  for (const { Name, Content, ContentType } of Attachments ?? []) {
    if (!Name || !Content || !ContentType) return invalid('Attachments must have a Name, a Content and a ContentType.');
    if (!/^[A-Za-z0-9+/\s]*={0,2}$/.test(Content)) return invalid(`The content of '${Name}' is not base64.`);
    const extension = /\.([^.]+)$/.exec(Name)?.[1]?.toLowerCase() ?? '';
    if (FORBIDDEN_EXTENSIONS.has(extension)) {
      return unprocessable(411, `The attachment '${Name}' has a type that cannot be sent: '.${extension}'.`);
    }
  }
  return undefined;
}

/** https://postmarkapp.com/developer/user-guide/send-email-with-api#attachments */
const FORBIDDEN_EXTENSIONS = new Set(
  `vbs exe bin bat chm com cpl crt hlp hta inf ins isp jse lnk mdb pcd pif reg scr sct shs vbe vba wsf wsh wsl msc msi
  msp mst`.split(/\s+/),
);
