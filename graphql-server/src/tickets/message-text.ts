/** A run of characters that look alike. */
export interface Run { text: string; isBold: boolean; href?: string }

export type Block =
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'list'; items: { number: number | null; runs: Run[] }[] };

/**
 * What a person typed, as it is shown: **bold**, lists, links and [named links](https://…). Everything else stays as it was
 * written, and nothing of it is ever read as HTML.
 */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: string[] = [];
  const endParagraph = () => {
    if (open.length > 0) blocks.push({ kind: 'paragraph', runs: runsOf(open.join('\n')) });
    open = [];
  };
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!;
    const list = listAt(lines, at);
    if (list) {
      endParagraph();
      blocks.push({ kind: 'list', items: list.items.map(({ number, text }) => ({ number, runs: runsOf(text) })) });
      at = list.end;
      continue;
    }
    if (line.trim()) open.push(line);
    else endParagraph();
    at += 1;
  }
  endParagraph();
  return blocks;
}

/** How it begins, in one line. */
export function previewOf(text: string): string {
  return withoutMarks(text.slice(0, 1_000)).replaceAll(/\s+/g, ' ').trim().slice(0, 200);
}

/** Where it is shown as plain words; half a mark may be left of what was cut. */
export function withoutMarks(text: string): string {
  return text.replaceAll(NAMED_LINK, (whole, name: string) => (isAddress(name) ? whole : name)).replaceAll('**', '');
}

/** One number alone is more often a date, as in "14. May": a numbered list has two items, or more. */
function listAt(lines: string[], start: number): { items: { number: number | null; text: string }[]; end: number } | null {
  const items: { number: number | null; text: string }[] = [];
  let at = start;
  for (; at < lines.length; at += 1) {
    const item = itemIn(lines[at]!);
    const isNext = item && (items.length === 0 || (items[0]!.number === null) === (item.number === null));
    if (isNext) items.push(item);
    else if (items.length > 0 && CONTINUED.test(lines[at]!)) items.at(-1)!.text += `\n${lines[at]!.trim()}`;
    else break;
  }
  return items.length > 1 || items[0]?.number === null ? { items, end: at } : null;
}

function itemIn(line: string): { number: number | null; text: string } | null {
  const [, digits, text] = ITEM.exec(line) ?? [];
  return text ? { number: digits ? Number(digits) : null, text } : null;
}

function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let end = 0;
  for (const { 0: whole, 1: bold, index } of text.matchAll(BOLD)) {
    runs.push(...linksIn(text.slice(end, index), false), ...linksIn(bold!, true));
    end = index + whole.length;
  }
  return [...runs, ...linksIn(text.slice(end), false)];
}

function linksIn(text: string, isBold: boolean): Run[] {
  const runs: Run[] = [];
  let end = 0;
  for (const { 0: whole, 1: name, 2: href, index } of text.matchAll(NAMED_LINK)) {
    // A name that is itself an address would say that the link leads there.
    if (!URL.canParse(href!) || isAddress(name!)) continue;
    runs.push(...bareLinksIn(text.slice(end, index), isBold), { text: name!, isBold, href: href! });
    end = index + whole.length;
  }
  return [...runs, ...bareLinksIn(text.slice(end), isBold)];
}

const isAddress = (name: string) => name.search(LINK) >= 0 || /^\s*(?:mailto:|\S+\.\p{L}{2,}(?:[/:?#]|\s*$))/iu.test(name);

function bareLinksIn(text: string, isBold: boolean): Run[] {
  const runs: Run[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const link = withoutPunctuation(found);
    const href = link.startsWith('www.') ? `https://${link}` : link;
    if (!URL.canParse(href)) continue;
    if (index > end) runs.push({ text: text.slice(end, index), isBold });
    runs.push({ text: link, isBold, href });
    end = index + link.length;
  }
  if (end < text.length) runs.push({ text: text.slice(end), isBold });
  return runs;
}

/** What ends the sentence is not of the link, nor a bracket that was opened before it. */
function withoutPunctuation(found: string): string {
  const link = found.replace(/[.,;:!?'*_\]}>]+$/, '');
  return link.endsWith(')') && !link.includes('(') ? withoutPunctuation(link.slice(0, -1)) : link;
}

// Each looks no further than the next mark of its own, so that long texts take no longer than they are.
const BOLD = /\*\*(?=\S)([^*\n]{1,500})(?<=\S)\*\*/g;
const NAMED_LINK = /\[(?=[^\s\]])([^[\]\n\p{C}]{1,200})\]\(((?:https?:\/\/|mailto:)(?:[^\s<>"()[\]\p{C}]|\([^\s<>"()[\]\p{C}]{0,200}\)){1,2000})\)/giu;
// Neither control characters nor what turns the direction of reading.
const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"\p{C}]{1,2000}/giu;
const ITEM = /^ {0,3}(?:[-*•]|(\d{1,3})[.)]) +(\S.*)$/;
const CONTINUED = /^ {2,}\S/;
