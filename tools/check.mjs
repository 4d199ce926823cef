// Everything that can be known without running the product. The last line is `N passed, N failed`.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareSchema, compareTypes } from './generated-files.mjs';
import { root, run, seconds } from './processes.mjs';

const binary = (folder, name) => join(root, folder, 'node_modules', '.bin', name);

const steps = [
  ...typed('admin-web', 'client-web', 'graphql-server', 'web-kit', 'graphql-server/playground', 'schema', 'e2e', 'bench'),
  { name: 'lint', work: () => run(binary('.', 'oxlint'), ['--deny-warnings']) },
  { name: 'import rules', work: () => run(binary('.', 'depcruise'), ['--config', '.dependency-cruiser.mjs', ...sources()]) },
  ...(existsSync(join(root, 'graphql-server', 'src', 'emit-schema.ts')) ? [{ name: 'drift of the schema', work: compareSchema }] : []),
  { name: 'drift of the types', work: compareTypes },
];

const only = process.argv.slice(2);
const chosen = steps.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
const failed = await runTwoAtATime(chosen);
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || chosen.length === 0 ? 1 : 0;

async function runTwoAtATime(steps) {
  const waiting = [...steps];
  let failed = 0;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const began = performance.now();
      try {
        await next.work();
        console.log(`  ✓ ${next.name} ${seconds(began)}`);
      } catch (error) {
        failed++;
        console.log(`  ✗ ${next.name} ${seconds(began)}\n${error.message}\n`);
      }
    }
  };
  await Promise.all([work(), work()]);
  return failed;
}

function typed(...folders) {
  return folders
    .filter((folder) => existsSync(join(root, folder, 'tsconfig.json')))
    .map((folder) => ({ name: `types of ${folder}`, work: () => checkTypes(folder) }));
}

async function checkTypes(folder) {
  const cwd = join(root, folder);
  const { devDependencies = {} } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
  if (devDependencies['@sveltejs/kit']) await run(binary(folder, 'svelte-kit'), ['sync'], { cwd });
  if (devDependencies['svelte-check']) {
    await run(binary(folder, 'svelte-check'), ['--threshold', 'warning', '--fail-on-warnings', '--output', 'human'], { cwd });
  } else {
    await run(binary(folder, 'tsc'), ['--noEmit'], { cwd });
  }
}

function sources() {
  return ['graphql-server/src', 'graphql-server/dev', 'graphql-server/test', 'client-web/src', 'admin-web/src', 'web-kit/src', 'schema', 'e2e', 'bench'].filter(
    (folder) => existsSync(join(root, folder)),
  );
}
