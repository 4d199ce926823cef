/** What went wrong, for a program: published as `extensions.code`. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'PAYMENTS_UNAVAILABLE'
  | 'RATE_LIMITED';

/** An error that the person who asked is meant to read. Anything else is masked. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: { field?: string } = {},
  ) {
    super(message);
  }
}

/** The same answer for what does not exist and for what belongs to somebody else. */
export const notFound = (what: string) => new DomainError('NOT_FOUND', `There is no such ${what}.`);

export const badInput = (message: string, field?: string) =>
  new DomainError('BAD_USER_INPUT', message, field ? { field } : {});
