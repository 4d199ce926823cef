import { expect, test } from 'vitest';
import { sessionCookie, sessionCookieName } from './cookies.ts';

const local = { portalUrl: 'http://localhost:4000', adminUrl: 'http://localhost:4000/admin' };
const live = { portalUrl: 'https://portal.example', adminUrl: 'https://admin.example/admin' };

test('on https the cookie is bound to the host and never leaves encryption', () => {
  expect(sessionCookieName(live, 'portal')).toBe('__Host-portal_session');
  expect(sessionCookie(live, 'admin', 'token')).toMatch(/^__Host-admin_session=token; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/);
});

test('on localhost it works without https', () => {
  expect(sessionCookie(local, 'portal', 'token')).toMatch(/^portal_session=token; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
});

test('no token takes it away', () => {
  expect(sessionCookie(live, 'portal', null)).toContain('__Host-portal_session=; ');
  expect(sessionCookie(live, 'portal', null)).toContain('Max-Age=0');
});
