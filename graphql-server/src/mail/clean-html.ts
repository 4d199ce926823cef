import sanitizeHtml from 'sanitize-html';
import { textOfHtml } from '../tickets/text-of-html.ts';
import { isHeavy } from './html-weight.ts';
import { safeStyle } from './safe-style.ts';

export interface CleanHtml {
  /** For `framedMail` alone; null where nothing is worth showing, or cleaning would take too long: the text stands for it. */
  html: string | null;
  text: string;
  /** How many pictures of other sites it wants. `remoteImagesOf` tells which. */
  blockedImages: number;
}

/**
 * A mail's HTML without whatever acts, loads or leads somewhere unseen. `cids` has the address of the stored
 * file for each Content-ID; without them `cid:` stays, for whoever shows it to map. Pictures of other sites keep their address in `data-remote-src` and are not loaded.
 */
export function cleanHtml(markup: string, { cids }: { cids?: ReadonlyMap<string, string> } = {}): CleanHtml {
  const text = textOfHtml(markup);
  if (markup.trim() === '' || isHeavy(markup)) return { html: null, text, blockedImages: 0 };
  const html = sanitizeHtml(markup, { ...RULES, transformTags: { ...TRANSFORMS, img: (_tag, attribs) => ({ tagName: 'img', attribs: image(attribs, cids) }) } }).trim();
  const blockedImages = remoteImagesOf(html).length;
  return { html: text.trim() === '' && !html.includes('<img') ? null : html, text, blockedImages };
}

/** The addresses of pictures that were taken out of cleaned HTML, in the order in which they stand. */
export function remoteImagesOf(html: string): string[] {
  return [...html.matchAll(REMOTE_IMAGE)].map((match) => unescaped(match[1] ?? ''));
}

/** `<` and `"` are escaped everywhere else, and this attribute is the first, so that nothing a sender writes looks like it. */
export const REMOTE_IMAGE = /<img data-remote-src="([^"]*)"/g;

const unescaped = (value: string) => value.replaceAll(/&(amp|lt|gt|quot);/g, (_whole, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? '');

const LAYOUT = ['align', 'valign', 'width', 'height', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'dir', 'lang', 'style', 'title'];

const RULES: sanitizeHtml.IOptions = {
  allowedTags: [
    'a', 'abbr', 'address', 'article', 'aside', 'b', 'bdi', 'bdo', 'big', 'blockquote', 'br', 'caption', 'center', 'cite', 'code', 'col', 'colgroup', 'dd', 'del', 'details', 'dfn', 'div',
    'dl', 'dt', 'em', 'figcaption', 'figure', 'font', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'i', 'img', 'ins', 'kbd', 'li', 'main', 'mark', 'nav', 'ol', 'p', 'pre', 'q', 'rp', 'rt',
    'ruby', 's', 'samp', 'section', 'small', 'span', 'strike', 'strong', 'sub', 'summary', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul', 'var', 'wbr',
  ],
  // What stands in these was never meant to be read.
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'xml', 'svg', 'math', 'template', 'object', 'iframe', 'noembed', 'noframes', 'audio', 'video', 'select'],
  allowedAttributes: {
    '*': LAYOUT,
    a: [...LAYOUT, 'href', 'target', 'rel'],
    img: ['data-remote-src', 'src', 'alt', ...LAYOUT],
    font: [...LAYOUT, 'color', 'face', 'size'],
    td: [...LAYOUT, 'colspan', 'rowspan', 'nowrap'],
    th: [...LAYOUT, 'colspan', 'rowspan', 'nowrap', 'scope'],
    col: [...LAYOUT, 'span'],
    colgroup: [...LAYOUT, 'span'],
    ol: [...LAYOUT, 'start', 'type'],
    ul: [...LAYOUT, 'type'],
    li: [...LAYOUT, 'value'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['data', 'cid'] },
  allowProtocolRelative: false,
  // Ours are made by `safeStyle`; the library's own reader takes twenty times as long.
  parseStyleAttributes: false,
  exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs['src'] && !attribs['data-remote-src'] && !attribs['alt'],
};

const TRANSFORMS: Record<string, sanitizeHtml.Transformer> = {
  // After that of the tag itself.
  '*': (tagName, { style: given, ...rest }) => {
    const style = given && safeStyle(given);
    return { tagName, attribs: style ? { ...rest, style } : rest };
  },
  body: (_tag, attribs) => ({ tagName: 'div', attribs }),
  a: (tagName, { href: given = '', target: _target, rel: _rel, ...rest }) => {
    const href = linkOf(given);
    return { tagName, attribs: href ? { ...rest, href, target: '_blank', rel: 'noopener noreferrer' } : rest };
  },
};

/** Absolute alone: in our page, a path would be one of ours. */
function linkOf(href: string): string | null {
  const url = URL.parse(href.trim());
  return url && ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : null;
}

const RASTER = /^data:image\/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/=\s]*$/i;
const MAX_DATA_IMAGE = 500_000;

function image(attribs: sanitizeHtml.Attributes, cids: ReadonlyMap<string, string> | undefined): sanitizeHtml.Attributes {
  const { src: given = '', 'data-remote-src': _theirs, ...shown } = attribs;
  const src = given.trim();
  if (/^cid:/i.test(src)) {
    const id = contentId(src);
    const stored = cids ? cids.get(id) : `cid:${id}`;
    return stored && /^[^\s"'<>&]{1,300}$/.test(stored) ? { src: stored, ...shown } : shown;
  }
  if (RASTER.test(src.slice(0, MAX_DATA_IMAGE + 1))) return src.length <= MAX_DATA_IMAGE ? { src, ...shown } : shown;
  const remote = URL.parse(src.startsWith('//') ? `https:${src}` : src);
  if (!remote || !/^https?:$/.test(remote.protocol)) return shown;
  return isTracker(attribs) ? {} : { 'data-remote-src': remote.href, ...shown };
}

function contentId(src: string): string {
  const id = src.slice(4);
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** A picture that nobody can see is there to tell that it was loaded. */
function isTracker({ width, height, style = '' }: sanitizeHtml.Attributes): boolean {
  const isDot = (side: string | undefined) => side !== undefined && /^\s*[0-3](?:px)?\s*$/.test(side);
  return (
    (isDot(width) && isDot(height)) || /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0\s*(?:;|$))/i.test(style) ||
    (/(?:^|;)\s*(?:max-)?width\s*:\s*[0-3]px/i.test(style) && /(?:^|;)\s*(?:max-)?height\s*:\s*[0-3]px/i.test(style))
  );
}
