import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { html, trustedHtml, type Html } from '../shared/html.ts';

/**
 * A small page of our own, outside the webs. `script` runs under a nonce; nothing else may, and
 * neither a cache nor the next site learns of the address.
 */
export function sendPage(res: ServerResponse, status: number, page: { title: string; body: Html; script?: string }): void {
  const nonce = randomBytes(16).toString('base64');
  res.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-security-policy':
      `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  });
  res.end(`<!doctype html>${html`<html lang="en"><head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>${page.title}</title>
<style nonce="${nonce}">${trustedHtml(STYLE)}</style></head><body><main>${page.body}</main>
${page.script && html`<script nonce="${nonce}">${trustedHtml(page.script)}</script>`}</body></html>`}`);
}

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 Inter, system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f7f7f8, #111214); color: light-dark(#1b1c1f, #ececee); }
  main { box-sizing: border-box; width: min(26rem, 100%); padding: 2rem 1.5rem; text-align: center; }
  h1 { font-size: 1.375rem; line-height: 1.25; margin: 0 0 .5rem; }
  p { margin: 0 0 1.5rem; color: light-dark(#55575e, #a9abb3); }
  button, a.button { font: inherit; font-weight: 600; display: inline-block; box-sizing: border-box; min-height: 3rem; padding: .75rem 1.5rem; border: 0;
    border-radius: .625rem; background: light-dark(#2f4fd0, #8ea2ff); color: light-dark(#fff, #0d1230); cursor: pointer; text-decoration: none; width: 100%; }
  button:focus-visible, a.button:focus-visible { outline: 3px solid light-dark(#111, #fff); outline-offset: 2px; }`;
