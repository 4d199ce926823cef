import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';

import { readClientsCsv } from '../../src/imports/read-clients-csv.ts';
import { type ImportedInvoice, readInvoicesCsv } from '../../src/imports/read-invoices-csv.ts';
import { addDays } from '../../src/shared/clock.ts';
import { ADA } from './demo-clients.ts';
import { demoFiles } from './demo-files.ts';

const today = '2026-03-31';

describe('the files of the demo business', async () => {
  const files = demoFiles(today);
  const clients = await readClientsCsv(files.clientsCsv);
  const { invoices, errors } = await readInvoicesCsv(files.invoicesCsv, { today });
  const overdueOf = (all: ImportedInvoice[], day: string) => all.filter((invoice) => invoice.status === 'sent' && (invoice.dueDate ?? day) < day);

  it('are the same on every run, and differ from day to day', () => {
    expect(demoFiles(today)).toEqual(files);
    expect(demoFiles('2026-04-01').invoicesCsv).not.toBe(files.invoicesCsv);
  });

  it('have no errors for the import, whatever the day', async () => {
    expect([clients.errors.list(), errors.list()]).toEqual([[], []]);
    for (const day of ['2024-02-29', '2025-01-01', '2026-12-31', '2030-06-15']) {
      const later = demoFiles(day);
      const read = await readInvoicesCsv(later.invoicesCsv, { today: day });
      expect(read.errors.list()).toEqual([]);
      expect(overdueOf(read.invoices, day)).toHaveLength(37);
    }
  });

  it('have clients in many countries and scripts', () => {
    expect(clients.rows).toHaveLength(40);
    expect(clients.rows.every((client) => client.countryCode !== null)).toBe(true);
    expect(new Set(clients.rows.map((client) => client.countryCode)).size).toBeGreaterThan(25);
    const names = clients.rows.map((client) => client.company ?? client.contactName).join();
    for (const script of ['Hiragana', 'Han', 'Arabic', 'Hebrew', 'Greek', 'Cyrillic', 'Hangul', 'Devanagari', 'Thai']) {
      expect(`${names}${clients.rows.map((client) => client.city).join()}${files.invoicesCsv}`).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
    }
    expect(names).toContain('🍳');
    expect(clients.rows.every((client) => client.email.endsWith('.example'))).toBe(true);
  });

  it('have 400 invoices in all states', () => {
    const count = (status: string) => invoices.filter((invoice) => invoice.status === status).length;
    expect(invoices).toHaveLength(400);
    expect([count('draft'), count('void'), count('paid'), count('sent'), overdueOf(invoices, today).length]).toEqual([14, 16, 302, 68, 37]);
    expect(new Set(invoices.map((invoice) => invoice.currency))).toEqual(new Set(['EUR', 'USD', 'GBP', 'JPY', 'KWD']));
    const lineCounts = invoices.map((invoice) => invoice.lines.length);
    expect([Math.min(...lineCounts), Math.max(...lineCounts)]).toEqual([1, 12]);
    expect(new Set(invoices.map((invoice) => invoice.clientEmail)).size).toBe(40);
  });

  it('have one that is due today and not overdue', () => {
    expect(invoices.some((invoice) => invoice.status === 'sent' && invoice.dueDate === today)).toBe(true);
  });

  it('have no date in the future but due dates, and none older than their years', () => {
    const dates = invoices.flatMap((invoice) => [invoice.issueDate, invoice.paidOn ?? invoice.issueDate]);
    expect(dates.every((date) => date <= today && date >= addDays(today, -912))).toBe(true);
    expect(invoices.every((invoice) => invoice.paidOn === null || invoice.paidOn >= invoice.issueDate)).toBe(true);
  });

  it('number invoices without a gap in the order of their dates', () => {
    const issued = invoices.filter((invoice) => invoice.status !== 'draft').toSorted((a, b) => a.number.localeCompare(b.number, 'en'));
    expect(issued.map((invoice) => invoice.issueDate)).toEqual(issued.map((invoice) => invoice.issueDate).toSorted());
    for (const [year, ofYear] of Map.groupBy(issued, (invoice) => invoice.issueDate.slice(0, 4))) {
      expect(ofYear.map((invoice) => invoice.number)).toEqual(ofYear.map((_, index) => `INV-${year}-${String(index + 1).padStart(4, '0')}`));
    }
  });

  it('show all of a portal to Ada', () => {
    const hers = invoices.filter((invoice) => invoice.clientEmail === ADA);
    expect(clients.rows[0]).toMatchObject({ company: 'Lindqvist & Daughters AB', contactName: 'Ada Lindqvist', email: ADA });
    expect(hers).toHaveLength(60);
    expect(overdueOf(hers, today)).toHaveLength(3);
    const open = hers.filter((invoice) => invoice.status === 'sent');
    expect(open.map((invoice) => invoice.currency).toSorted()).toEqual(['EUR', 'EUR', 'EUR', 'EUR', 'EUR', 'EUR', 'USD']);
  });

  it('have no field that a spreadsheet would take for a formula', () => {
    for (const csv of [files.clientsCsv, files.invoicesCsv]) {
      const fields = parse(csv).flat();
      expect(fields.filter((field) => /^[=+\-@\t\r]/.test(field))).toEqual([]);
    }
  });

  it('have tickets, three of them awaiting the team', () => {
    const awaiting = files.tickets.filter((ticket) => !ticket.closed && !ticket.mergedInto && ['client', 'mail'].includes(ticket.messages.findLast(({ from }) => from !== 'note')!.from));
    expect([files.tickets.length, awaiting.length]).toEqual([9, 3]);
    for (const ticket of files.tickets) {
      expect(clients.rows.some((client) => client.email === ticket.clientEmail)).toBe(true);
      const hours = ticket.messages.map((message) => message.hoursAgo);
      expect(hours).toEqual(hours.toSorted((a, b) => b - a));
    }
    const asking = files.tickets.filter((ticket) => ticket.invoiceNumber);
    expect(asking).toHaveLength(4);
    for (const { invoiceNumber, clientEmail } of asking) {
      expect(invoices.find(({ number }) => number === invoiceNumber)?.clientEmail).toBe(clientEmail);
    }
  });
});
