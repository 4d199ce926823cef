import { invalidRequest, missingParameter } from './stripe-failure.ts';

// https://docs.stripe.com/currencies
const CURRENCIES =
  'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl hrk htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw'.split(' ');
const ZERO_DECIMAL = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ');
const THREE_DECIMAL = 'bhd jod kwd omr tnd'.split(' ');

// Without fractions since, but still written with two decimals: 5 ISK are 500.
const WHOLE_UNITS = ['isk', 'ugx'];

/** In minor units; a currency without its own minimum must be worth about 0.50 USD, which we do not convert. */
const MINIMUM: Record<string, number> = {
  usd: 50, aed: 200, ars: 50, aud: 50, brl: 50, cad: 50, chf: 50, cop: 50, czk: 1500, dkk: 250, eur: 50, gbp: 30, hkd: 400, huf: 17500, idr: 50,
  ils: 50, inr: 50, jpy: 50, krw: 50, mxn: 1000, myr: 200, nok: 300, nzd: 50, php: 50, pln: 200, ron: 200, rub: 50, sek: 300, sgd: 50, thb: 1000, zar: 50,
};
/** Eight digits, in most currencies. */
const MAXIMUM: Record<string, number> = { idr: 999_999_999_999, cop: 9_999_999_999, inr: 999_999_999 };
const MAXIMUM_ELSEWHERE = 99_999_999;

export function checkCurrency(currency: string | null | undefined): string {
  if (!currency) throw missingParameter('currency');
  const code = currency.toLowerCase();
  if (!CURRENCIES.includes(code)) {
    throw invalidRequest(`Invalid currency: ${currency}. Stripe currently supports these currencies: ${CURRENCIES.join(', ')}`, { param: 'currency' });
  }
  return code;
}

export function checkAmount(amount: number | undefined, currency: string): number {
  if (amount === undefined) throw missingParameter('amount');
  if (amount < 1) throw invalidRequest('This value must be greater than or equal to 1.', { code: 'parameter_invalid_integer', param: 'amount' });
  const minimum = MINIMUM[currency] ?? 1;
  if (amount < minimum) {
    throw invalidRequest(`Amount must be at least ${written(minimum, currency)}`, { code: 'amount_too_small', param: 'amount' });
  }
  const maximum = MAXIMUM[currency] ?? MAXIMUM_ELSEWHERE;
  if (amount > maximum) {
    throw invalidRequest(`Amount must be no more than ${written(maximum, currency)}`, { code: 'amount_too_large', param: 'amount' });
  }
  checkFractions(amount, currency);
  return amount;
}

export function checkFractions(amount: number, currency: string): void {
  // Stripe's partners settle three-decimal currencies to two: the last digit is 0.
  if (THREE_DECIMAL.includes(currency) && amount % 10 !== 0) {
    throw invalidRequest(`Invalid amount: amounts in ${currency} must be a multiple of 10.`, { param: 'amount' });
  }
  if (WHOLE_UNITS.includes(currency) && amount % 100 !== 0) {
    throw invalidRequest(`Invalid amount: ${currency} has no fractions; amounts must be evenly divisible by 100.`, { param: 'amount' });
  }
}

export function written(amount: number, currency: string): string {
  const digits = ZERO_DECIMAL.includes(currency) ? 0 : THREE_DECIMAL.includes(currency) ? 3 : 2;
  return new Intl.NumberFormat('en-US', { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount / 10 ** digits) + ` ${currency}`;
}
