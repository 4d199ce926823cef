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
  keptReply(() => store, 'noor@acme.example', 't1').write({ message: 'Dear Ada', isNote: true, files: [file] }, 1);
  expect(keptReply(() => store, 'noor@acme.example', 't1').read(2)).toEqual({ message: 'Dear Ada', isNote: true, files: [file], at: 1 });
  expect(keptReply(() => store, 'noor@acme.example', 't2').read()).toBe(null);
  expect(keptReply(() => store, 'tom@acme.example', 't1').read()).toBe(null);
});

test('an empty one is none', () => {
  const store = aStore();
  const kept = keptReply(() => store, 'noor@acme.example', 't1');
  kept.write({ message: 'x', isNote: false, files: [] });
  kept.write({ message: '  ', isNote: false, files: [] });
  expect(store.kept.size).toBe(0);
});

test('files that are gone by now are not promised', () => {
  const store = aStore();
  const kept = keptReply(() => store, 'noor@acme.example', 't1');
  kept.write({ message: 'x', isNote: false, files: [file] }, 0);
  expect(kept.read(7 * 86_400_000)?.files).toEqual([]);
});

test('a store that refuses, or holds nonsense, is as good as none', () => {
  const refusing = () => {
    throw new Error('forbidden');
  };
  expect(keptReply(refusing, 'noor', 't1').read()).toBe(null);
  expect(() => keptReply(refusing, 'noor', 't1').write({ message: 'x', isNote: false, files: [] })).not.toThrow();
  const store = aStore();
  store.setItem('reply:noor:t1', '{');
  expect(keptReply(() => store, 'noor', 't1').read()).toBe(null);
});
