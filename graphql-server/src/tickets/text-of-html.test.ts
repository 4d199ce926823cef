import { expect, test } from 'vitest';
import { textOfHtml } from './text-of-html.ts';

test('keeps the words, and a line for each block', () => {
  expect(textOfHtml('<html><head><title>x</title><style>p{}</style></head><body><p>Hello &amp; welcome</p><p>Two<br>lines</p></body></html>'))
    .toBe('Hello & welcome\nTwo\nlines');
});

test('shows nothing of scripts and comments', () => {
  expect(textOfHtml('a<script>alert("<p>")</script><!-- <p>b</p> -->c')).toBe('ac');
});

test.each([
  ['an opening bracket without end', '<'.repeat(500_000)],
  ['breaks without end', '<br '.repeat(200_000)],
  ['styles without end', '<style '.repeat(100_000)],
  ['comments without end', '<!--'.repeat(200_000)],
  ['blank lines', ' \n'.repeat(200_000)],
])('takes no longer than its length for %s', (_what, markup) => {
  const began = performance.now();
  textOfHtml(markup);
  expect(performance.now() - began).toBeLessThan(1_000);
});
