import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { newClient } from '../platform/database/postgres-clients.ts';
import { isPostmasterOf, processesWorkingIn } from './processes.ts';
import { type Programs, findPrograms, placeHome } from './data-directory.ts';
import { Refusal, errorCode } from './command-error.ts';
import { explainUnwritable } from './files.ts';
import {
  commonFlags,
  environment,
  immediateShutdownMs,
  type Server,
  signal,
  spawnServer,
  stopProcess,
  untilEnded,
  untilReady,
} from './postgres-process.ts';
import { findServerUser } from './server-user.ts';

export interface EmbeddedPostgresOptions {
  /**
   * Where the server lives, for example `.data/postgres`. When its user cannot enter there it
   * becomes a link (see `placeHome`).
   */
  directory: string;
  /** The database that `url` names; made when missing. */
  database: string;
  /** False gives up safety against a power cut for speed: for tests only. */
  durable: boolean;
  /** Called with one plain sentence for each thing that was done. */
  onStep?: (message: string) => void;
  /** Ends a start that is under way, which may take minutes when there is much to recover. */
  signal?: AbortSignal | undefined;
}

export interface EmbeddedPostgres {
  /** Connects as the superuser, by password, on 127.0.0.1. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** The cluster's real directory, links resolved. */
  readonly dataDirectory: string;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Disconnects every client, writes everything down and ends. Safe to call twice. */
  stop(): Promise<void>;
}

const majorVersion = '18';

/**
 * Starts the PostgreSQL that ships with the packages, on a free port of 127.0.0.1, and makes its
 * cluster first if needed.
 *
 * The caller must be the only one to start a server in this directory (see `acquireLock`). On that
 * promise a postmaster that an earlier, killed run left behind is stopped, and a stale
 * `postmaster.pid` is removed.
 *
 * Unix sockets are off: their path may hold 107 bytes and a clone's path may be longer, and a
 * directory for them would have to be shared between users. TCP on the loopback address is open to
 * every user of the machine, hence a generated password.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const onStep = options.onStep ?? (() => {});
  const programs = findPrograms();
  const server = prepare(options.directory, programs, onStep);
  removeEmptyCluster(server.cluster);
  const firstTime = !existsSync(server.cluster);
  if (firstTime) await createCluster(server, options.durable);
  else await recover(server.cluster, onStep);
  mendVersion(server, onStep);
  if (server.isPasswordNew && !firstTime) {
    onStep('Gave the database a new password, because the file with the old one was lost');
    await setPassword(server);
  }
  const begun = await startServer(server, options, onStep);
  const { child, port } = (await takesPassword(server, begun.port))
    ? begun
    : await giveNewPassword(server, begun, options, onStep);
  const url = `postgresql://postgres:${server.password}@127.0.0.1:${port}/${options.database}`;
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const embedded: EmbeddedPostgres = {
    url,
    port,
    pid: child.pid!,
    dataDirectory: server.cluster,
    ended,
    stop: () => stopServer(child, ended),
  };
  try {
    await createDatabase(url, options.database);
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  onStep(
    firstTime
      ? `Made a PostgreSQL ${majorVersion} in ${server.home}`
      : `Started PostgreSQL in ${server.home}`,
  );
  return embedded;
}

/**
 * Stops what an earlier run may have left running in that directory, without starting anything.
 * The caller must hold the lock, as for `startEmbeddedPostgres`.
 */
export async function stopLeftovers(
  directory: string,
  onStep: (message: string) => void = () => {},
): Promise<void> {
  const cluster = join(directory, 'cluster');
  if (existsSync(cluster)) await recover(realpathSync(cluster), onStep);
}

function prepare(directory: string, packaged: Programs, onStep: (message: string) => void): Server {
  try {
    const user = findServerUser(join(directory, 'cluster'), onStep);
    const { home, programs } = placeHome(directory, packaged, user, onStep);
    const cluster = join(home, 'cluster');
    return { home, cluster, log: join(home, 'server.log'), programs, ...readPassword(home), user };
  } catch (error) {
    explainUnwritable(
      error,
      directory,
      'make it writable for this user, clone to a place that is, or set DATABASE_URL to a server of yours',
    );
  }
}

