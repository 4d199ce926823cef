import { Tokenizer } from 'htmlparser2';

/** Measured: cleaning takes some 10 µs for each tag, and grows with the square of their depth. */
const MAX_TAGS = 25_000;
const MAX_ENTITIES = 200_000;
const MAX_DEPTH = 250;
const MAX_LENGTH = 6_000_000;

/** Whether cleaning it would take a thread longer than anybody should wait. Reads as the library that cleans does. */
export function isHeavy(markup: string): boolean {
  if (markup.length > MAX_LENGTH || times('<', markup, 2 * MAX_TAGS) || times('&', markup, MAX_ENTITIES)) return true;
  return isDeep(markup);
}

function times(character: string, markup: string, limit: number): boolean {
  let count = 0;
  for (let at = markup.indexOf(character); at >= 0; at = markup.indexOf(character, at + 1)) {
    count += 1;
    if (count > limit) return true;
  }
  return false;
}

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr']);
/** Programs leave these open; the next of their kind closes them. */
const SELF_ENDING = new Set(['p', 'li', 'td', 'th', 'tr', 'dt', 'dd', 'option', 'tbody', 'thead', 'tfoot', 'colgroup']);

function isDeep(markup: string): boolean {
  const open: string[] = [];
  const nothing = () => undefined;
  const tokenizer = new Tokenizer({ decodeEntities: false }, {
    onopentagname(start, end) {
      const name = markup.slice(start, Math.min(end, start + 20)).toLowerCase();
      if (VOID.has(name) || (SELF_ENDING.has(name) && open.at(-1) === name)) return;
      open.push(name);
      if (open.length > MAX_DEPTH) tokenizer.pause();
    },
    onclosetag(start, end) {
      const at = open.lastIndexOf(markup.slice(start, Math.min(end, start + 20)).toLowerCase());
      if (at >= 0) open.length = at;
    },
    onattribdata: nothing, onattribentity: nothing, onattribend: nothing, onattribname: nothing, oncdata: nothing, oncomment: nothing, ondeclaration: nothing, onend: nothing,
    onopentagend: nothing, onprocessinginstruction: nothing, onselfclosingtag: nothing, ontext: nothing, ontextentity: nothing,
  });
  tokenizer.write(markup);
  return open.length > MAX_DEPTH;
}
