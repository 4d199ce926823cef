import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram, type RunningProgram } from './run-program.ts';

export interface Product {
  url: string;
  port: number;
  dataDir: string;
  /** As they were printed. */
  adminLink: string;
  clientLink: string;
  /** All that it has printed. */
  output(): string;
  stop(): Promise<void>;
  /** Stops it and forgets its data. */
  remove(): Promise<void>;
}

/** What `npm start` runs, on a free port. A folder that was used before is started again on its data. */
export async function startProduct(dataDir = mkdtempSync(join(tmpdir(), 'portal-e2e-'))): Promise<Product> {
  const port = await freePort();
  const program = runProgram('dev/start.ts', [], { NODE_ENV: 'production', PORTAL_DATA: dataDir, PORT: String(port) });
  try {
    await program.printed(/Sign in as a demo client\s+\S+\/l\/[\w-]+\n/, 180_000);
  } catch (error) {
    await program.stop();
    throw error;
  }
  let isStopping = false;
  void program.ended.then((code) => isStopping || console.error(`The product ended by itself with ${code}:\n${program.output()}`));
  const stop = () => {
    isStopping = true;
    return program.stop();
  };
  return {
    url: `http://localhost:${port}`,
    port,
    dataDir,
    adminLink: linkIn(program, '/admin/l/'),
    clientLink: linkIn(program, `:${port}/l/`),
    output: program.output,
    stop,
    async remove() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function linkIn(program: RunningProgram, path: string): string {
  const link = program.output().match(new RegExp(`\\S+${path}\\S+`))?.[0];
  if (!link) throw new Error(`No link to ${path} was printed:\n${program.output()}`);
  return link;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
