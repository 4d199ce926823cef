import { fail } from '@sveltejs/kit';
import { apollo } from '#lib/apollo.ts';
import { RequestSignInLinkDocument } from '#lib/gql/graphql.ts';
import { problemOf } from 'web-kit/graphql-error.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async ({ request, fetch }) => {
    const email = String((await request.formData()).get('email') ?? '').trim();
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
      return fail(400, { email, problem: 'Enter an e-mail address, like name@example.com.' });
    }
    try {
      await apollo().mutate({
        mutation: RequestSignInLinkDocument,
        variables: { email },
        context: { fetch },
      });
    } catch (reason) {
      const { code, message } = problemOf(reason);
      return fail(code === 'RATE_LIMITED' ? 429 : 400, { email, problem: message });
    }
    // The same for every address: whether it is known is nobody's business.
    return { email, sent: true };
  },
};
