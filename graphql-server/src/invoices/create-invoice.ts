import type { EntityManager } from '@mikro-orm/postgresql';
import type { Business } from '../businesses/business.entity.ts';
import type { Client } from '../clients/client.entity.ts';
import { isCalendarDate } from '../shared/calendar-date.ts';
import { isCurrency } from '../shared/currency.ts';
import { badInput } from '../shared/domain-error.ts';
import { invoiceTotals } from './invoice-totals.ts';
import { Invoice } from './invoice.entity.ts';
import { InvoiceLine } from './invoice-line.entity.ts';

export interface NewLine { description: string; quantity: string; unitPrice: number; taxRate: string }

export interface NewInvoice {
  currency: string;
  issueDate: string;
  dueDate: string | null;
  notes: string | null;
  lines: NewLine[];
}

const MAX_LINES = 500;

/** A draft with its lines. All totals are computed here. */
export function createInvoice(em: EntityManager, business: Business, client: Client, wanted: NewInvoice): Invoice {
  if (!isCurrency(wanted.currency)) throw badInput(`"${wanted.currency}" is not an ISO 4217 currency, such as EUR.`, 'currency');
  for (const field of ['issueDate', 'dueDate'] as const) {
    if (wanted[field] && !isCalendarDate(wanted[field])) throw badInput(`${wanted[field]} is not a date between 1900 and 2199.`, field);
  }
  if (wanted.dueDate && wanted.dueDate < wanted.issueDate) throw badInput('The due date is before the issue date.', 'dueDate');
  if (wanted.notes && wanted.notes.length > 5_000) throw badInput('The notes have at most 5,000 characters.', 'notes');
  if (wanted.lines.length === 0) throw badInput('An invoice needs at least one line.', 'lines');
  if (wanted.lines.length > MAX_LINES) throw badInput(`An invoice has at most ${MAX_LINES} lines.`, 'lines');
  wanted.lines.forEach(({ description, taxRate }, index) => {
    if (!description.trim()) throw badInput(`Line ${index + 1} has no description.`, `lines.${index}.description`);
    if (description.length > 2_000) throw badInput(`The description of line ${index + 1} is too long.`, `lines.${index}.description`);
    if (Number(taxRate) > 100) throw badInput(`The tax rate of line ${index + 1} is more than 100 %.`, `lines.${index}.taxRate`);
  });

  const totals = invoiceTotals(wanted.lines);
  if (totals.total < 0) throw badInput('The total is negative; that is a credit note, not an invoice.', 'lines');

  const invoice = Object.assign(new Invoice(), {
    businessId: business.id,
    clientId: client.id,
    currency: wanted.currency,
    issueDate: wanted.issueDate,
    dueDate: wanted.dueDate,
    notes: wanted.notes,
    subtotal: totals.subtotal,
    taxTotal: totals.taxTotal,
    total: totals.total,
    balance: totals.total,
  });
  em.persist(invoice);
  wanted.lines.forEach((line, position) => {
    const { businessId, clientId } = invoice;
    const amount = totals.lines[position]!.amount;
    em.persist(Object.assign(new InvoiceLine(), { businessId, clientId, invoiceId: invoice.id, position, ...line, description: line.description.trim(), amount }));
  });
  return invoice;
}
