import type { BusinessDetailsFragment, UpdateBusinessInput } from '#lib/gql/graphql.ts';

/** The details of a business as they are typed. */
export type BusinessForm = Record<'name' | 'email' | 'address' | 'timeZone' | 'currency' | 'brandColor' | 'bankDetails', string>;

export function formOf({ name, email, address, timeZone, currency, brandColor, bankDetails }: BusinessDetailsFragment): BusinessForm {
  return { name, email: email ?? '', address: address.join('\n'), timeZone, currency, brandColor, bankDetails: bankDetails ?? '' };
}

/** What is wrong with a field, the server says. */
export function inputOf({ name, email, address, brandColor, ...rest }: BusinessForm): UpdateBusinessInput {
  return {
    ...rest,
    name: name.trim(),
    email: email.trim(),
    address: address.split('\n').map((line) => line.trim()).filter(Boolean),
    brandColor: hexOf(brandColor) ?? brandColor.trim(),
  };
}

export function isField(name: string | undefined): name is keyof BusinessForm {
  return /^(name|email|address|timeZone|currency|brandColor|bankDetails)$/.test(name ?? '');
}

export function isSame(one: BusinessForm, other: BusinessForm): boolean {
  return Object.entries(one).every(([field, text]) => text === other[field as keyof BusinessForm]);
}

/** "#1f5f5b", also of "1F5F5B" as other programs write it. */
export function hexOf(text: string): string | undefined {
  const digits = /^#?([0-9a-f]{6})$/i.exec(text.trim())?.[1];
  return digits && `#${digits.toLowerCase()}`;
}