/**
 * The password stands there before the cluster does. One that is lost or garbled is made anew, and
 * given to the cluster with `setPassword`.
 */
function readPassword(home: string): { password: string; isPasswordNew: boolean } {
  const path = join(home, 'password');
  const known = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (/^[\w-]{32}$/.test(known)) return { password: known, isPasswordNew: false };
  const password = randomBytes(24).toString('base64url');
  // Moved when whole, so that a start that is killed leaves no half of it.
  writeFileSync(`${path}.unfinished`, `${password}\n`, { mode: 0o600 });
  renameSync(`${path}.unfinished`, path);
  return { password, isPasswordNew: true };
}

/**
 * Whether the server knows the password; any other trouble with the connection comes out where it
 * is used.
 */
async function takesPassword({ password }: Server, port: number): Promise<boolean> {
  const client = newClient({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database: 'postgres',
    password,
  });
  try {
    await client.connect();
    return true;
  } catch (error) {
    return errorCode(error) !== invalidPassword;
  } finally {
    await client.end().catch(() => {});
  }
}

const invalidPassword = '28P01';

/**
 * The file holds a password, but another one than the cluster: the cluster gets the one that is
 * written down.
 */
async function giveNewPassword(
  server: Server,
  { child }: { child: ChildProcess },
  options: StartOptions,
  onStep: (message: string) => void,
): Promise<{ child: ChildProcess; port: number }> {
  onStep('Gave the database the password that its file holds, because it knew another one');
  await stopProcess(child.pid!);
  await setPassword(server);
  return startServer(server, options, onStep);
}

/**
 * Sets the password in PostgreSQL's single-user mode, which asks for none: whoever may read the
 * files owns the data anyway.
 */
async function setPassword(server: Server): Promise<void> {
  const flags = Object.entries(commonFlags).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const statement = `alter role postgres password '${server.password}'\n`;
  await run(
    server,
    server.programs.postgres,
    ['--single', '-D', server.cluster, ...flags, 'postgres'],
    statement,
  );
}

/**
 * Makes the cluster beside its place and moves it there when it is whole, so that a killed first
 * start leaves no half cluster.
 */
