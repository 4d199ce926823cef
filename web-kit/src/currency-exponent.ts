/**
 * Currencies of ISO 4217 whose minor unit is not a hundredth. Intl answers with the digits in daily
 * use (HUF 0, IQD 0), but amounts in the API are integers of the standard's minor units (HUF 2, IQD 3).
 */
const EXPONENTS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const BY_CODE: ReadonlyMap<string, number> = new Map(
  Object.entries(EXPONENTS).flatMap(([exponent, codes]) =>
    codes.split(' ').map((code) => [code, Number(exponent)] as const),
  ),
);

/** Number of decimals: EUR 2, JPY 0, KWD 3. */
export function currencyExponent(currency: string): number {
  return BY_CODE.get(currency) ?? 2;
}
