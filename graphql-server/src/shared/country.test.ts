import { expect, it } from 'vitest';

import { countryCode } from './country.ts';

it.each([
  ['Germany', 'DE'],
  [' germany ', 'DE'],
  ['DE', 'DE'],
  ['de', 'DE'],
  ['USA', 'US'],
  ['U.S.A.', 'US'],
  ['United Kingdom', 'GB'],
  ['UK', 'GB'],
  ['Czech Republic', 'CZ'],
  ['Czechia', 'CZ'],
  ['Türkiye', 'TR'],
  ['Turkey', 'TR'],
  ['Côte d’Ivoire', 'CI'],
  ["Cote d'Ivoire", 'CI'],
  ['Bosnia and Herzegovina', 'BA'],
  ['The Netherlands', 'NL'],
  ['South Korea', 'KR'],
  ['Hong Kong', 'HK'],
])('%s is %s', (text, code) => {
  expect(countryCode(text)).toBe(code);
});

it.each(['', 'EU', 'Atlantis', 'XX', 'constructor'])('%j is no country', (text) => {
  expect(countryCode(text)).toBeNull();
});
