import { expect, test } from 'vitest';
import { aBusiness } from '../a-business.ts';
import { checkReminders, readReminders, remindedOn, writeReminders, type Side } from './reminder-schedule.ts';

const schedule = (...reminderDays: [string, Side][]) => ({ reminderDays: reminderDays.map(([days, side]) => ({ days, side })), sendsReceipts: true });

test('what is only opened and saved stays as it is', () => {
  expect(writeReminders(readReminders(aBusiness))).toEqual({ reminderDays: [-3, 0, 7], sendsReceipts: true });
  expect(writeReminders(readReminders({ ...aBusiness, reminderDays: [] }))).toMatchObject({ reminderDays: [] });
});

test('is kept in the order of days', () => {
  expect(writeReminders(schedule(['7', 'AFTER'], ['', 'ON'], ['3', 'BEFORE']))).toMatchObject({ reminderDays: [-3, 0, 7] });
});

test('one that cannot be read, or is there twice, says so in its row', () => {
  expect(checkReminders(schedule(['7', 'AFTER'], ['', 'BEFORE']))).toMatchObject({ field: 'reminderDays.1' });
  expect(checkReminders(schedule(['0', 'AFTER']))).toMatchObject({ field: 'reminderDays.0' });
  expect(checkReminders(schedule(['7', 'AFTER'], ['3', 'BEFORE'], ['07', 'AFTER']))).toMatchObject({ field: 'reminderDays.2' });
  expect(checkReminders(schedule(['7', 'AFTER'], ['7', 'BEFORE'], ['', 'ON']))).toBeUndefined();
});

test('days are counted over the end of a month and of summer time', () => {
  expect(remindedOn(schedule(['3', 'BEFORE'], ['', 'ON'], ['30', 'AFTER']), '2026-03-01')).toEqual(['2026-02-26', '2026-03-01', '2026-03-31']);
});
