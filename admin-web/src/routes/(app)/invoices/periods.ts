export interface Period {
  label: string;
  /** Calendar dates, both inclusive. */
  from: string;
  to: string;
}

/** What a person asks a list for, as of today in the time zone. */
export function periods(timeZone: string, now = new Date()): Period[] {
  const [year, month] = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' })
    .format(now)
    .split('-')
    .map(Number) as [number, number];
  return [
    { label: 'This month', from: day(year, month, 1), to: day(year, month + 1, 0) },
    { label: 'Last month', from: day(year, month - 1, 1), to: day(year, month, 0) },
    { label: 'This year', from: day(year, 1, 1), to: day(year, 12, 31) },
    { label: 'Last year', from: day(year - 1, 1, 1), to: day(year - 1, 12, 31) },
  ];
}

/** Day 0 is the last of the month before. */
function day(year: number, month: number, date: number): string {
  return new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10);
}
