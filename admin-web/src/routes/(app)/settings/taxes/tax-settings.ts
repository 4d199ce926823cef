import type { BusinessSettingsFragment, UpdateBusinessInput } from '#lib/gql/graphql.ts';
import type { Problem } from '../settings-section.svelte.ts';

export interface TaxSettings {
  taxRates: { name: string; rate: string; isDefault: boolean; isCompound: boolean }[];
  /** As the radio buttons say it. */
  prices: 'WITHOUT' | 'WITH';
  taxRounding: BusinessSettingsFragment['taxRounding'];
}

export function readTaxes({ taxRates, pricesIncludeTax, taxRounding }: BusinessSettingsFragment): TaxSettings {
  return {
    taxRates: taxRates.map(({ name, rate, isDefault, isCompound }) => ({ name, rate, isDefault, isCompound })),
    prices: pricesIncludeTax ? 'WITH' : 'WITHOUT',
    taxRounding,
  };
}

export function writeTaxes({ taxRates, prices, taxRounding }: TaxSettings): UpdateBusinessInput {
  return {
    taxRates: taxRates.map(({ name, rate, ...rest }) => ({ ...rest, name: name.trim(), rate: percentOf(rate) ?? rate })),
    pricesIncludeTax: prices === 'WITH',
    taxRounding,
  };
}

/** A rate that is no number the API could not even read. */
export function checkTaxes({ taxRates }: TaxSettings): Problem | undefined {
  for (const [index, { name, rate }] of taxRates.entries()) {
    if (!name.trim()) return { field: `taxRates.${index}.name`, message: 'Give it a name.' };
    if (percentOf(rate) === null) return { field: `taxRates.${index}.rate`, message: 'A percentage, such as 19.' };
  }
  return undefined;
}

/** "19", also of "19,0 %". */
function percentOf(text: string): string | null {
  const match = /^\s*(\d{1,3}(?:[.,]\d*)?)\s*%?\s*$/.exec(text);
  return match ? match[1]!.replace(',', '.').replace(/\.$/, '') : null;
}
