import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handOver, root, toolEnvironment } from './processes.mjs';

/** All tests of all packages. The last line is `N passed, N failed`. */
export async function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'portal-counts-'));
  const counts = join(folder, 'counts.json');
  const reporters = args.some((arg) => arg.startsWith('--reporter')) ? [] : ['--reporter=default'];
  const code = await handOver(
    join(root, 'node_modules', '.bin', 'vitest'),
    ['run', ...reporters, `--reporter=${join(root, 'tools', 'count-reporter.mjs')}`, ...args],
    { cwd: root, env: { ...toolEnvironment(), TEST_COUNTS: counts } },
  );
  const { passed, failed } = readCounts(counts);
  rmSync(folder, { recursive: true, force: true });
  const failures = code === 0 ? failed : Math.max(failed, 1);
  console.log(`${passed} passed, ${failures} failed`);
  return failures > 0 ? code || 1 : 0;
}

function readCounts(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // It ended before it could count.
    return { passed: 0, failed: 0 };
  }
}
