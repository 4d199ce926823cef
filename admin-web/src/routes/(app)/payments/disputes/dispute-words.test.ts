import { expect, test } from 'vitest';
import { disputeReason, disputeStanding } from './dispute-words.ts';

const here = { language: 'en-GB', timeZone: 'Europe/Berlin', now: new Date('2026-03-01T12:00:00Z') };
const open = { status: 'NEEDS_RESPONSE', evidenceDueAt: '2026-03-10T22:59:59Z', closedAt: null } as const;

test('an open dispute says until when it wants an answer, in days of the business', () => {
  expect(disputeStanding(open, here)).toBe('Answer by 10 Mar 2026, in 9 days');
  expect(disputeStanding({ ...open, evidenceDueAt: '2026-03-10T23:30:00Z' }, here)).toBe('Answer by 11 Mar 2026, in 10 days');
});

test('a day that has passed is told as such', () => {
  expect(disputeStanding({ ...open, evidenceDueAt: '2026-02-10T22:59:59Z' }, here)).toBe('The time to answer ended on 10 Feb 2026');
});

test('what is decided asks for nothing', () => {
  expect(disputeStanding({ ...open, status: 'UNDER_REVIEW' }, here)).toBe('The bank decides');
  expect(disputeStanding({ ...open, status: 'LOST', closedAt: '2026-02-28T10:00:00Z' }, here)).toBe('Closed on 28 Feb 2026');
});

test('a reason that is new to us is still words', () => {
  expect(disputeReason('fraudulent')).toBe('The payer did not make this payment');
  expect(disputeReason('something_else')).toBe('Something else');
});
