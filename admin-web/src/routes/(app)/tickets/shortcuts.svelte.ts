import { browser } from '$app/env';
import { takesKeys, verbOf, type Verb } from './keys.ts';

const KEPT = 'ticket-shortcuts';

/** Single keys must be possible to turn off (WCAG 2.1.4): who speaks to the computer presses them by accident. */
class Shortcuts {
  #isOn = $state(browser && read() !== 'off');

  get isOn(): boolean {
    return this.#isOn;
  }

  set isOn(value: boolean) {
    this.#isOn = value;
    try {
      localStorage.setItem(KEPT, value ? 'on' : 'off');
    } catch {
      // Then it holds for this tab.
    }
  }

  /** For `onkeydown` of the window. A verb that does its work takes the key. */
  handle(event: KeyboardEvent, verbs: Partial<Record<Verb, (() => void) | undefined>>): void {
    const verb = verbOf(event);
    const work = verb && verbs[verb];
    if (!work || takesKeys(event.target) || (!this.#isOn && verb !== 'help')) return;
    event.preventDefault();
    work();
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

export const shortcuts = new Shortcuts();
