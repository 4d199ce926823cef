import { expect, test } from 'vitest';
import { typeWords } from './type-words.ts';

test('a kind of file in words', () => {
  expect(typeWords('application/pdf', 'a')).toBe('PDF');
  expect(typeWords('image/png', 'screen.PNG')).toBe('PNG image');
  expect(typeWords('image/png', 'screen')).toBe('Image');
  expect(typeWords('application/octet-stream', 'model.dwg')).toBe('DWG file');
  expect(typeWords(null, 'setup')).toBe('File');
});
