import type { IncomingMessage } from 'node:http';
import type { Context, Services } from '../context.ts';
import { addressOf, cookieOf } from '../http/request.ts';
import { createLoaders } from '../loaders.ts';
import { emFor } from '../tenancy.ts';
import { sessionCookieName } from './cookies.ts';
import { viewerOf } from './sessions.ts';
import { scopeOf, type Viewer } from './viewer.ts';

export type Side = 'portal' | 'admin';

/** Who asks, by the cookie of the side that was asked, and an entity manager that sees their rows. */
export async function requestContext(services: Services, req: IncomingMessage, side: Side): Promise<Context> {
  const token = cookieOf(req, sessionCookieName(services.config, side));
  const viewer = token ? await viewerOf(emFor(services.orm, { kind: 'system' }), token, side) : null;
  return contextFor(services, viewer, side, addressOf(req, services.config.trustedProxies));
}

export function contextFor(services: Services, viewer: Viewer | null, side: Side, ip: string | null): Context {
  // Nobody's scope: a business that does not exist.
  const em = emFor(services.orm, viewer ? scopeOf(viewer) : { kind: 'business', businessId: NOBODY });
  return { ...services, viewer, side, ip, cookies: [], em, loaders: createLoaders(em, viewer?.businessId ?? NOBODY, viewer) };
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
