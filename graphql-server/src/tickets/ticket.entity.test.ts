import { expect, test } from 'vitest';
import { actionsFor, actionsInStanding, bodyFrom, standingOf, subjectFrom, Ticket } from './ticket.entity.ts';

const at = new Date('2026-03-01T10:00:00Z');
const aTicket = (of: Partial<Ticket> = {}) => Object.assign(new Ticket(), { state: 'AWAITING_TEAM', ...of } as const);

test('a message makes the other side the one that is awaited, and reopens', () => {
  const ticket = aTicket({ state: 'CLOSED', closedAt: at });
  ticket.receiveMessage('contact', at);
  expect(ticket).toMatchObject({ state: 'AWAITING_TEAM', closedAt: null, lastMessageAt: at });
  ticket.receiveMessage('team', at);
  expect(ticket.state).toBe('AWAITING_CLIENT');
});

test('it is closed and reopened only from the states that offer it', () => {
  for (const state of ['AWAITING_TEAM', 'AWAITING_CLIENT', 'CLOSED'] as const) {
    const may = (action: string) => (actionsInStanding[state].team as string[]).includes(action);
    const attempt = (verb: () => void) => { try { verb(); return true; } catch { return false; } };
    expect(attempt(() => aTicket({ state }).close(at))).toBe(may('CLOSE'));
    expect(attempt(() => aTicket({ state }).reopen(at))).toBe(may('REOPEN'));
  }
});

test('the newest message stays the newest, in whatever order they are written down', () => {
  const ticket = aTicket({ lastMessageAt: at });
  ticket.receiveMessage('contact', new Date(at.valueOf() - 1));
  ticket.touch(new Date(at.valueOf() - 2));
  expect(ticket.lastMessageAt).toEqual(at);
});

test('what is put off stands so until its time, and the client alone ends it', () => {
  const hour = 3_600_000;
  const ticket = aTicket();
  ticket.snooze(new Date(at.valueOf() + hour), at);
  expect(standingOf(ticket, at)).toBe('SNOOZED');
  ticket.receiveMessage('team', at);
  expect(standingOf(ticket, at)).toBe('SNOOZED');
  expect(standingOf(ticket, new Date(at.valueOf() + hour))).toBe('AWAITING_CLIENT');
  ticket.receiveMessage('contact', at);
  expect(standingOf(ticket, at)).toBe('AWAITING_TEAM');
});

test('nothing is done with a ticket that was merged', () => {
  expect(actionsFor(aTicket({ mergedIntoId: 'x' }), 'team', at)).toEqual([]);
  expect(() => aTicket({ mergedIntoId: 'x', state: 'CLOSED' }).reopen(at)).toThrow();
  const [one, other] = [aTicket({ id: 'one', clientId: 'a' }), aTicket({ id: 'other', clientId: 'b' })];
  expect(() => one.mergeInto(other, at)).toThrow('one client');
  expect(() => one.mergeInto(one, at)).toThrow('into itself');
});

test('tags are kept once, in the words of whoever wrote them last', () => {
  const ticket = aTicket();
  ticket.tag(['Late', ' late ', '', 'a  b'], at);
  expect(ticket.tags).toEqual(['late', 'a b']);
});

test('a subject is one line of words', () => {
  expect(subjectFrom('  A\r\n\tquestion  ')).toBe('A question');
  expect(() => subjectFrom(' \n ')).toThrow(expect.objectContaining({ details: { field: 'subject' } }));
  expect(() => subjectFrom('x'.repeat(201))).toThrow('201 characters');
});

test('a body keeps its lines', () => {
  expect(bodyFrom('\r\none\r\ntwo \n')).toBe('one\ntwo');
  expect(() => bodyFrom('\n')).toThrow(expect.objectContaining({ details: { field: 'message' } }));
});
