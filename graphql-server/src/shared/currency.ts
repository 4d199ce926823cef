import { badInput } from './domain-error.ts';

/**
 * Active codes of ISO 4217 list one (six-group.com, amendment 180) by the number of decimals of
 * the minor unit. Metals, test codes and units of account without a minor unit are left out: nobody
 * bills in them. Do not replace this with Intl: CLDR gives the digits in daily use (IQD 0), not
 * those of the standard (IQD 3).
 */
const CODES_BY_EXPONENT: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF
    CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
    GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR
    PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
    TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

/** Replaced since 2023 (by EUR, EUR, XCG): the invoices of past years that a business imports carry them. */
const WITHDRAWN_WITH_TWO_DECIMALS = 'BGN HRK ANG';

const EXPONENTS: ReadonlyMap<string, number> = new Map([
  ...Object.entries(CODES_BY_EXPONENT).flatMap(([exponent, codes]) =>
    codes.split(/\s+/).map((code) => [code, Number(exponent)] as const),
  ),
  ...WITHDRAWN_WITH_TWO_DECIMALS.split(' ').map((code) => [code, 2] as const),
]);

/** True for an ISO 4217 code in capitals. */
export function isCurrency(code: string): boolean {
  return EXPONENTS.has(code);
}

/** Number of decimals: EUR 2, JPY 0, KWD 3. */
export function currencyExponent(code: string): number {
  const exponent = EXPONENTS.get(code);
  if (exponent === undefined) {
    throw badInput(`"${code.slice(0, 20)}" is not a currency; expected an ISO 4217 code such as EUR.`, 'currency');
  }
  return exponent;
}
