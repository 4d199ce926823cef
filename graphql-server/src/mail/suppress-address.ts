import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import { record } from '../clients/client-event.entity.ts';
import type { Dispatch } from './dispatch.entity.ts';
import type { SuppressionCause } from './suppressed-address.entity.ts';

type Shown = Pick<Dispatch, 'id' | 'businessId' | 'clientId' | 'recipient' | 'invoiceId' | 'estimateId' | 'creditNoteId'>;

/**
 * No further mail goes to the address that a mail has shown to be dead or unwilling. Says whether it was
 * news: the same news of the same mail, told once more after somebody cleared the address, is none.
 */
export async function suppressAddress(em: EntityManager, { id, businessId, recipient }: Shown, cause: SuppressionCause, detail: string, at: Date): Promise<boolean> {
  const rows = await em.execute<{ id: string }[]>(
    `insert into suppressed_address (id, business_id, created_at, address, cause, detail, dispatch_id)
     select ?, ?, ?, ?, ?, ?, ?
     where not exists (select from suppressed_address s
       where s.business_id = ? and lower(s.address) = ? and s.dispatch_id = ? and s.cause = ? and s.cleared_at is not null)
     on conflict (business_id, lower(address)) where cleared_at is null
     do update set cause = excluded.cause, detail = excluded.detail, dispatch_id = excluded.dispatch_id
       where suppressed_address.cause = 'BOUNCED' and excluded.cause = 'COMPLAINED'
     returning id`,
    [v7(), businessId, at, recipient.toLowerCase(), cause, detail, id, businessId, recipient.toLowerCase(), id, cause],
  );
  return rows.length > 0;
}

/** On the timeline, once for each piece of news. */
export function recordReturn(em: EntityManager, dispatch: Shown, kind: 'mail.bounced' | 'mail.complained', isSuppressed: boolean): void {
  const { recipient, invoiceId, estimateId, creditNoteId } = dispatch;
  const what = kind === 'mail.complained' ? `${recipient} reported a mail as spam` : `Mail to ${recipient} came back`;
  const summary = isSuppressed ? `${what}; none is sent there until the address is cleared` : what;
  record(em, dispatch, { kind, summary, invoiceId, estimateId, creditNoteId });
}
