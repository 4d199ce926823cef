import type { Customer, Firm, Person } from './people.ts';

export interface InvoiceWanted {
  currency?: string;
  issueDate?: string;
  dueDate?: string;
  notes?: string;
  lines?: { description: string; quantity?: string; unitPrice: number; taxes?: { name: string; rate: string; isCompound?: boolean }[]; discount?: { percent?: string; amount?: number } }[];
  discount?: { percent?: string; amount?: number };
  pricesIncludeTax?: boolean;
  reference?: string;
  terms?: string;
  deposit?: number | null;
}

export const CREATE_INVOICE = `mutation ($input: CreateInvoiceInput!) {
  createInvoice(input: $input) { id number status currency subtotal { minorUnits } taxTotal { minorUnits } total { minorUnits } }
}`;
export const SEND_INVOICE = `mutation ($input: SendInvoiceInput!) { sendInvoice(input: $input) { id number status } }`;

/** A plausible draft of EUR 100.00. */
export async function aDraft({ owner }: { owner: Person }, { client }: Pick<Customer, 'client'>, wanted: InvoiceWanted = {}): Promise<string> {
  const input = { clientId: client.id, currency: 'EUR', lines: [{ description: 'Design', unitPrice: 10_000 }], ...wanted };
  const { createInvoice } = await owner.get<{ createInvoice: { id: string } }>(CREATE_INVOICE, { input });
  return createInvoice.id;
}

export interface SentInvoice { id: string; number: string }

export async function aSentInvoice(firm: Pick<Firm, 'owner'>, customer: Pick<Customer, 'client'>, wanted: InvoiceWanted = {}): Promise<SentInvoice> {
  const id = await aDraft(firm, customer, wanted);
  const { sendInvoice } = await firm.owner.get<{ sendInvoice: SentInvoice }>(SEND_INVOICE, { input: { id } });
  return { id, number: sendInvoice.number };
}
