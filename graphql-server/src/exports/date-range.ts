import { isCalendarDate } from '../shared/calendar-date.ts';
import { badInput } from '../shared/domain-error.ts';

/** Both ends included; null where it is open. */
export interface DateRange { from: string | null; to: string | null }

export function dateRangeFrom(params: URLSearchParams): DateRange {
  const day = (name: 'from' | 'to') => {
    const text = params.get(name) || null;
    if (text && !isCalendarDate(text)) throw badInput(`"${text.slice(0, 40)}" is not a date such as 2026-03-31.`, name);
    return text;
  };
  const range = { from: day('from'), to: day('to') };
  if (range.from && range.to && range.to < range.from) throw badInput('The last day is before the first.', 'to');
  return range;
}

/** To be added to a condition. */
export function within(column: string, { from, to }: DateRange): { sql: string; params: string[] } {
  return {
    sql: `${from ? ` and ${column} >= ?::date` : ''}${to ? ` and ${column} <= ?::date` : ''}`,
    params: [from, to].filter((day) => day !== null),
  };
}
