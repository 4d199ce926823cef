export interface KeptFile {
  id: string;
  name: string;
  size: number;
}

export interface ReplyDraft {
  message: string;
  isNote: boolean;
  files: KeptFile[];
  /** When it was last written, in milliseconds. */
  at: number;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What was not sent yet, of this person on this computer. Uploads that nobody used are thrown away after a week. */
const LONGEST = 6 * 86_400_000;

export function keptReply(store: () => Store, person: string, ticketId: string) {
  const key = `reply:${person}:${ticketId}`;
  return {
    write({ message, isNote, files }: Omit<ReplyDraft, 'at'>, now = Date.now()): void {
      attempt(() => {
        if (message.trim() === '' && files.length === 0) store().removeItem(key);
        else store().setItem(key, JSON.stringify({ message, isNote, files, at: now } satisfies ReplyDraft));
      });
    },

    read(now = Date.now()): ReplyDraft | null {
      const draft = attempt(() => JSON.parse(store().getItem(key) ?? 'null') as ReplyDraft | null) ?? null;
      if (!draft || typeof draft.message !== 'string') return null;
      return { ...draft, isNote: draft.isNote === true, files: now - draft.at < LONGEST && Array.isArray(draft.files) ? draft.files : [] };
    },

    forget(): void {
      attempt(() => store().removeItem(key));
    },
  };
}

/** A browser may forbid storage, or have none left. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
