import { Tokenizer } from 'htmlparser2';

const BLOCKS = new Set([
  'address', 'article', 'aside', 'blockquote', 'body', 'center', 'dd', 'details', 'div', 'dl', 'dt', 'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'html',
  'li', 'main', 'nav', 'ol', 'p', 'pre', 'section', 'summary', 'table', 'tbody', 'tfoot', 'thead', 'tr', 'ul',
]);
const UNSEEN = new Set(['head', 'iframe', 'math', 'noscript', 'object', 'script', 'select', 'style', 'svg', 'template', 'textarea', 'title']);
const MAX_QUOTE_DEPTH = 5;

/**
 * The words of a mail that has no text part: a line for each block, quotes marked with `>`. Reads the
 * markup once from left to right, so that no mail, however it is made, takes longer than its length.
 */
export function textOfHtml(markup: string): string {
  const text = new Lines();
  let unseen: string | null = null;
  let pre = 0;

  const nameAt = (start: number, end: number) => markup.slice(start, Math.min(end, start + 12)).toLowerCase();
  const nothing = () => undefined;
  const write = (part: string) => {
    if (unseen === null) text.write(part, pre > 0);
  };
  // Text comes in as many pieces as it has brackets.
  let [from, to] = [0, 0];
  const flush = () => {
    if (to > from) write(markup.slice(from, to));
    [from, to] = [0, 0];
  };
  const tokenizer = new Tokenizer({}, {
    onopentagname(start, end) {
      flush();
      const name = nameAt(start, end);
      // A head that is never closed ends where the body begins.
      if (unseen === 'head' && name === 'body') unseen = null;
      if (unseen !== null) return;
      if (UNSEEN.has(name)) unseen = name;
      else if (name === 'br') text.breakLine();
      else if (BLOCKS.has(name)) text.endBlock();
      else if (name === 'td' || name === 'th') text.write(' ', false);
      if (name === 'blockquote') text.quoteDepth += 1;
      if (name === 'pre') pre += 1;
    },
    onselfclosingtag: nothing,
    onclosetag(start, end) {
      flush();
      const name = nameAt(start, end);
      if (unseen !== null) {
        if (name === unseen) unseen = null;
        return;
      }
      if (BLOCKS.has(name)) text.endBlock();
      if (name === 'blockquote') text.quoteDepth = Math.max(0, text.quoteDepth - 1);
      if (name === 'pre') pre = Math.max(0, pre - 1);
    },
    ontext(start, end) {
      if (start !== to) {
        flush();
        from = start;
      }
      to = end;
    },
    ontextentity(codepoint) {
      flush();
      write(String.fromCodePoint(codepoint));
    },
    onattribdata: nothing, onattribentity: nothing, onattribend: nothing, onattribname: nothing, oncdata: nothing, oncomment: nothing, ondeclaration: nothing, onend: nothing,
    onopentagend: nothing, onprocessinginstruction: nothing,
  });
  tokenizer.write(markup);
  tokenizer.end();
  flush();
  return text.toString();
}

class Lines {
  quoteDepth = 0;
  #lines: string[] = [];
  #line: string[] = [];
  #endsWithSpace = true;

  write(part: string, keepsSpaces: boolean): void {
    if (keepsSpaces) {
      const [first = '', ...more] = part.split(/\r\n|\r|\n/);
      this.#add(first);
      for (const line of more) {
        this.breakLine();
        this.#add(line);
      }
      return;
    }
    const words = part.replaceAll(/[ \t\r\n\f]+/g, ' ');
    this.#add(this.#endsWithSpace && words.startsWith(' ') ? words.slice(1) : words);
  }

  endBlock(): void {
    if (this.#line.length > 0) this.breakLine();
  }

  breakLine(): void {
    const line = this.#line.join('').replaceAll('\u00a0', ' ');
    // The space after the dashes makes them a signature's.
    this.#push(line.trim() === '--' ? '-- ' : line.trimEnd());
    this.#line = [];
    this.#endsWithSpace = true;
  }

  toString(): string {
    this.endBlock();
    return this.#lines.join('\n').trim();
  }

  #add(part: string): void {
    if (part === '') return;
    this.#line.push(part);
    this.#endsWithSpace = part.endsWith(' ');
  }

  #push(line: string): void {
    const quoted = `${'>'.repeat(Math.min(this.quoteDepth, MAX_QUOTE_DEPTH))}${this.quoteDepth > 0 && line ? ' ' : ''}${line}`;
    const isBlank = line === '' && this.#lines.at(-1) === quoted;
    if (!isBlank) this.#lines.push(quoted);
  }
}
