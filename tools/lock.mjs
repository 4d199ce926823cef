import { mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** `npm start` beside `npm test` must not install or build the same thing at once. */
export async function locked(folder, work) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  for (let waited = false; !take(file); ) {
    if (!isHeld(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!waited) console.log('  waiting for another command of this folder to finish setting up');
    waited = true;
    await delay(200);
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

// A link to a number that is no file: unlike a file it is never there without its content.
function take(file) {
  try {
    symlinkSync(String(process.pid), file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isHeld(file) {
  try {
    const holder = Number(readlinkSync(file));
    // Our own number, which we did not write: left by a killed command of an earlier container.
    return holder !== process.pid && process.kill(holder, 0);
  } catch (error) {
    // Released since, or held by another account's process. Gone only when no such process runs.
    return error.code !== 'ESRCH';
  }
}
