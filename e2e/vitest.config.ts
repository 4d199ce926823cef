import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'e2e',
    include: ['*.test.ts'],
    globalSetup: ['support/global-setup.ts'],
    // A browser and the product fill two cores; the other packages' tests come first.
    fileParallelism: false,
    sequence: { groupOrder: 1 },
    testTimeout: 90_000,
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 120_000,
  },
});
