import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from './command-error.ts';
import type { Programs } from './data-directory.ts';
import { isRunning } from './processes.ts';
import type { ServerUser } from './server-user.ts';

export interface Server {
  /** Real directory of all paths below. */
  home: string;
  cluster: string;
  log: string;
  programs: Programs;
  password: string;
  /** Whether the password was just generated. An existing cluster does not have it yet. */
  isPasswordNew: boolean;
  user: ServerUser | undefined;
}

/**
 * Flushing a full buffer pool takes seconds even on a slow disk. After this time the write-ahead
 * log still has the data.
 */
const fastShutdownMs = 20_000;
/** An immediate shutdown writes nothing, so it only waits for processes to end. */
export const immediateShutdownMs = 5_000;
/** A server without recovery is ready within a second, also on a busy machine. */
const readyMs = 60_000;
/**
 * Replaying the log after a crash is bounded by max_wal_size below: mostly seconds, minutes on a
 * slow disk. Stopping it would only restart it.
 */
const recoveredMs = 1_800_000;
/**
 * A larger log is truncated at the next start. It serves to examine recent faults, not as an
 * archive.
 */
const logBytesMax = 10 * 1024 * 1024;

export function spawnServer(server: Server, durable: boolean, port: number): ChildProcess {
  const flags = Object.entries({ ...commonFlags, ...(durable ? {} : fastFlags) }).map(
    ([name, value]) => `--${name}=${value}`,
  );
  const logBytes = statSync(server.log, { throwIfNoEntry: false })?.size ?? 0;
  // A file and not a pipe: a server that outlives this process would break on a pipe without a
  // reader.
  const log = openSync(server.log, logBytes > logBytesMax ? 'w' : 'a', 0o600);
  try {
    return spawn(server.programs.postgres, ['-D', server.cluster, '-p', String(port), ...flags], {
      ...server.user,
      cwd: server.home,
      env: environment,
      stdio: ['ignore', log, log],
      // A separate session: Ctrl-C at the terminal must reach only the API, which stops the
      // database after its shutdown.
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

export const commonFlags = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_preload_libraries: '',
  // For several API nodes, workers and a person's psql. Each idle connection costs about two
  // megabytes.
  max_connections: 200,
  shared_buffers: '128MB',
  // Compiling a statement costs more than the short statements of an API take to run.
  jit: 'off',
  random_page_cost: 1.1,
  max_wal_size: '1GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
};

/** No test cuts the power. Without these flags, each commit would wait for the disk. */
const fastFlags = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  autovacuum_naptime: '1h',
};

/** Not inherited: PGPORT, PGOPTIONS, LANG and similar variables must not affect this server. */
export const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Undefined when the server answers, otherwise the reason why it did not start. */
export async function untilReady(
  child: ChildProcess,
  server: Server,
  interrupted?: AbortSignal,
): Promise<string | undefined> {
  let spawnError: Error | undefined;
  child.once('error', (error) => (spawnError = error));
  const logFrom = statSync(server.log).size;
  const started = Date.now();
  for (let patience = readyMs; Date.now() - started < patience;) {
    if (spawnError) return spawnError.message;
    if (interrupted?.aborted) {
      await stopProcess(child.pid!);
      throw new Refusal('The start of PostgreSQL was interrupted: start again.');
    }
    if (child.exitCode !== null || child.signalCode !== null)
      return lastReason(server.log, logFrom);
    const [pid, , , , , , , status] = readPostmasterFile(server.cluster);
    if (Number(pid) === child.pid && status?.trim() === 'ready') return undefined;
    if (Number(pid) === child.pid && status?.trim() === 'starting') patience = recoveredMs;
    await sleep(10);
  }
  await stopProcess(child.pid!);
  return `it was not ready within ${Math.round((Date.now() - started) / 1000)} s`;
}

/**
 * The lines of `postmaster.pid`: 1 process, 2 directory, 3 start, 4 port, 5 socket, 6 address, 7
 * shared memory, 8 status.
 */
function readPostmasterFile(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

function lastReason(log: string, from: number): string {
  const lines = readFileSync(log).subarray(from).toString('utf8').split('\n');
  const reasons = lines
    .filter((line) => /\b(FATAL|PANIC|could not bind)\b/.test(line))
    .map((line) => line.replace(/^.*?(FATAL|PANIC|WARNING|LOG):\s*/, ''));
  return reasons.join('; ') || lines.filter(Boolean).at(-1) || 'it gave no reason';
}

/**
 * SIGINT is PostgreSQL's fast shutdown and SIGQUIT its immediate one. SIGKILL would leave its
 * children and shared memory behind.
 */
export async function stopProcess(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await untilEnded([pid], fastShutdownMs)) return;
  signal(pid, 'SIGQUIT');
  if (await untilEnded([pid], immediateShutdownMs)) return;
  throw new Refusal(
    `The PostgreSQL process ${pid} does not end: stop it with "kill -9 ${pid}" and start again.`,
  );
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has already ended, which is the purpose of the signal.
  }
}

export async function untilEnded(pids: number[], timeoutMs: number): Promise<boolean> {
  for (const deadline = Date.now() + timeoutMs; pids.some(isRunning);) {
    if (Date.now() >= deadline) return false;
    await sleep(10);
  }
  return true;
}
