import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type ConsoleMessage, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { chromiumExecutable } from '../../graphql-server/src/adapters/chromium.ts';
import { cacheDir } from './run-program.ts';

export interface Screen {
  name: string;
  width: number;
  height: number;
  isPhone: boolean;
}

export const desktop: Screen = { name: 'desktop', width: 1440, height: 900, isPhone: false };
export const phone: Screen = { name: 'phone', width: 390, height: 844, isPhone: true };

/** Ignored by git. */
export const pictures = fileURLToPath(new URL('../screenshots', import.meta.url));

export interface TestBrowser {
  /** Somebody with a browser of their own: no cookie is shared. */
  person(screen: Screen, more?: BrowserContextOptions): Promise<BrowserContext>;
  /** Whatever went wrong in any page since the last call: requests to other hosts, errors in the console. */
  takeComplaints(): string[];
  /** After each test: pictures of every page when it failed, and no complaint that it did not take. */
  endTest(task: { name: string; result?: { state?: string } }): Promise<void>;
  close(): Promise<void>;
}

export async function launchBrowser(origin: string): Promise<TestBrowser> {
  const { executablePath, env } = await chromiumExecutable({ cacheDir });
  const browser = await chromium.launch({
    executablePath,
    env,
    chromiumSandbox: false,
    args: ['--disable-background-networking', '--disable-component-update', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost'],
  });
  const complaints: string[] = [];
  return {
    async person(screen, more) {
      const context = await browser.newContext({
        viewport: { width: screen.width, height: screen.height },
        isMobile: screen.isPhone,
        hasTouch: screen.isPhone,
        deviceScaleFactor: 1,
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
        reducedMotion: 'reduce',
        ...more,
      });
      context.setDefaultTimeout(15_000);
      listen(context, origin, complaints);
      return context;
    },
    takeComplaints: () => complaints.splice(0),
    async endTest({ name, result }) {
      if (result?.state === 'fail') await pictureAll(browser, name);
      expect(complaints.splice(0)).toEqual([]);
    },
    close: () => browser.close(),
  };
}

async function pictureAll(browser: Browser, name: string): Promise<void> {
  const pages = browser.contexts().flatMap((context) => context.pages());
  const path = (index: number) => `${pictures}/failed/${name.replaceAll(/\W+/g, '-')}-${index + 1}.png`;
  await Promise.allSettled(pages.map((page, index) => page.screenshot({ path: path(index), timeout: 5_000 })));
}

function listen(context: BrowserContext, origin: string, complaints: string[]): void {
  const checkHost = (what: string, address: string) => {
    const url = new URL(address);
    if (['data:', 'blob:', 'about:'].includes(url.protocol)) return;
    if (url.host !== new URL(origin).host) complaints.push(`${what} to another host: ${address}`);
  };
  context.on('request', (request) => checkHost('request', request.url()));
  context.on('page', (page: Page) => page.on('websocket', (socket) => checkHost('socket', socket.url())));
  context.on('weberror', (event) => complaints.push(`uncaught: ${event.error().stack ?? event.error().message}`));
  context.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error' || /hydrat/i.test(message.text())) complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
}
