import { expect, test } from 'vitest';
import { aBusiness } from '../a-business.ts';
import { checkDocuments, readDocuments, writeDocuments } from './document-settings.ts';

test('days are whole numbers, whatever was typed', () => {
  const values = readDocuments(aBusiness);
  expect(checkDocuments(values)).toBeUndefined();
  expect(checkDocuments({ ...values, estimateValidDays: '' })).toMatchObject({ field: 'estimateValidDays' });
  expect(checkDocuments({ ...values, paymentTermsDays: '1.5' })).toMatchObject({ field: 'paymentTermsDays' });
  expect(writeDocuments({ ...values, paymentTermsDays: ' 30 ' })).toMatchObject({ paymentTermsDays: 30, paper: 'A4', terms: '' });
});
