import type { Customer, Firm } from './people.ts';

export const CREATE_ESTIMATE = 'mutation ($input: CreateEstimateInput!) { createEstimate(input: $input) { id status number total { minorUnits } } }';
export const SEND_ESTIMATE = 'mutation ($input: SendEstimateInput!) { sendEstimate(input: $input) { id status number } }';

/** A plausible draft of EUR 100.00. */
export async function aDraftEstimate({ owner }: Pick<Firm, 'owner'>, { client }: Pick<Customer, 'client'>, wanted: object = {}): Promise<string> {
  const input = { clientId: client.id, currency: 'EUR', lines: [{ description: 'Design', quantity: '2', unitPrice: 5_000 }], ...wanted };
  return (await owner.get<{ createEstimate: { id: string } }>(CREATE_ESTIMATE, { input })).createEstimate.id;
}

export async function aSentEstimate(firm: Pick<Firm, 'owner'>, customer: Pick<Customer, 'client'>, wanted: object = {}): Promise<string> {
  const id = await aDraftEstimate(firm, customer, wanted);
  await firm.owner.get(SEND_ESTIMATE, { input: { id } });
  return id;
}
