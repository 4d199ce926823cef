import type { Draft, DraftKind } from './draft.ts';

interface Kept {
  draft: Draft;
  /** Of the stored document that it was written on; null for none. */
  version: number | null;
}

/** What is not saved yet outlives a reload of this tab. */
export const keptDraft = {
  write(kind: DraftKind, id: string | null, kept: Kept): void {
    attempt(() => sessionStorage.setItem(keyOf(kind, id), JSON.stringify(kept)));
  },

  read(kind: DraftKind, id: string | null): Kept | null {
    return attempt(() => JSON.parse(sessionStorage.getItem(keyOf(kind, id)) ?? 'null') as Kept | null) ?? null;
  },

  forget(kind: DraftKind, id: string | null): void {
    attempt(() => sessionStorage.removeItem(keyOf(kind, id)));
  },
};

const keyOf = (kind: DraftKind, id: string | null) => `draft:${kind}:${id ?? 'new'}`;

/** A browser may forbid storage, or have none left. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
