import { describe, expect, it } from 'vitest';
import { periodParams, presets, readPeriod } from './period.ts';

const read = (query: string, currencies = ['EUR', 'USD']) => readPeriod(new URLSearchParams(query), currencies);

describe('the period of a statement', () => {
  it('is what the URL says, as far as it can be', () => {
    expect(read('currency=USD&from=2026-01-01&to=2026-03-31')).toEqual({ currency: 'USD', from: '2026-01-01', to: '2026-03-31' });
    expect(read('currency=XXX&from=2026-02-30&to=soon')).toEqual({ currency: 'EUR', from: '', to: '' });
    expect(read('from=2026-03-01&to=2026-02-01')).toEqual({ currency: 'EUR', from: '', to: '2026-02-01' });
    expect(read('', [])).toEqual({ currency: '', from: '', to: '' });
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
