export interface SnoozeChoice {
  label: string;
  until: Date;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MORNING = 9;

/** The usual moments, in the time zone of the business. "Later today" only while there is a later. */
export function snoozeChoices(now: Date, timeZone: string): SnoozeChoice[] {
  const local = localTime(now, timeZone);
  const today = Date.UTC(local.year, local.month - 1, local.day);
  const weekday = new Date(today).getUTCDay();
  const at = (day: number, hour: number) => instantOf(new Date(day + hour * HOUR), timeZone);
  const toMonday = (8 - weekday) % 7 || 7;
  return [
    ...(local.hour < 20 ? [{ label: 'Later today', until: at(today, Math.min(local.hour + 3, 21)) }] : []),
    { label: 'Tomorrow', until: at(today + DAY, MORNING) },
    // On a Sunday, Monday is tomorrow already.
    { label: 'Next week', until: at(today + (toMonday === 1 ? 8 : toMonday) * DAY, MORNING) },
  ];
}

/** What `<input type="datetime-local">` says, in the time zone of the business; null for what is no time or not in the future. */
export function pickedTime(value: string, timeZone: string, now: Date): Date | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return null;
  const until = instantOf(new Date(`${value.slice(0, 16)}:00Z`), timeZone);
  return Number.isFinite(until.getTime()) && until > now ? until : null;
}

/** The instant at which clocks in that zone show what `wall` shows in UTC. Asked twice, since the clocks may change in between. */
function instantOf(wall: Date, timeZone: string): Date {
  const first = new Date(wall.getTime() - offsetAt(wall, timeZone));
  return new Date(wall.getTime() - offsetAt(first, timeZone));
}

function offsetAt(instant: Date, timeZone: string): number {
  const { year, month, day, hour, minute, second } = localTime(instant, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant.getTime() / 1000) * 1000;
}

function localTime(instant: Date, timeZone: string) {
  if (Number.isNaN(instant.getTime())) return { year: NaN, month: NaN, day: NaN, hour: NaN, minute: NaN, second: NaN };
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute'), second: part('second') };
}
