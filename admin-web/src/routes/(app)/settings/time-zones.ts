/** The city stands first, since that is what people look for and type. */
export function timeZoneOptions(names: readonly string[]): { value: string; label: string }[] {
  return [...new Set(names)]
    .map((value) => ({ value, label: value.replaceAll('_', ' ').split('/').toReversed().join(', ') }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'));
}
