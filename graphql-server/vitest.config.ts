import { defineConfig } from 'vitest/config';

export default defineConfig({
  // One copy of graphql: its CommonJS and ES builds refuse each other's objects.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    name: 'graphql-server',
    include: ['src/**/*.test.ts', 'dev/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    server: { deps: { inline: [/type-graphql/, /graphql-scalars/, /@apollo\/server/, /graphql-ws/] } },
  },
});
