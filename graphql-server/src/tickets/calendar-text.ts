const METHODS: Readonly<Record<string, string>> = { REQUEST: 'Invitation', REPLY: 'Answer to an invitation', CANCEL: 'Cancelled', COUNTER: 'Another time is proposed' };
const ANSWERS: Readonly<Record<string, string>> = { ACCEPTED: 'Accepted', DECLINED: 'Declined', TENTATIVE: 'Accepted tentatively' };
const MAX_LENGTH = 100_000;
const MAX_HEAD = 2_000;
/** Its parts have one reading each, so that no line takes longer than its length. */
const HEAD = /^([\w-]{1,60})((?:;[^:";]{0,1000}(?:"[^"]{0,1000}")?){0,20}):/;

/** What a calendar entry says (RFC 5545), for a mail that is nothing else. '' when it says nothing. */
export function calendarText(calendar: string): string {
  const properties = propertiesOf(calendar.slice(0, MAX_LENGTH));
  const value = (name: string) => properties.get(name)?.value ?? '';
  const summary = value('SUMMARY');
  if (!summary && !value('DTSTART')) return '';
  const [, answer = ''] = /PARTSTAT=(\w{1,20})/i.exec(properties.get('ATTENDEE')?.parameters ?? '') ?? [];
  const what = (value('METHOD').toUpperCase() === 'REPLY' && ANSWERS[answer.toUpperCase()]) || METHODS[value('METHOD').toUpperCase()] || 'Calendar entry';
  const when = [moment(properties.get('DTSTART')), moment(properties.get('DTEND'))].filter(Boolean).join(' – ');
  return [`${what}: ${summary}`, when && `When: ${when}`, value('LOCATION') && `Where: ${value('LOCATION')}`, value('COMMENT'), value('DESCRIPTION')]
    .filter(Boolean).join('\n').trim();
}

interface CalendarProperty { parameters: string; value: string }

/** The first of each name, from the first event on; before it, those of the calendar itself. */
function propertiesOf(calendar: string): Map<string, CalendarProperty> {
  const properties = new Map<string, CalendarProperty>();
  let skipped = '';
  for (const line of calendar.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    const [head = '', name = '', parameters = ''] = HEAD.exec(line.slice(0, MAX_HEAD)) ?? [];
    const value = line.slice(head.length);
    const key = name.toUpperCase();
    // Time zones and alarms have properties of the same names.
    if (key === 'BEGIN' && /^(?:VTIMEZONE|VALARM)$/i.test(value)) skipped ||= value.toUpperCase();
    else if (key === 'END' && value.toUpperCase() === skipped) skipped = '';
    else if (key && !skipped && !properties.has(key)) properties.set(key, { parameters, value: unescaped(value) });
  }
  return properties;
}

const unescaped = (value: string) => value.replaceAll(/\\([\\;,nN])/g, (_whole, letter: string) => (letter.toLowerCase() === 'n' ? '\n' : letter));

function moment(property: CalendarProperty | undefined): string {
  const [, year, month, day, hour, minute, utc] = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?$/.exec(property?.value.trim() ?? '') ?? [];
  if (!year) return property?.value ?? '';
  const zone = utc ? ' UTC' : (/TZID="?([^;"]{1,60})/i.exec(property?.parameters ?? '')?.[1]?.replace(/^/, ' ') ?? '');
  return `${year}-${month}-${day}${hour ? ` ${hour}:${minute}${zone}` : ''}`;
}
