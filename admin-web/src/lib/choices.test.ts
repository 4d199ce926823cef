import { expect, test } from 'vitest';
import { countryChoices, currencyChoices, localeChoices, timeZoneChoices } from './choices.ts';

const labelOf = (choices: { value: string; label: string }[], code: string) => choices.find(({ value }) => value === code)?.label;

test('names are in the reader’s language', () => {
  expect(labelOf(currencyChoices('', 'en'), 'NPR')).toBe('NPR · Nepalese Rupee');
  expect(labelOf(countryChoices('', 'de'), 'SE')).toBe('Schweden');
  expect(labelOf(localeChoices('', 'en'), 'de-AT')).toBe('German (Austria)');
});

test('a zone is named by its city, with what it is off', () => {
  const zone = timeZoneChoices('', 'en').find(({ value }) => value === 'America/Sao_Paulo');
  expect(zone?.label).toBe('Sao Paulo, America');
  expect(zone?.detail?.()).toBe('GMT-3');
});

test('what is set already is there once, also when it is no choice of ours', () => {
  expect(localeChoices('gsw-LI', 'en').filter(({ value }) => value === 'gsw-LI')).toHaveLength(1);
  expect(currencyChoices('EUR', 'en').filter(({ value }) => value === 'EUR')).toHaveLength(1);
});
