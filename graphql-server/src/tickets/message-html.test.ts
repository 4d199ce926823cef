import { expect, test } from 'vitest';
import { messageHtml } from './message-html.ts';

const shown = (text: string) => messageHtml(text).join('').replaceAll(/ (?:style|class|dir)="[^"]*"/g, '');

test('a message is mailed with its bold, lists and links', () => {
  expect(shown('**Sorry** for it.\nIt was us.\n\n1. one\n2. two\n\nSee https://x.example/a?b=1&c=2.')).toBe(
    '<p><strong>Sorry</strong> for it.<br>It was us.</p><ol><li value="1">one</li><li value="2">two</li></ol>' +
      '<p>See <a href="https://x.example/a?b=1&#38;c=2">https://x.example/a?b=1&#38;c=2</a>.</p>',
  );
});

test('nothing of it is read as HTML', () => {
  expect(shown('<b onclick=x>**<i>**</b>')).toBe('<p>&#60;b onclick=x&#62;<strong>&#60;i&#62;</strong>&#60;/b&#62;</p>');
  expect(shown('javascript:alert(1) data:text/html,x')).toBe('<p>javascript:alert(1) data:text/html,x</p>');
});
