import { expect, test } from 'vitest';
import { replyAddress, replyTokensIn } from './reply-address.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';

test('an address made for a token gives it back, however it is written', () => {
  const address = replyAddress('tickets@inbound.example', TOKEN);
  expect(address).toBe(`tickets+${TOKEN}@inbound.example`);
  for (const list of [address, address.toUpperCase(), `"Ada, L." <x@y.example>, Support <${address}>`]) expect(replyTokensIn(list)).toEqual([TOKEN]);
});

test('what is shorter, longer or of other letters is no token', () => {
  for (const text of ['', 'x@y', `x+${TOKEN}a@y`, `x+${TOKEN.slice(1)}@y`, `x+${'g'.repeat(32)}@y`, TOKEN]) expect(replyTokensIn(text)).toEqual([]);
});
