import type { ClientInput, ClientRecordFragment } from '#lib/gql/graphql.ts';

/** A client as it is typed. Without a currency or a language, that of the business is used. */
export type ClientForm = Record<
  'name' | 'address' | 'country' | 'taxId' | 'phone' | 'externalId' | 'currency' | 'locale' | 'internalNotes',
  string
>;

export const noClient: ClientForm = {
  name: '', address: '', country: '', taxId: '', phone: '', externalId: '', currency: '', locale: '', internalNotes: '',
};

export const clientFields = Object.keys(noClient) as (keyof ClientForm)[];

export function formOf(client: ClientRecordFragment): ClientForm {
  const form = { ...noClient, name: client.name, address: client.address.join('\n') };
  for (const field of ['country', 'taxId', 'phone', 'externalId', 'currency', 'locale', 'internalNotes'] as const) form[field] = client[field] ?? '';
  return form;
}

/** What is empty is taken away. */
export function inputOf({ name, address, ...rest }: ClientForm): ClientInput {
  const others = Object.entries(rest).map(([field, text]) => [field, text.trim() || null]);
  return {
    ...(Object.fromEntries(others) as Omit<ClientInput, 'name' | 'address'>),
    name: name.trim(),
    address: address.split('\n').map((line) => line.trim()).filter(Boolean),
  };
}
