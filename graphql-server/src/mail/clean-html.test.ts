import { describe, expect, test } from 'vitest';
import { cleanHtml, remoteImagesOf } from './clean-html.ts';
import { framedMail } from './framed-mail.ts';

const cleaned = (markup: string) => cleanHtml(markup).html ?? '';

describe('a mail that was cleaned', () => {
  test.each([
    '<script>alert(1)</script>x', '<img src=x onerror=alert(1)>x', '<p onclick="alert(1)">x</p>', '<svg onload=alert(1)><script>alert(1)</script></svg>x', '<math><mtext><script>alert(1)</script></math>x',
    '<a href="javascript:alert(1)">x</a>', '<a href=" java\nscript:alert(1)">x</a>', '<a href="&#106;avascript:alert(1)">x</a>', '<a href="data:text/html,<script>alert(1)</script>">x</a>', '<a href="vbscript:x">x</a>',
    '<iframe src="https://evil.example"></iframe>x', '<iframe srcdoc="<script>alert(1)</script>"></iframe>x', '<object data="https://evil.example"></object>x', '<embed src="https://evil.example">x',
    '<form action="https://evil.example"><input name=password><button>Go</button></form>x', '<meta http-equiv="refresh" content="0;url=https://evil.example">x', '<base href="https://evil.example">x',
    '<link rel=stylesheet href="https://evil.example/x.css">x', '<style>@import url(https://evil.example)</style>x', '<p style="background:url(https://evil.example/x.png)">x</p>', '<p style="background:\\75rl(https://evil.example)">x</p>',
    '<p style="background:u/**/rl(https://evil.example)">x</p>', '<p style="position:fixed;top:0;left:0;width:100%;height:100%">x</p>', '<p style="margin-top:-500px">x</p>', '<p style="transform:scale(100)">x</p>', '<p style="width:expression(alert(1))">x</p>',
    '<p style="color:red;\';position:fixed">x</p>', '<p style="font-family:\'a;position:fixed;b\'">x</p>', '<td background="https://evil.example/x.png">x</td>', '<img srcset="https://evil.example/x.png 2x">x', '<video src="https://evil.example"></video>x', '<audio src="https://evil.example" autoplay></audio>x',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">x</noscript>x', '<!--><img src=x onerror=alert(1)>-->x', '<a href="//evil.example/a" target=_self>x</a>', '<p id=x class=y name=z>x</p>', '<img data-remote-src="https://evil.example/x.png">x',
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">x', '<img src="data:text/html;base64,PHN2Zz4=">x', '<img src="file:///etc/passwd">x', '<img src="/files/attachments/1">x', '<a href="/admin/graphql">x</a>', '<input type=image src="https://evil.example/x.png">x', '<template><img src="https://evil.example"></template>x',
  ])('does nothing and loads nothing: %s', (markup) => {
    const html = cleaned(markup);
    expect(html).toContain('x');
    expect(html).not.toMatch(/script|onerror|onclick|onload|evil|url\(|position|expression|transform|-500|<(?:iframe|object|embed|form|input|button|meta|base|link|style|svg|math|video|audio)|src=|href="(?:\/|d|j|v)|class=|id=|srcset|background=/i);
  });

  test('keeps what makes it look as it should', () => {
    const html = cleaned('<body style="color:#333"><table width="600" bgcolor="#eee"><tr><td colspan=2 style="padding:4px 8px; border:1px solid rgb(1, 2, 3); font-family:\'Segoe UI\', Arial">Hi <b>Ada</b></td></tr></table></body>');
    expect(html).toBe('<div style="color:#333"><table width="600" bgcolor="#eee"><tr><td colspan="2" style="padding:4px 8px;border:1px solid rgb(1, 2, 3);font-family:Segoe UI, Arial">Hi <b>Ada</b></td></tr></table></div>');
  });

  test('opens its links elsewhere, and tells nobody from where', () => {
    expect(cleaned('<a href="https://acme.example/?a=1&amp;b=2" target="_top" rel="opener">x</a>'))
      .toBe('<a href="https://acme.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">x</a>');
    for (const href of ['mailto:ada@acme.example', 'tel:+4612345']) expect(cleaned(`<a href="${href}">x</a>`)).toContain(`href="${href}"`);
  });

  test('has its own pictures from where they were stored, small ones within it, and none of other sites', () => {
    const markup = '<img src="cid:logo%40acme" alt="Logo"><img src="cid:missing"><img src="data:image/png;base64,AAAA"><img src="https://acme.example/a.png?x=1&amp;y=2" width="100"><img src="//acme.example/b.png">';
    const { html, blockedImages } = cleanHtml(markup, { cids: new Map([['logo@acme', '/files/attachments/1']]) });
    expect(html).toBe('<img src="/files/attachments/1" alt="Logo" /><img src="data:image/png;base64,AAAA" /><img data-remote-src="https://acme.example/a.png?x=1&amp;y=2" width="100" /><img data-remote-src="https://acme.example/b.png" />');
    expect(blockedImages).toBe(2);
    expect(remoteImagesOf(html!)).toEqual(['https://acme.example/a.png?x=1&y=2', 'https://acme.example/b.png']);
    expect(cleaned('<img src="cid:logo@acme">')).toBe('<img src="cid:logo@acme" />');
  });

  test('has no pixel that tells of its reading', () => {
    for (const pixel of ['width="1" height="1"', 'width=0 height=0', 'style="display:none"', 'style="width:1px;height:1px"', 'width="1px" height="1px" alt=""']) {
      expect(cleanHtml(`x<img src="https://track.example/p.gif" ${pixel}>`)).toEqual({ html: 'x', text: 'x', blockedImages: 0 });
    }
  });

  test('shows a text that looks like a picture as the text that it is', () => {
    const { html, blockedImages } = cleanHtml('&lt;img data-remote-src="https://evil.example"&gt;<p title="<img data-remote-src=&quot;https://evil.example&quot;">x</p>');
    expect([blockedImages, remoteImagesOf(html!)]).toEqual([0, []]);
  });

  test('is nothing where there is nothing to see', () => {
    expect(cleanHtml(' ')).toEqual({ html: null, text: '', blockedImages: 0 });
    expect(cleanHtml('<style>p{}</style><div> </div>').html).toBeNull();
  });
});

test.each(Object.entries({
  'open tags': '<div>', 'tags that never match': '<div></p>', 'unknown tags': '<x>', brackets: '<', ampersands: '&', entities: '&amp;', breaks: 'a<br>', 'styled paragraphs': '<p style="color:red;font-size:12px">x</p>', attributes: '<p a=1 b=2>',
  comments: '<!--', lines: 'x y\n', spaces: ' ', nothing: '\0', pictures: '<img src="http://x.example/a.png">', frames: '<iframe>', titles: '<title>', 'links without end': '<a href="http://x.example/', quotes: '<blockquote>', cells: '<table><tr><td>x',
}))('five megabytes of %s are read in time', (_what, part) => {
  const began = process.cpuUsage();
  cleanHtml(part.repeat(5_000_000 / part.length));
  // A second by itself; the processor's time, since tests run beside each other.
  expect(process.cpuUsage(began).user / 1_000).toBeLessThan(2_500);
});

test('a long mail of a person is no heavy one', () => {
  const { html } = cleanHtml(`${'<div>'.repeat(100)}${'<p style="color:red">One <b>two</b> <a href="https://x.example">three</a><br></p>'.repeat(1_500)}`);
  expect(html).toContain('three');
});

describe('the frame', () => {
  const html = 'a<img data-remote-src="https://x.example/a.png" alt="A" /><img data-remote-src="https://x.example/b.png" /><img src="/files/attachments/1" />';

  test('runs nothing and loads nothing but our own pictures', () => {
    const frame = framedMail(html, { dark: false, showImages: false });
    expect(frame).toContain(`content="default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`);
    expect(frame).toContain('<img data-remote-src="https://x.example/a.png"');
    expect(frame).not.toMatch(/<script| src="https/);
  });

  test('asks our server for the pictures of others, in the order of the mail, when its reader wants them', () => {
    const frame = framedMail(html, { dark: true, showImages: true, imagesUrl: '/admin/files/mail-image?message=7', base: '/admin' });
    expect([...frame.matchAll(/ src="([^"]+)"/g)].map((match) => match[1])).toEqual([
      '/admin/files/mail-image?message=7&amp;n=0', '/admin/files/mail-image?message=7&amp;n=1', '/admin/files/attachments/1',
    ]);
    expect(frame).toContain('color-scheme: dark');
  });
});
