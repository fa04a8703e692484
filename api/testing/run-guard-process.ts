import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../run/processes.ts';
import { outsideRoot } from '../run/data-directory.ts';

/**
 * Waits until the run that started it is gone, then ends what the run started and removes its folder (the argument). See
 * `beginRun`. Whatever ends the run closes the pipe to this process.
 */
const directory = process.argv[2]!;
/** So often it is tried, some fifty milliseconds apart. */
const roundsMax = 200;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});
process.stdin.resume();
await once(process.stdin, 'close');

// What still runs may start another process, or write, until it is ended itself: so it is looked for again after everything was removed.
for (let round = 0, isOver = false; !isOver && round < roundsMax; round += 1) {
  const places = [directory, ...placesOutside()];
  await endProcessesOf(places);
  isOver = places.toReversed().map(isRemoved).every(Boolean) && processesOf(places).length === 0;
  if (!isOver) await sleep(50);
}

/** Ends them all, also those that are just being started. */
async function endProcessesOf(places: readonly string[]): Promise<void> {
  for (let quietRounds = 0; quietRounds < 2;) {
    const found = processesOf(places);
    quietRounds = found.length === 0 ? quietRounds + 1 : 0;
    // Tests and browsers first, so that nobody starts another server; a server removes its shared memory only when it ends by itself.
    for (const { pid } of found.filter(({ isServer }) => !isServer)) signal(pid, 'SIGKILL');
    for (const { pid } of found.filter(({ isServer }) => isServer)) signal(pid, 'SIGQUIT');
    await untilEnded(found.map(({ pid }) => pid));
  }
}

/** Removes a folder. False when somebody wrote into it, or removed something of it, at the same time. */
function isRemoved(place: string): boolean {
  try {
    rmSync(place, { recursive: true, force: true });
  } catch {
    // The next round removes what is left.
  }
  return !existsSync(place);
}

interface Found {
  pid: number;
  isServer: boolean;
}

/** Where servers live whose user could not enter the folder of the run (see `placeHome`). */
function placesOutside(): string[] {
  if (!existsSync(outsideRoot)) return [];
  return readdirSync(outsideRoot)
    .map((name) => join(outsideRoot, name))
    .filter((home) => {
      const note = join(home, 'clone');
      return existsSync(note) && readFileSync(note, 'utf8').startsWith(`${directory}/`);
    });
}

/** The processes that have the temporary folder of the run, or work in one of these places. */
function processesOf(folders: readonly string[]): Found[] {
  const mark = `TMPDIR=${join(directory, 'tmp')}`;
  const isInside = (path: string) => folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
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
      isServer: tryTo(() => readFileSync(`/proc/${name}/comm`, 'utf8'))?.startsWith('postgres') ?? false,
    }))
    .filter(({ pid }) => isRunning(pid));
}

/** Where there is no /proc, `ps` prints the environment behind the command; a server names its folder in the command. */
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
    // It has ended meanwhile, or belongs to somebody else.
    return undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

/** Those that do not end by themselves are ended after a while. */
async function untilEnded(pids: number[]): Promise<void> {
  for (let round = 0; pids.some(isRunning); round += 1) {
    if (round > 0 && round % 500 === 0) for (const pid of pids) signal(pid, 'SIGKILL');
    await sleep(10);
  }
}
