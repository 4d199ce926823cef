import { expect, it } from 'vitest';

import { normalizedEmailAddress } from './email-address.ts';

it.each([
  ['ada@lindqvist.example', 'ada@lindqvist.example'],
  ['Ada.Lindqvist+Bills@Lindqvist.Example', 'ada.lindqvist+bills@lindqvist.example'],
  ["o'brien_7@mail.co.uk", "o'brien_7@mail.co.uk"],
  ['Stanisław.Wójcik@mail.example', 'stanisław.wójcik@mail.example'],
  ['jose\u0301@mail.example', 'jos\u00e9@mail.example'],
  ['info@bücher.example', 'info@xn--bcher-kva.example'],
  ['info@日本.example', 'info@xn--wgv71a.example'],
])('keeps %s as %s', (text, kept) => {
  expect(normalizedEmailAddress(text)).toBe(kept);
});

it.each([
  '',
  'ada',
  'ada@',
  '@lindqvist.example',
  'ada@localhost',
  'ada@@lindqvist.example',
  'ada@lindqvist..example',
  'ada@-lindqvist.example',
  'ada@10.0.0.1',
  '.ada@lindqvist.example',
  'a..da@lindqvist.example',
  'ada@lindqvist.example.',
  'ada@lindqvist%2eexample',
  'ada@lindqvist.example\r\nBcc: eve@evil.example',
  'ada@lindqvist.example\n',
  'ada@lind\tqvist.example',
  'ada@lindqvist.example,eve@evil.example',
  'ada@lindqvist.example;eve@evil.example',
  'Ada <ada@lindqvist.example>',
  '"ada eve"@lindqvist.example',
  'ada @lindqvist.example',
  'ada@lindqvist.example/path',
  'ada@lindqvist.example:25',
  `${'a'.repeat(65)}@lindqvist.example`,
  `ada@${'a'.repeat(64)}.example`,
  `ada@${'a.'.repeat(130)}example`,
])('refuses %j', (text) => {
  expect(normalizedEmailAddress(text)).toBeNull();
});

it('answers at once for a hostile text', () => {
  const started = performance.now();
  normalizedEmailAddress(`${'a.'.repeat(500_000)}@${'a-'.repeat(500_000)}`);
  expect(performance.now() - started).toBeLessThan(500);
});
