/** What happens to a payment: decided by the number that a person types, and by nothing else. */
export type Outcome =
  | { kind: 'succeeds' }
  | { kind: 'declined'; decline: Decline }
  | { kind: 'asks'; afterwards: Outcome }
  /** Without a delay the bank never answers. */
  | { kind: 'processes'; failure: Failure | null; delay?: 'seconds' | 'minutes' };

/** What comes of a payment that succeeded. */
export interface Aftermath {
  disputed?: DisputeCause;
  warned?: true;
  refunds?: 'pending' | 'failing';
  /** The money need not wait before it is paid out. */
  available?: true;
}

export interface DisputeCause {
  reason: string;
  inquiry?: true;
}

export interface Failure {
  code: string;
  message: string;
}

export interface Decline extends Failure {
  decline_code?: string;
  /** By Stripe's Radar, before any bank was asked. */
  blocked?: true;
}

const succeeds: Outcome = { kind: 'succeeds' };
const asks: Outcome = { kind: 'asks', afterwards: succeeds };
const declined = (decline_code: string, message = 'Your card was declined.'): Outcome => ({ kind: 'declined', decline: { code: 'card_declined', decline_code, message } });
const failed = (code: string, message: string): Outcome => ({ kind: 'declined', decline: { code, message } });
const blocked: Outcome = { kind: 'declined', decline: { code: 'card_declined', decline_code: 'fraudulent', message: 'Your card was declined.', blocked: true } };
const noFunds = declined('insufficient_funds', 'Your card has insufficient funds.');

// https://docs.stripe.com/testing
const CARDS: Record<string, Outcome> = {
  '4242424242424242': succeeds,
  '4000056655665556': succeeds,
  '5555555555554444': succeeds,
  '2223003122003222': succeeds,
  '5200828282828210': succeeds,
  '5105105105105100': succeeds,
  '378282246310005': succeeds,
  '371449635398431': succeeds,
  '6011111111111117': succeeds,
  '6011000990139424': succeeds,
  '6011981111111113': succeeds,
  '3056930009020004': succeeds,
  '36227206271667': succeeds,
  '3566002020360505': succeeds,
  '6200000000000005': succeeds,
  '6200000000000047': succeeds,
  '6205500000000000004': succeeds,
  '4000000000003055': succeeds,
  '4000002500003155': asks,
  '4000002760003184': asks,
  '4000000000003220': asks,
  '4000000000003063': asks,
  '4000003800000446': asks,
  '4000008260003178': { kind: 'asks', afterwards: noFunds },
  '4000008400001629': { kind: 'asks', afterwards: declined('generic_decline') },
  '4000000000000002': declined('generic_decline'),
  '4000000000000341': declined('generic_decline'),
  '4000000000009995': noFunds,
  '4000000000009987': declined('lost_card'),
  '4000000000009979': declined('stolen_card'),
  '4000000000006975': declined('card_velocity_exceeded', 'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.'),
  '4000000000000069': failed('expired_card', 'Your card has expired.'),
  '4000000000000127': failed('incorrect_cvc', "Your card's security code is incorrect."),
  '4000000000000119': failed('processing_error', 'An error occurred while processing your card. Try again in a little bit.'),
  '4100000000000019': blocked,
  '4000000000004954': blocked,
  '4000000000009235': succeeds,
  '4000000000000101': failed('incorrect_cvc', "Your card's security code is incorrect."),
  '4000000000000259': succeeds,
  '4000000000002685': succeeds,
  '4000000000001976': succeeds,
  '4000000000005423': succeeds,
  '4000000000007726': succeeds,
  '4000000000005126': succeeds,
  '4000000000000077': succeeds,
  '4000003720000278': succeeds,
};

const TEST_MODE_ONLY = declined(
  'test_mode_live_card',
  'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
);

const CARD_AFTERMATHS: Record<string, Aftermath> = {
  '4000000000000259': { disputed: { reason: 'fraudulent' } },
  '4000000000002685': { disputed: { reason: 'product_not_received' } },
  '4000000000001976': { disputed: { reason: 'general', inquiry: true } },
  '4000000000005423': { warned: true },
  '4000000000007726': { refunds: 'pending' },
  '4000000000005126': { refunds: 'failing' },
  '4000000000000077': { available: true },
  '4000003720000278': { available: true },
};

/** What Stripe's `pm_card_…` tokens stand for. */
const CARD_TOKENS: Record<string, string> = {
  pm_card_visa: '4242424242424242',
  pm_card_visa_debit: '4000056655665556',
  pm_card_mastercard: '5555555555554444',
  pm_card_mastercard_debit: '5200828282828210',
  pm_card_mastercard_prepaid: '5105105105105100',
  pm_card_amex: '378282246310005',
  pm_card_discover: '6011111111111117',
  pm_card_diners: '3056930009020004',
  pm_card_jcb: '3566002020360505',
  pm_card_unionpay: '6200000000000005',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_visa_chargeDeclinedLostCard: '4000000000009987',
  pm_card_visa_chargeDeclinedStolenCard: '4000000000009979',
  pm_card_visa_chargeDeclinedVelocityLimitExceeded: '4000000000006975',
  pm_card_chargeDeclinedExpiredCard: '4000000000000069',
  pm_card_chargeDeclinedIncorrectCvc: '4000000000000127',
  pm_card_chargeDeclinedProcessingError: '4000000000000119',
  pm_card_chargeCustomerFail: '4000000000000341',
  pm_card_authenticationRequired: '4000002500003155',
  pm_card_authenticationRequiredOnSetup: '4000002500003155',
  pm_card_threeDSecure2Required: '4000000000003220',
  pm_card_threeDSecureOptional: '4000000000003055',
  pm_card_threeDSecureRequiredChargeDeclined: '4000008400001629',
  pm_card_authenticationRequiredChargeDeclinedInsufficientFunds: '4000008260003178',
  pm_card_radarBlock: '4100000000000019',
  pm_card_riskLevelHighest: '4000000000004954',
  pm_card_riskLevelElevated: '4000000000009235',
  pm_card_createDispute: '4000000000000259',
  pm_card_createDisputeProductNotReceived: '4000000000002685',
  pm_card_createDisputeInquiry: '4000000000001976',
  pm_card_createIssuerFraudRecord: '4000000000005423',
  pm_card_pendingRefund: '4000000000007726',
  pm_card_refundFail: '4000000000005126',
  pm_card_bypassPending: '4000000000000077',
  pm_card_bypassPendingInternational: '4000003720000278',
};

export const cardNumberOf = (token: string) => (Object.hasOwn(CARD_TOKENS, token) ? CARD_TOKENS[token] : undefined);

export function cardBehaviour(number: string): { outcome: Outcome; aftermath?: Aftermath } {
  const outcome = (Object.hasOwn(CARDS, number) ? CARDS[number] : undefined) ?? TEST_MODE_ONLY;
  const aftermath = Object.hasOwn(CARD_AFTERMATHS, number) ? CARD_AFTERMATHS[number] : undefined;
  return { outcome, ...(aftermath && { aftermath }) };
}
