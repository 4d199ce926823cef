import { Models } from 'postmark';
import { expect, test } from 'vitest';
import { bounceKindOf } from './bounce.ts';

const { BounceType, BounceTypeCode } = Models;
const RecordType = 'Bounce';

test("each of Postmark's types is decided, by name and by code alike", () => {
  const names = Object.values(BounceType);
  const kinds = Object.fromEntries(names.map((Type) => [Type, bounceKindOf({ RecordType, Type, Inactive: false })]));
  expect(kinds).toEqual({
    HardBounce: 'HARD', BadEmailAddress: 'HARD', ManuallyDeactivated: 'HARD',
    SpamComplaint: 'COMPLAINT',
    Transient: 'DELAYED',
    AutoResponder: 'NONE', AddressChange: 'NONE', Subscribe: 'NONE', Unsubscribe: 'NONE', OpenRelayTest: 'NONE',
    SoftBounce: 'SOFT', DnsError: 'SOFT', SpamNotification: 'SOFT', Unknown: 'SOFT', VirusNotification: 'SOFT', ChallengeVerification: 'SOFT',
    Unconfirmed: 'SOFT', Blocked: 'SOFT', SMTPApiError: 'SOFT', InboundError: 'SOFT', DMARCPolicy: 'SOFT', TemplateRenderingFailed: 'SOFT',
  });
  for (const Type of names) expect({ Type, kind: bounceKindOf({ RecordType, TypeCode: BounceTypeCode[Type] }) }).toEqual({ Type, kind: kinds[Type] });
});

test.each([[{}], [{ Type: 'SomethingNew' }], [{ Type: 'constructor' }], [{ Type: 7, TypeCode: null }], [{ Inactive: 'yes' }]])('what is not known is no hard bounce: %j', (event) => {
  expect(bounceKindOf({ RecordType, ...event })).toBe('SOFT');
});

test('an address that Postmark has switched off takes no mail, whatever the type', () => {
  for (const Type of ['SoftBounce', 'Unsubscribe', 'SomethingNew']) expect(bounceKindOf({ RecordType, Type, Inactive: true })).toBe('HARD');
});

test('the code 512 means a complaint in one record and a filtered mail in the other', () => {
  expect(bounceKindOf({ RecordType: 'SpamComplaint', TypeCode: 512 })).toBe('COMPLAINT');
  expect(bounceKindOf({ RecordType: 'Bounce', TypeCode: 512 })).toBe('SOFT');
});
