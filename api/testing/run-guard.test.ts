import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { clone } from '../run/workspace.ts';
import { until } from './until.ts';

/**
 * Temporary folder of the interrupted run, which its processes inherit or work in. The name is
 * short: a socket path holds 107 bytes, and this folder is inside that of the outer run.
 */
let temporary: string;
let child: ChildProcess;
let output = '';

beforeEach(() => {
  temporary = realpathSync(mkdtempSync(join(tmpdir(), 'i-')));
});

afterEach(() => {
  for (const pid of processesOfRun()) process.kill(pid, 'SIGKILL');
  rmSync(temporary, { recursive: true, force: true });
});

const fixture = ['node', 'api/testing/run-guard.fixture.ts'];
const npmTest =
  'npm test -- --selectProjects platform --testMatch **/api/testing/waiting.fixture.ts'.split(' ');

// Without /proc the remains of a run cannot be observed.
const canSee = existsSync('/proc/self/environ');

test.each<[what: string, words: string[], said: string, interrupt: () => void]>([
  ['a run after SIGINT', fixture, 'Everything runs.', () => child.kill('SIGINT')],
  ['a run after SIGTERM', fixture, 'Everything runs.', () => child.kill('SIGTERM')],
  ['a run after SIGHUP', fixture, 'Everything runs.', () => child.kill('SIGHUP')],
  ['a run after kill -9', fixture, 'Everything runs.', () => child.kill('SIGKILL')],
  // Signals the whole process group, as a terminal does.
  ['npm test after Ctrl-C', npmTest, 'Everything runs.', () => process.kill(-child.pid!, 'SIGINT')],
  ['npm test after kill -9 of npm', npmTest, 'Everything runs.', () => child.kill('SIGKILL')],
  [
    'npm run bench after Ctrl-C',
    ['npm', 'run', 'bench', '--', 'start'],
    'The platform is starting.',
    () => process.kill(-child.pid!, 'SIGINT'),
  ],
])(
  '%s leaves no process, no database and no temporary folder',
  async (_, words, said, interrupt) => {
    if (!canSee) return;
    begin(words);
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
    await until('all of it runs', () => output.includes(said) || hasEnded()).catch(() => {});
    if (!output.includes(said)) throw new Error(`It did not begin:\n${output}`);
    expect(processesOfRun().length).toBeGreaterThan(1);
    expect(left().length).toBeGreaterThan(0);
    interrupt();
    await until('nothing runs any more', () => processesOfRun().length === 0);
    await until('nothing is left', () => left().length === 0).catch(() => {});
    expect({ left: left(), output }).toEqual({ left: [], output: expect.any(String) });
  },
);

function begin(words: string[]): void {
  const [program, ...rest] = words;
  output = '';
  child = spawn(program!, rest, {
    cwd: clone.root,
    env: {
      PATH: `${clone.root}/node_modules/.bin:${process.env.PATH}`,
      HOME: process.env.HOME,
      TMPDIR: temporary,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += String(chunk)));
}

/** Remaining files of a run, except Node's shared compile cache. */
function left(): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith('linli-'));
}

function processesOfRun(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const environment = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0');
        const place = realpathSync(`/proc/${name}/cwd`);
        return (
          environment.some((entry) => entry.startsWith(`TMPDIR=${temporary}`)) ||
          place.startsWith(temporary)
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}
