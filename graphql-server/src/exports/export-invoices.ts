import type { TeamViewer } from '../auth/viewer.ts';
import { matching, type InvoiceFilter } from '../invoices/invoice.access.ts';
import { STATUS_SQL } from '../invoices/invoice.entity.ts';
import { amountCell, textCell } from './csv-cells.ts';
import { within, type DateRange } from './date-range.ts';
import type { CsvExport } from './export-rows.ts';

interface InvoiceLine {
  id: string; number: string | null; status: string; client: string; clientExternalId: string | null; reference: string | null;
  issueDate: string; dueDate: string | null; sentAt: string | null; paidAt: string | null; currency: string;
  subtotal: number; discountTotal: number; taxTotal: number; total: number; amountPaid: number; amountCredited: number; balance: number;
}

/** One row for each invoice, with the status that it has today. */
export function invoicesExport(viewer: TeamViewer, filter: InvoiceFilter, range: DateRange, today: string): CsvExport<InvoiceLine> {
  const listed = matching(viewer, filter, today);
  const dated = within('i.issue_date', range);
  // `today` is a calendar day of our own, and so may stand in the statement itself.
  const status = STATUS_SQL.replace('?', `'${today}'`);
  return {
    table: 'invoice i',
    where: { sql: `${listed.sql}${dated.sql}`, params: [...listed.params, ...dated.params] },
    key: [{ sql: 'i.issue_date', type: 'date' }, { sql: 'i.id', type: 'uuid' }],
    select: /* sql */ `i.id, i.number, ${status} as status, c.name as client, c.external_id as "clientExternalId", i.reference,
        i.issue_date::text as "issueDate", i.due_date::text as "dueDate",
        to_char(i.sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "sentAt",
        to_char(i.paid_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "paidAt",
        i.currency, i.subtotal, i.discount_total as "discountTotal", i.tax_total as "taxTotal", i.total,
        i.amount_paid as "amountPaid", i.amount_credited as "amountCredited", case i.state when 'SENT' then i.balance else 0 end as balance`,
    joins: /* sql */ `join client c on c.business_id = i.business_id and c.id = i.client_id`,
    columns: {
      number: ({ number }) => textCell(number),
      status: (row) => row.status.toLowerCase(),
      client: ({ client }) => textCell(client),
      client_external_id: ({ clientExternalId }) => textCell(clientExternalId),
      reference: ({ reference }) => textCell(reference),
      issue_date: ({ issueDate }) => issueDate,
      due_date: ({ dueDate }) => dueDate ?? '',
      sent_at: ({ sentAt }) => sentAt ?? '',
      paid_at: ({ paidAt }) => paidAt ?? '',
      currency: ({ currency }) => currency,
      subtotal: ({ subtotal, currency }) => amountCell(subtotal, currency),
      discount: ({ discountTotal, currency }) => amountCell(discountTotal, currency),
      tax: ({ taxTotal, currency }) => amountCell(taxTotal, currency),
      total: ({ total, currency }) => amountCell(total, currency),
      paid: ({ amountPaid, currency }) => amountCell(amountPaid, currency),
      credited: ({ amountCredited, currency }) => amountCell(amountCredited, currency),
      balance: ({ balance, currency }) => amountCell(balance, currency),
      id: ({ id }) => id,
    },
  };
}
