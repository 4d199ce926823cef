import { writeFileSync } from 'node:fs';
import { printSchema } from 'graphql';
import { buildSchema } from './build-schema.ts';

/** Writes the contract; `npm run check` fails when it was not written again after a change. */
const target = process.argv[2] ?? new URL('../../schema/schema.graphql', import.meta.url).pathname;
writeFileSync(target, `# Emitted by the server (npm run generate). Not to be edited.\n\n${printSchema(buildSchema())}\n`);
