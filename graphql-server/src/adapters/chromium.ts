import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { arch, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { extract } from 'tar-fs';
import { readEnv } from '../env.ts';

export interface ChromiumExecutable {
  executablePath: string;
  /** The whole environment of the child: the one of this process, and what Chromium needs besides. */
  env: Record<string, string>;
}

/** No Chromium on this machine can be started; the message says what was tried. */
export class ChromiumUnavailableError extends Error {
  override readonly name = 'ChromiumUnavailableError';
}

const found = new Map<string, Promise<ChromiumExecutable>>();

/**
 * A Chromium that starts on this machine: the one that ships with the product, unpacked once into
 * `cacheDir`, else one that the system has. It is a whole (headless) browser, for other uses too.
 */
export function chromiumExecutable({ cacheDir }: { cacheDir: string }): Promise<ChromiumExecutable> {
  const running = found.get(cacheDir);
  if (running) return running;
  const search = findChromium(cacheDir);
  found.set(cacheDir, search);
  search.catch(() => found.delete(cacheDir));
  return search;
}

async function findChromium(cacheDir: string): Promise<ChromiumExecutable> {
  const tried: string[] = [];
  for await (const candidate of candidates(cacheDir, tried)) {
    const problem = await startProblem(candidate);
    if (!problem) return candidate;
    tried.push(`${candidate.executablePath}: ${problem}`);
  }
  throw new ChromiumUnavailableError(
    `No Chromium can be started here, so no PDF can be made. Install Chrome or Chromium, or configure the path of one. Tried: ${tried.join('; ')}`,
  );
}

async function* candidates(cacheDir: string, tried: string[]): AsyncGenerator<ChromiumExecutable> {
  const shipped = await shippedChromium(cacheDir).catch((error: unknown) => {
    tried.push(`the shipped one: ${error instanceof Error ? error.message : error}`);
  });
  if (shipped) {
    const executablePath = join(shipped, 'chromium');
    const fonts = { FONTCONFIG_FILE: join(shipped, 'fonts.conf') };
    yield { executablePath, env: environment(fonts) };
    // A bare system lacks libnss3 and libexpat: the archive brings them. Only second, as the
    // system's own libraries get its security updates.
    const LD_LIBRARY_PATH = [join(shipped, 'lib'), readEnv()['LD_LIBRARY_PATH']].filter(Boolean).join(':');
    yield { executablePath, env: environment({ ...fonts, LD_LIBRARY_PATH }) };
  }
  for (const executablePath of systemBrowsers()) {
    if (existsSync(executablePath)) yield { executablePath, env: environment({}) };
  }
}

function systemBrowsers(): string[] {
  const onPath = (readEnv()['PATH'] ?? '').split(':').filter(Boolean);
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome-headless-shell'];
  const applications = ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => [
    `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
    `${folder}/Chromium.app/Contents/MacOS/Chromium`,
  ]);
  return [
    ...onPath.flatMap((folder) => names.map((name) => join(folder, name))),
    ...applications,
  ];
}

/** A child's environment. Of ours only PATH, HOME and the like matter; no setting of the product is read here. */
function environment(more: Record<string, string>): Record<string, string> {
  const own = Object.entries(readEnv()).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(own), ...more };
}

async function startProblem({ executablePath, env }: ChromiumExecutable): Promise<string | undefined> {
  try {
    await promisify(execFile)(executablePath, ['--version'], { env, timeout: 20_000 });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return (stderr?.trim() || message).slice(0, 300);
  }
}

/** The folder that holds the unpacked browser, its libraries and one font; made on first use. */
async function shippedChromium(cacheDir: string): Promise<string> {
  const packageFolder = dirname(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))));
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  if (process.platform !== 'linux' || arch() !== 'x64') throw new Error(`made for linux-x64, not ${process.platform}-${arch()}`);
  const folder = join(cacheDir, `chromium-${version}-${arch()}`);
  if (!existsSync(folder)) await unpack(join(packageFolder, 'bin'), folder);
  return folder;
}

/** Unpacked beside and renamed when whole: a killed or a second process never leaves half a browser. */
async function unpack(archives: string, folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}-unpacking-`);
  try {
    const executable = createWriteStream(join(unfinished, 'chromium'), { mode: 0o755 });
    await Promise.all([
      pipeline(createReadStream(join(archives, 'chromium.br')), createBrotliDecompress(), executable),
      ...['al2023', 'swiftshader', 'fonts'].map((name) =>
        pipeline(createReadStream(join(archives, `${name}.tar.br`)), createBrotliDecompress(), extract(unfinished)),
      ),
    ]);
    await writeFile(join(unfinished, 'fonts.conf'), fontConfiguration(folder));
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** Only the font of the archive: pages look alike on every machine, and a bare one has none at all. */
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
