const SAFE_PROPERTY = new RegExp(
  '^(?:' +
    [
      'color', 'background(?:-color)?', 'font(?:-(?:family|size|style|variant|weight))?', 'letter-spacing', 'line-height', 'text-(?:align|decoration(?:-(?:color|line|style))?|indent|transform)',
      'vertical-align', 'white-space', 'word-(?:break|spacing|wrap)', 'overflow-wrap', 'direction', 'unicode-bidi', 'list-style(?:-(?:type|position))?', 'quotes',
      'border(?:-(?:top|right|bottom|left))?(?:-(?:color|style|width))?', 'border-(?:collapse|spacing|radius)', 'padding(?:-(?:top|right|bottom|left))?', 'margin(?:-(?:top|right|bottom|left))?',
      '(?:min-|max-)?(?:width|height)', 'table-layout', 'caption-side', 'empty-cells', 'display',
    ].join('|') +
    ')$',
);

/** No address, no escape, no comment, and nothing that is worked out: a value is words, numbers and colours. */
const SAFE_VALUE = /^[\w\s#%.,()!+-]{1,200}$/;
const FUNCTION = /([\w-]*)\s*\(/g;
const SAFE_FUNCTIONS = new Set(['rgb', 'rgba', 'hsl', 'hsla']);
const MAX_STYLE = 5_000;

/** The declarations that colour and space a text. What could load, move or cover something is left out. */
export function safeStyle(style: string): string {
  const kept: string[] = [];
  for (const declaration of style.slice(0, MAX_STYLE).split(';')) {
    const colon = declaration.indexOf(':');
    const property = declaration.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    // Names of fonts need no quotes, and an unpaired one would swallow what follows.
    const value = declaration.slice(colon + 1).replaceAll(/["']/g, '').trim();
    if (SAFE_PROPERTY.test(property) && SAFE_VALUE.test(value) && areSafe(value) && !pullsOut(property, value)) kept.push(`${property}:${value}`);
  }
  return kept.join(';');
}

const areSafe = (value: string) => [...value.matchAll(FUNCTION)].every((match) => SAFE_FUNCTIONS.has((match[1] ?? '').toLowerCase()));

/** Out of its place, over something else. */
const pullsOut = (property: string, value: string) =>
  (property.startsWith('margin') && /(?:^|\s)-/.test(value)) || (property === 'text-indent' && value.startsWith('-'));
