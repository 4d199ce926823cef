import { expect, test } from 'vitest';
import { aBusiness } from '../a-business.ts';
import { readProfile, writeProfile } from './profile.ts';

test('what is only opened and saved stays as it is', () => {
  const business = { ...aBusiness, email: null, bankDetails: null };
  const { name, address, taxId, timeZone, currency, locale } = business;
  expect(writeProfile(readProfile(business))).toEqual({ name, email: '', address, taxId, timeZone, currency, locale, bankDetails: '' });
});

test('lines of an address are trimmed, and blank ones left out', () => {
  const typed = { ...readProfile(aBusiness), name: ' Acme ', address: ' Hauptstr. 1 \n\n10115 Berlin\n' };
  expect(writeProfile(typed)).toMatchObject({ name: 'Acme', address: ['Hauptstr. 1', '10115 Berlin'] });
});
