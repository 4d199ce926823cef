import { undelivered } from '#lib/document/undelivered.ts';
import type { InvoiceFullFragment } from '#lib/gql/graphql.ts';
import { daysUntil, formatDate, formatDay, formatDays, formatMoney, type Money } from 'web-kit/format.ts';
import type { Tone } from 'web-kit/status.ts';

export interface NextStep {
  tone: Tone;
  text: string;
}

/** What a person who opens the invoice should know, and do; the most pressing first. */
export function nextSteps(invoice: InvoiceFullFragment, { language, timeZone, now }: { language: string; timeZone: string; now: Date }): NextStep[] {
  const lost = undelivered(invoice.dispatches).map(({ recipient }) => recipient);
  return [
    ...(lost.length > 0 ? [{ tone: 'danger' as const, text: `The last mail to ${lost.join(', ')} did not arrive.` }] : []),
    standing(invoice, { language, timeZone, now }),
  ];
}

function standing(invoice: InvoiceFullFragment, { language, timeZone, now }: { language: string; timeZone: string; now: Date }): NextStep {
  const owed = formatMoney(invoice.balance, language);
  if (invoice.isBeingRevised) {
    return {
      tone: 'warning',
      text: `Pulled back. Your client still sees revision ${invoice.revisions.length}, marked as being revised, and cannot pay it. Sending publishes revision ${invoice.revisions.length + 1} under the same number.`,
    };
  }
  if (invoice.isProcessing) return { tone: 'info', text: 'A payment is under way. The bank decides; there is nothing to do.' };
  switch (invoice.status) {
    case 'DRAFT':
      if (invoice.client.contacts.length === 0) return { tone: 'warning', text: 'Add a contact to this client, then it can be sent.' };
      return { tone: 'neutral', text: 'Not sent yet: your client cannot see it. It gets its number when it is sent.' };
    case 'OVERDUE': {
      const days = -daysUntil(invoice.dueDate!, timeZone, now);
      return { tone: 'danger', text: `${owed} is ${days} ${days === 1 ? 'day' : 'days'} late.` };
    }
    case 'SENT': {
      if (!invoice.dueDate) return { tone: 'info', text: `${owed} is owed.` };
      const days = daysUntil(invoice.dueDate, timeZone, now);
      return { tone: 'info', text: `${owed} is due ${days <= 14 ? formatDays(days, language) : `on ${formatDate(invoice.dueDate, language)}`}.` };
    }
    case 'PAID':
      return { tone: 'success', text: invoice.paidAt ? `Settled in full on ${formatDay(invoice.paidAt, language, timeZone)}.` : 'Settled in full.' };
    case 'VOID':
      return { tone: 'neutral', text: `Void${invoice.voidedAt ? ` since ${formatDay(invoice.voidedAt, language, timeZone)}` : ''}: it is owed no more, and stays on record.` };
  }
}

/** What is on the client's account in the invoice's currency. */
export function creditOnAccount({ client, currency }: InvoiceFullFragment): Money {
  const balance = client.statement.balances.find((each) => each.currency === currency);
  return balance?.credit ?? { minorUnits: 0, currency };
}
