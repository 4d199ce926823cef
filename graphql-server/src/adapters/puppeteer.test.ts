import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createPdfRenderer, PdfTimeoutError } from './puppeteer.ts';

const cacheDir = join(tmpdir(), 'client-portal-test-chromium');
const renderer = createPdfRenderer({ cacheDir });
afterAll(() => renderer.close());

const page = (body: string) => `<!doctype html><html><head><title>x</title></head><body>${body}</body></html>`;

const table = `<table><caption>Items</caption><thead><tr><th scope="col">What</th><th scope="col">Price</th></tr></thead>
<tbody><tr><th scope="row">A</th><td>1</td></tr><tr><th scope="row">B</th><td>2</td></tr></tbody></table>`;

describe('a PDF', () => {
  it('is tagged, with its title and language', async () => {
    const pdf = Buffer.from(
      await renderer.render(page(`<h1>Hello</h1>${table}`), { title: 'Rechnung 7', lang: 'de-AT' }),
    ).toString('latin1');
    expect(pdf).toMatch(/^%PDF-/);
    expect(pdf).toContain('/StructTreeRoot');
    expect(pdf).toContain('/MarkInfo');
    expect(pdf).toContain('/Title (Rechnung 7)');
    expect(pdf).toContain('/Lang (de-AT)');
    expect(pdf).toContain('/S /H1');
    expect(pdf).toContain('/S /TH');
  });

  it('keeps a title that would end a script', async () => {
    const title = `"];throw '</script>`;
    const pdf = Buffer.from(await renderer.render(page('x'), { title, lang: 'en' })).toString('latin1');
    expect(pdf).toContain(`/Title (${title})`);
  });

  it('is of the wanted format', async () => {
    const sizes = await Promise.all(
      (['A4', 'Letter'] as const).map(async (format) => {
        const pdf = Buffer.from(await renderer.render(page('x'), { title: 't', lang: 'en', format })).toString('latin1');
        return /\/MediaBox \[0 0 (\S+) (\S+)\]/.exec(pdf)?.slice(1).map((side) => Math.round(Number(side)));
      }),
    );
    expect(sizes).toEqual([[596, 842], [612, 792]]);
  });

  it('is made while two others are', async () => {
    const titles = ['one', 'two', 'three', 'four', 'five'];
    const pdfs = await Promise.all(titles.map((title) => renderer.render(page(title), { title, lang: 'en' })));
    expect(pdfs.map((pdf) => /\/Title \((.*?)\)/.exec(Buffer.from(pdf).toString('latin1'))?.[1])).toEqual(titles);
  });
});

