import { expect, test } from 'vitest';
import { keys, verbOf } from './keys.ts';

const pressed = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, isComposing: false, ...more });

test('each key has one meaning', () => {
  expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length);
  expect(verbOf(pressed('j'))).toBe('next');
  expect(verbOf(pressed('?'))).toBe('help');
  expect(verbOf(pressed('x'))).toBe(null);
});

test('the keys of the browser and of an input method are theirs', () => {
  expect(verbOf(pressed('r', { ctrlKey: true }))).toBe(null);
  expect(verbOf(pressed('a', { metaKey: true }))).toBe(null);
  expect(verbOf(pressed('n', { isComposing: true }))).toBe(null);
  expect(verbOf(pressed('e', { defaultPrevented: true }))).toBe(null);
});

test('what a keyboard writes with AltGr counts as written', () => {
  const altGraph = { ctrlKey: true, altKey: true, getModifierState: (key: string) => key === 'AltGraph' };
  expect(verbOf(pressed('#', altGraph))).toBe('tag');
});
