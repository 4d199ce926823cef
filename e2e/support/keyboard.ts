import type { Page } from 'playwright-core';

/** Presses Tab until the focus is on what has this name; says how often. */
export async function tabTo(page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<number> {
  const passed: string[] = [];
  for (let presses = 1; presses <= 60; presses++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (name.test(now)) return presses;
    passed.push(now);
  }
  throw new Error(`${key} never came to ${name}; it passed ${passed.join(' | ')}`);
}

/** The name of what has the focus, in this page or in a frame of it. */
export async function focused(page: Page): Promise<string> {
  for (const frame of page.frames()) {
    const name = await frame.evaluate(() => {
      const element = document.activeElement;
      if (!document.hasFocus() || !element || element === document.body || element.tagName === 'IFRAME') return null;
      const isField = element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;
      const label = isField ? element.labels?.[0]?.textContent : null;
      return (element.getAttribute('aria-label') ?? label ?? (element as HTMLElement).innerText).replaceAll(/\s+/g, ' ').trim();
    });
    if (name !== null) return name;
  }
  return 'nothing';
}
