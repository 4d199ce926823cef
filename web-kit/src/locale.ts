import { getContext, setContext } from 'svelte';

/** How this person reads dates and amounts; the server decides, so that both renders agree. */
export interface Locale {
  language: string;
  timeZone: string;
}

const key = Symbol('locale');
const fallback: Locale = { language: 'en', timeZone: 'UTC' };

export function setLocale(locale: () => Locale): void {
  setContext(key, locale);
}

export function getLocale(): Locale {
  return getContext<(() => Locale) | undefined>(key)?.() ?? fallback;
}

/** The first language of an Accept-Language header that Intl knows. */
export function preferredLanguage(acceptLanguage: string | null): string {
  const asked = (acceptLanguage ?? '')
    .split(',')
    .map((part) => part.split(';')[0]!.trim())
    .filter((tag) => /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag));
  return Intl.DateTimeFormat.supportedLocalesOf(asked)[0] ?? 'en';
}
