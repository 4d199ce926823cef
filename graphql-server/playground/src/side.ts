import { ADMIN_EXAMPLES, PORTAL_EXAMPLES } from './examples.ts';

/** The same API has two doors: one acts for the portal's session, one for the admin's. */
export interface Side {
  name: 'portal' | 'admin';
  title: string;
  endpoint: string;
  note: string;
  examples: readonly string[];
}

const PORTAL: Side = {
  name: 'portal',
  title: 'Portal API',
  endpoint: '/graphql',
  note: 'Acts for the client signed in to the portal in this browser, or for the token in the headers.',
  examples: PORTAL_EXAMPLES,
};

const ADMIN: Side = {
  name: 'admin',
  title: 'Admin API',
  endpoint: '/admin/graphql',
  note: 'Acts for the team member signed in to the dashboard in this browser, or for the token in the headers.',
  examples: ADMIN_EXAMPLES,
};

export function sideOf(path: string): Side {
  return path.startsWith('/admin') ? ADMIN : PORTAL;
}
