import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './processes.mjs';

export function emitSchema(path) {
  return run('node', ['--import', '@oxc-node/core/register', 'src/emit-schema.ts', path], { cwd: join(root, 'graphql-server') });
}

export function generateTypes(...flags) {
  return run(join(root, 'node_modules', '.bin', 'graphql-codegen'), ['--config', 'codegen.yml', '--errors-only', ...flags]);
}

/** Compares without writing into the working tree, which may hold work in progress. */
export async function compareSchema() {
  const folder = mkdtempSync(join(tmpdir(), 'portal-schema-'));
  try {
    const emitted = join(folder, 'schema.graphql');
    await emitSchema(emitted);
    if (readFileSync(emitted, 'utf8') !== readFileSync(join(root, 'schema', 'schema.graphql'), 'utf8')) {
      throw new Error('schema/schema.graphql is not what the server emits. Run `npm run generate`.');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function compareTypes() {
  return generateTypes('--check').catch((error) => {
    const stale = /stale files/.test(error.message) ? '\nRun `npm run generate`.' : '';
    throw new Error(error.message + stale);
  });
}
