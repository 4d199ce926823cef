import { fail } from '@sveltejs/kit';
import { apollo } from '#lib/apollo.ts';
import { RequestSignInLinkDocument } from '#lib/gql/graphql.ts';
import * as v from 'valibot';
import { problemOf } from 'web-kit/graphql-error.ts';
import type { Actions } from './$types';

const Email = v.pipe(v.string(), v.trim(), v.email());

export const actions: Actions = {
  default: async ({ request, fetch }) => {
    const typed = (await request.formData()).get('email');
    const email = v.safeParse(Email, typed);
    if (!email.success) return fail(422, { problem: 'Enter an e-mail address.', email: String(typed ?? '') });
    try {
      await apollo().mutate({
        mutation: RequestSignInLinkDocument,
        variables: { email: email.output },
        context: { fetch },
      });
    } catch (reason) {
      const { code, message } = problemOf(reason);
      return fail(code === 'RATE_LIMITED' ? 429 : 503, { problem: message, email: email.output });
    }
    return { sentTo: email.output };
  },
};