async function createCluster(server: Server, durable: boolean): Promise<void> {
  const unfinished = join(server.home, 'cluster.unfinished');
  const passwordFile = join(server.home, 'password.initdb');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, `${server.password}\n`, { mode: 0o600 });
  if (server.user) {
    chownSync(unfinished, server.user.uid, server.user.gid);
    chownSync(passwordFile, server.user.uid, server.user.gid);
  }
  try {
    await run(server, server.programs.initdb, [
      `--pgdata=${unfinished}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--no-instructions',
      // The same order of texts on every machine, whatever locales it has: by code point.
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      // Hashing a password 4,096 times on each of thousands of test connections tests nothing of
      // ours.
      ...(durable ? [] : ['--no-sync', '--set=scram_iterations=1']),
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, server.cluster);
}

/** A cluster of no files holds no data: it is made anew. */
function removeEmptyCluster(cluster: string): void {
  if (existsSync(cluster) && readdirSync(cluster).length === 0)
    rmSync(cluster, { recursive: true });
}

/**
 * Refuses data of another release. A file with the release that is missing or garbled is written
 * again, since each database has one too.
 */
function mendVersion({ cluster, user }: Server, onStep: (message: string) => void): void {
  const path = join(cluster, 'PG_VERSION');
  let version = readVersion(path);
  if (version === undefined && existsSync(join(cluster, 'global', 'pg_control'))) {
    version = readVersion(join(cluster, 'base', '1', 'PG_VERSION'));
    if (version !== undefined) {
      writeFileSync(path, `${version}\n`, { mode: 0o600 });
      if (user) chownSync(path, user.uid, user.gid);
      onStep('Wrote PG_VERSION again, which was lost');
    }
  }
  if (version === majorVersion) return;
  throw new Refusal(
    version === undefined
      ? `The data in ${cluster} are not whole, since files of PostgreSQL are missing: put them back from a copy, or drop the data with "npm run reset".`
      : `The data in ${cluster} was made by PostgreSQL ${version} and this is ${majorVersion}: dump it with the older release, or drop it with "npm run reset".`,
  );
}

function readVersion(path: string): string | undefined {
  const version = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  return /^\d+(\.\d+)?$/.test(version) ? version : undefined;
}

/**
 * Makes the cluster ready for a new server after a run that was killed.
 *
 * PostgreSQL refuses to start while the process that `postmaster.pid` names is alive. That may be
 * an orphaned postmaster of ours, which we stop, or, after a reboot or in a container where numbers
 * repeat, some other program, which we must not touch.
 */
async function recover(cluster: string, onStep: (message: string) => void): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = existsSync(pidFile) ? Number.parseInt(readFileSync(pidFile, 'utf8'), 10) : Number.NaN;
  if (Number.isInteger(pid) && isPostmasterOf(pid, cluster)) {
    onStep('Stopping the PostgreSQL that an earlier run left behind');
    await stopProcess(pid);
  }
  // A killed postmaster's own children normally end at once; one that is busy would not notice for
  // as long as its statement runs.
  const children = processesWorkingIn(cluster).filter((child) => child !== pid);
  for (const child of children) signal(child, 'SIGQUIT');
  await untilEnded(children, immediateShutdownMs);
  rmSync(pidFile, { force: true });
}

type StartOptions = Pick<EmbeddedPostgresOptions, 'durable' | 'signal'>;

async function startServer(
  server: Server,
  { durable, signal }: StartOptions,
  onStep: (message: string) => void,
): Promise<{ child: ChildProcess; port: number }> {
  // A remembered port lets a person's psql session find the server again after a restart.
  const portFile = join(server.home, 'port');
  let port = rememberedPort(portFile) ?? (await findFreePort());
  // Another program can take the port between finding it and using it, so a few tries; more would
  // hide a real fault.
  for (let triesLeft = 3; ; triesLeft -= 1) {
    const child = spawnServer(server, durable, port);
    const failure = await untilReady(child, server, signal);
    if (!failure) {
      writeFileSync(portFile, `${port}\n`);
      // It must not keep this program alive by itself.
      child.unref();
      return { child, port };
    }
    if (triesLeft === 0) {
      throw new Refusal(
        `PostgreSQL did not start (${failure}): see ${server.log} for the reason, set DATABASE_URL to a server of yours, or drop the data with "npm run reset".`,
      );
    }
    if (/could not (bind|create any TCP\/IP)/.test(failure)) port = await findFreePort();
    else await recover(server.cluster, onStep);
  }
}

function rememberedPort(path: string): number | undefined {
  const port = existsSync(path) ? Number(readFileSync(path, 'utf8').trim()) : Number.NaN;
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : undefined;
}

async function createDatabase(url: string, database: string): Promise<void> {
  const client = newClient({ connectionString: url.replace(/[^/]*$/, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      database,
    ]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

async function stopServer(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  // Now there is something to stay alive for.
  child.ref();
  await stopProcess(child.pid!);
  await ended;
}

async function run(server: Server, program: string, args: string[], input?: string): Promise<void> {
  const child = spawn(program, args, {
    ...server.user,
    cwd: server.home,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>(
    (resolve, reject) => void child.once('error', reject).once('close', resolve),
  );
  if (code === 0) return;
  const reason =
    output
      .split('\n')
      .filter((line) => /error|fatal/i.test(line))
      .join('; ') || output.trim();
  throw new Refusal(
    `${basename(program)} could not make the database (${reason}): put that right, or set DATABASE_URL to a server of yours.`,
  );
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('No free port was given.')),
      );
    });
  });
}
