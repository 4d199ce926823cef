export interface KeptFile {
  id: string;
  name: string;
  size: number;
}

/** Words for the team alone are never found where words for the client are written. */
export type Kind = 'reply' | 'note';

export interface ReplyDraft {
  message: string;
  files: KeptFile[];
  /** When it was last written, in milliseconds. */
  at: number;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What was not sent yet, of this person on this computer. Uploads that nobody used are thrown away after a week. */
const LONGEST = 6 * 86_400_000;

export function keptReply(store: () => Store, person: string, ticketId: string, kind: Kind) {
  const key = `${kind}:${person}:${ticketId}`;
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  return {
    write({ message, files }: Omit<ReplyDraft, 'at'>, now = Date.now()): void {
      attempt(() => {
        if (message.trim() === '' && files.length === 0) store().removeItem(key);
        else {
          const before = this.read(now);
          // To look at a draft is not to write it, nor does it keep its files for longer.
          if (before && same([before.message, before.files], [message, files])) return;
          store().setItem(key, JSON.stringify({ message, files, at: now } satisfies ReplyDraft));
        }
      });
    },

    read(now = Date.now()): ReplyDraft | null {
      const draft = attempt(() => JSON.parse(store().getItem(key) ?? 'null') as ReplyDraft | null) ?? null;
      if (!draft || typeof draft.message !== 'string') return null;
      return { message: draft.message, at: draft.at, files: now - draft.at < LONGEST && Array.isArray(draft.files) ? draft.files : [] };
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
