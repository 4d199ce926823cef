import { expect, test } from 'vitest';
import { preferredLanguage } from './locale.ts';

test('the first language that Intl knows wins', () => {
  expect(preferredLanguage('de-AT,de;q=0.9,en;q=0.8')).toBe('de-AT');
  expect(preferredLanguage('zz-broken!!,fr;q=0.8')).toBe('fr');
  expect(preferredLanguage(null)).toBe('en');
  expect(preferredLanguage('*')).toBe('en');
});
