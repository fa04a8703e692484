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
   * Directory of the server, for example `.data/postgres`. If its user cannot enter it, it becomes
   * a link (see `placeHome`).
   */
  directory: string;
  /** The database that `url` names. Created when missing. */
  database: string;
  /** False trades safety against a power cut for speed: for tests only. */
  durable: boolean;
  /** Called with one plain sentence for each completed step. */
  onStep?: (message: string) => void;
  /** Aborts a start in progress, which may take minutes when there is much to recover. */
  signal?: AbortSignal | undefined;
}

export interface EmbeddedPostgres {
  /** Connects as the superuser, by password, on 127.0.0.1. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** The cluster's real directory, links resolved. */
  readonly dataDirectory: string;
  /** Resolves when the server has ended, for any reason. */
  readonly ended: Promise<void>;
  /** Disconnects every client, writes all data and ends. Safe to call twice. */
  stop(): Promise<void>;
}

const majorVersion = '18';

/**
 * Starts the PostgreSQL of the npm packages on a free port of 127.0.0.1, and creates its cluster
 * first if needed.
 *
 * The caller must hold the lock of this directory (see `acquireLock`). On that condition, a
 * postmaster that an earlier, killed run left behind is stopped, and a stale `postmaster.pid` is
 * removed.
 *
 * Unix sockets are off: their path is limited to 107 bytes and a clone's path may be longer, and
 * their directory would have to be shared between users. TCP on the loopback address is open to
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
    onStep('Set a new database password, because the password file was lost');
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
      ? `Created a PostgreSQL ${majorVersion} cluster in ${server.home}`
      : `Started PostgreSQL in ${server.home}`,
  );
  return embedded;
}

/**
 * Stops processes that an earlier run left behind in that directory, and starts nothing. The caller
 * must hold the lock, as for `startEmbeddedPostgres`.
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
      'make it writable for this user, clone to a writable directory, or set DATABASE_URL to your own server',
    );
  }
}

/**
 * The password file exists before the cluster. A lost or damaged password is generated again, and
 * set in the cluster with `setPassword`.
 */
function readPassword(home: string): { password: string; isPasswordNew: boolean } {
  const path = join(home, 'password');
  const known = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (/^[\w-]{32}$/.test(known)) return { password: known, isPasswordNew: false };
  const password = randomBytes(24).toString('base64url');
  // Renamed when complete, so that a killed start leaves no partial file.
  writeFileSync(`${path}.unfinished`, `${password}\n`, { mode: 0o600 });
  renameSync(`${path}.unfinished`, path);
  return { password, isPasswordNew: true };
}

/** Whether the server accepts the password. Any other connection error surfaces at first use. */
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
 * The password in the file differs from that of the cluster, which then gets the one in the file.
 */
async function giveNewPassword(
  server: Server,
  { child }: { child: ChildProcess },
  options: StartOptions,
  onStep: (message: string) => void,
): Promise<{ child: ChildProcess; port: number }> {
  onStep('Set the database password to the one in the password file, because they differed');
  await stopProcess(child.pid!);
  await setPassword(server);
  return startServer(server, options, onStep);
}

/**
 * Sets the password in PostgreSQL's single-user mode, which needs none: a user who may read the
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
 * Creates the cluster in a temporary directory and renames it when complete, so that a killed first
 * start leaves no partial cluster.
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
      // Collation by code point: the same order of texts on every machine, whatever its locales.
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      // Hashing a password 4,096 times for each of thousands of test connections would test only
      // PostgreSQL.
      ...(durable ? [] : ['--no-sync', '--set=scram_iterations=1']),
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, server.cluster);
}

/** A cluster without files holds no data, so it is created again. */
function removeEmptyCluster(cluster: string): void {
  if (existsSync(cluster) && readdirSync(cluster).length === 0)
    rmSync(cluster, { recursive: true });
}

/**
 * Refuses data of another release. A missing or damaged version file is written again, since each
 * database has one too.
 */
function mendVersion({ cluster, user }: Server, onStep: (message: string) => void): void {
  const path = join(cluster, 'PG_VERSION');
  let version = readVersion(path);
  if (version === undefined && existsSync(join(cluster, 'global', 'pg_control'))) {
    version = readVersion(join(cluster, 'base', '1', 'PG_VERSION'));
    if (version !== undefined) {
      writeFileSync(path, `${version}\n`, { mode: 0o600 });
      if (user) chownSync(path, user.uid, user.gid);
      onStep('Restored the file PG_VERSION, which was lost');
    }
  }
  if (version === majorVersion) return;
  throw new Refusal(
    version === undefined
      ? `The data in ${cluster} is incomplete, since files of PostgreSQL are missing: restore them from a copy, or drop the data with "npm run reset".`
      : `The data in ${cluster} was created by PostgreSQL ${version}, but this is ${majorVersion}: dump it with the older release, or drop it with "npm run reset".`,
  );
}

function readVersion(path: string): string | undefined {
  const version = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  return /^\d+(\.\d+)?$/.test(version) ? version : undefined;
}

/**
 * Prepares the cluster for a new server after a killed run.
 *
 * PostgreSQL refuses to start while the process in `postmaster.pid` is alive. If it is an orphaned
 * postmaster of this cluster, it is stopped. After a reboot, or in a container that reuses process
 * ids, it may be another program, which must not be touched.
 */
async function recover(cluster: string, onStep: (message: string) => void): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = existsSync(pidFile) ? Number.parseInt(readFileSync(pidFile, 'utf8'), 10) : Number.NaN;
  if (Number.isInteger(pid) && isPostmasterOf(pid, cluster)) {
    onStep('Stopping the PostgreSQL that an earlier run left behind');
    await stopProcess(pid);
  }
  // The children of a killed postmaster normally end at once. A busy one does not notice while its
  // statement runs.
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
  // A stored port lets a person's psql session find the server again after a restart.
  const portFile = join(server.home, 'port');
  let port = rememberedPort(portFile) ?? (await findFreePort());
  // Another program can take the port between finding and using it, so retry a few times; more
  // would hide a real fault.
  for (let triesLeft = 3; ; triesLeft -= 1) {
    const child = spawnServer(server, durable, port);
    const failure = await untilReady(child, server, signal);
    if (!failure) {
      writeFileSync(portFile, `${port}\n`);
      // The server alone must not keep this process alive.
      child.unref();
      return { child, port };
    }
    if (triesLeft === 0) {
      throw new Refusal(
        `PostgreSQL did not start (${failure}): see ${server.log} for the reason, set DATABASE_URL to your own server, or drop the data with "npm run reset".`,
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
  // Now the process must stay alive for it.
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
    `${basename(program)} could not create the database (${reason}): correct this, or set DATABASE_URL to your own server.`,
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
