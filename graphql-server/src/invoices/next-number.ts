import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import type { Business } from '../businesses/business.entity.ts';
import { formatDocumentNumber } from './document-number.ts';

/**
 * The next number of the business's own series. The row stays locked until the transaction ends,
 * so that numbers are consecutive without a gap whatever fails or runs beside it.
 */
export async function nextInvoiceNumber(em: EntityManager, business: Business, issueDate: string): Promise<string> {
  const sequence = await advance(em, business, periodOf(business.numberPattern, issueDate), 1);
  return formatDocumentNumber(business.numberPattern, sequence, issueDate);
}

/** Moves the series behind numbers that came in by import, so that none is given twice. */
export async function skipImportedNumbers(em: EntityManager, business: Business, imported: { number: string; issueDate: string }[]): Promise<void> {
  const highest = new Map<string, number>();
  for (const { number, issueDate } of imported) {
    const sequence = sequenceIn(business.numberPattern, number, issueDate);
    const period = periodOf(business.numberPattern, issueDate);
    if (sequence) highest.set(period, Math.max(sequence, highest.get(period) ?? 0));
  }
  for (const [period, sequence] of highest) await advance(em, business, period, 0, sequence);
}

async function advance(em: EntityManager, business: Business, period: string, by: number, atLeast = 0): Promise<number> {
  const [row] = await em.execute<{ last: number }[]>(
    `insert into number_sequence as s (id, business_id, created_at, kind, period, last_number)
     values (?, ?, now(), 'INVOICE', ?, greatest(?::int, ?::int))
     on conflict (business_id, kind, period) do update set last_number = greatest(s.last_number + ?::int, ?::int)
     returning last_number as last`,
    [v7(), business.id, period, by, atLeast, by, atLeast],
  );
  return row!.last;
}

/** A pattern with a year counts afresh in each. */
function periodOf(pattern: string, issueDate: string): string {
  if (pattern.includes('{MM}')) return issueDate.slice(0, 7);
  return /\{Y+\}/.test(pattern) ? issueDate.slice(0, 4) : '';
}

function sequenceIn(pattern: string, number: string, issueDate: string): number | null {
  const digits = /\d+/g;
  for (const match of number.matchAll(digits)) {
    const sequence = Number(match[0]);
    if (Number.isSafeInteger(sequence) && sequence > 0 && sequence < 2 ** 31 && formatDocumentNumber(pattern, sequence, issueDate) === number) {
      return sequence;
    }
  }
  return null;
}
