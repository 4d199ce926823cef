/**
 * What `showModal()` would do, without the top layer: the page is inert, does not scroll and gets its focus
 * back. Other children of <body> stay as they are, since one of them may be the frame of the payer's bank.
 */
export function holdModal(panel: HTMLElement, close: () => void): () => void {
  const opener = document.activeElement;
  const page = document.querySelector('#main')?.closest<HTMLElement>('body > *');
  const released = new AbortController();
  const release = lockScroll();

  if (page) page.inert = true;
  panel.focus({ preventScroll: true });
  document.addEventListener('keydown', (event) => onKey(event, panel, close), { signal: released.signal });

  return () => {
    released.abort();
    if (page) page.inert = false;
    release();
    // The button went away with the debt; the page is still the place to go on from.
    const back = opener instanceof HTMLElement && opener.isConnected && opener !== document.body ? opener : document.querySelector<HTMLElement>('#main');
    back?.focus({ preventScroll: true });
  };
}

/** Where the scrollbar was there is room instead, so that nothing moves. */
function lockScroll(): () => void {
  const { documentElement: root, body } = document;
  const before = [root.style.overflow, body.style.paddingInlineEnd] as const;
  body.style.paddingInlineEnd = `${innerWidth - root.clientWidth}px`;
  root.style.overflow = 'hidden';
  return () => {
    [root.style.overflow, body.style.paddingInlineEnd] = before;
  };
}

function onKey(event: KeyboardEvent, panel: HTMLElement, close: () => void): void {
  const isHere = event.target === document.body || panel.contains(event.target as Node);
  if (!isHere || event.defaultPrevented) return;
  if (event.key === 'Escape') {
    event.preventDefault();
    close();
  }
  if (event.key === 'Tab') keepInside(event, panel);
}

/** From the last to the first and back. A frame moves the focus on by itself. */
function keepInside(event: KeyboardEvent, panel: HTMLElement): void {
  const stops = [...panel.querySelectorAll<HTMLElement>('a[href], button:enabled, input:enabled, summary, iframe')].filter((stop) => stop.checkVisibility());
  const [first, last] = [stops.at(0), stops.at(-1)];
  const now = document.activeElement;
  const isAtEnd = event.shiftKey ? now === first || now === panel : now === last;
  const next = event.shiftKey ? last : first;
  if (!next || (!isAtEnd && panel.contains(now))) return;
  event.preventDefault();
  next.focus();
}
