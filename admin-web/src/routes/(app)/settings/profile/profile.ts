import type { BusinessSettingsFragment, UpdateBusinessInput } from '#lib/gql/graphql.ts';

export type Profile = Record<'name' | 'email' | 'address' | 'taxId' | 'timeZone' | 'currency' | 'locale' | 'bankDetails', string>;

export function readProfile({ name, email, address, taxId, timeZone, currency, locale, bankDetails }: BusinessSettingsFragment): Profile {
  return { name, email: email ?? '', address: address.join('\n'), taxId: taxId ?? '', timeZone, currency, locale, bankDetails: bankDetails ?? '' };
}

/** What is wrong with a field, the server says. */
export function writeProfile({ name, email, address, taxId, bankDetails, ...chosen }: Profile): UpdateBusinessInput {
  return {
    ...chosen,
    name: name.trim(),
    email: email.trim(),
    address: address.split('\n').map((line) => line.trim()).filter(Boolean),
    taxId: taxId.trim(),
    bankDetails: bankDetails.trim(),
  };
}
