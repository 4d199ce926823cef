import { expect, test } from 'vitest';
import { keptReply } from './reply-draft.ts';

function aStore() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}
const file = { id: 'f1', name: 'plan.pdf', size: 12 };

test('a draft is of one person and one ticket', () => {
  const store = aStore();
  keptReply(() => store, 'noor@acme.example', 't1', 'reply').write({ message: 'Dear Ada', files: [file] }, 1);
  expect(keptReply(() => store, 'noor@acme.example', 't1', 'reply').read(2)).toEqual({ message: 'Dear Ada', files: [file], at: 1 });
  expect(keptReply(() => store, 'noor@acme.example', 't2', 'reply').read()).toBe(null);
  expect(keptReply(() => store, 'tom@acme.example', 't1', 'reply').read()).toBe(null);
});

test('a note is kept beside the reply, and never becomes one', () => {
  const store = aStore();
  const [reply, note] = [keptReply(() => store, 'noor', 't1', 'reply'), keptReply(() => store, 'noor', 't1', 'note')];
  note.write({ message: 'They never pay in time', files: [file] }, 1);
  expect(reply.read(2)).toBe(null);
  reply.write({ message: 'Dear Ada', files: [] }, 2);
  expect(note.read(3)).toEqual({ message: 'They never pay in time', files: [file], at: 1 });
  reply.forget();
  expect(note.read(3)?.message).toBe('They never pay in time');
});

test('to look at a draft does not make it younger', () => {
  const store = aStore();
  const kept = keptReply(() => store, 'noor', 't1', 'reply');
  kept.write({ message: 'x', files: [file] }, 1);
  kept.write({ message: 'x', files: [file] }, 2);
  expect(kept.read(3)?.at).toBe(1);
  kept.write({ message: 'xy', files: [file] }, 2);
  expect(kept.read(3)?.at).toBe(2);
});

test('an empty one is none', () => {
  const store = aStore();
  const kept = keptReply(() => store, 'noor@acme.example', 't1', 'reply');
  kept.write({ message: 'x', files: [] });
  kept.write({ message: '  ', files: [] });
  expect(store.kept.size).toBe(0);
});

test('files that are gone by now are not promised', () => {
  const store = aStore();
  const kept = keptReply(() => store, 'noor@acme.example', 't1', 'reply');
  kept.write({ message: 'x', files: [file] }, 0);
  expect(kept.read(7 * 86_400_000)?.files).toEqual([]);
});

test('a store that refuses, or holds nonsense, is as good as none', () => {
  const refusing = () => {
    throw new Error('forbidden');
  };
  expect(keptReply(refusing, 'noor', 't1', 'reply').read()).toBe(null);
  expect(() => keptReply(refusing, 'noor', 't1', 'reply').write({ message: 'x', files: [] })).not.toThrow();
  const store = aStore();
  store.setItem('reply:noor:t1', '{');
  expect(keptReply(() => store, 'noor', 't1', 'reply').read()).toBe(null);
});
