export type Verb = 'next' | 'previous' | 'open' | 'reply' | 'note' | 'assign' | 'close' | 'snooze' | 'tag' | 'search' | 'help';

/** In the order in which they are told. */
export const keys: readonly { key: string; verb: Verb; words: string }[] = [
  { key: 'j', verb: 'next', words: 'Next ticket' },
  { key: 'k', verb: 'previous', words: 'Previous ticket' },
  { key: 'Enter', verb: 'open', words: 'Open the ticket' },
  { key: 'r', verb: 'reply', words: 'Reply' },
  { key: 'n', verb: 'note', words: 'Internal note' },
  { key: 'a', verb: 'assign', words: 'Assign to me' },
  { key: 'e', verb: 'close', words: 'Close the ticket, or reopen it' },
  { key: 'z', verb: 'snooze', words: 'Snooze' },
  { key: '#', verb: 'tag', words: 'Tags' },
  { key: '/', verb: 'search', words: 'Search' },
  { key: '?', verb: 'help', words: 'These shortcuts' },
];

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented' | 'isComposing'> & {
  getModifierState?: (key: string) => boolean;
};

/** What a key means where nobody is typing. */
export function verbOf(pressed: Pressed): Verb | null {
  if (pressed.defaultPrevented || pressed.isComposing) return null;
  // Some keyboards write "#" and "/" with AltGr, which says Ctrl and Alt too.
  const isAltGraph = pressed.getModifierState?.('AltGraph') ?? false;
  if (!isAltGraph && (pressed.ctrlKey || pressed.metaKey || pressed.altKey)) return null;
  return keys.find(({ key }) => key === pressed.key)?.verb ?? null;
}

/** Typing, choosing, or in a dialog: there a letter is a letter. */
export function takesKeys(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open], [popover]:popover-open')) return true;
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="listbox"], iframe') !== null;
}
