import type { BusinessSettingsFragment, UpdateBusinessInput } from '#lib/gql/graphql.ts';
import type { Problem } from '../settings-section.svelte.ts';

export interface DocumentSettings {
  paper: BusinessSettingsFragment['paper'];
  numberPattern: string;
  estimateNumberPattern: string;
  creditNoteNumberPattern: string;
  paymentTermsDays: string;
  estimateValidDays: string;
  terms: string;
  notes: string;
}

export function readDocuments(business: BusinessSettingsFragment): DocumentSettings {
  const { paper, numberPattern, estimateNumberPattern, creditNoteNumberPattern, paymentTermsDays, estimateValidDays, terms, notes } = business;
  return {
    paper, numberPattern, estimateNumberPattern, creditNoteNumberPattern,
    paymentTermsDays: String(paymentTermsDays),
    estimateValidDays: String(estimateValidDays),
    terms: terms ?? '',
    notes: notes ?? '',
  };
}

export function writeDocuments({ paymentTermsDays, estimateValidDays, terms, notes, ...rest }: DocumentSettings): UpdateBusinessInput {
  return { ...rest, paymentTermsDays: Number(paymentTermsDays), estimateValidDays: Number(estimateValidDays), terms: terms.trim(), notes: notes.trim() };
}

/** The API takes whole numbers alone; whether they are too many, it says itself. */
export function checkDocuments(values: DocumentSettings): Problem | undefined {
  const field = (['paymentTermsDays', 'estimateValidDays'] as const).find((name) => !/^\d{1,4}$/.test(values[name].trim()));
  return field && { field, message: 'Enter a number of days, such as 14.' };
}
