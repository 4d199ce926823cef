import { expect, test } from 'vitest';
import { Dispatch, type DispatchState } from './dispatch.entity.ts';

const at = new Date('2026-03-01T10:00:00Z');
const steps = {
  sent: (dispatch: Dispatch) => dispatch.markSent('pm-1', at),
  failed: (dispatch: Dispatch) => dispatch.markFailed('refused'),
  delivered: (dispatch: Dispatch) => dispatch.markDelivered(),
  bounced: (dispatch: Dispatch) => dispatch.markBounced('unknown user'),
};

test.each<[(keyof typeof steps)[], DispatchState]>([
  [[], 'QUEUED'],
  [['sent'], 'SENT'],
  [['sent', 'delivered'], 'DELIVERED'],
  [['delivered', 'sent'], 'DELIVERED'],
  [['bounced', 'sent'], 'BOUNCED'],
  [['sent', 'bounced', 'delivered'], 'BOUNCED'],
  [['sent', 'delivered', 'bounced'], 'BOUNCED'],
  [['failed'], 'FAILED'],
  [['failed', 'delivered'], 'FAILED'],
  [['delivered', 'failed'], 'DELIVERED'],
])('%j makes it %s', (taken, state) => {
  const dispatch = new Dispatch();
  for (const step of taken) steps[step](dispatch);
  expect(dispatch.state).toBe(state);
});

test("the provider's id is kept whatever came first", () => {
  const dispatch = new Dispatch();
  dispatch.markDelivered();
  dispatch.markSent('pm-1', at);
  expect(dispatch).toMatchObject({ providerMessageId: 'pm-1', sentAt: at });
});
