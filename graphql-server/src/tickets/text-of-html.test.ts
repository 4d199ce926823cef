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
  ['spaces', ' '.repeat(5_000_000)],
  ['quotes', '<blockquote>a'.repeat(300_000)],
  ['breaks without end', '<br '.repeat(200_000)],
  ['styles without end', '<style '.repeat(100_000)],
  ['comments without end', '<!--'.repeat(200_000)],
  ['blank lines', ' \n'.repeat(200_000)],
])('takes no longer than its length for %s', (_what, markup) => {
  const began = process.cpuUsage();
  textOfHtml(markup);
  expect(process.cpuUsage(began).user / 1_000).toBeLessThan(1_500);
});

test('knows every letter that HTML has a name for', () => {
  expect(textOfHtml('<p>Gr&uuml;&szlig;e&nbsp;&ndash; &#8364;&#x20AC; &hearts; &unknown; &</p>')).toBe('Grüße – €€ ♥ &unknown; &');
});

test('joins what is one line to a reader, and keeps lines where they are meant', () => {
  expect(textOfHtml('<p>One\n  two</p>\n<pre>a\n  b</pre><table><tr><td>c</td><td>d</td></tr></table><div>e</div><div><br></div><div>f</div>')).toBe('One two\na\n  b\nc d\ne\n\nf');
});

test('marks quotes and signatures as plain text does', () => {
  expect(textOfHtml('<div>Yes</div><div>--&nbsp;<br>Ada</div><blockquote>Is it?<blockquote>What?</blockquote></blockquote>No')).toBe('Yes\n-- \nAda\n> Is it?\n>> What?\nNo');
});
