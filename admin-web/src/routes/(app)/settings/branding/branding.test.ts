import { expect, test } from 'vitest';
import { aBusiness } from '../a-business.ts';
import { hexOf, readBranding, writeBranding } from './branding.ts';

test('a logo is mentioned only when it was changed', () => {
  const branding = readBranding({ ...aBusiness, logoUrl: '/admin/files/logos/l1' });
  expect(writeBranding(branding)).toEqual({ brandColor: '#1f5f5b', senderName: '' });
  expect(writeBranding({ ...branding, logoFileId: 'l2' })).toMatchObject({ logoFileId: 'l2' });
  expect(writeBranding({ ...branding, logoFileId: '' })).toMatchObject({ logoFileId: '' });
});

test('a colour is six hexadecimal digits; another text goes to the server as it is', () => {
  expect([hexOf(' #ABCDEF '), hexOf('abcdef'), hexOf('#abc'), hexOf('green')]).toEqual(['#abcdef', '#abcdef', undefined, undefined]);
  expect(writeBranding({ ...readBranding(aBusiness), brandColor: 'green' }).brandColor).toBe('green');
});
