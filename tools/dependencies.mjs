import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from './content-hash.mjs';
import { root, run, step, toolEnvironment } from './processes.mjs';

const stamp = join(root, 'node_modules', '.installed');

export async function installDependencies() {
  const wanted = contentHash(['pnpm-lock.yaml', 'pnpm-workspace.yaml']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step('dependencies', async () => {
    rmSync(stamp, { force: true });
    // CI: pnpm asks nothing, such as whether it may replace another layout of node_modules.
    await run('pnpm', ['install', '--frozen-lockfile'], { env: { ...toolEnvironment(), CI: 'true' } });
    writeFileSync(stamp, wanted);
  });
}
