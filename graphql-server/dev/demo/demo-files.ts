import { stringify } from 'csv-stringify/sync';

import { minorUnitsToDecimal } from '../../src/shared/money.ts';
import { demoClients } from './demo-clients.ts';
import { type DemoInvoice, demoInvoices } from './demo-invoices.ts';
import { type DemoTicket, demoTickets } from './demo-tickets.ts';

export interface DemoFiles {
  clientsCsv: string;
  invoicesCsv: string;
  tickets: DemoTicket[];
}

/** The data of Northwind Studio as files for the product's own import, seen from `today` (YYYY-MM-DD). */
export function demoFiles(today: string): DemoFiles {
  const invoices = demoInvoices(today);
  return {
    clientsCsv: stringify(clientRows(), { header: true }),
    invoicesCsv: stringify(invoices.flatMap(invoiceRows), { header: true }),
    tickets: demoTickets(invoices, today),
  };
}

function clientRows() {
  return demoClients.map((client, index) => ({
    external_id: externalId(index),
    company: client.company,
    contact_name: client.contact,
    email: client.email,
    phone: client.phone ?? '',
    address: client.address,
    city: client.city,
    state: client.state ?? '',
    postal_code: client.postalCode,
    country: client.country,
    locale: client.locale,
  }));
}

function invoiceRows(invoice: DemoInvoice) {
  const inMajorUnits = (minorUnits: number) => minorUnitsToDecimal(minorUnits, invoice.currency);
  return invoice.lines.map((line) => ({
    number: invoice.number,
    client_external_id: externalId(demoClients.indexOf(invoice.client)),
    client_email: invoice.client.email,
    issue_date: invoice.issueDate,
    due_date: invoice.dueDate,
    currency: invoice.currency,
    line_description: line.description,
    quantity: line.quantity,
    unit_price: inMajorUnits(line.unitPrice),
    discount_percent: line.discount?.percent ?? '',
    tax_name: line.taxes[0]?.name ?? '',
    tax_rate: line.taxes[0]?.rate ?? '',
    total: inMajorUnits(invoice.total),
    status: invoice.status,
    paid_on: invoice.paidOn ?? '',
    reference: invoice.reference,
    terms: invoice.terms,
    notes: invoice.notes,
  }));
}

function externalId(index: number): string {
  return `C-${String(index + 1).padStart(3, '0')}`;
}
