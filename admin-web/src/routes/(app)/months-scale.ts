/** A round amount at or above the highest, so that the chart's lines stand at figures that are easily said. */
export function roundedUp(highest: number): number {
  if (highest <= 0) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 2, 4, 5, 8, 10].find((each) => each * magnitude >= highest) ?? 10;
  return step * magnitude;
}
