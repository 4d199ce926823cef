import { expect, test } from 'vitest';
import { formOf, hexOf, inputOf, isField, isSame } from './business-form.ts';

const business = {
  id: 'b1',
  name: 'Acme',
  email: null,
  address: ['Hauptstr. 1', '10115 Berlin'],
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  brandColor: '#1f5f5b',
  bankDetails: null,
};

test('what is only opened and saved stays as it is', () => {
  const { id: _, ...details } = business;
  expect(inputOf(formOf(business))).toEqual({ ...details, email: '', bankDetails: '' });
});

test('lines of an address are trimmed, and blank ones left out', () => {
  const form = { ...formOf(business), name: ' Acme ', address: ' Hauptstr. 1 \n\n10115 Berlin\n', brandColor: '1F5F5B' };
  expect(inputOf(form)).toMatchObject({ name: 'Acme', address: business.address, brandColor: '#1f5f5b' });
});

test('a colour is six hexadecimal digits; another text goes to the server as it is', () => {
  expect([hexOf(' #ABCDEF '), hexOf('abcdef'), hexOf('#abc'), hexOf('green')]).toEqual(['#abcdef', '#abcdef', undefined, undefined]);
  expect(inputOf({ ...formOf(business), brandColor: 'green' }).brandColor).toBe('green');
});

test('knows its fields, and whether one of them changed', () => {
  expect([isField('name'), isField('id'), isField(undefined)]).toEqual([true, false, false]);
  expect(isSame(formOf(business), formOf({ ...business }))).toBe(true);
  expect(isSame(formOf(business), formOf({ ...business, bankDetails: 'IBAN' }))).toBe(false);
});
