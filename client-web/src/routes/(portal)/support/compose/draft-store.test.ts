import { expect, test } from 'vitest';
import { draftKey, moveDraft, readDraft, writeDraft } from './draft-store.ts';

function aStore() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}
const file = { id: 'f', name: 'a.png', contentType: 'image/png', size: 3 };
const draft = { subject: 's', text: 't', files: [file], at: 1_000 };

test('what was written is read again, and is gone when it was sent', () => {
  const store = aStore();
  writeDraft(store, 'k', draft);
  expect(readDraft(store, 'k', 2_000)).toEqual(draft);
  writeDraft(store, 'k', null);
  expect(readDraft(store, 'k')).toBeNull();
});

test('files that the server has forgotten are forgotten here, the words are not', () => {
  const store = aStore();
  writeDraft(store, 'k', draft);
  expect(readDraft(store, 'k', 8 * 24 * 3600 * 1000)).toEqual({ ...draft, files: [] });
});

test.each(['{', '[]', '"x"', '{"text":1}', 'null'])('%s is no draft', (text) => {
  const store = aStore();
  store.items.set('k', text);
  expect(readDraft(store, 'k')).toBeNull();
});

test('a store that refuses is no error', () => {
  const refuse = () => { throw new Error('full'); };
  const store = { getItem: refuse, setItem: refuse, removeItem: refuse };
  expect(readDraft(store, 'k')).toBeNull();
  expect(() => writeDraft(store, 'k', draft)).not.toThrow();
});

test('it goes along when its ticket is merged, after what was there', () => {
  const store = aStore();
  const [from, to] = [draftKey('ada', 'one'), draftKey('ada', 'two')];
  writeDraft(store, from, draft);
  writeDraft(store, to, { subject: '', text: 'there', files: [], at: 1 });
  moveDraft(store, from, to, 2_000);
  expect(readDraft(store, from)).toBeNull();
  expect(readDraft(store, to, 2_000)).toMatchObject({ text: 'there\n\nt', files: [file] });
});
