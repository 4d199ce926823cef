/** At most so long, and never within a character: half of one is no text to a database, nor inside JSON. */
export function cutText(text: string, most: number): string {
  const isWithin = text.length > most && /[\uD800-\uDBFF]/.test(text.charAt(most - 1));
  return text.slice(0, isWithin ? most - 1 : most).toWellFormed();
}
