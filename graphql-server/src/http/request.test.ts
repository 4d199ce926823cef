import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { addressOf, BodyTooLarge, cookieOf, isSameOrigin, readBody } from './request.ts';

const asked = (headers: Record<string, string>, remoteAddress = '10.0.0.1') => ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;

describe("a visitor's address", () => {
  test('is that of the connection when no proxy is trusted', () => {
    expect(addressOf(asked({ 'x-forwarded-for': '1.1.1.1' }), 0)).toBe('10.0.0.1');
  });

  test('is what the last trusted proxy wrote, and never what the visitor did', () => {
    expect(addressOf(asked({ 'x-forwarded-for': '6.6.6.6, 1.1.1.1' }), 1)).toBe('1.1.1.1');
    expect(addressOf(asked({ 'x-forwarded-for': '6.6.6.6, 1.1.1.1, 10.0.0.2' }), 2)).toBe('1.1.1.1');
    expect(addressOf(asked({}), 1)).toBe('10.0.0.1');
  });
});

describe('a change', () => {
  const allowed = ['https://portal.example'];
  test.each([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'same-site', origin: 'https://portal.example' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://portal.example' }, false],
    [{ origin: 'https://portal.example' }, true],
    [{ origin: 'https://portal.example.evil.example' }, false],
    [{ origin: 'http://portal.example' }, false],
    [{ origin: 'null' }, false],
    [{}, true],
  ] as [Record<string, string>, boolean][])('asked for with %j is ours: %s', (headers, isOurs) => {
    expect(isSameOrigin(asked(headers), allowed)).toBe(isOurs);
  });
});

test('a cookie is found by its whole name', () => {
  const req = asked({ cookie: 'xportal_session=no; portal_session=a=b; other=c' });
  expect([cookieOf(req, 'portal_session'), cookieOf(req, 'other'), cookieOf(req, 'session')]).toEqual(['a=b', 'c', null]);
});

describe('a body', () => {
  const sent = (content: string, headers: Record<string, string> = {}) => Object.assign(Readable.from([Buffer.from(content)]), { headers }) as unknown as IncomingMessage;

  test('is read up to the limit', async () => {
    expect((await readBody(sent('12345'), 5)).toString()).toBe('12345');
  });

  test('beyond it is refused, by what it says of itself or by what it is', async () => {
    await expect(readBody(sent('', { 'content-length': '6' }), 5)).rejects.toThrow(BodyTooLarge);
    await expect(readBody(sent('123456', { 'content-length': '1' }), 5)).rejects.toThrow(BodyTooLarge);
  });
});
