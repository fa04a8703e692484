import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Owns all processes and files of a run of tests or benchmarks, so that they end with it. */
export interface RunGuard {
  /** Folder of all temporary files of the run. */
  readonly directory: string;
  /** Ends remaining processes of the run and removes its folder. Safe to call twice. */
  end(): Promise<void>;
}

/**
 * Begins a run. This process gets a temporary folder of its own, which all child processes inherit:
 * test workers, browsers, API nodes. A guard process detects any end of this process, also by `kill
 * -9`. It then ends every process that has this temporary folder or works in it, and removes the
 * folder.
 *
 * After SIGINT, SIGTERM and SIGHUP this process ends once the guard is done. It also ends with its
 * parent, since npm does not pass on every signal.
 */
export function beginRun(): RunGuard {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'linli-run-')));
  // As root, the database server runs as another user, who has to traverse it.
  chmodSync(directory, 0o711);
  const temporary = join(directory, 'tmp');
  mkdirSync(temporary, { mode: 0o711 });
  const program = fileURLToPath(new URL('run-guard-process.ts', import.meta.url));
  const guard = spawn(process.execPath, [program, directory], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'inherit'],
    // Ctrl-C reaches the run, not its guard.
    detached: true,
  });
  guard.stdin.on('error', () => {});
  guard.unref();
  const ended = new Promise<void>(
    (resolve) => void guard.once('exit', () => resolve()).once('error', () => resolve()),
  );
  process.env.TMPDIR = temporary;
  process.env.LINLI_TEST_RUN = String(process.pid);
  const end = async () => {
    guard.ref();
    guard.stdin.end();
    await ended;
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => void end().then(() => process.exit(128 + constants.signals[name])));
  }
  endWithParent();
  return { directory, end };
}

/** Whether this process has begun a run. */
export function isInRun(): boolean {
  return process.env.LINLI_TEST_RUN === String(process.pid);
}

/** A changed parent means that the original one has ended. */
function endWithParent(): void {
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  looking.unref();
}
