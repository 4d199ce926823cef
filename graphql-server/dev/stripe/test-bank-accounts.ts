import type { Aftermath, Failure, Outcome } from './test-numbers.ts';

export interface BankBehaviour {
  outcome: Outcome;
  aftermath: Aftermath;
}

const processes = (failure: Failure | null, delay: 'seconds' | 'minutes' = 'seconds'): Outcome => ({ kind: 'processes', failure, delay });
const failure = (code: string, message: string): Failure => ({ code, message });

const unsaid = failure('generic_could_not_process', 'The payment failed.');
const noFunds = failure('insufficient_funds', "The customer's account has insufficient funds to cover this payment.");

// What a bank sends back it sends in days, whatever became of the payment.
const slowly: Aftermath = { refunds: 'pending' };

/** The scenarios that Stripe documents for each country, in its order of IBANs. https://docs.stripe.com/testing#sepa-direct-debit */
const SEPA_SCENARIOS: [token: string, behaviour: BankBehaviour][] = [
  ['success', { outcome: processes(null), aftermath: slowly }],
  ['successDelayed', { outcome: processes(null, 'minutes'), aftermath: slowly }],
  ['failed', { outcome: processes(unsaid), aftermath: slowly }],
  ['failedDelayed', { outcome: processes(unsaid, 'minutes'), aftermath: slowly }],
  ['disputed', { outcome: processes(null), aftermath: { ...slowly, disputed: { reason: 'debit_not_authorized' } } }],
  ['exceedsWeeklyVolumeLimit', { outcome: processes(failure('charge_exceeds_source_limit', 'This payment would exceed the weekly volume limit of the account.')), aftermath: slowly }],
  ['exceedsWeeklyTransactionLimit', { outcome: processes(failure('charge_exceeds_weekly_limit', 'This payment would exceed the weekly limit of transactions.')), aftermath: slowly }],
  ['insufficientFunds', { outcome: processes(noFunds), aftermath: slowly }],
];

const SEPA_COUNTRIES: Record<string, string> = {
  at: 'AT611904300234573201 AT321904300235473204 AT861904300235473202 AT051904300235473205 AT591904300235473203 AT981904300000343434 AT601904300000121212 AT981904300002222227',
  be: 'BE62510007547061 BE78510007547064 BE68539007547034 BE51510007547065 BE08510007547063 BE90510000343434 BE52510000121212 BE90510002222227',
  de: 'DE89370400440532013000 DE08370400440532013003 DE62370400440532013001 DE78370400440532013004 DE35370400440532013002 DE65370400440000343434 DE27370400440000121212 DE65370400440002222227',
  fr: 'FR1420041010050500013M02606 FR3020041010050500013M02609 FR8420041010050500013M02607 FR7920041010050500013M02600 FR5720041010050500013M02608 FR9720041010050000000343434 FR5920041010050000000121212 FR9720041010050000002222227',
  ie: 'IE29AIBK93115212345678 IE24AIBK93115212345671 IE02AIBK93115212345679 IE94AIBK93115212345672 IE51AIBK93115212345670 IE10AIBK93115200343434 IE69AIBK93115200121212 IE10AIBK93115202222227',
};

const IBANS = new Map<string, BankBehaviour>();
const IBAN_TOKENS = new Map<string, string>();
for (const [country, ibans] of Object.entries(SEPA_COUNTRIES)) {
  for (const [index, iban] of ibans.split(' ').entries()) {
    const [token, behaviour] = SEPA_SCENARIOS[index]!;
    IBANS.set(iban, behaviour);
    IBAN_TOKENS.set(`pm_sepaDebit_${token}_${country}`, iban);
  }
}

/** Refused when the IBAN is entered, before any payment. */
const UNUSABLE_IBANS: Record<string, Failure> = Object.fromEntries([
  ...'AT271904300000055555 BE19510000055555 DE91370400440000055555 FR2620041010050000000055555 IE36AIBK93115200055555'.split(' ').map((iban) => [iban, failure('sepa_debit_bank_not_supported', 'The bank of this account does not support SEPA Direct Debit.')]),
  ...'AT511904300000066666 BE43510000066666 DE18370400440000066666 FR5020041010050000000066666 IE60AIBK93115200066666'.split(' ').map((iban) => [iban, failure('sepa_debit_debits_not_supported', 'This account cannot be debited by SEPA Direct Debit.')]),
]);

// https://docs.stripe.com/payments/ach-direct-debit/accept-a-payment#test-account-numbers
const US_ACCOUNTS: Record<string, { token?: string } & BankBehaviour> = {
  '000123456789': { token: 'success', outcome: processes(null), aftermath: { ...slowly, available: true } },
  '000111111113': { token: 'accountClosed', outcome: processes(failure('account_closed', "The customer's bank account has been closed.")), aftermath: slowly },
  '000111111116': { token: 'noAccount', outcome: processes(failure('no_account', "The customer's bank account could not be located.")), aftermath: slowly },
  '000222222227': { token: 'insufficientFunds', outcome: processes(noFunds), aftermath: slowly },
  '000333333335': { token: 'debitNotAuthorized', outcome: processes(failure('debit_not_authorized', 'The customer has notified their bank that this payment was unauthorized.')), aftermath: slowly },
  '000444444440': { token: 'invalidCurrency', outcome: processes(failure('invalid_currency', 'The bank was unable to process this transaction because of its currency.')), aftermath: slowly },
  '000555555559': { token: 'dispute', outcome: processes(null), aftermath: { ...slowly, disputed: { reason: 'debit_not_authorized' } } },
  '000000004954': { token: 'riskLevelHighest', outcome: { kind: 'declined', decline: { code: 'payment_intent_payment_attempt_failed', message: 'The payment failed.', blocked: true } }, aftermath: slowly },
  '000000000009': { token: 'processing', outcome: { kind: 'processes', failure: null }, aftermath: slowly },
  '000777777771': { token: 'weeklyLimitExceeded', outcome: processes(failure('charge_exceeds_weekly_limit', 'This payment would exceed the weekly volume limit of the account.')), aftermath: slowly },
  '000888888885': { outcome: processes(failure('tokenized_account_number_deactivated', "The customer's tokenized account number has been deactivated.")), aftermath: slowly },
};

const US_TOKENS = new Map(Object.entries(US_ACCOUNTS).flatMap(([number, { token }]): [string, string][] => (token ? [[`pm_usBankAccount_${token}`, number]] : [])));

export const ibanOf = (token: string) => IBAN_TOKENS.get(token);
export const ibanBehaviour = (iban: string) => IBANS.get(iban);
export const ibanRefusal = (iban: string) => (Object.hasOwn(UNUSABLE_IBANS, iban) ? UNUSABLE_IBANS[iban] : undefined);

export const usAccountOf = (token: string) => US_TOKENS.get(token);
export const usAccountBehaviour = (number: string): BankBehaviour | undefined => (Object.hasOwn(US_ACCOUNTS, number) ? US_ACCOUNTS[number] : undefined);
