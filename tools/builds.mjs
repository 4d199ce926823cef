import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from './content-hash.mjs';
import { root, run, step, toolEnvironment } from './processes.mjs';

const shared = ['pnpm-lock.yaml', 'tsconfig.base.json'];
const vite = (folder) => run(join(root, folder, 'node_modules', '.bin', 'vite'), ['build'], inProduction(folder));
// What schema/document-totals.ts and schema/framed-mail.ts pass on to the webs, and what that imports.
const passedOn = ['graphql-server/src/documents/document-totals.ts', 'graphql-server/src/mail/framed-mail.ts', 'graphql-server/src/shared/domain-error.ts'];
const web = (folder) => ({ folder, output: 'build', inputs: [folder, 'web-kit', 'schema', ...passedOn], build: vite });

export const buildPlayground = () =>
  buildStale([{ folder: 'graphql-server/playground', output: 'dist', inputs: ['graphql-server/playground'], build: vite }]);

/** Side by side: each keeps about one core busy. */
export const buildWebs = () => buildStale([web('client-web'), web('admin-web')]);

export const buildServer = () =>
  buildStale([
    {
      folder: 'graphql-server',
      output: 'dist',
      inputs: ['graphql-server/src', 'graphql-server/tsconfig.json', 'graphql-server/tsconfig.build.json'],
      async build(folder) {
        rmSync(join(root, folder, 'dist'), { recursive: true, force: true });
        await run(join(root, folder, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.build.json'], inProduction(folder));
      },
    },
  ]);

/** The stamp stands within the output, which every build empties first: half a build has none. */
async function buildStale(targets) {
  const stale = targets
    .map((target) => ({ ...target, stamp: join(root, target.folder, target.output, '.built-from'), wanted: contentHash([...target.inputs, ...shared]) }))
    .filter(({ stamp, wanted }) => !existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted);
  if (stale.length === 0) return;
  await step(`building ${stale.map(({ folder }) => folder).join(' and ')}`, () =>
    Promise.all(
      stale.map(async ({ folder, build, stamp, wanted }) => {
        rmSync(stamp, { force: true });
        await build(folder);
        writeFileSync(stamp, wanted);
      }),
    ),
  );
}

function inProduction(folder) {
  return { cwd: join(root, folder), env: { ...toolEnvironment(), NODE_ENV: 'production' } };
}
