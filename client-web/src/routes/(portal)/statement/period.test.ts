import { describe, expect, it } from 'vitest';
import { faultOf, periodParams, presets, readPeriod, today } from './period.ts';

const read = (query: string, currencies = ['EUR', 'USD']) => readPeriod(new URLSearchParams(query), currencies);

describe('the period of a statement', () => {
  it('is what the URL says, as far as it can be', () => {
    expect(read('currency=USD&from=2026-01-01&to=2026-03-31')).toEqual({ currency: 'USD', from: '2026-01-01', to: '2026-03-31' });
    expect(read('currency=XXX&from=2026-02-30&to=soon')).toEqual({ currency: 'EUR', from: '', to: '' });
    expect(read('from=2026-03-01&to=2026-02-01')).toEqual({ currency: 'EUR', from: '2026-03-01', to: '2026-02-01' });
    expect(read('', [])).toEqual({ currency: '', from: '', to: '' });
  });

  it('says at its field why it is none', () => {
    expect(faultOf({ from: '2026-03-01', to: '2026-02-28' }, '2026-03-15')).toEqual({ to: 'The last day is before the first.' });
    expect(faultOf({ from: '2026-03-16', to: '' }, '2026-03-15')).toEqual({ from: 'This day is still to come.' });
    expect(faultOf({ from: '2026-03-16', to: '2026-03-20' }, '2026-03-15')).toHaveProperty('from');
    for (const fine of [{ from: '', to: '' }, { from: '2026-03-15', to: '' }, { from: '2026-03-01', to: '2026-03-01' }, { from: '', to: '2030-01-01' }]) expect(faultOf(fine, '2026-03-15')).toBeNull();
  });

  it('ends with the day where the business is', () => {
    expect(today('Pacific/Auckland', new Date('2026-03-14T20:00:00Z'))).toBe('2026-03-15');
    expect(today('America/New_York', new Date('2026-03-15T02:00:00Z'))).toBe('2026-03-14');
  });

  it('goes back into the URL', () => {
    expect(String(periodParams({ currency: 'EUR', from: '', to: '2026-03-31' }))).toBe('currency=EUR&to=2026-03-31');
  });

  it('has spans to choose from', () => {
    expect(presets('2026-03-15').map(({ label, from, to }) => `${label}: ${from} to ${to}`)).toEqual([
      'Everything:  to ', '2026: 2026-01-01 to ', '2025: 2025-01-01 to 2025-12-31', 'Last 90 days: 2025-12-15 to ',
    ]);
  });
});
