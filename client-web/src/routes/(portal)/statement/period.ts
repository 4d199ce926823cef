/** What the page shows, as the URL says it: days `YYYY-MM-DD`, '' where it is open. */
export interface Period { currency: string; from: string; to: string }

const DAY = /^\d{4}-\d\d-\d\d$/;
const isDay = (text: string) => DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/** Days that are none are left out; the currency is one of the client's. */
export function readPeriod(params: Pick<URLSearchParams, 'get'>, currencies: readonly string[]): Period {
  const day = (name: string) => {
    const text = params.get(name) ?? '';
    return isDay(text) ? text : '';
  };
  const [from, to] = [day('from'), day('to')];
  const currency = params.get('currency') ?? '';
  return { currency: currencies.includes(currency) ? currency : (currencies[0] ?? ''), from, to };
}

/** Why nothing can be asked for it, by field; `today` is the business's own day. */
export function faultOf({ from, to }: Pick<Period, 'from' | 'to'>, today: string): { from?: string; to?: string } | null {
  if (from && to && to < from) return { to: 'The last day is before the first.' };
  return from > today ? { from: 'This day is still to come.' } : null;
}

export function today(timeZone: string, now = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

export const periodParams = ({ currency, from, to }: Period) => new URLSearchParams(Object.entries({ currency, from, to }).filter(([, value]) => value !== ''));

export interface Preset { label: string; from: string; to: string }

/** Spans that people ask for; `today` is the business's own day. */
export function presets(today: string): Preset[] {
  const year = Number(today.slice(0, 4));
  return [
    { label: 'Everything', from: '', to: '' },
    { label: String(year), from: `${year}-01-01`, to: '' },
    { label: String(year - 1), from: `${year - 1}-01-01`, to: `${year - 1}-12-31` },
    { label: 'Last 90 days', from: daysBefore(today, 90), to: '' },
  ];
}

function daysBefore(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - days);
  return date.toISOString().slice(0, 10);
}
