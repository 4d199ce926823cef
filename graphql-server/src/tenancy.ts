import type { EntityManager, MikroORM, SessionContext } from '@mikro-orm/postgresql';

/** Whose rows a piece of work may touch; PostgreSQL's row-level security holds it. */
export type Scope =
  | { kind: 'system' }
  | { kind: 'business'; businessId: string }
  | { kind: 'client'; businessId: string; clientId: string };

/** A fresh entity manager that sees the rows of the scope and no others. */
export function emFor(orm: Pick<MikroORM, 'em'>, scope: Scope): EntityManager {
  return orm.em.fork({ session: sessionOf(scope) }) as EntityManager;
}

function sessionOf(scope: Scope): SessionContext {
  if (scope.kind === 'system') return { role: 'portal_system' };
  return {
    role: 'portal_tenant',
    variables: {
      'app.business_id': scope.businessId,
      'app.client_id': scope.kind === 'client' ? scope.clientId : '',
    },
  };
}
