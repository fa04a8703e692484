import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../run/processes.ts';
import { outsideRoot } from '../run/data-directory.ts';

/**
 * Waits until its parent run has ended, then ends the run's processes and removes its folder (the
 * argument). See `beginRun`. Every end of the run closes the pipe to this process.
 */
const directory = process.argv[2]!;
/** Number of attempts, about fifty milliseconds apart. */
const roundsMax = 200;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});
process.stdin.resume();
await once(process.stdin, 'close');

// Remaining processes may start others or write files until they end, so each round looks again.
for (let round = 0, isOver = false; !isOver && round < roundsMax; round += 1) {
  const places = [directory, ...placesOutside()];
  await endProcessesOf(places);
  isOver = places.toReversed().map(isRemoved).every(Boolean) && processesOf(places).length === 0;
  if (!isOver) await sleep(50);
}

/** Ends all of them, also those that are just starting. */
async function endProcessesOf(places: readonly string[]): Promise<void> {
  for (let quietRounds = 0; quietRounds < 2;) {
    const found = processesOf(places);
    quietRounds = found.length === 0 ? quietRounds + 1 : 0;
    // Tests and browsers first, so that they start no further server. A server removes its shared
    // memory only on a regular shutdown.
    for (const { pid } of found.filter(({ isServer }) => !isServer)) signal(pid, 'SIGKILL');
    for (const { pid } of found.filter(({ isServer }) => isServer)) signal(pid, 'SIGQUIT');
    await untilEnded(found.map(({ pid }) => pid));
  }
}

/** Removes a folder. False when another process wrote to it at the same time. */
function isRemoved(place: string): boolean {
  try {
    rmSync(place, { recursive: true, force: true });
  } catch {
    // The next round removes the rest.
  }
  return !existsSync(place);
}

interface Found {
  pid: number;
  isServer: boolean;
}

/** Data directories of servers whose user could not enter the run's folder (see `placeHome`). */
function placesOutside(): string[] {
  if (!existsSync(outsideRoot)) return [];
  return readdirSync(outsideRoot)
    .map((name) => join(outsideRoot, name))
    .filter((home) => {
      const note = join(home, 'clone');
      return existsSync(note) && readFileSync(note, 'utf8').startsWith(`${directory}/`);
    });
}

/**
 * Processes with the run's temporary folder, or with their working directory in one of these
 * folders.
 */
function processesOf(folders: readonly string[]): Found[] {
  const mark = `TMPDIR=${join(directory, 'tmp')}`;
  const isInside = (path: string) =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
  if (!existsSync('/proc/self/environ')) return processesByPs(mark);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      const environment = tryTo(() => readFileSync(`/proc/${name}/environ`, 'utf8')) ?? '';
      return (
        isInside(tryTo(() => readlinkSync(`/proc/${name}/cwd`)) ?? '') ||
        environment.split('\0').some((entry) => entry === mark || entry.startsWith(`${mark}/`))
      );
    })
    .map((name) => ({
      pid: Number(name),
      isServer:
        tryTo(() => readFileSync(`/proc/${name}/comm`, 'utf8'))?.startsWith('postgres') ?? false,
    }))
    .filter(({ pid }) => isRunning(pid));
}

/**
 * Without /proc, `ps` prints the environment after the command; a server has its folder in the
 * command.
 */
function processesByPs(mark: string): Found[] {
  const { stdout } = spawnSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8' });
  return (stdout ?? '')
    .split('\n')
    .filter((line) => line.includes(mark) || line.includes(`${directory}/`))
    .map((line) => ({ pid: Number.parseInt(line, 10), isServer: /\bpostgres\b/.test(line) }))
    .filter(({ pid }) => pid > 1 && pid !== process.pid && isRunning(pid));
}

function tryTo<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // It has ended, or belongs to another user.
    return undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}

/** Kills the processes that do not end by themselves in time. */
async function untilEnded(pids: number[]): Promise<void> {
  for (let round = 0; pids.some(isRunning); round += 1) {
    if (round > 0 && round % 500 === 0) for (const pid of pids) signal(pid, 'SIGKILL');
    await sleep(10);
  }
}
