import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';

const hasProc = existsSync('/proc/self/cwd');

/**
 * Whether the process exists and is not a zombie, which holds no resources and only waits for its
 * parent.
 */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !(hasProc && isZombie(pid));
}

/**
 * Whether the process is the PostgreSQL of this cluster. The working directory of a server is its
 * data directory, which proves it. Where the system does not show that, the command line names the
 * directory.
 */
export function isPostmasterOf(pid: number, cluster: string): boolean {
  if (pid <= 1 || !isRunning(pid)) return false;
  if (hasProc) return workingDirectory(pid) === cluster;
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.includes('postgres') && stdout.includes(cluster);
}

/**
 * Processes with this working directory. For a data directory, these are its server and the
 * server's children.
 */
export function processesWorkingIn(directory: string): number[] {
  if (!hasProc) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(
      (pid) =>
        workingDirectory(pid) === directory &&
        programName(pid).startsWith('postgres') &&
        isRunning(pid),
    );
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function programName(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

function isZombie(pid: number): boolean {
  try {
    // The state follows the name, which is in parentheses and may itself contain spaces and
    // parentheses.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.startsWith('Z') ?? false;
  } catch {
    return false;
  }
}
