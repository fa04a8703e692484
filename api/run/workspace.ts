import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { acquireLock, type Lock } from './lock.ts';
import { Refusal } from './command-error.ts';
import { explainUnwritable, makeDirectory } from './files.ts';

/** The paths of this clone that the commands use. */
export const clone = placesIn(findRoot(import.meta.dirname));

export interface Clone {
  root: string;
  /** Data that a running platform creates and that must be kept. */
  data: string;
  postgres: string;
  /** Files that can be rebuilt from the sources. */
  build: string;
}

/** Facts about a running `npm start` for the other commands. */
export interface Running {
  pid: number;
  url: string;
  /** The administrator's connection to the embedded database. */
  databaseUrl: string;
  /** Issuer of its tokens, which may differ from the listening address. */
  publicUrl: string;
  isDemo: boolean;
}

/** Longer than `findRunning` holds the lock for its check, and shorter than a person notices. */
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
 * Loads a compiled module into this process. A separate process would cost a second and complicate
 * the handling of signals.
 */
export function built<Module>(path: string, { build }: Clone = clone): Promise<Module> {
  return import(pathToFileURL(join(build, path)).href) as Promise<Module>;
}

/**
 * Creates `.data/` and takes the lock of this clone. The holder may start, stop and drop the
 * embedded database.
 */
export async function lockClone(
  { data }: Clone,
  refuse: (running: Running | undefined) => string,
): Promise<Lock> {
  const remedy =
    'make it writable for this user, clone to a writable directory, or set DATABASE_URL to your own server';
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
 * Called by the holder of the lock. The file holds the password of the database, so only this user
 * may read it.
 */
export function writeRunFile({ data }: Clone, running: Running): void {
  writeFileSync(join(data, 'running.json'), JSON.stringify(running, undefined, 2), { mode: 0o600 });
}

export function removeRunFile({ data }: Clone): void {
  rmSync(join(data, 'running.json'), { force: true });
}

/**
 * The platform that runs from this clone, or undefined. The file of a killed run is ignored, since
 * its lock is free.
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
    // It is still starting: the file is written when it answers.
    return undefined;
  }
}

/** SQLITE_CANTOPEN and SQLITE_READONLY: the lock file cannot be created or written. */
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
