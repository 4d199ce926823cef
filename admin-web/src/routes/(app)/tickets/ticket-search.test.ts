import { expect, test } from 'vitest';
import { belongsIn, ticketSearch } from './ticket-search.ts';

const now = Date.parse('2026-11-23T10:00:00Z');
const later = '2026-11-24T08:00:00Z';
const me = { id: '1', name: 'Noor', isYou: true };

test('the URL names a box, a text and a tag; what it does not know begins the work', () => {
  expect(ticketSearch(new URLSearchParams())).toEqual({ box: 'AWAITING_TEAM' });
  expect(ticketSearch(new URLSearchParams('box=mine&q=+boat+&tag=urgent'))).toEqual({ box: 'MINE', text: 'boat', tag: 'urgent' });
  expect(ticketSearch(new URLSearchParams('box=nonsense'))).toEqual({ box: 'AWAITING_TEAM' });
});

test('a snoozed ticket awaits nobody until its time has come', () => {
  const ticket = { status: 'AWAITING_TEAM', snoozedUntil: later, assignee: null } as const;
  expect(belongsIn('AWAITING_TEAM', ticket, now)).toBe(false);
  expect(belongsIn('SNOOZED', ticket, now)).toBe(true);
  expect(belongsIn('AWAITING_TEAM', ticket, Date.parse(later))).toBe(true);
  expect(belongsIn('SNOOZED', ticket, Date.parse(later))).toBe(false);
});

test('a closed ticket is nobody’s work', () => {
  const ticket = { status: 'CLOSED', snoozedUntil: later, assignee: me } as const;
  expect((['MINE', 'UNASSIGNED', 'SNOOZED', 'CLOSED', 'ALL'] as const).filter((box) => belongsIn(box, ticket, now))).toEqual(['CLOSED', 'ALL']);
});
