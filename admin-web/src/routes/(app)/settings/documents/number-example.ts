const TOKEN = /\{(YYYY|YY|MM|SEQ(?::([1-9]))?)\}/g;

/** What a pattern makes of a place in the sequence: "INV-2026-0007". What is wrong with one, the server says. */
export function numberExample(pattern: string, sequence: number, day: string): string {
  return pattern.replaceAll(TOKEN, (_, token: string, digits?: string) => {
    if (token === 'YYYY') return day.slice(0, 4);
    if (token === 'YY') return day.slice(2, 4);
    if (token === 'MM') return day.slice(5, 7);
    return String(sequence).padStart(Number(digits ?? 1), '0');
  });
}
