import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from './content-hash.mjs';
import { root, run, step, toolEnvironment } from './processes.mjs';

const shared = ['pnpm-lock.yaml', 'tsconfig.base.json'];
const vite = (folder) => run(join(root, folder, 'node_modules', '.bin', 'vite'), ['build'], inProduction(folder));

export async function buildPlayground() {
  await buildIfStale({
    folder: 'graphql-server/playground',
    output: 'dist',
    inputs: ['graphql-server/playground'],
    entry: 'vite.config.ts',
    build: vite,
  });
}

export async function buildWebs() {
  await Promise.all(
    ['client-web', 'admin-web'].map((folder) =>
      buildIfStale({ folder, output: 'build', inputs: [folder, 'web-kit', 'schema'], entry: 'vite.config.ts', build: vite }),
    ),
  );
}

export async function buildServer() {
  await buildIfStale({
    folder: 'graphql-server',
    output: 'dist',
    inputs: ['graphql-server/src', 'graphql-server/tsconfig.json', 'graphql-server/tsconfig.build.json'],
    entry: 'src/server.ts',
    async build(folder) {
      rmSync(join(root, folder, 'dist'), { recursive: true, force: true });
      await run(join(root, folder, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.build.json'], inProduction(folder));
    },
  });
}

function inProduction(folder) {
  return { cwd: join(root, folder), env: { ...toolEnvironment(), NODE_ENV: 'production' } };
}

/** The stamp stands within the output, which every build empties first: half a build has none. */
async function buildIfStale({ folder, output, inputs, entry, build }) {
  if (!existsSync(join(root, folder, entry))) {
    console.log(`  ${folder}: nothing to build yet`);
    return;
  }
  const stamp = join(root, folder, output, '.built-from');
  const wanted = contentHash([...inputs, ...shared]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step(`building ${folder}`, async () => {
    rmSync(stamp, { force: true });
    await build(folder);
    writeFileSync(stamp, wanted);
  });
}
