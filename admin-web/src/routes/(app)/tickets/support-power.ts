import type { Role } from '#lib/gql/graphql.ts';

/** Who answers clients; the API holds it, pages leave out what it would refuse. */
export function maySupport(viewer: { role?: Role | null } | null | undefined): boolean {
  return viewer?.role === 'OWNER' || viewer?.role === 'SUPPORT';
}
