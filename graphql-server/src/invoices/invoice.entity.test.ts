import { describe, expect, test } from 'vitest';
import { Invoice, statusOf, actionsFor, depositDueOf } from './invoice.entity.ts';

const at = new Date('2026-03-01T10:00:00Z');
const anInvoice = (of: Partial<Invoice> = {}) => Object.assign(new Invoice(), { state: 'SENT', total: 100, balance: 100, number: 'INV-1', ...of } as const);

describe('sending', () => {
  test('keeps the number and the first instant when it is sent again', () => {
    const invoice = anInvoice({ state: 'DRAFT', number: null });
    invoice.markSent('INV-7', at);
    invoice.markSent('INV-8', new Date('2026-04-01T10:00:00Z'));
    expect(invoice).toMatchObject({ number: 'INV-7', state: 'SENT', firstSentAt: at, revision: 2 });
  });

  test('of nothing to pay is paid at once', () => {
    const invoice = anInvoice({ state: 'DRAFT', total: 0, balance: 0 });
    invoice.markSent('INV-7', at);
    expect(invoice).toMatchObject({ state: 'PAID', paidAt: at });
  });

  test('is for drafts, sending again for what was sent', () => {
    for (const state of ['SENT', 'PAID', 'VOID'] as const) expect(() => anInvoice({ state }).must('SEND')).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    for (const state of ['DRAFT', 'VOID'] as const) expect(() => anInvoice({ state }).must('RESEND')).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    expect(() => anInvoice({ state: 'DRAFT' }).must('SEND')).not.toThrow();
    for (const state of ['SENT', 'PAID'] as const) expect(() => anInvoice({ state }).must('RESEND')).not.toThrow();
  });
});

describe('a deposit', () => {
  test.each([null, 1, 99])('may be %s of 100', (deposit) => {
    const invoice = anInvoice({ deposit: 50 });
    invoice.askForDeposit(deposit);
    expect(invoice.deposit).toBe(deposit);
  });

  test.each([0, -1, 100, 101])('may not be %s of 100', (deposit) => {
    const invoice = anInvoice({ deposit: 50 });
    expect(() => invoice.askForDeposit(deposit)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', details: { field: 'deposit' } }));
    expect(invoice.deposit).toBe(50);
  });

  test('is due until payments and credit have reached it, whichever came first', () => {
    const invoice = anInvoice({ deposit: 40 });
    expect(depositDueOf(invoice)).toBe(40);
    invoice.takePayment(10, at);
    expect(depositDueOf(invoice)).toBe(30);
    invoice.takeCredit(29, at);
    expect(depositDueOf(invoice)).toBe(1);
    invoice.takePayment(1, at);
    expect(depositDueOf(invoice)).toBeNull();
    invoice.giveBackPayment(11);
    expect(depositDueOf(invoice)).toBe(11);
  });

  test.each(['DRAFT', 'PAID', 'VOID'] as const)('is not due of one that is %s, nor where none was asked', (state) => {
    expect(depositDueOf(anInvoice({ state, deposit: 40 }))).toBeNull();
    expect(depositDueOf(anInvoice())).toBeNull();
  });
});

describe('a payment', () => {
  test('in parts turns it paid with the last one', () => {
    const invoice = anInvoice();
    expect(invoice.takePayment(60, at)).toBe(60);
    expect(invoice).toMatchObject({ state: 'SENT', amountPaid: 60, balance: 40, paidAt: null });
    expect(invoice.takePayment(40, at)).toBe(40);
    expect(invoice).toMatchObject({ state: 'PAID', amountPaid: 100, balance: 0, paidAt: at });
  });

  test('takes no more than is owed', () => {
    expect(anInvoice().takePayment(130, at)).toBe(100);
  });

  test('that was undone is owed again', () => {
    const invoice = anInvoice();
    invoice.takePayment(100, at);
    invoice.giveBackPayment(100);
    expect(invoice).toMatchObject({ state: 'SENT', amountPaid: 0, balance: 100, paidAt: null });
  });

  test('and credit settle together', () => {
    const invoice = anInvoice();
    invoice.takePayment(70, at);
    expect(invoice.takeCredit(50, at)).toBe(30);
    expect(invoice).toMatchObject({ state: 'PAID', amountPaid: 70, amountCredited: 30, balance: 0, paidAt: at });
  });

  test.each(['DRAFT', 'PAID', 'VOID'] as const)('takes nothing when it is %s', (state) => {
    const invoice = anInvoice({ state });
    expect(invoice.takePayment(100, at)).toBe(0);
    expect(invoice).toMatchObject({ state, balance: 100 });
  });

  test.each(['DRAFT', 'PAID', 'VOID'] as const)('cannot begin when it is %s', (state) => {
    expect(() => anInvoice({ state }).mustBePayable()).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
  });
});

test.each([
  [{ state: 'SENT', balance: 1, dueDate: '2026-02-28' }, 'OVERDUE'],
  [{ state: 'SENT', balance: 1, dueDate: '2026-03-01' }, 'SENT'],
  [{ state: 'SENT', balance: 1, dueDate: null }, 'SENT'],
  [{ state: 'SENT', balance: 0, dueDate: '2026-02-28' }, 'SENT'],
  [{ state: 'PAID', balance: 0, dueDate: '2026-02-28' }, 'PAID'],
  [{ state: 'VOID', balance: 1, dueDate: '2026-02-28' }, 'VOID'],
  [{ state: 'DRAFT', balance: 1, dueDate: '2026-02-28' }, 'DRAFT'],
] as const)('%j on 1 March is %s', (standing, status) => {
  expect(statusOf(standing, '2026-03-01')).toBe(status);
});

describe('what may be done', () => {
  const nothing = { revision: 1, amountPaid: 0, amountCredited: 0 };

  test('only a client pays, and only what was sent', () => {
    const states = ['DRAFT', 'SENT', 'PAID', 'VOID'] as const;
    expect(states.filter((state) => actionsFor({ ...nothing, state }, 'contact').includes('PAY'))).toEqual(['SENT']);
    expect(states.filter((state) => actionsFor({ ...nothing, state }, 'team').includes('PAY'))).toEqual([]);
  });

  test('what something was paid on is neither pulled back nor made void', () => {
    for (const settled of [{ amountPaid: 1 }, { amountCredited: 1 }]) {
      const invoice = anInvoice({ ...nothing, ...settled });
      for (const action of ['PULL_BACK', 'VOID'] as const) expect(() => invoice.must(action)).toThrow('settled in part');
    }
    for (const action of ['PULL_BACK', 'VOID'] as const) expect(() => anInvoice(nothing).must(action)).not.toThrow();
  });

  test('a draft that was never sent is unknown to the client, one that is being revised is shown', () => {
    expect(actionsFor({ ...nothing, state: 'DRAFT', revision: 0 }, 'contact')).toEqual([]);
    expect(actionsFor({ ...nothing, state: 'DRAFT' }, 'contact')).toEqual(['DOWNLOAD']);
    expect(actionsFor({ ...nothing, state: 'DRAFT' }, 'team')).not.toContain('DISCARD');
  });
});
