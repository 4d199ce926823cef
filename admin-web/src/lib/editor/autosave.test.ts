import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Autosave } from './autosave.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Saves that end when the test says so. */
function slowStore() {
  const saved: string[] = [];
  const pending: { done: () => void; fail: () => void }[] = [];
  const store = { text: '', saved, pending };
  const save = async () => {
    const { text } = store;
    await new Promise<void>((done, fail) => pending.push({ done, fail }));
    saved.push(text);
  };
  return { store, autosave: new Autosave(save) };
}

test('saves once after a burst of changes', async () => {
  const { store, autosave } = slowStore();
  for (const text of ['a', 'ab', 'abc']) {
    store.text = text;
    autosave.changed();
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(store.pending).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(800);
  expect(autosave.state).toBe('saving');
  store.pending[0]!.done();
  await vi.advanceTimersByTimeAsync(0);
  expect(store.saved).toEqual(['abc']);
  expect(autosave.state).toBe('saved');
});

test('one is in flight, and what changed meanwhile follows', async () => {
  const { store, autosave } = slowStore();
  store.text = 'first';
  autosave.changed();
  await vi.advanceTimersByTimeAsync(800);
  store.text = 'second';
  autosave.changed();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(store.pending).toHaveLength(1);
  store.pending[0]!.done();
  await vi.advanceTimersByTimeAsync(800);
  expect(store.pending).toHaveLength(2);
  store.pending[1]!.done();
  await vi.advanceTimersByTimeAsync(0);
  expect(store.saved).toEqual(['first', 'second']);
  expect(autosave.state).toBe('saved');
});

test('a failure is told, and flush tries again', async () => {
  const { store, autosave } = slowStore();
  store.text = 'precious';
  autosave.changed();
  await vi.advanceTimersByTimeAsync(800);
  store.pending[0]!.fail();
  await vi.advanceTimersByTimeAsync(0);
  expect(autosave.state).toBe('failed');

  const flushed = autosave.flush();
  await vi.advanceTimersByTimeAsync(0);
  store.pending[1]!.done();
  expect(await flushed).toBe(true);
  expect(store.saved).toEqual(['precious']);
});

test('a change that was taken back is not saved', async () => {
  const { store, autosave } = slowStore();
  autosave.changed();
  autosave.unchanged();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(store.pending).toHaveLength(0);
});
