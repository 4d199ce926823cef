import type { DocumentLineInput, InvoiceFullFragment, TaxInput } from '#lib/gql/graphql.ts';

type Credited = Pick<InvoiceFullFragment, 'discount' | 'lines'>;
type Line = InvoiceFullFragment['lines'][number];

/**
 * Whether lines can be credited one by one: a credit note has no discount on the document, so the invoice's
 * must be one that each line can carry itself.
 */
export function canChooseLines({ discount, lines }: Credited): boolean {
  return !discount || (discount.percent !== null && lines.every((line) => !line.discount));
}

/** The chosen lines as they were priced; `quantities` by the line's id, for a part of a line. */
export function creditOfLines(invoice: Credited, quantities: ReadonlyMap<string, string>): DocumentLineInput[] {
  return invoice.lines
    .filter(({ id }) => quantities.has(id))
    .map((line) => ({
      description: line.description,
      quantity: quantities.get(line.id)!,
      unitPrice: line.unitPrice.minorUnits,
      discount: discountOf(line) ?? (invoice.discount?.percent ? { percent: invoice.discount.percent } : null),
      taxes: line.taxes.map(taxInput),
    }));
}

function discountOf({ discount }: Line): DocumentLineInput['discount'] {
  if (!discount) return null;
  return discount.percent !== null ? { percent: discount.percent } : { amount: discount.amount?.minorUnits ?? null };
}

/** An amount under one of the taxes of the invoice. */
export function creditOfAmount(amount: number, description: string, taxes: readonly TaxInput[]): DocumentLineInput[] {
  return [{ description, quantity: '1', unitPrice: amount, taxes: [...taxes] }];
}

/** The different sets of taxes on the lines, in their order; at least the empty one. */
export function taxChoices({ lines }: Credited): { label: string; taxes: TaxInput[] }[] {
  const choices = new Map<string, TaxInput[]>();
  for (const { taxes } of lines) {
    const label = taxes.map(({ name, rate }) => `${name} ${rate} %`).join(' + ') || 'No tax';
    if (!choices.has(label)) choices.set(label, taxes.map(taxInput));
  }
  if (choices.size === 0) choices.set('No tax', []);
  return [...choices].map(([label, taxes]) => ({ label, taxes }));
}

const taxInput = ({ name, rate, isCompound }: Line['taxes'][number]): TaxInput => ({ name, rate, isCompound });
