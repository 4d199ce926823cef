import { expect, test } from 'vitest';
import { aBusiness } from '../a-business.ts';
import { checkTaxes, readTaxes, writeTaxes } from './tax-settings.ts';

const withTax = (name: string, rate: string) => ({
  ...readTaxes(aBusiness),
  taxRates: [{ name, rate, isDefault: false, isCompound: false }],
});

test('what is only opened and saved stays as it is', () => {
  const { taxRates, pricesIncludeTax, taxRounding } = aBusiness;
  expect(writeTaxes(readTaxes(aBusiness))).toEqual({ taxRates, pricesIncludeTax, taxRounding });
});

test.each([['19'], ['19 %'], ['8,25'], ['9.'], ['0']])('%s is a rate', (rate) => {
  expect(checkTaxes(withTax('VAT', rate))).toBeUndefined();
});

test('a comma and a sign of percent are taken away', () => {
  expect(writeTaxes(withTax(' VAT ', '8,25 %')).taxRates).toEqual([{ name: 'VAT', rate: '8.25', isDefault: false, isCompound: false }]);
});

test('a tax without a name or a number says so in its row', () => {
  expect(checkTaxes(withTax(' ', '19'))).toMatchObject({ field: 'taxRates.0.name' });
  expect(checkTaxes(withTax('VAT', 'nineteen'))).toMatchObject({ field: 'taxRates.0.rate' });
});
