import { Decimal } from 'decimal.js';
import type { TaxRounding } from '../documents/document-totals.ts';
import { validateNumberPattern } from '../documents/document-number.ts';
import type { Paper } from '../documents/printed-document.ts';
import { badInput } from '../shared/domain-error.ts';
import { localeFrom } from '../shared/locale.ts';
import type { SavedTax } from './business.entity.ts';

/** How new documents are made and what is mailed about them. What is left out stays as it is. */
export interface BusinessSettings {
  paper?: Paper;
  locale?: string;
  numberPattern?: string;
  estimateNumberPattern?: string;
  creditNoteNumberPattern?: string;
  pricesIncludeTax?: boolean;
  taxRounding?: TaxRounding;
  taxRates?: SavedTax[];
  terms?: string | null;
  notes?: string | null;
  paymentTermsDays?: number;
  estimateValidDays?: number;
  reminderDays?: number[];
  sendsReceipts?: boolean;
  undoSendSeconds?: number;
  reopenDays?: number;
  partialPayments?: boolean;
}

/** The settings in the form in which they are kept, and nothing else of what is given. */
export function settingsFrom(given: BusinessSettings): BusinessSettings {
  const { paper, pricesIncludeTax, taxRounding, sendsReceipts, partialPayments } = given;
  return withoutGaps({
    paper,
    pricesIncludeTax,
    taxRounding,
    sendsReceipts,
    partialPayments,
    locale: given.locale === undefined ? undefined : localeFrom(given.locale),
    numberPattern: pattern(given, 'numberPattern'),
    estimateNumberPattern: pattern(given, 'estimateNumberPattern'),
    creditNoteNumberPattern: pattern(given, 'creditNoteNumberPattern'),
    taxRates: given.taxRates && taxRatesFrom(given.taxRates),
    terms: text(given, 'terms'),
    notes: text(given, 'notes'),
    paymentTermsDays: days(given, 'paymentTermsDays', 0),
    estimateValidDays: days(given, 'estimateValidDays', 1),
    undoSendSeconds: within(given, 'undoSendSeconds', 60, 'seconds'),
    reopenDays: within(given, 'reopenDays', 3_650, 'days'),
    reminderDays: given.reminderDays && reminderDaysFrom(given.reminderDays),
  });
}

function pattern(given: BusinessSettings, field: 'numberPattern' | 'estimateNumberPattern' | 'creditNoteNumberPattern'): string | undefined {
  const value = given[field];
  if (value !== undefined) validateNumberPattern(value, field);
  return value;
}

const MAX_TAXES = 50;

function taxRatesFrom(taxes: SavedTax[]): SavedTax[] {
  if (taxes.length > MAX_TAXES) throw badInput(`There is room for ${MAX_TAXES} taxes.`, 'taxRates');
  const seen = new Set<string>();
  return taxes.map(({ name, rate, isCompound, isDefault }, index) => {
    const at = (field: string) => `taxRates.${index}.${field}`;
    if (!name.trim() || name.length > 40) throw badInput('Please give the tax a name of at most 40 characters.', at('name'));
    const percent = new Decimal(rate).plus(0);
    if (percent.lt(0) || percent.gt(100)) throw badInput(`A tax is 0 to 100 percent, not ${rate}.`, at('rate'));
    const tax = { name: name.trim(), rate: percent.toFixed(), isCompound, isDefault };
    const key = `${tax.rate} ${tax.name.toLowerCase()}`;
    if (seen.has(key)) throw badInput(`"${tax.name}" with ${tax.rate} % is there twice.`, at('name'));
    seen.add(key);
    return tax;
  });
}

function text(given: BusinessSettings, field: 'terms' | 'notes'): string | null | undefined {
  const value = given[field];
  if (value && value.length > 5_000) throw badInput('There is room for 5,000 characters.', field);
  return value === undefined ? undefined : value?.trim() || null;
}

function days(given: BusinessSettings, field: 'paymentTermsDays' | 'estimateValidDays', least: number): number | undefined {
  const value = given[field];
  if (value !== undefined && (value < least || value > 365)) throw badInput(`Please give ${least} to 365 days.`, field);
  return value;
}

function within(given: BusinessSettings, field: 'undoSendSeconds' | 'reopenDays', most: number, unit: string): number | undefined {
  const value = given[field];
  if (value !== undefined && (value < 0 || value > most)) throw badInput(`Please give 0 to ${most.toLocaleString('en')} ${unit}.`, field);
  return value;
}

function reminderDaysFrom(given: number[]): number[] {
  if (given.length > 10) throw badInput('There are at most 10 reminders.', 'reminderDays');
  if (new Set(given).size < given.length) throw badInput('Two reminders are on the same day.', 'reminderDays');
  if (given.some((day) => day < -60 || day > 120)) throw badInput('A reminder is at most 60 days before and 120 days after the due date.', 'reminderDays');
  return given.toSorted((a, b) => a - b);
}

const withoutGaps = (settings: { [Field in keyof BusinessSettings]: BusinessSettings[Field] | undefined }): BusinessSettings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
