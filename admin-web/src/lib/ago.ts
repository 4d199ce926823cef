const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
];

/** "5 minutes ago" within a week, else null: then the date says more. */
export function ago(instant: string, now: number, language: string): string | null {
  const elapsed = Math.max(0, now - Date.parse(instant));
  if (elapsed >= 7 * 86_400_000) return null;
  const [unit, length] = steps.findLast(([, length]) => elapsed >= length) ?? ['minute' as const, 60_000];
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  if (elapsed < 60_000) return format.format(0, 'second');
  return format.format(-Math.floor(elapsed / length), unit);
}
