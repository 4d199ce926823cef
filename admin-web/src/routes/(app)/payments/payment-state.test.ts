import { expect, test } from 'vitest';
import { paymentState } from './payment-state.ts';

const euros = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });
const paid = { undoneAt: null, amount: euros(100), refunded: euros(0), disputed: euros(0) };

test('a payment that stands says nothing', () => {
  expect(paymentState(paid)).toBeNull();
});

test('a refund is told as a part or the whole', () => {
  expect(paymentState({ ...paid, refunded: euros(40) })?.label).toBe('Partly refunded');
  expect(paymentState({ ...paid, refunded: euros(100) })?.label).toBe('Refunded');
});

test('a dispute is more pressing than a refund', () => {
  expect(paymentState({ ...paid, refunded: euros(40), disputed: euros(60) })?.label).toBe('Disputed');
});

test('what was undone by hand stays undone', () => {
  expect(paymentState({ ...paid, undoneAt: '2026-01-01T00:00:00Z' })?.label).toBe('Undone');
});
