import { expect, test } from 'vitest';
import { formOf, inputOf, noClient } from './client-form.ts';

test('what is only opened and saved stays as it is', () => {
  const client = {
    name: 'Lindqvist', address: ['Kajen 4', 'Visby'], country: 'SE', taxId: null, phone: '+46 1', externalId: null,
    currency: 'SEK', locale: 'sv-SE', internalNotes: 'Pays by card\nalways',
  };
  const record = { ...client, id: 'c1', isArchived: false, createdAt: '2026-01-01T00:00:00Z' };
  expect(inputOf(formOf(record))).toEqual(client);
});

test('what is empty is taken away, also what only looks so', () => {
  expect(inputOf({ ...noClient, name: ' Acme ', address: '\n Kaj 1 \n\n', taxId: '  ' })).toMatchObject({ name: 'Acme', address: ['Kaj 1'], taxId: null, currency: null });
});
