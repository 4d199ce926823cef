import { linkParts, type TextPart } from '#lib/link-parts.ts';

export interface Inline extends TextPart {
  isBold?: boolean;
}

export type Block = { kind: 'text'; inlines: Inline[] } | { kind: 'list'; isNumbered: boolean; start: number; items: Inline[][] };

const BULLET = /^ {0,3}[-*•] +(\S.*)$/;
const NUMBER = /^ {0,3}(\d{1,4})[.)] +(\S.*)$/;

/** The light formatting of messages: **bold**, lists and web addresses. All other text stays as it was written. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  const endText = () => {
    const written = lines.join('\n').replace(/^\n+|\n+$/g, '');
    if (written) blocks.push({ kind: 'text', inlines: inlinesOf(written) });
    lines = [];
  };
  for (const line of text.split('\n')) {
    const numbered = NUMBER.exec(line);
    const item = numbered?.[2] ?? BULLET.exec(line)?.[1];
    if (item === undefined) {
      lines.push(line);
      continue;
    }
    endText();
    const last = blocks.at(-1);
    const isNumbered = numbered !== null;
    if (last?.kind === 'list' && last.isNumbered === isNumbered) last.items.push(inlinesOf(item));
    else blocks.push({ kind: 'list', isNumbered, start: Number(numbered?.[1] ?? 1), items: [inlinesOf(item)] });
  }
  endText();
  return blocks;
}

function inlinesOf(text: string): Inline[] {
  return text.split(/(\*\*(?=\S)[^\n*]{1,2000}(?<=\S)\*\*)/).flatMap((part, index) =>
    // Every second part is what the parentheses caught.
    index % 2 === 1 ? linkParts(part.slice(2, -2)).map((inline) => ({ ...inline, isBold: true })) : linkParts(part),
  );
}
