import { defineEnvVars } from '@sveltejs/kit/env';

export const variables = defineEnvVars({
  API_URL: {
    description: 'Where the GraphQL API answers, as seen from this server',
    schema: (value) => value ?? 'http://127.0.0.1:4000',
  },
});
