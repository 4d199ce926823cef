import { mustBeSignedIn } from '../auth/viewer.ts';
import { todayOf } from '../businesses/today.ts';
import { clientMeant } from '../clients/client.access.ts';
import type { Context } from '../context.ts';
import { isCalendarDate } from '../shared/calendar-date.ts';
import { isCurrency } from '../shared/currency.ts';
import { badInput } from '../shared/domain-error.ts';
import type { Period } from './period-statement.access.ts';

interface Asked { clientId?: string | null | undefined; currency: string; from?: string | null | undefined; to?: string | null | undefined }

/** What somebody asked for, of a client that they may see. */
export async function periodMeant(context: Context, { clientId, currency, from, to }: Asked): Promise<Period> {
  const viewer = mustBeSignedIn(context);
  if (!isCurrency(currency)) throw badInput(`"${currency.slice(0, 20)}" is not a currency such as EUR.`, 'currency');
  const first = dayFrom(from, 'from');
  const last = dayFrom(to, 'to');
  const today = await todayOf(context, viewer.businessId);
  const period = {
    businessId: viewer.businessId,
    clientId: await clientMeant(context.em, viewer, clientId),
    currency,
    from: first,
    // From a day to come on, with no last one: that day, on which nothing has happened yet.
    to: last ?? (first && first > today ? first : today),
  };
  if (period.from && period.to < period.from) throw badInput('The last day is before the first.', 'to');
  return period;
}

function dayFrom(text: string | null | undefined, name: 'from' | 'to'): string | null {
  if (text && !isCalendarDate(text)) throw badInput(`"${text.slice(0, 40)}" is not a date such as 2026-03-31.`, name);
  return text || null;
}
