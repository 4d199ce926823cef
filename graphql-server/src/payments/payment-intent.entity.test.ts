import { expect, test } from 'vitest';
import { PaymentIntent, type PaymentIntentState } from './payment-intent.entity.ts';

const at = new Date('2026-03-01T10:00:00Z');

test('its money is booked one time', () => {
  const intent = new PaymentIntent();
  expect([intent.settle(at), intent.settle(at), intent.settle(new Date())]).toEqual([true, false, false]);
  expect(intent).toMatchObject({ state: 'SUCCEEDED', settledAt: at, isEnded: true });
});

test.each<PaymentIntentState>(['OPEN', 'PROCESSING', 'CANCELED', 'CREATING'])('%s after it has succeeded changes nothing', (late) => {
  const intent = new PaymentIntent();
  intent.settle(at);
  intent.advance(late);
  expect(intent.state).toBe('SUCCEEDED');
});

test('one that was cancelled is still booked when its money arrives', () => {
  const intent = new PaymentIntent();
  intent.advance('CANCELED');
  intent.advance('OPEN');
  expect(intent.state).toBe('CANCELED');
  expect(intent.settle(at)).toBe(true);
  expect(intent.state).toBe('SUCCEEDED');
});
