import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { acquireLock, type Lock } from './lock.ts';
import { Refusal } from './command-error.ts';
import { explainUnwritable, makeDirectory } from './files.ts';

/** The places of this clone that the commands use. */
export const clone = placesIn(findRoot(import.meta.dirname));

export interface Clone {
  root: string;
  /** Everything that running makes and that is worth keeping. */
  data: string;
  postgres: string;
  /** Everything that can be made again from the sources. */
  build: string;
}

/** What a running `npm start` tells the other commands about itself. */
export interface Running {
  pid: number;
  url: string;
  /** Connection of the administrator of the embedded database. */
  databaseUrl: string;
  /** Issuer of its tokens, which need not be the address it listens on. */
  publicUrl: string;
  isDemo: boolean;
}

/** Longer than `findRunning` holds the lock for its glance, shorter than a person notices. */
const glanceMs = 300;

export function placesIn(root: string): Clone {
  return {
    root,
    data: join(root, '.data'),
    postgres: join(root, '.data', 'postgres'),
    build: join(root, 'build'),
  };
}

/**
 * Loads a compiled module into this process: starting another one would cost a second and one more
 * place for signals to get lost.
 */
export function built<Module>(path: string, { build }: Clone = clone): Promise<Module> {
  return import(pathToFileURL(join(build, path)).href) as Promise<Module>;
}

/**
 * Makes `.data/` and takes this clone's lock: whoever holds it may start, stop and drop the
 * embedded database.
 */
export async function lockClone(
  { data }: Clone,
  refuse: (running: Running | undefined) => string,
): Promise<Lock> {
  const remedy =
    'make it writable for this user, clone to a place that is, or set DATABASE_URL to a server of yours';
  try {
    makeDirectory(data);
    const lock = await acquireLock(join(data, 'lock'), glanceMs);
    if (!lock) throw new Refusal(refuse(readNotice(data)));
    return lock;
  } catch (error) {
    if (isCannotOpen(error))
      throw new Refusal(`Linli cannot write ${data}: ${remedy}.`, { cause: error });
    explainUnwritable(error, data, remedy);
  }
}

/**
 * Called by the holder of the lock. The file holds the password of the database, so it is for this
 * user only.
 */
export function writeRunFile({ data }: Clone, running: Running): void {
  writeFileSync(join(data, 'running.json'), JSON.stringify(running, undefined, 2), { mode: 0o600 });
}

export function removeRunFile({ data }: Clone): void {
  rmSync(join(data, 'running.json'), { force: true });
}

/**
 * What runs from this clone now, or undefined. A notice that a killed run left behind counts for
 * nothing, as its lock is free.
 */
export async function findRunning({ data }: Clone = clone): Promise<Running | undefined> {
  if (!existsSync(join(data, 'lock'))) return undefined;
  const lock = await acquireLock(join(data, 'lock'));
  if (!lock) return readNotice(data);
  lock.release();
  return undefined;
}

function readNotice(data: string): Running | undefined {
  try {
    const notice = JSON.parse(
      readFileSync(join(data, 'running.json'), 'utf8'),
    ) as Partial<Running> | null;
    const { pid, url, databaseUrl, publicUrl } = notice ?? {};
    return pid && url && databaseUrl && publicUrl ? (notice as Running) : undefined;
  } catch {
    // It is still starting: the notice is written when it answers.
    return undefined;
  }
}

/** SQLITE_CANTOPEN and SQLITE_READONLY: the lock's file cannot be made or written. */
function isCannotOpen(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    [14, 8].includes(error.errcode & 0xff)
  );
}

/** The same code runs from `api/run` and, compiled, from `build/api/run`. */
function findRoot(directory: string): string {
  return existsSync(join(directory, 'package.json')) ? directory : findRoot(dirname(directory));
}
