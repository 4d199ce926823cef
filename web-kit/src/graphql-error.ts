import { CombinedGraphQLErrors } from '@apollo/client/errors';

export interface ProblemReport {
  /** The `extensions.code` of the contract; NETWORK when no answer came. */
  code: string;
  message: string;
  /** For BAD_USER_INPUT: which field of the input. */
  field?: string;
  /** For INTERNAL: what to quote when asking for help. */
  id?: string;
}

export function problemOf(error: unknown): ProblemReport {
  if (!CombinedGraphQLErrors.is(error)) {
    return { code: 'NETWORK', message: 'The server did not answer. Check your connection and try again.' };
  }
  const first = error.errors[0];
  const { code, field, id } = (first?.extensions ?? {}) as Record<string, string | undefined>;
  return {
    code: code ?? 'INTERNAL',
    message: first?.message ?? 'Something went wrong',
    ...(field && { field }),
    ...(id && { id }),
  };
}
