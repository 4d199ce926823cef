import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import type { Business } from '../businesses/business.entity.ts';
import { formatDocumentNumber } from './document-number.ts';
import type { DocumentKind } from './printed-document.ts';

/**
 * The next number of the business's own series for the kind. The row stays locked until the
 * transaction ends, so that numbers are consecutive without a gap whatever fails or runs beside it.
 */
export async function nextNumber(em: EntityManager, business: Business, kind: DocumentKind, issueDate: string): Promise<string> {
  const pattern = patternOf(business, kind);
  for (;;) {
    const number = formatDocumentNumber(pattern, await advance(em, business, kind, periodOf(pattern, issueDate), 1), issueDate);
    // Another pattern, before this one, may have given it already.
    if (!(await isTaken(em, business, kind, number))) return number;
  }
}

async function isTaken(em: EntityManager, { id }: Business, kind: DocumentKind, number: string): Promise<boolean> {
  const table = { INVOICE: 'invoice', ESTIMATE: 'estimate', CREDIT_NOTE: 'credit_note' }[kind];
  return (await em.execute(`select from ${table} where business_id = ? and number = ?`, [id, number])).length > 0;
}

/** Moves the series of invoices behind numbers that came in by import, so that none is given twice. */
export async function skipImportedNumbers(em: EntityManager, business: Business, imported: { number: string; issueDate: string }[]): Promise<void> {
  const pattern = business.numberPattern;
  const highest = new Map<string, number>();
  for (const { number, issueDate } of imported) {
    const sequence = sequenceIn(pattern, number, issueDate);
    const period = periodOf(pattern, issueDate);
    if (sequence) highest.set(period, Math.max(sequence, highest.get(period) ?? 0));
  }
  for (const [period, sequence] of highest) await advance(em, business, 'INVOICE', period, 0, sequence);
}

function patternOf(business: Business, kind: DocumentKind): string {
  return { INVOICE: business.numberPattern, ESTIMATE: business.estimateNumberPattern, CREDIT_NOTE: business.creditNoteNumberPattern }[kind];
}

async function advance(em: EntityManager, business: Business, kind: DocumentKind, period: string, by: number, atLeast = 0): Promise<number> {
  const [row] = await em.execute<{ last: number }[]>(
    `insert into number_sequence as s (id, business_id, created_at, kind, period, last_number)
     values (?, ?, now(), ?, ?, greatest(?::int, ?::int))
     on conflict (business_id, kind, period) do update set last_number = greatest(s.last_number + ?::int, ?::int)
     returning last_number as last`,
    [v7(), business.id, kind, period, by, atLeast, by, atLeast],
  );
  return row!.last;
}

/** A pattern with a year counts afresh in each. */
function periodOf(pattern: string, issueDate: string): string {
  if (pattern.includes('{MM}')) return issueDate.slice(0, 7);
  return /\{Y+\}/.test(pattern) ? issueDate.slice(0, 4) : '';
}

/** More digits are no business's count of invoices; going on from there would run out of integers. */
const MOST_DIGITS = 8;

function sequenceIn(pattern: string, number: string, issueDate: string): number | null {
  const digits = /\d+/g;
  for (const match of number.matchAll(digits)) {
    const sequence = Number(match[0]);
    if (sequence > 0 && sequence < 10 ** MOST_DIGITS && formatDocumentNumber(pattern, sequence, issueDate) === number) {
      return sequence;
    }
  }
  return null;
}