describe('a hostile document', () => {
  let listener: Server;
  let address: string;
  let reached: string[];

  beforeAll(async () => {
    listener = createServer((request, response) => {
      reached.push(request.url ?? '');
      response.end('<p>SECRET</p>');
    }).listen(0, '127.0.0.1');
    listener.on('connection', () => reached.push('a connection'));
    await once(listener, 'listening');
    address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  });
  beforeEach(() => (reached = []));
  afterAll(() => listener.close());

  const waysOut = (to: string) => [
    `<img src="${to}">`,
    `<img srcset="${to} 2x">`,
    `<picture><source srcset="${to}"><img></picture>`,
    `<iframe src="${to}"></iframe>`,
    `<iframe srcdoc="<img src='${to}'>"></iframe>`,
    `<object data="${to}"></object>`,
    `<embed src="${to}">`,
    `<link rel="stylesheet" href="${to}">`,
    `<link rel="preload" as="image" href="${to}">`,
    `<link rel="preconnect" href="${to}">`,
    `<link rel="dns-prefetch" href="${to}">`,
    `<link rel="prefetch" href="${to}">`,
    `<link rel="icon" href="${to}">`,
    `<style>@import url(${to});</style>`,
    `<style>@font-face{font-family:f;src:url(${to})} p{font-family:f;background:url(${to});cursor:url(${to}),auto;list-style:url(${to})}</style><p>x</p>`,
    `<style>@page{@bottom-left{content:url(${to})}}</style>`,
    `<svg><image href="${to}"/><use href="${to}#x"/><foreignObject><img src="${to}"></foreignObject></svg>`,
    `<svg><style>@import url(${to});</style></svg>`,
    `<video src="${to}" poster="${to}" autoplay></video><audio src="${to}" autoplay></audio>`,
    `<meta http-equiv="refresh" content="0;url=${to}">`,
    `<base href="${to}"><img src="/x">`,
    `<form action="${to}"><input type="image" src="${to}"></form>`,
    `<input type="image" src="${to}">`,
    `<body background="${to}">`,
    `<script>fetch('${to}'); new Image().src='${to}'; location='${to}'; new WebSocket('${to.replace('http', 'ws')}'); window.open('${to}')</script>`,
    `<script src="${to}"></script>`,
    `<script type="module">import '${to}'</script>`,
    `<img src=x onerror="location='${to}'">`,
    `<a id=a href="${to}" ping="${to}" autofocus onfocus="this.click()">x</a>`,
    `<img src="data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg"><image href="${to}"/></svg>`)}">`,
    `<iframe src="data:text/html,${encodeURIComponent(`<script>location='${to}'</script><img src="${to}">`)}"></iframe>`,
    `<iframe src="javascript:location='${to}'"></iframe>`,
  ];

  it('reaches nothing on this machine, in any of its ways', async () => {
    for (const way of waysOut(address)) await attempt(way);
    await renderer.render(page('the browser is still there'), { title: 't', lang: 'en' });
    expect(reached).toEqual([]);
  });

  it('reads no file of this machine', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'client-portal-test-secret-'));
    await writeFile(join(folder, 'secret.html'), '<h1>a heading in the tags of the PDF</h1>');
    await writeFile(join(folder, 'secret.svg'), '<svg xmlns="http://www.w3.org/2000/svg"><a href="https://secret.example"><text y="20">x</text></a></svg>');
    const pdfs = [];
    for (const name of ['secret.html', 'secret.svg']) {
      const to = pathToFileURL(join(folder, name)).href;
      for (const way of waysOut(to)) pdfs.push(await attempt(`<a href="https://harmless.example">x</a>${way}`));
    }
    await rm(folder, { recursive: true });
    const all = pdfs.map((pdf) => Buffer.from(pdf ?? []).toString('latin1')).join('');
    expect(all).toContain('/URI (https://harmless.example/)');
    expect(all).not.toContain('/S /H1');
    expect(all).not.toContain('secret.example');
  });

  /** It may be refused as well as printed. */
  async function attempt(body: string): Promise<Uint8Array | null> {
    return await renderer.render(page(body), { title: 't', lang: 'en' }).catch(() => null);
  }
});

describe('the browser', () => {
  const pids = async () => {
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
    return stdout.split('\n').flatMap((line) => {
      const [pid, parent, ...args] = line.trim().split(/\s+/);
      return Number(parent) === process.pid && args.join(' ').includes('--headless') ? [Number(pid)] : [];
    });
  };
  const own = createPdfRenderer({ cacheDir });
  afterEach(() => own.close());

  it('is replaced when somebody kills it, also in the middle of a page', async () => {
    const others = await pids();
    await own.render(page('one'), { title: 'one', lang: 'en' });
    const [pid] = (await pids()).filter((each) => !others.includes(each));
    expect(pid).toBeDefined();

    const underWay = own.render(page('<p>long</p>'.repeat(2_000)), { title: 'two', lang: 'en' });
    process.kill(pid as number, 'SIGKILL');
    expect(Buffer.from(await underWay).toString('latin1')).toContain('/Title (two)');
    expect(await pids()).not.toContain(pid);
  });

  it('is not waited for without end', async () => {
    const impatient = createPdfRenderer({ cacheDir, timeLimitMs: 1 });
    await expect(impatient.render(page('x'), { title: 't', lang: 'en' })).rejects.toThrow(PdfTimeoutError);
    await impatient.close();
  });

  it('that cannot be started is named in the error', async () => {
    const without = createPdfRenderer({ cacheDir, executablePath: '/nowhere/chromium' });
    await expect(without.render(page('x'), { title: 't', lang: 'en' })).rejects.toThrow('/nowhere/chromium');
  });
});
