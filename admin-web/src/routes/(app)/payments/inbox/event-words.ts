/** What Stripe told us, for who has not read its manual; its own word for the rest. */
export function eventWords(type: string): string {
  const known = words[type];
  if (known) return known;
  const group = Object.entries(groups).find(([prefix]) => type.startsWith(prefix));
  return group ? group[1] : 'Something happened at Stripe';
}

const words: Record<string, string> = {
  'payment_intent.succeeded': 'A payment came in',
  'payment_intent.processing': 'A payment is under way',
  'payment_intent.payment_failed': 'A payment failed',
  'payment_intent.canceled': 'A payment was cancelled',
  'charge.refunded': 'Money was given back',
  'refund.created': 'A refund was made',
  'refund.failed': 'A refund failed',
  'charge.dispute.created': 'A payer disputes a payment',
  'charge.dispute.closed': 'A dispute was decided',
  'charge.dispute.funds_withdrawn': 'A dispute took money',
  'charge.dispute.funds_reinstated': 'A dispute gave money back',
  'payout.created': 'A payout is planned',
  'payout.paid': 'A payout arrived',
  'payout.failed': 'A payout failed',
};

const groups: Record<string, string> = {
  'payment_intent.': 'A payment changed',
  'charge.dispute.': 'A dispute changed',
  'charge.refund.': 'A refund changed',
  'charge.': 'A payment changed',
  'refund.': 'A refund changed',
  'payout.': 'A payout changed',
};

/** As people read it; what is no JSON stays as it came. */
export function formattedJson(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
