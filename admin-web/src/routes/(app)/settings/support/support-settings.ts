import type { BusinessSettingsFragment, UpdateBusinessInput } from '#lib/gql/graphql.ts';
import type { Problem } from '../settings-section.svelte.ts';

export interface SupportSettings {
  undoSendSeconds: string;
  reopenDays: string;
}

export const undoChoices = [0, 5, 10, 20, 30, 60];

export function readSupport({ undoSendSeconds, reopenDays }: BusinessSettingsFragment): SupportSettings {
  return { undoSendSeconds: String(undoSendSeconds), reopenDays: String(reopenDays) };
}

export function writeSupport({ undoSendSeconds, reopenDays }: SupportSettings): UpdateBusinessInput {
  return { undoSendSeconds: Number(undoSendSeconds), reopenDays: Number(reopenDays) };
}

export function checkSupport({ reopenDays }: SupportSettings): Problem | undefined {
  if (/^\d{1,4}$/.test(reopenDays.trim()) && Number(reopenDays) <= 3650) return undefined;
  return { field: 'reopenDays', message: 'Enter a number of days from 0 to 3650.' };
}

/** The usual ones, and that of the business whatever it is. */
export function undoOptions(own: string): { value: string; label: string }[] {
  const seconds = [...new Set([...undoChoices, Number(own)])].toSorted((one, other) => one - other);
  return seconds.map((each) => ({ value: String(each), label: each === 0 ? 'At once' : `After ${each} seconds` }));
}
