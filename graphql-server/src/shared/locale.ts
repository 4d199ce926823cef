import { badInput } from './domain-error.ts';

/** A language that Intl can write, in its canonical form: "de-at" is "de-AT". */
export function localeFrom(text: string): string {
  try {
    const [locale] = Intl.getCanonicalLocales(text.trim());
    if (locale && locale.length <= 35 && Intl.NumberFormat.supportedLocalesOf(locale).length > 0) return locale;
  } catch {
    // Falls through to the same answer.
  }
  throw badInput(`"${text.slice(0, 40)}" is not a language that we know, such as de-AT.`, 'locale');
}
