import type { SearchOption } from './search-options.ts';

/** ISO 4217, as of the server: Intl also names currencies that nobody bills in any more. */
const CURRENCIES = `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
  CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL
  HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA
  MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
  RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU
  UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG`.split(/\s+/);

/** ISO 3166-1 alpha-2: Intl also names regions that are not countries. */
const COUNTRIES = `AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY
  BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
  GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG
  KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
  MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB
  SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ
  VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`.split(/\s+/);

const LOCALES = `ar-AE ar-SA bg-BG bn-BD cs-CZ da-DK de-AT de-CH de-DE el-GR en-AU en-CA en-GB en-IE en-IN en-NZ en-US
  en-ZA es-AR es-ES es-MX et-EE fi-FI fr-BE fr-CA fr-CH fr-FR he-IL hi-IN hr-HR hu-HU id-ID is-IS it-CH it-IT ja-JP
  ko-KR lt-LT lv-LV ms-MY nb-NO nl-BE nl-NL pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sl-SI sr-RS sv-SE th-TH tr-TR uk-UA
  vi-VN zh-CN zh-HK zh-TW`.split(/\s+/);

/** Choices of a field, named in the reader's language; the given one is among them whatever it is. */
export function currencyChoices(own: string, language: string): SearchOption[] {
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  return withOwn(CURRENCIES, own).map((code) => ({ value: code, label: `${code} · ${names.of(code)}` }));
}

export function countryChoices(own: string, language: string): SearchOption[] {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  return byLabel(withOwn(COUNTRIES, own).map((code) => ({ value: code, label: names.of(code) ?? code })), language);
}

export function localeChoices(own: string, language: string): SearchOption[] {
  const names = new Intl.DisplayNames(language, { type: 'language', languageDisplay: 'standard' });
  return byLabel(withOwn(LOCALES, own).map((code) => ({ value: code, label: names.of(code) ?? code, detail: () => code })), language);
}

/** The city stands first, since that is what people look for and type. */
export function timeZoneChoices(own: string, language: string): SearchOption[] {
  const zones = withOwn(['UTC', ...Intl.supportedValuesOf('timeZone')], own);
  return byLabel(zones.map((value) => ({ value, label: cityOf(value), detail: () => offsetOf(value) })), language);
}

function withOwn(codes: readonly string[], own: string): string[] {
  return [...new Set(own ? [own, ...codes] : codes)];
}

function byLabel(options: SearchOption[], language: string): SearchOption[] {
  const { compare } = new Intl.Collator(language);
  return options.toSorted((one, other) => compare(one.label, other.label));
}

const cityOf = (zone: string) => zone.replaceAll('_', ' ').split('/').toReversed().join(', ');

function offsetOf(timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
