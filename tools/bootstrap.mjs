// The one entry of every npm script. Runs on Node 20 with nothing installed: brings pnpm, Node 24 and
// the dependencies into this folder, builds what is stale, then hands over to the command.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildPlayground, buildServer, buildWebs } from './builds.mjs';
import { installDependencies } from './dependencies.mjs';
import { locked } from './lock.mjs';
import { handOver, root, toolEnvironment, userEnvironment } from './processes.mjs';
import { runTests } from './run-tests.mjs';
import { installToolchain } from './toolchain.mjs';

const server = join(root, 'graphql-server');
const typescript = ['--import', '@oxc-node/core/register'];

const commands = {
  async start(args) {
    await prepare(buildPlayground, buildWebs);
    return node([...typescript, 'dev/start.ts', ...args], { NODE_ENV: 'production' });
  },
  async dev(args) {
    await prepare(buildPlayground);
    return node(['--watch', ...typescript, 'dev/start.ts', ...args], { PORTAL_DEV: '1' });
  },
  async cli(args) {
    await prepare();
    return node([...typescript, process.env.DATABASE_URL ? 'src/cli.ts' : 'dev/cli.ts', ...args]);
  },
  async build() {
    await prepare(buildPlayground, buildWebs, buildServer);
    return 0;
  },
  async serve(args) {
    await prepare(buildPlayground, buildWebs, buildServer);
    return node(['dist/server.js', ...args], { NODE_ENV: 'production' });
  },
  async bench(args) {
    await prepare(buildServer);
    return handOver('node', ['bench.ts', ...args], { cwd: join(root, 'bench'), env: userEnvironment() });
  },
  async test(args) {
    try {
      await prepare(buildPlayground, buildWebs);
    } catch (error) {
      console.error(`\n${error.message}\n0 passed, 1 failed`);
      return 1;
    }
    return runTests(args);
  },
  async check(args) {
    await prepare();
    return handOver('node', ['tools/check.mjs', ...args], { cwd: root, env: toolEnvironment() });
  },
  async generate(args) {
    await prepare();
    return handOver('node', ['tools/generate.mjs', ...args], { cwd: root, env: toolEnvironment() });
  },
};

const [name, ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
if (!command) {
  console.error(`Usage: node tools/bootstrap.mjs ${Object.keys(commands).join('|')} [arguments]`);
  process.exit(2);
}
try {
  process.exitCode = await command(args);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}

async function prepare(...builds) {
  await locked(join(root, '.toolchain'), async () => {
    await installToolchain();
    await installDependencies();
    for (const build of builds) await build();
  });
}

function node(args, env = {}) {
  const script = args.find((arg) => /^\w.*\.[tj]s$/.test(arg));
  if (!existsSync(join(server, script))) throw new Error(`graphql-server/${script} does not exist.`);
  return handOver('node', args, { cwd: server, env: { ...userEnvironment(), ...env } });
}
