import type { Role } from '../businesses/team-member.entity.ts';
import { DomainError } from '../shared/domain-error.ts';
import type { Scope } from '../tenancy.ts';

/** A contact in the portal, or a team member in the dashboard. */
export type Viewer = ContactViewer | TeamViewer;

export interface ContactViewer {
  kind: 'contact';
  businessId: string;
  clientId: string;
  contactId: string;
  name: string;
  email: string;
  sessionId: string;
}

export interface TeamViewer {
  kind: 'team';
  businessId: string;
  teamMemberId: string;
  name: string;
  email: string;
  role: Role;
  sessionId: string;
}

export const scopeOf = (viewer: Viewer): Scope =>
  viewer.kind === 'contact'
    ? { kind: 'client', businessId: viewer.businessId, clientId: viewer.clientId }
    : { kind: 'business', businessId: viewer.businessId };

type Asking = { viewer: Viewer | null };

export function mustBeSignedIn({ viewer }: Asking): Viewer {
  if (!viewer) throw new DomainError('UNAUTHENTICATED', 'Please sign in.');
  return viewer;
}

export function mustBeTeam(asking: Asking): TeamViewer {
  const viewer = mustBeSignedIn(asking);
  if (viewer.kind !== 'team') throw new DomainError('FORBIDDEN', 'Only the business itself can do this.');
  return viewer;
}

type Power = 'bill' | 'support' | 'settle';

/** What each role may change. Everybody in the team may read. */
const powers: Record<Role, Power[]> = {
  OWNER: ['bill', 'support', 'settle'],
  BILLING: ['bill'],
  SUPPORT: ['support'],
  READ_ONLY: [],
};

export function mustHavePower(asking: Asking, power: Power): TeamViewer {
  const viewer = mustBeTeam(asking);
  if (!powers[viewer.role].includes(power)) throw new DomainError('FORBIDDEN', 'Your role does not allow this.');
  return viewer;
}

export const mayUse = (viewer: TeamViewer, power: Power) => powers[viewer.role].includes(power);
