import type { BusinessSettingsFragment, UpdateBusinessInput } from '#lib/gql/graphql.ts';
import type { Problem } from '../settings-section.svelte.ts';

export type Side = 'BEFORE' | 'ON' | 'AFTER';

export interface ReminderSettings {
  reminderDays: { days: string; side: Side }[];
  sendsReceipts: boolean;
}

export function readReminders({ reminderDays, sendsReceipts }: BusinessSettingsFragment): ReminderSettings {
  return {
    reminderDays: reminderDays.map((day) => ({ days: String(Math.abs(day) || 3), side: day < 0 ? 'BEFORE' : day > 0 ? 'AFTER' : 'ON' })),
    sendsReceipts,
  };
}

export function writeReminders({ reminderDays, sendsReceipts }: ReminderSettings): UpdateBusinessInput {
  return { reminderDays: reminderDays.map(dayOf).filter((day) => day !== null).toSorted((one, other) => one - other), sendsReceipts };
}

export function checkReminders({ reminderDays }: ReminderSettings): Problem | undefined {
  const index = reminderDays.findIndex((reminder) => dayOf(reminder) === null);
  if (index >= 0) return { field: `reminderDays.${index}`, message: 'Enter a number of days, such as 7.' };
  const days = reminderDays.map(dayOf);
  const twice = days.findIndex((day, place) => days.indexOf(day) < place);
  return twice >= 0 ? { field: `reminderDays.${twice}`, message: 'Another reminder is on that day.' } : undefined;
}

/** Relative to the due date; null while it cannot be read. */
export function dayOf({ days, side }: ReminderSettings['reminderDays'][number]): number | null {
  if (side === 'ON') return 0;
  if (!/^\d{1,3}$/.test(days.trim()) || Number(days) === 0) return null;
  return side === 'BEFORE' ? -Number(days) : Number(days);
}

/** The days on which an invoice with that due date is reminded of, in order. */
export function remindedOn(settings: ReminderSettings, dueDate: string): string[] {
  const due = Date.parse(`${dueDate}T00:00:00Z`);
  return (writeReminders(settings).reminderDays ?? []).map((day) => new Date(due + day * 86_400_000).toISOString().slice(0, 10));
}
