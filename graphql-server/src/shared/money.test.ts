import { describe, expect, it } from 'vitest';

import { currencyExponent, isCurrency } from './currency.ts';
import { DomainError } from './domain-error.ts';
import { minorUnitsToDecimal, parseMinorUnits } from './money.ts';

describe('an amount as text', () => {
  it.each([
    ['2328.60', 'USD', 232860],
    ['0.99', 'USD', 99],
    ['5', 'EUR', 500],
    ['5.5', 'EUR', 550],
    ['-0.05', 'EUR', -5],
    ['1200', 'JPY', 1200],
    ['1.005', 'KWD', 1005],
    ['0.0001', 'CLF', 1],
    ['007', 'EUR', 700],
    ['90071992547409.91', 'EUR', Number.MAX_SAFE_INTEGER],
  ])('reads %s %s', (text, currency, minorUnits) => {
    expect(parseMinorUnits(text, currency)).toBe(minorUnits);
  });

  it('knows no negative zero', () => {
    expect(Object.is(parseMinorUnits('-0.00', 'EUR'), 0)).toBe(true);
  });

  it.each(['', ' 1', '1,234.50', '1.234,50', '1e3', '+1', '.5', '5.', '--1', '0x10', 'NaN', '١٢', '1 000', '1\n'])(
    'refuses %j',
    (text) => {
      expect(() => parseMinorUnits(text, 'EUR')).toThrow(/is not an amount; expected .* such as 1234\.50/);
    },
  );

  it('says how many decimals the currency has', () => {
    expect(() => parseMinorUnits('0.999', 'USD')).toThrow('"0.999" has 3 decimals; USD has 2.');
    expect(() => parseMinorUnits('1.0', 'JPY')).toThrow('"1.0" has 1 decimal; JPY has none.');
  });

  it('refuses what an integer cannot hold exactly', () => {
    expect(() => parseMinorUnits('90071992547409.92', 'EUR')).toThrow('too large');
    expect(() => parseMinorUnits('9'.repeat(400), 'EUR')).toThrow(DomainError);
  });

  it('writes what it reads', () => {
    for (const [text, currency] of [['2328.60', 'USD'], ['-0.05', 'EUR'], ['0.00', 'EUR'], ['-1', 'JPY'], ['0.005', 'KWD']] as const) {
      expect(minorUnitsToDecimal(parseMinorUnits(text, currency), currency)).toBe(text);
    }
  });
});

describe('currencies', () => {
  it('have the decimals of ISO 4217, not those of CLDR', () => {
    expect(['EUR', 'JPY', 'KWD', 'IQD', 'CLF', 'BGN'].map(currencyExponent)).toEqual([2, 0, 3, 3, 4, 2]);
  });

  it.each(['', 'eur', 'EURO', 'XAU', 'XXX', 'toString', 'DEM'])('do not include %j', (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => currencyExponent(code)).toThrow(DomainError);
  });
});
