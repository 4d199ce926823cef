import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { violations } from './axe.ts';
import { pictures } from './browser.ts';

/** Of a picture; a list of fifty rows looks the same further down. */
const tallest = 2_000;
/** A tablet beside the desktop; beside the phone the narrowest that WCAG 1.4.10 asks for. */
const neighbours = { desktop: 768, phone: 320 };

/**
 * Keeps a picture of the page in light and dark, and expects of both that axe finds nothing and
 * that nothing must be scrolled sideways, there and at the neighbouring width.
 */
export async function look(page: Page, name: string): Promise<void> {
  const screen = page.viewportSize()!;
  const picture = (width: number, theme: string) => ({
    path: `${pictures}/${width}/${name}${theme}.png`,
    fullPage: true,
    clip: { x: 0, y: 0, width, height: tallest },
  });

  await settle(page);
  await page.screenshot(picture(screen.width, ''));
  expect.soft(await violations(page), `${name}, ${screen.width} wide, light`).toEqual([]);
  expect.soft(await overflow(page), `${name} scrolls sideways at ${screen.width}`).toEqual([]);

  await page.emulateMedia({ colorScheme: 'dark' });
  await settle(page);
  await page.screenshot(picture(screen.width, '-dark'));
  expect.soft(await violations(page, 'colours'), `${name}, ${screen.width} wide, dark`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });

  const neighbour = screen.width >= 1024 ? neighbours.desktop : neighbours.phone;
  await page.setViewportSize({ ...screen, width: neighbour });
  await settle(page);
  if (neighbour === neighbours.desktop) await page.screenshot(picture(neighbour, ''));
  expect.soft(await overflow(page), `${name} scrolls sideways at ${neighbour}`).toEqual([]);
  await page.setViewportSize(screen);
}

/** Fonts are there and nothing moves any more, but for what turns for ever. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const finite = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(finite.map(({ finished }) => finished));
  });
}

/** What reaches past the right edge of the window, when the page can be scrolled there. */
async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
    return [`${scrollWidth} > ${clientWidth}`, ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))];
  });
}
