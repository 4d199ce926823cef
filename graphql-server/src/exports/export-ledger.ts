import type { TeamViewer } from '../auth/viewer.ts';
import { amountCell, textCell } from './csv-cells.ts';
import { within, type DateRange } from './date-range.ts';
import type { CsvExport } from './export-rows.ts';

interface LedgerLine {
  id: string; occurredOn: string; recordedAt: string; kind: string; client: string | null; clientExternalId: string | null;
  invoice: string | null; creditNote: string | null; currency: string;
  owedChange: number; paidChange: number; creditChange: number; paidOutChange: number; method: string | null; reference: string | null;
}

/** Every entry, so that the sums of the file are the balances. An invoice whose import was undone has its number only in what was frozen. */
export function ledgerExport({ businessId }: TeamViewer, range: DateRange): CsvExport<LedgerLine> {
  const dated = within('e.occurred_on', range);
  return {
    table: 'ledger_entry e',
    where: { sql: `e.business_id = ?${dated.sql}`, params: [businessId, ...dated.params] },
    key: [{ sql: 'e.occurred_on', type: 'date' }, { sql: 'e.id', type: 'uuid' }],
    select: /* sql */ `e.id, e.occurred_on::text as "occurredOn", e.kind, c.name as client, c.external_id as "clientExternalId",
        to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "recordedAt",
        case when i.undone_at is null then i.number else (
          select r.document->>'number' from document_revision r
          where r.business_id = i.business_id and r.document_id = i.id order by r.revision limit 1
        ) end as invoice,
        n.number as "creditNote", e.currency, e.owed_change as "owedChange", e.paid_change as "paidChange",
        e.credit_change as "creditChange", e.paid_out_change as "paidOutChange", e.method, e.reference`,
    joins: /* sql */ `left join client c on c.business_id = e.business_id and c.id = e.client_id
      left join invoice i on i.business_id = e.business_id and i.id = e.invoice_id
      left join credit_note n on n.business_id = e.business_id and n.id = e.credit_note_id`,
    columns: {
      occurred_on: ({ occurredOn }) => occurredOn,
      recorded_at: ({ recordedAt }) => recordedAt,
      kind: ({ kind }) => kind.toLowerCase(),
      client: ({ client }) => textCell(client),
      client_external_id: ({ clientExternalId }) => textCell(clientExternalId),
      invoice: ({ invoice }) => textCell(invoice),
      credit_note: ({ creditNote }) => textCell(creditNote),
      currency: ({ currency }) => currency,
      owed_change: ({ owedChange, currency }) => amountCell(owedChange, currency),
      paid_change: ({ paidChange, currency }) => amountCell(paidChange, currency),
      credit_change: ({ creditChange, currency }) => amountCell(creditChange, currency),
      paid_out_change: ({ paidOutChange, currency }) => amountCell(paidOutChange, currency),
      method: ({ method }) => method?.toLowerCase() ?? '',
      reference: ({ reference }) => textCell(reference),
      id: ({ id }) => id,
    },
  };
}
