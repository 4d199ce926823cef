import type { Config } from '../config.ts';

type Side = 'portal' | 'admin';

const isHttps = (config: Pick<Config, 'portalUrl' | 'adminUrl'>, side: Side) =>
  (side === 'portal' ? config.portalUrl : config.adminUrl).startsWith('https:');

/** `__Host-` binds the cookie to https, to this host and to the whole of it; localhost has no https. */
export function sessionCookieName(config: Pick<Config, 'portalUrl' | 'adminUrl'>, side: Side): string {
  return `${isHttps(config, side) ? '__Host-' : ''}${side}_session`;
}

const YEAR = 31_536_000;

/** The server decides when a session ends, so the cookie itself may stay. */
export function sessionCookie(config: Pick<Config, 'portalUrl' | 'adminUrl'>, side: Side, token: string | null): string {
  const secure = isHttps(config, side) ? '; Secure' : '';
  const maxAge = token ? YEAR : 0;
  return `${sessionCookieName(config, side)}=${token ?? ''}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
}
