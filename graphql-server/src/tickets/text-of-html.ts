const BLOCKS = /^\/?(?:p|div|tr|li|ul|ol|table|blockquote|h[1-6]|hr|section|article)$/;
const UNSEEN = new Set(['script', 'style', 'head', 'title', 'template']);
const ENTITIES: Readonly<Record<string, string>> = { nbsp: ' ', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", amp: '&' };

/**
 * The words of a mail that has no text part. Reads the markup once from left to right, so that no
 * mail, however it is made, takes longer than its length.
 */
export function textOfHtml(markup: string): string {
  const lower = markup.toLowerCase();
  let text = '';
  let at = 0;
  while (at < markup.length) {
    const open = markup.indexOf('<', at);
    text += markup.slice(at, open < 0 ? undefined : open);
    if (open < 0) break;
    const isComment = lower.startsWith('<!--', open);
    const close = isComment ? markup.indexOf('-->', open) : markup.indexOf('>', open);
    if (close < 0) break;
    at = close + (isComment ? 3 : 1);
    if (isComment) continue;

    const name = nameOfTag(lower, open + 1);
    if (name === 'br' || (BLOCKS.test(name) && !text.endsWith('\n'))) text += '\n';
    if (UNSEEN.has(name)) {
      const end = lower.indexOf(`</${name}`, at);
      if (end < 0) break;
      at = end;
    }
  }
  return text
    .replaceAll(/&(\w{1,6}|#39);/g, (whole, entity: string) => ENTITIES[entity] ?? whole)
    .replaceAll(/[ \t]*\n[ \t]*/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** `br`, `/div`: at most a few characters are looked at. */
const nameOfTag = (lower: string, from: number) => /^\/?[a-z][a-z0-9]*/.exec(lower.slice(from, from + 12))?.[0] ?? '';
