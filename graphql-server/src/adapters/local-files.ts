import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { FileStore } from '../context.ts';

/** Files in a folder of this machine. */
export function createLocalFiles(folder: string): FileStore {
  const root = resolve(folder);
  const pathOf = (key: string) => {
    const path = resolve(root, key);
    if (!path.startsWith(root + sep)) throw new Error(`The key ${key} leaves the store.`);
    return path;
  };
  return {
    read: (key) => readFile(pathOf(key)),
    remove: (key) => rm(pathOf(key), { force: true }),
    async write(key, content) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true });
      // Whole or not at all, also when the machine stops half way.
      const unfinished = `${path}.${randomUUID()}`;
      await writeFile(unfinished, content, { flush: true });
      await rename(unfinished, path);
    },
  };
}
