import { expect, test } from 'vitest';
import { safeNext, signInPath } from './sign-in-path.ts';

const origin = 'https://portal.example';

test('the way back is kept', () => {
  const path = signInPath(new URL('/admin/invoices?status=PAID', origin));
  expect(safeNext(new URL(path, origin).searchParams.get('next'), origin)).toBe('/admin/invoices?status=PAID');
  expect(signInPath(new URL('/admin', origin))).toBe('/admin/sign-in');
  expect(signInPath(new URL('/admin/', origin))).toBe('/admin/sign-in');
});

test.each([
  null,
  '',
  'https://evil.example/admin',
  '//evil.example/admin',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  '/invoices',
  '/administrator',
])('leads nowhere but into this app: %j', (next) => {
  expect(safeNext(next, origin)).toBe('/admin');
});
