import { expect, test } from 'vitest';
import { refundConsequence } from './refund-consequence.ts';

const euros = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });

test('a refund out of credit reopens nothing, and asks for no credit note', () => {
  expect(refundConsequence({ fromCredit: euros(5_000), reopened: [] }, 'en')).toEqual(['€50.00 comes out of the client’s credit on account.']);
});

test('what is owed again is told by invoice', () => {
  const reopened = [
    { invoice: { id: '1', number: 'INV-7' }, amount: euros(5_000) },
    { invoice: { id: '2', number: 'INV-8' }, amount: euros(1) },
  ];
  expect(refundConsequence({ fromCredit: euros(0), reopened }, 'en')).toEqual([
    'INV-7 will be owed €50.00 again.',
    'INV-8 will be owed €0.01 again.',
    'If nothing should be owed for it, issue a credit note first.',
  ]);
});
