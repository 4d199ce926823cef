import { defineConfig } from 'vitest/config';

// Plain modules only: pages are tested in a browser, in e2e/.
export default defineConfig({ test: { include: ['src/**/*.test.ts'], environment: 'node' } });
