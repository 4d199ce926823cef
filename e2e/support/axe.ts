import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

const structure: axe.RunOptions = { rules: { 'target-size': { enabled: true } } };
/** All that a change of colours can change. */
const colours: axe.RunOptions = { runOnly: ['color-contrast', 'link-in-text-block'] };
/** What a frame alone can answer for; landmarks and headings are those of the page around it. */
const inFrame: axe.RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };

/** What axe holds against the page and the frames in it, one line each; none is the aim. */
export async function violations(page: Page, what: 'everything' | 'colours' = 'everything'): Promise<string[]> {
  const found = await violationsIn(page.mainFrame(), what === 'everything' ? structure : colours);
  for (const frame of page.frames()) {
    if (frame === page.mainFrame() || !(await isShownAndOurs(frame))) continue;
    found.push(...(await violationsIn(frame, what === 'everything' ? inFrame : colours)));
  }
  return found;
}

async function violationsIn(frame: Frame, options: axe.RunOptions): Promise<string[]> {
  if (!(await frame.evaluate(() => 'axe' in globalThis))) await frame.evaluate(axe.source);
  return frame.evaluate(async (options) => {
    const { axe: injected } = globalThis as unknown as { axe: typeof axe };
    // Fifty rows that are made alike say no more than fifteen.
    const results = await injected.run({ exclude: ['tbody tr:nth-child(n + 16)'] }, { ...options, iframes: false, resultTypes: ['violations'] });
    return results.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, html, any }) => `${id}: ${help}: ${target.join(' ')} ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
    );
  }, options);
}

/** A mail in its sandbox runs no script; it is looked at by itself. */
async function isShownAndOurs(frame: Frame): Promise<boolean> {
  const element = await frame.frameElement();
  return (await element.getAttribute('sandbox')) === null && (await element.isVisible());
}
