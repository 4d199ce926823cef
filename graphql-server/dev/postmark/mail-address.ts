export interface MailAddress {
  name: string;
  email: string;
}

/** Splits `"Doe, Jane" <jane@example.com>, bob@example.com` at the commas that separate addresses. */
export function parseAddresses(list: string): MailAddress[] {
  const parts = list.match(/(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^,"<])+/g) ?? [];
  return parts.map((part) => part.trim()).filter(Boolean).map(parseAddress);
}

export function parseAddress(text: string): MailAddress {
  const named = /^(.*?)<([^<>]*)>$/s.exec(text.trim());
  if (!named) return { name: '', email: text.trim() };
  return { name: unquote(named[1]!.trim()), email: named[2]!.trim() };
}

/** The rules that Postmark publishes for error 300; they refuse what is not ASCII. */
export function isAcceptableAddress(email: string): boolean {
  const at = email.lastIndexOf('@');
  return at > 0 && MAILBOX.test(email.slice(0, at)) && DOMAIN.test(email.slice(at + 1));
}

/** The part behind the plus: `ticket-456` of `support+ticket-456@example.com`. */
export function mailboxHash(email: string): string {
  return /^[^@]*?\+([^@]*)@/.exec(email)?.[1] ?? '';
}

export function formatAddress({ name, email }: MailAddress): string {
  if (!name) return email;
  const isPlain = /^[\p{L}\p{N} _'-]+$/u.test(name);
  return `${isPlain ? name : `"${name.replaceAll(/["\\]/g, '\\$&')}"`} <${email}>`;
}

const MAILBOX = /^[a-z0-9.!#$%&'`*+\-/=^_{}|~]+$/i;
const DOMAIN = /^(\.?[a-z0-9-])+$/i;

function unquote(name: string): string {
  return name.startsWith('"') && name.endsWith('"') && name.length > 1
    ? name.slice(1, -1).replaceAll(/\\(.)/g, '$1')
    : name;
}
