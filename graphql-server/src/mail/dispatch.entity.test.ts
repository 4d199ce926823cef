import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dispatch, type DispatchState } from './dispatch.entity.ts';

const at = new Date('2026-03-01T10:00:00Z');
const later = new Date('2026-03-01T11:00:00Z');
const steps = {
  sent: (dispatch: Dispatch) => dispatch.markSent('pm-1', at),
  failed: (dispatch: Dispatch) => dispatch.markFailed('refused'),
  cancelled: (dispatch: Dispatch) => dispatch.cancel('paid'),
  delayed: (dispatch: Dispatch) => dispatch.markDelayed('busy'),
  delivered: (dispatch: Dispatch) => dispatch.markDelivered(),
  bounced: (dispatch: Dispatch) => dispatch.markBounced('unknown user'),
  complained: (dispatch: Dispatch) => dispatch.markComplained('spam'),
  opened: (dispatch: Dispatch) => dispatch.markOpened(at),
  openedLater: (dispatch: Dispatch) => dispatch.markOpened(later),
};
type Step = keyof typeof steps;

function after(taken: Step[]): Dispatch {
  const dispatch = new Dispatch();
  for (const step of taken) steps[step](dispatch);
  return dispatch;
}

test.each<[Step[], DispatchState, string | null]>([
  [[], 'QUEUED', null],
  [['sent'], 'SENT', null],
  [['sent', 'delivered'], 'DELIVERED', null],
  [['delivered', 'sent'], 'DELIVERED', null],
  [['bounced', 'sent'], 'BOUNCED', 'unknown user'],
  [['sent', 'bounced', 'delivered'], 'BOUNCED', 'unknown user'],
  [['sent', 'delivered', 'bounced'], 'BOUNCED', 'unknown user'],
  [['sent', 'delivered', 'complained'], 'COMPLAINED', 'spam'],
  [['complained', 'bounced'], 'COMPLAINED', 'spam'],
  [['bounced', 'complained'], 'COMPLAINED', 'spam'],
  [['sent', 'delayed'], 'SENT', 'busy'],
  [['sent', 'delayed', 'delivered'], 'DELIVERED', null],
  [['delivered', 'delayed'], 'DELIVERED', null],
  [['failed'], 'FAILED', 'refused'],
  [['cancelled'], 'CANCELLED', 'paid'],
  [['cancelled', 'failed'], 'CANCELLED', 'paid'],
  // The provider's answer was lost on the way, and the mail was not.
  [['failed', 'delivered'], 'DELIVERED', null],
  [['delivered', 'failed'], 'DELIVERED', null],
  [['opened'], 'QUEUED', null],
  [['bounced', 'opened'], 'BOUNCED', 'unknown user'],
])('%j makes it %s', (taken, state, error) => {
  expect(after(taken)).toMatchObject({ state, error });
});

test("the provider's id is kept whatever came first", () => {
  expect(after(['delivered', 'sent'])).toMatchObject({ providerMessageId: 'pm-1', sentAt: at });
});

test('news is news once', () => {
  const dispatch = new Dispatch();
  expect([dispatch.markBounced('a'), dispatch.markBounced('a'), dispatch.markComplained('b'), dispatch.markBounced('c')]).toEqual([true, false, true, false]);
});

test("what the provider tells ends alike in any order, however often it is told", () => {
  const told = fc.constantFrom<Step>('sent', 'delayed', 'delivered', 'bounced', 'complained', 'opened', 'openedLater');
  fc.assert(
    fc.property(fc.array(told, { minLength: 1 }), fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (events, random) => {
      const draws = [...events, ...events].map((event) => ({ event, draw: random.next().value as number }));
      const shuffled = draws.toSorted((one, other) => one.draw - other.draw).map(({ event }) => event);
      const { state, openedAt } = after(events);
      expect(after(shuffled)).toMatchObject({ state, openedAt });
    }),
  );
});
