/** Which of the known values a parameter such as "SENT,OVERDUE" names. */
export function chosenOf<Value extends string>(known: readonly Value[], parameter: string | null): Value[] {
  const named = new Set((parameter ?? '').split(','));
  return known.filter((value) => named.has(value));
}
