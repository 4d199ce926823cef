// schema/schema.graphql from the server's code, then the types of both webs from it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { emitSchema, generateTypes } from './generated-files.mjs';
import { root, step } from './processes.mjs';

try {
  if (existsSync(join(root, 'graphql-server', 'src', 'emit-schema.ts'))) {
    await step('schema', () => emitSchema(join(root, 'schema', 'schema.graphql')));
  }
  await step('types', () => generateTypes());
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
