/** Shown as hints; what they lead to is decided by the simulator's server side. */
export const TEST_NUMBERS = {
  card: [
    { number: '4242424242424242', outcome: 'Succeeds' },
    { number: '5555555555554444', outcome: 'Succeeds (Mastercard)' },
    { number: '4000002500003155', outcome: 'Asks for 3-D Secure' },
    { number: '4000000000000002', outcome: 'Is declined' },
    { number: '4000000000009995', outcome: 'Insufficient funds' },
    { number: '4000000000000127', outcome: 'Incorrect security code' },
  ],
  sepa_debit: [
    { number: 'DE89370400440532013000', outcome: 'Processing, then succeeds' },
    { number: 'AT861904300235473202', outcome: 'Processing, then fails' },
  ],
};
