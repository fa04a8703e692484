import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CheckoutCopy, copyCheckout, type RunningCommand } from '../testing/checkout-copy.ts';
import { findRunning } from './workspace.ts';
import { homeOf } from './data-directory.ts';
import { isRunning, processesWorkingIn } from './processes.ts';
import { until as waitUntil } from '../testing/until.ts';

/** An interrupted command leaves no process, no lock and no temporary file. */
let copy: CheckoutCopy;
let temporary: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  copy = await copyCheckout();
  temporary = realpathSync(mkdtempSync(join(tmpdir(), 'linli-interruption-')));
});

afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    process.kill(-child.pid!, 'SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  }
});

afterAll(() => {
  copy?.remove();
  if (temporary) rmSync(temporary, { recursive: true, force: true });
});

test.each<[string, () => boolean]>([
  ['has taken its lock', () => existsSync(join(copy.data, 'lock'))],
  ['makes the folder of the database', () => existsSync(join(copy.postgres, 'cluster.unfinished'))],
  ['starts PostgreSQL', () => existsSync(join(copy.postgres, 'cluster', 'postmaster.pid'))],
])(
  'npm start that is interrupted while it %s ends in order and leaves nothing, and the next one goes on',
  async (_, isThere) => {
    forgetData();
    const platform = run('start');
    await until(isThere, platform);
    // Like Ctrl-C: the whole process group receives it.
    process.kill(-platform.child.pid!, 'SIGINT');
    expect({ code: await platform.exit, errors: platform.output.errors }).toEqual({
      code: 0,
      errors: '',
    });
    await nothingIsLeft();
  },
);

test('npm start ends when it is stopped while it loads its data, and the next start serves', async () => {
  forgetData();
  const first = run('start');
  await until(() => first.output.text.includes('The database is up to date'), first);
  process.kill(first.child.pid!, 'SIGTERM');
  expect({ code: await first.exit, errors: first.output.errors }).toEqual({ code: 0, errors: '' });
  await nothingIsLeft();

  const next = run('start');
  const url = await next.answering();

  // The story holds only sockets. When interrupted, it closes them, and the platform continues.
  const story = run('story');
  await until(() => / 2\. /.test(story.output.text), story);
  process.kill(-story.child.pid!, 'SIGINT');
  await story.exit;
  expect(isRunning(story.child.pid!)).toBe(false);
  expect(readdirSync(temporary)).toEqual([]);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  process.kill(next.child.pid!, 'SIGTERM');
  expect({ code: await next.exit, errors: next.output.errors }).toEqual({ code: 0, errors: '' });
  await nothingIsLeft();

  // It starts the database itself when the platform is not running.
  const token = run('token', ['dispatcher@xinxian']);
  await until(() => existsSync(join(copy.postgres, 'cluster', 'postmaster.pid')), token);
  process.kill(token.child.pid!, 'SIGTERM');
  expect({ code: await token.exit, ...token.output }).toEqual({
    code: 128 + 15,
    text: '',
    errors: '',
  });
  await nothingIsLeft();
});

function run(command: string, args: string[] = []): RunningCommand {
  const running = copy.run(command, { args, environment: { TMPDIR: temporary } });
  started.push(running.child);
  return running;
}

function forgetData(): void {
  const home = homeOf(copy.postgres);
  for (const path of [home, copy.data]) if (path) rmSync(path, { recursive: true, force: true });
}

async function nothingIsLeft(): Promise<void> {
  const home = homeOf(copy.postgres);
  const cluster = home && join(home, 'cluster');
  expect(cluster ? processesWorkingIn(cluster) : []).toEqual([]);
  expect(processesOf(copy.root)).toEqual([]);
  expect(await findRunning(copy)).toBeUndefined();
  expect(readdirSync(temporary)).toEqual([]);
}

/** Commands with a path of this clone as argument or working directory. */
function processesOf(root: string): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return words.includes(root) && isRunning(Number(pid)) ? [words] : [];
      } catch {
        return [];
      }
    });
}

async function until(condition: () => boolean, { child, output }: RunningCommand): Promise<void> {
  await waitUntil(
    'the command comes so far, or ends',
    () => condition() || child.exitCode !== null || child.signalCode !== null,
    5,
  );
  if (!condition()) throw new Error(`It did not come to that:\n${output.text}\n${output.errors}`);
}
