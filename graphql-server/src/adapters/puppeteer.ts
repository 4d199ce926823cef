import { once } from 'node:events';

import { launch, type Browser, type Page, type PDFOptions } from 'puppeteer-core';

import { chromiumExecutable, type ChromiumExecutable } from './chromium.ts';
import { readEnv } from '../env.ts';

export interface PdfRenderer {
  /** The document's own title and language are replaced by the given ones. */
  render(html: string, options: PdfOptions): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface PdfOptions {
  title: string;
  /** BCP 47 */
  lang: string;
  format?: 'A4' | 'Letter';
}

/** The page was not finished in time. Trying again may help; the browser is a fresh one by then. */
export class PdfTimeoutError extends Error {
  override readonly name = 'PdfTimeoutError';
}

/** Two pages keep two cores busy; a third only waits for them. */
const PAGES = 2;
/** Chromium's memory grows slowly with each document. */
const RENDERS_PER_BROWSER = 1_000;
const TIME_LIMIT_MS = 30_000;

/** The browser is launched on first use. `executablePath` names one to use instead of the shipped. */
export function createPdfRenderer(options: { cacheDir: string; executablePath?: string; timeLimitMs?: number }): PdfRenderer {
  return new WarmRenderer(options.timeLimitMs ?? TIME_LIMIT_MS, () =>
    options.executablePath
      ? launchChromium({ executablePath: options.executablePath, env: {} })
      : chromiumExecutable(options).then(launchChromium),
  );
}

class WarmRenderer implements PdfRenderer {
  readonly #timeLimitMs: number;
  readonly #launch: () => Promise<Browser>;
  readonly #waiting: (() => void)[] = [];
  #free = PAGES;
  #current: WarmBrowser | undefined;
  #closed = false;

  constructor(timeLimitMs: number, launchBrowser: () => Promise<Browser>) {
    this.#timeLimitMs = timeLimitMs;
    this.#launch = launchBrowser;
  }

  async render(html: string, options: PdfOptions): Promise<Uint8Array> {
    await this.#turn();
    try {
      return await this.#renderOnce(html, options);
    } finally {
      this.#free += 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    while (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#free -= 1;
  }

  async #renderOnce(html: string, options: PdfOptions, isSecondTry = false): Promise<Uint8Array> {
    const browser = this.#browser();
    try {
      return await browser.render(html, options, this.#timeLimitMs);
    } catch (error) {
      // A hung or crashed page has nothing worth keeping: the next render starts a new browser.
      const wasAlive = await browser.isAlive();
      this.#retire(browser);
      if (wasAlive || isSecondTry || this.#closed) throw error;
      return await this.#renderOnce(html, options, true);
    }
  }

  #browser(): WarmBrowser {
    if (this.#closed) throw new Error('The PDF renderer is closed.');
    if (this.#current?.isWornOut) this.#retire(this.#current);
    return (this.#current ??= new WarmBrowser(this.#launch()));
  }

  #retire(browser: WarmBrowser): void {
    if (this.#current === browser) this.#current = undefined;
    browser.closeWhenIdle();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#current?.close();
    this.#current = undefined;
  }
}

class WarmBrowser {
  readonly #browser: Promise<Browser>;
  /** Rejects when the process ends: Puppeteer may wait on for an answer of it. */
  readonly #exit: Promise<never>;
  readonly #idlePages: Page[] = [];
  #renders = 0;
  #busy = 0;
  #isRetired = false;

  constructor(browser: Promise<Browser>) {
    this.#browser = browser;
    this.#exit = browser.then(exit);
    this.#exit.catch(() => {});
  }

  get isWornOut(): boolean {
    return this.#renders >= RENDERS_PER_BROWSER;
  }

  async isAlive(): Promise<boolean> {
    const browser = await this.#browser.catch(() => undefined);
    const child = browser?.process();
    return !browser || (browser.connected && child?.exitCode === null && child.signalCode === null);
  }

  async render(html: string, options: PdfOptions, timeLimitMs: number): Promise<Uint8Array> {
    this.#busy += 1;
    this.#renders += 1;
    try {
      const browser = await this.#browser;
      const page = this.#idlePages.pop() ?? (await lockedPage(browser));
      const pdf = await withinLimit(Promise.race([printed(page, html, options), this.#exit]), timeLimitMs);
      this.#idlePages.push(page);
      return pdf;
    } finally {
      this.#busy -= 1;
      if (this.#isRetired) this.closeWhenIdle();
    }
  }

  closeWhenIdle(): void {
    this.#isRetired = true;
    if (this.#busy === 0) void this.close();
  }

  async close(): Promise<void> {
    const browser = await this.#browser.catch(() => undefined);
    // Not browser.close(): a hung one never answers.
    browser?.process()?.kill('SIGKILL');
    await browser?.disconnect();
  }
}

async function printed(page: Page, html: string, { title, lang, format = 'A4' }: PdfOptions): Promise<Uint8Array> {
  await page.setContent(html, { waitUntil: 'load' });
  // Runs although the page's own scripts do not.
  await page.evaluate(`document.title = ${JSON.stringify(title)}; document.documentElement.lang = ${JSON.stringify(lang)};`);
  return await page.pdf({ ...PRINT, format });
}

/** Margins and page numbers are the document's own, by `@page` and its margin boxes. */
const PRINT: PDFOptions = { printBackground: true, preferCSSPageSize: false, tagged: true, outline: true, timeout: 0 };

async function withinLimit<T>(work: Promise<T>, timeLimitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new PdfTimeoutError(`The PDF was not finished within ${timeLimitMs / 1000} seconds.`));
    }, timeLimitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}

async function exit(browser: Browser): Promise<never> {
  const child = browser.process();
  if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  throw new Error('Chromium ended while it made a PDF.');
}

/** A page that runs nothing and fetches nothing: what a document shows may come from anybody. */
async function lockedPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.setOfflineMode(true);
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const answer = request.url().startsWith('data:') && !request.isNavigationRequest() ? request.continue() : request.abort();
    answer.catch(() => {}); // the page went away
  });
  return page;
}

async function launchChromium({ executablePath, env }: ChromiumExecutable): Promise<Browser> {
  const start = (args: string[]) => launch({ executablePath, env: { ...readEnv(), ...env }, headless: 'shell', pipe: true, args });
  const browser = await startWithSandbox(start);
  // Puppeteer stops listening when it disconnects; the pipe of a killed process may break after that.
  for (const stream of browser.process()?.stdio ?? []) stream?.on('error', () => {});
  return browser;
}

async function startWithSandbox(start: (args: string[]) => Promise<Browser>): Promise<Browser> {
  const withoutSandbox = [...LOCKED_DOWN, '--no-sandbox'];
  // Chromium refuses its sandbox to root, the usual user of a container.
  if (process.getuid?.() === 0) return await start(withoutSandbox);
  try {
    return await start(LOCKED_DOWN);
  } catch (error) {
    // Nor has everybody else one: Ubuntu and Docker deny the namespaces that it is made of.
    if (!/sandbox|zygote|namespace/i.test(String(error))) throw error;
    return await start(withoutSandbox);
  }
}

/**
 * No address is ever resolved or reached, loopback included, by the pages or by the browser's own
 * services. JavaScript off alone lets most ways of fetching through.
 */
const LOCKED_DOWN = [
  '--proxy-server=127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-sync',
  '--disable-webrtc',
  '--no-first-run',
  '--no-pings',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--font-render-hinting=none',
];
