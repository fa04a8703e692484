import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  globSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { clone, type Clone } from './workspace.ts';
import { runCommand, say, step } from './console.ts';
import { acquireLock } from './lock.ts';
import { Refusal } from './command-error.ts';
import { explainUnwritable, makeDirectory } from './files.ts';

/** A first build takes well under a minute, so another build that takes longer hangs. */
const otherBuildMs = 120_000;

/**
 * Brings `build/` up to date: the TypeScript compiler builds the platform, Vite each client. Parts
 * that are up to date are skipped. `buildsClients` is false for `npm run golden`, which writes the
 * files that clients are built from.
 */
export async function build(at: Clone = clone, buildsClients = true): Promise<void> {
  const parts = [platform(at), ...(buildsClients ? clients(at) : [])];
  if (parts.every(isUpToDate)) return;
  try {
    makeDirectory(at.build);
    const lock = await acquireLock(join(at.build, '.lock'), otherBuildMs);
    if (!lock)
      throw new Refusal(
        'Another build of this clone does not finish: stop it, then run this command again.',
      );
    try {
      // Sequential, since the compiler and Vite each use every core.
      for (const part of parts) {
        if (!isUpToDate(part))
          await step(`Building ${part.name}`, `Built ${part.name}`, () => make(part));
      }
    } finally {
      lock.release();
    }
  } catch (error) {
    explainUnwritable(
      error,
      at.build,
      'make it writable for this user, or clone to a writable directory',
    );
  }
}

/**
 * For commands that do not build: refuses when the platform is not built, or the sources have
 * changed since. An installation without sources has nothing to compare.
 */
export function checkBuilt(at: Clone = clone): void {
  const part = platform(at);
  if (!existsSync(join(at.build, 'api', 'main.js')))
    throw new Refusal(
      'The platform is not built: run "npm run build", then run this command again.',
    );
  if (import.meta.filename.endsWith('.ts') && !isUpToDate(part))
    throw new Refusal(
      'The sources have changed since the platform was built: run "npm run build", then run this command again.',
    );
}

/** A part that is built as a whole. */
interface Part {
  name: string;
  /** Files whose content decides whether the part must be built again. */
  sources: string[];
  /** Files that the output must contain. */
  outputs: string[];
  /** File with the hash of the sources of the output. */
  stamp: string;
  make(): Promise<void>;
}

function platform({ root, build }: Clone): Part {
  const sources = globSync(['{api,schema,seeds}/**/*.ts', 'tsconfig.json', 'package-lock.json'], {
    cwd: root,
  });
  const expected = new Set(
    sources
      .filter((path) => path.endsWith('.ts'))
      .map((path) => join(build, path.replace(/\.ts$/, '.js'))),
  );
  return {
    name: 'the platform',
    sources: sources.map((path) => join(root, path)),
    outputs: [...expected],
    stamp: join(build, '.platform'),
    async make() {
      // The compiler trusts its build info, and would not restore an output file that was removed.
      if (![...expected].every((path) => existsSync(path)))
        rmSync(join(build, '.tsbuildinfo'), { force: true });
      const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
      await run('The platform does not compile', root, compiler, ['-p', 'tsconfig.json']);
      // The compiler keeps the output of a removed source, which a test or a glob would still find.
      for (const path of globSync('{api,schema,seeds}/**/*.js', { cwd: build })) {
        if (!expected.has(join(build, path))) rmSync(join(build, path));
      }
    },
  };
}

/** Each folder of `clients/` with a manifest and a Vite configuration is one client. */
function clients({ root, build }: Clone): Part[] {
  const folders = globSync('clients/*/vite.config.ts', { cwd: root }).map(
    (path) => path.split(/[\\/]/)[1]!,
  );
  const ids = folders.filter((id) => existsSync(join(root, 'clients', id, 'client.json'))).sort();
  // Inputs that all clients share: code in folders that are no clients themselves, the schema, and
  // the versions of the packages.
  const shared = [
    ...sourcesIn(root, 'clients/*', ids),
    'schema/schema.graphql',
    'package-lock.json',
  ];
  return ids.map((id) => ({
    name: `the client ${id}`,
    sources: [...sourcesIn(root, `clients/${id}`), ...shared].map((path) => join(root, path)),
    outputs: ['index.html', 'client.json'].map((path) => join(build, 'clients', id, path)),
    stamp: join(build, 'clients', `.${id}`),
    async make() {
      const folder = join(root, 'clients', id);
      const output = join(build, 'clients', id);
      const unfinished = join(build, 'clients', `.${id}.unfinished`);
      const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
      await run(`The client ${id} does not build`, folder, vite, [
        'build',
        '--outDir',
        unfinished,
        '--emptyOutDir',
        '--logLevel',
        'warn',
      ]);
      const manifest = join(folder, 'client.json');
      copyFileSync(manifest, join(unfinished, 'client.json'));
      const { trustedDocuments } = JSON.parse(readFileSync(manifest, 'utf8')) as {
        trustedDocuments: string | null;
      };
      if (trustedDocuments)
        copyFileSync(join(folder, trustedDocuments), join(unfinished, 'trusted-documents.json'));
      // Moved when complete, so that a running server never serves half a client.
      rmSync(output, { recursive: true, force: true });
      renameSync(unfinished, output);
    },
  }));
}

function sourcesIn(root: string, folder: string, except: string[] = []): string[] {
  return globSync(`${folder}/**/*.*`, {
    cwd: root,
    exclude: (path) =>
      /(^|[\\/])(node_modules|dist)([\\/]|$)/.test(path) ||
      except.some((id) => path.startsWith(join('clients', id))),
  });
}

function isUpToDate(part: Part): boolean {
  if (!part.outputs.every((path) => existsSync(path))) return false;
  return existsSync(part.stamp) && readFileSync(part.stamp, 'utf8') === fingerprint(part);
}

/** Of the content, not of the times: a checkout or a copy changes only times. */
function fingerprint({ sources, stamp }: Part): string {
  const hash = createHash('sha256');
  for (const path of sources.toSorted()) {
    if (!existsSync(path)) continue;
    hash.update(relative(stamp, path)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

async function make(part: Part): Promise<void> {
  // Computed before building: a source that changes meanwhile makes the next run build again.
  const made = fingerprint(part);
  await part.make();
  writeFileSync(part.stamp, made);
}

async function run(failure: string, cwd: string, program: string, args: string[]): Promise<void> {
  if (!existsSync(program))
    throw new Refusal(`${failure} because ${program} is missing: run "npm ci".`);
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // The compiler must not outlive this process, whatever ends it.
  const endChild = () => void child.kill();
  process.once('exit', endChild);
  child.once('exit', () => process.off('exit', endChild));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>(
    (resolve, reject) => void child.once('error', reject).once('close', resolve),
  );
  if (code === 0) return;
  say(output.trimEnd());
  throw new Refusal(`${failure}: correct the errors above, then run this command again.`);
}

if (import.meta.main) await runCommand(() => build());
