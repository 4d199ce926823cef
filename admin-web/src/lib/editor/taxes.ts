import type { DraftLine, DraftTax } from './draft.ts';
import { percentText } from 'web-kit/number-text.ts';

export function sameTax(one: DraftTax, other: DraftTax): boolean {
  return one.name === other.name && Number(one.rate) === Number(other.rate) && one.isCompound === other.isCompound;
}

/** "VAT 19%", as it is written in that language. */
export function taxLabel({ name, rate }: Pick<DraftTax, 'name' | 'rate'>, language: string): string {
  return `${name} ${percentText(rate, language)}`;
}

/** Saved ones first, then what was typed for a line. */
export function taxOptions(saved: readonly DraftTax[], lines: readonly DraftLine[]): DraftTax[] {
  const options: DraftTax[] = [];
  for (const { name, rate, isCompound } of [...saved, ...lines.flatMap(({ taxes }) => taxes)]) {
    const tax = { name, rate, isCompound };
    if (!options.some((option) => sameTax(option, tax))) options.push(tax);
  }
  return options;
}
