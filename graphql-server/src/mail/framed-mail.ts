export interface FrameOptions {
  dark: boolean;
  /** Outside pictures are shown through `imagesUrl` (`/files/mail-image?message=…`); without one, as the boxes that stand for them. */
  showImages: boolean;
  imagesUrl?: string;
  /** Where the reader's files are: '' in the portal, '/admin' in the dashboard. */
  base?: string;
}

/**
 * The document for `<iframe srcdoc sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox">`: never
 * with allow-scripts. Same-origin, or its pictures would be asked for without the session.
 */
export function framedMail(html: string, { dark, showImages, imagesUrl = '', base = '' }: FrameOptions): string {
  let n = -1;
  const withImages = html
    .replaceAll(/<img data-remote-src="([^"]*)"/g, (whole) => {
      n += 1;
      return showImages && imagesUrl ? `<img loading="lazy" src="${imagesUrl.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}&amp;n=${n}"` : whole;
    })
    .replaceAll('<img src="/files/', `<img src="${base}/files/`);
  return `<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="${dark ? 'dark' : 'light'}">
<style>${STYLE}${dark ? DARK : ''}</style></head><body dir="auto">${withImages}</body></html>`;
}

const STYLE = `
:root { color-scheme: light; }
body { margin: 0; padding: .75rem .875rem; font: 15px/1.5 Inter, system-ui, sans-serif; color: #1c1d20; background: #fff; overflow-wrap: anywhere; }
a { color: #1d4ed8; }
img { max-width: 100%; height: auto; }
img[data-remote-src] { display: inline-block; min-width: 2.5rem; min-height: 1.5rem; border: 1px dashed #9a9da5; border-radius: 3px; }
pre { white-space: pre-wrap; }
blockquote { margin: 0 0 0 .75rem; padding: 0 0 0 .75rem; border-left: 3px solid #dddee1; color: #5b5e66; }
table, td, body > div { max-width: 100%; }`;

/** Senders choose colours for white paper: turned over as a whole they can all be read, and pictures are turned back. */
const DARK = `
:root { color-scheme: dark; }
html { background: #1b1c1f; }
body { color-scheme: light; background: #fff; filter: invert(.9) hue-rotate(180deg); }
img:not([data-remote-src]) { filter: invert(1) hue-rotate(180deg); }`;
