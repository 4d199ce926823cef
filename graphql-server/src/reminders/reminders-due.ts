import type { EntityManager } from '@mikro-orm/postgresql';
import { places } from '../plain-rows.ts';

export interface ReminderDue { invoiceId: string; clientId: string; dueOn: string; reminderDay: number }

/**
 * Invoices that are owed, of which nobody was reminded for this day of the schedule. The day comes after
 * the one on which the invoice was sent or imported: what has just arrived needs no reminder.
 * Whether one is still wanted is asked again when its mail leaves.
 */
export function remindersDue(
  em: EntityManager,
  business: { id: string; timeZone: string },
  schedule: { dueOn: string; day: number }[],
  page: { after: string | null; first: number },
): Promise<ReminderDue[]> {
  // The due dates stand there twice: as constants they lead the planner to the index of what is due.
  const dueDates = schedule.map(({ dueOn }) => dueOn);
  return em.execute(
    `select i.id as "invoiceId", i.client_id as "clientId", i.due_date as "dueOn", s.day as "reminderDay"
     from jsonb_to_recordset(?::jsonb) as s ("dueOn" date, day int)
     join invoice i on i.business_id = ? and i.due_date = s."dueOn" and i.state = 'SENT' and i.balance > 0
     join client c on c.business_id = i.business_id and c.id = i.client_id and c.archived_at is null
     where i.due_date in (${places(dueDates)}) and i.undone_at is null
       and (case when i.import_id is null then i.sent_at else greatest(i.sent_at, i.created_at) end at time zone ?)::date < s."dueOn" + s.day
       and not exists (select from dispatch d where d.business_id = i.business_id and d.invoice_id = i.id
         and d.kind = 'REMINDER' and d.reminder_day = s.day and d.due_on = s."dueOn")
       and not exists (select from payment_allocation a
         join payment_intent p on p.business_id = a.business_id and p.id = a.payment_intent_id and p.state = 'PROCESSING'
         where a.business_id = i.business_id and a.invoice_id = i.id)
       and not exists (select from ledger_entry e
         join dispute d on d.business_id = e.business_id and d.id = e.dispute_id and d.closed_at is null
         where e.business_id = i.business_id and e.invoice_id = i.id)
       ${page.after ? 'and i.id > ?' : ''}
     order by i.id limit ?`,
    [JSON.stringify(schedule), business.id, ...dueDates, business.timeZone, ...(page.after ? [page.after] : []), page.first],
  );
}
