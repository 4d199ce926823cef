import { UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/postgresql';
import type { DomainError } from './domain-error.ts';

/** Writes what is pending now; what the database has already, also of somebody a moment earlier, is refused in words. */
export async function flushUnique(em: EntityManager, refusal: DomainError): Promise<void> {
  try {
    await em.flush();
  } catch (error) {
    throw error instanceof UniqueConstraintViolationException ? refusal : error;
  }
}
