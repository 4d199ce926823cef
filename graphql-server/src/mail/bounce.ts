/**
 * HARD: the address takes no mail, now or later. SOFT: this mail did not arrive, another may.
 * DELAYED: the provider goes on trying. NONE: an automatic answer, or news of something else.
 */
export type BounceKind = 'HARD' | 'COMPLAINT' | 'SOFT' | 'DELAYED' | 'NONE';

export interface BounceEvent { RecordType?: unknown; Type?: unknown; TypeCode?: unknown; Inactive?: unknown }

/**
 * After Postmark's list (https://postmarkapp.com/developer/api/bounce-api#bounce-types). `Inactive` is its own
 * word that the address is switched off, whatever the type. A "SoftBounce" comes when Postmark has given up
 * the mail for good, and the address needs no reactivation
 * (https://postmarkapp.com/support/article/1159-how-to-fix-soft-bounces): the mail has bounced, the address
 * stays in use. What Postmark could not classify, and types to come, are treated alike.
 */
export function bounceKindOf({ RecordType, Type, TypeCode, Inactive }: BounceEvent): BounceKind {
  if (RecordType === 'SpamComplaint' || Type === 'SpamComplaint' || TypeCode === 100001) return 'COMPLAINT';
  if (Inactive === true) return 'HARD';
  return byType[String(Type)] ?? byCode[String(TypeCode)] ?? 'SOFT';
}

const byType: Record<string, BounceKind | undefined> = {
  __proto__: null as never,
  HardBounce: 'HARD', BadEmailAddress: 'HARD', ManuallyDeactivated: 'HARD',
  Transient: 'DELAYED',
  AutoResponder: 'NONE', AddressChange: 'NONE', Subscribe: 'NONE', Unsubscribe: 'NONE', OpenRelayTest: 'NONE',
};

const byCode: Record<string, BounceKind | undefined> = {
  __proto__: null as never,
  1: 'HARD', 100000: 'HARD', 100002: 'HARD', 2: 'DELAYED', 64: 'NONE', 128: 'NONE', 32: 'NONE', 16: 'NONE', 1024: 'NONE',
};
