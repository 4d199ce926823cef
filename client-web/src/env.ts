import { defineEnvVars } from '@sveltejs/kit/env';

export const variables = defineEnvVars({
  API_URL: {
    description: 'Where the GraphQL API answers, as seen from this server',
    schema: (value) => value ?? 'http://127.0.0.1:4000',
  },
  PUBLIC_STRIPE_JS_URL: {
    description: 'A script to use in place of Stripe.js, e.g. that of the simulator; unset in production',
    schema: (value): string | undefined => value || undefined,
  },
});
