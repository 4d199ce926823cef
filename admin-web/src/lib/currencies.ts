const OFTEN_BILLED =
  'AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JOD JPY KES KRW KWD MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD SAR SEK SGD THB TND TRY TWD UAH USD UYU VND ZAR';

/** Choices for a currency field: those that are often billed, and the given one whatever it is. */
export function currencyOptions(own: string, language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  const codes = [own, ...OFTEN_BILLED.split(' ').filter((code) => code !== own)];
  return codes.map((code) => ({ value: code, label: `${code} · ${names.of(code)}` }));
}
