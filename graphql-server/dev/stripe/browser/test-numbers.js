/** Shown as hints; what they lead to is decided by the simulator's server side. */
export const TEST_NUMBERS = {
  card: [
    { number: '4242424242424242', outcome: 'Succeeds' },
    { number: '5555555555554444', outcome: 'Succeeds (Mastercard)' },
    { number: '4000002500003155', outcome: 'Asks for 3-D Secure' },
    { number: '4000000000000002', outcome: 'Is declined' },
    { number: '4000000000009995', outcome: 'Insufficient funds' },
    { number: '4000000000000127', outcome: 'Incorrect security code' },
    { number: '4000000000000259', outcome: 'Succeeds, then is disputed' },
    { number: '4000000000007726', outcome: 'Succeeds; a refund is pending first' },
    { number: '4000000000005126', outcome: 'Succeeds; a refund fails later' },
  ],
  sepa_debit: [
    { number: 'DE89370400440532013000', outcome: 'Processing, then succeeds' },
    { number: 'AT861904300235473202', outcome: 'Processing, then fails' },
    { number: 'DE35370400440532013002', outcome: 'Succeeds, then is disputed' },
  ],
  us_bank_account: [
    { number: '000123456789', outcome: 'Processing, then succeeds' },
    { number: '000222222227', outcome: 'Processing, then insufficient funds' },
    { number: '000111111113', outcome: 'Processing, then account closed' },
    { number: '000000000009', outcome: 'Stays in processing' },
  ],
};
