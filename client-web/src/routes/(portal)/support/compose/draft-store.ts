import type { UploadedFile } from './send-file.ts';

export interface KeptDraft { subject: string; text: string; files: UploadedFile[]; at: number }

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The server forgets files that nobody sent after a week. */
const KEPT_FOR = 6 * 24 * 60 * 60 * 1000;

export function readDraft(store: Store, key: string, now = Date.now()): KeptDraft | null {
  try {
    const kept = JSON.parse(store.getItem(key) ?? 'null') as KeptDraft | null;
    if (!kept || typeof kept.text !== 'string' || typeof kept.subject !== 'string' || !Array.isArray(kept.files)) return null;
    return now - kept.at > KEPT_FOR ? { ...kept, files: [] } : kept;
  } catch {
    return null;
  }
}

/** Without a store, or with a full one, the page alone keeps it. */
export function writeDraft(store: Store, key: string, draft: KeptDraft | null): void {
  try {
    if (draft) store.setItem(key, JSON.stringify(draft));
    else store.removeItem(key);
  } catch {
    /* as said */
  }
}

/** The ticket that it was written for is another one now. */
export function moveDraft(store: Store, from: string, to: string, now = Date.now()): void {
  const moved = readDraft(store, from, now);
  if (!moved) return;
  const there = readDraft(store, to, now);
  const text = [there?.text, moved.text].filter(Boolean).join('\n\n');
  writeDraft(store, to, { ...moved, text, files: [...(there?.files ?? []), ...moved.files] });
  writeDraft(store, from, null);
}

/** Of one contact: the next who signs in here is not shown it. */
export const draftKey = (contact: string, what: string) => `draft:${contact}:${what}`;
