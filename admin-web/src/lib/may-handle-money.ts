import type { Role } from './gql/graphql.ts';

/** Who refunds, applies credit and answers what Stripe told us; the API holds it, pages leave out what it would refuse. */
export function mayHandleMoney(viewer: Pick<Viewer, 'role'> | null | undefined): boolean {
  return viewer?.role === 'OWNER' || viewer?.role === 'BILLING';
}

/** Money goes back through Stripe alone. */
export function mayRefund(viewer: Viewer | null | undefined): boolean {
  return mayHandleMoney(viewer) && viewer!.business.canTakePayments;
}

interface Viewer {
  role?: Role | null;
  business: { canTakePayments: boolean };
}
