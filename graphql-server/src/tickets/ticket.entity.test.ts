import { expect, test } from 'vitest';
import { actionsInStanding, bodyFrom, subjectFrom, Ticket } from './ticket.entity.ts';

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

test('a subject is one line of words', () => {
  expect(subjectFrom('  A\r\n\tquestion  ')).toBe('A question');
  expect(() => subjectFrom(' \n ')).toThrow(expect.objectContaining({ details: { field: 'subject' } }));
  expect(() => subjectFrom('x'.repeat(201))).toThrow('201 characters');
});

test('a body keeps its lines', () => {
  expect(bodyFrom('\r\none\r\ntwo \n')).toBe('one\ntwo');
  expect(() => bodyFrom('\n')).toThrow(expect.objectContaining({ details: { field: 'message' } }));
});
