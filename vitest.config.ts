import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const packages = ['graphql-server', 'web-kit', 'client-web', 'admin-web', 'e2e'];

export default defineConfig({
  test: { projects: packages.filter((folder) => existsSync(new URL(`./${folder}/package.json`, import.meta.url))) },
});
