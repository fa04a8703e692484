import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a run of the tests or of a benchmark starts and writes, so that all of it ends with the run. */
export interface RunGuard {
  /** The folder that holds all temporary files of the run. */
  readonly directory: string;
  /** Ends every process that the run left, and removes its folder. Safe to call twice. */
  end(): Promise<void>;
}

/**
 * Begins a run. The temporary folder of this process becomes one of its own, which every process that it starts inherits,
 * whether that is a test worker, a browser or an API node. A guard process sees this process end, in whatever way, also
 * by `kill -9`: then it ends every process that has this temporary folder or works in it, and removes the folder.
 *
 * After SIGINT, SIGTERM and SIGHUP this process ends when the guard has done so. It also ends when its parent does,
 * since npm does not pass on every signal.
 */
export function beginRun(): RunGuard {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'linli-run-')));
  // As root the server of the database runs as another user, who has to pass through.
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
  const ended = new Promise<void>((resolve) => void guard.once('exit', () => resolve()).once('error', () => resolve()));
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

/** Another parent means that the one who started this process is gone. */
function endWithParent(): void {
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  looking.unref();
}
