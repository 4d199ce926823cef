import { domainToASCII } from 'node:url';

/**
 * Dot-atom of RFC 5322, with the letters of all scripts as RFC 6531 allows. Quoted local parts and
 * comments are left out: providers refuse them, header injection hides in them.
 */
const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/**
 * The address in the form in which it is kept and compared: lower case, an international domain as
 * punycode. Null when the text is not one plain address ("Ada <ada@x.example>" and lists are not).
 */
export function normalizedEmailAddress(text: string): string | null {
  const address = text.normalize('NFC').toLowerCase();
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const written = address.slice(at + 1);
  if (local.length > 64 || address.length > 254 || !LOCAL_PART.test(local)) return null;
  // domainToASCII reads like a URL: it would decode %2e and drop tabs.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(written)) return null;
  const domain = domainToASCII(written);
  const isDomain = DOMAIN.test(domain) && domain.split('.').every((label) => label.length <= 63);
  return isDomain && local.length + 1 + domain.length <= 254 ? `${local}@${domain}` : null;
}
