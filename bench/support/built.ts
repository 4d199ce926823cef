import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** A module of the server as it was built. Its types are those of its source. */
export const built = <Module>(path: string): Promise<Module> => import(pathToFileURL(join(root, 'graphql-server', 'dist', path)).href) as Promise<Module>;
