/**
 * How long a debit may take, by where it is made: SEPA in euro, ACH in US dollars
 * (https://docs.stripe.com/payments/sepa-debit, https://docs.stripe.com/payments/ach-direct-debit).
 */
export function debitDays(currency: string): string {
  if (currency === 'EUR') return 'up to 6 business days';
  if (currency === 'USD') return 'up to 4 business days';
  return 'a few business days';
}
