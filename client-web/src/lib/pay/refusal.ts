import { problemOf } from 'web-kit/graphql-error.ts';

/** Why no payment can be made now, and what the person can do about it. */
export interface Refusal {
  message: string;
  way: 'retry' | 'look-again' | 'sign-in' | 'bank-details';
}

export const notLoaded: Refusal = {
  message: 'The payment form could not be loaded. Check your connection and try again.',
  way: 'retry',
};

export const movedOn: Refusal = {
  message: 'This payment was opened elsewhere, or the invoice has changed. Nothing was taken here.',
  way: 'look-again',
};

export function refusalOf(reason: unknown): Refusal {
  const { code, message } = problemOf(reason);
  switch (code) {
    case 'NETWORK':
      return notLoaded;
    case 'UNAUTHENTICATED':
      return { message: 'You have been signed out.', way: 'sign-in' };
    case 'PAYMENTS_UNAVAILABLE':
      return { message, way: 'bank-details' };
    case 'CONFLICT':
    case 'NOT_FOUND':
    case 'BAD_USER_INPUT':
      return { message, way: 'look-again' };
    default:
      return { message, way: 'retry' };
  }
}
