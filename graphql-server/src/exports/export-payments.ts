import type { TeamViewer } from '../auth/viewer.ts';
import { amountCell, textCell } from './csv-cells.ts';
import { within, type DateRange } from './date-range.ts';
import type { CsvExport } from './export-rows.ts';

interface PaymentLine {
  id: string; receivedOn: string; client: string; clientExternalId: string | null; invoices: string | null; currency: string;
  amount: number; credited: number; refunded: number; disputed: number; method: string; reference: string | null; note: string | null; recordedBy: string | null; undoneAt: string | null;
}

/** One row for each payment, also those that were undone, with what it settled. What an undone import brought is left out. */
export function paymentsExport({ businessId }: TeamViewer, range: DateRange): CsvExport<PaymentLine> {
  const dated = within('p.received_on', range);
  return {
    table: 'payment p',
    where: { sql: `p.business_id = ? and not (p.undone_at is not null and ${TAKEN_BACK})${dated.sql}`, params: [businessId, ...dated.params] },
    key: [{ sql: 'p.received_on', type: 'date' }, { sql: 'p.id', type: 'uuid' }],
    select: /* sql */ `p.id, p.received_on::text as "receivedOn", c.name as client, c.external_id as "clientExternalId",
        e.invoices, p.currency, p.amount, coalesce(e.credited, 0) as credited, p.amount_refunded as refunded, p.amount_disputed as disputed, p.method, p.reference, p.note, m.name as "recordedBy",
        to_char(p.undone_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "undoneAt"`,
    joins: /* sql */ `join client c on c.business_id = p.business_id and c.id = p.client_id
      left join team_member m on m.business_id = p.business_id and m.id = p.team_member_id
      cross join lateral (
        select string_agg(i.number, ', ' order by i.number) filter (where e.kind = 'PAID') as invoices,
          sum(e.credit_change) filter (where e.kind = 'CREDITED')::bigint as credited
        from ledger_entry e left join invoice i on i.business_id = e.business_id and i.id = e.invoice_id
        where e.business_id = p.business_id and e.payment_id = p.id
      ) e`,
    columns: {
      received_on: ({ receivedOn }) => receivedOn,
      client: ({ client }) => textCell(client),
      client_external_id: ({ clientExternalId }) => textCell(clientExternalId),
      invoices: ({ invoices }) => textCell(invoices),
      currency: ({ currency }) => currency,
      amount: ({ amount, currency }) => amountCell(amount, currency),
      kept_as_credit: ({ credited, currency }) => amountCell(credited, currency),
      refunded: ({ refunded, currency }) => amountCell(refunded, currency),
      disputed: ({ disputed, currency }) => amountCell(disputed, currency),
      method: ({ method }) => method.toLowerCase(),
      reference: ({ reference }) => textCell(reference),
      note: ({ note }) => textCell(note),
      recorded_by: ({ recordedBy }) => textCell(recordedBy),
      undone_at: ({ undoneAt }) => undoneAt ?? '',
      id: ({ id }) => id,
    },
  };
}

const TAKEN_BACK = /* sql */ `exists (
  select from ledger_entry e join invoice i on i.business_id = e.business_id and i.id = e.invoice_id
  where e.business_id = p.business_id and e.payment_id = p.id and i.undone_at is not null)`;
