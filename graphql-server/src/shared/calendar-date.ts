/** True for a day that exists, `YYYY-MM-DD`, of the years 1900 to 2199: "0025-01-31" is a slip. */
export function isCalendarDate(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // V8 rolls 2026-02-30 over to March.
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text);
}
