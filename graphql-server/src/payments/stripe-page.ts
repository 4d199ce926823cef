/** Where a person finds it in Stripe's own dashboard. */
export const stripePage = (section: 'payments' | 'disputes' | 'payouts' | 'events', id: string, isLive: boolean | null) =>
  `https://dashboard.stripe.com/${isLive === false ? 'test/' : ''}${section}/${encodeURIComponent(id)}`;
