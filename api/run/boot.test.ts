import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { type CheckoutCopy, type RunningCommand, copyCheckout } from '../testing/checkout-copy.ts';
import { programNamed, testWith } from '../../clients/testing/optional-programs.ts';
import { curlExamples, paste } from '../testing/curl-examples.ts';
import { testDatabase } from '../testing/database.ts';
import { until } from '../testing/until.ts';
import { findRunning } from './workspace.ts';
import { isRunning, processesWorkingIn } from './processes.ts';

const isRoot = process.getuid?.() === 0;
/** A private mount namespace needs privileges that containers often lack, even for root. */
const canMount = isRoot && spawnSync('unshare', ['--mount', 'true']).status === 0;

let copy: CheckoutCopy;
const started: ChildProcess[] = [];
let passedOn: RunningCommand | undefined;
const curl = programNamed('curl');

beforeAll(async () => {
  copy = await copyCheckout();
});

afterEach(async () => {
  // A failed test must not leave its platform running for the next one.
  for (const child of started.splice(0)) {
    if (child === passedOn?.child) continue;
    if (child.exitCode !== null || child.signalCode !== null) continue;
    process.kill(-child.pid!, 'SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  }
});

afterAll(async () => {
  await nothingRuns();
  copy?.remove();
});

describe('starting and stopping', () => {
  test('npm start serves alone, SIGTERM ends it with code 0, and the next start keeps the data', async () => {
    const first = start({ byNpm: true });
    const url = await first.answering();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(postgresOf(copy).length).toBeGreaterThan(0);
    await query('create table kept as select 7 as number');
    expect(await refusal(copy.run('start'))).toMatch(
      `Linli already runs from this clone at ${url}`,
    );
    process.kill(first.child.pid!, 'SIGTERM');
    expect(await first.exit).toBe(0);
    await nothingIsLeft();
    expect(first.output.text).toContain('Stopped. The data stays');
    expect(first.output.text).not.toContain('was cut off');
    // A log line means that an operator should look. A first start has no reason for one.
    expect(first.output.text).not.toContain('"level":');

    const second = start({ byNpm: true });
    await second.answering();
    expect(await query('select number from kept')).toEqual([{ number: 7 }]);
    // Ctrl-C reaches the whole process group, and npm forwards it once more.
    process.kill(-second.child.pid!, 'SIGINT');
    expect(await second.exit).toBe(0);
    await nothingIsLeft();
  });

  test('one of two simultaneous starts says in a sentence that the other is running', async () => {
    const [one, other] = [start(), start()];
    const loser = await Promise.race([one, other].map(async (each) => (await each.exit, each)));
    expect(await refusal(loser)).toMatch(
      /^Linli (is already being started|already runs) from this clone/,
    );
    const winner = loser === one ? other : one;
    await winner.answering();
    passOn(winner);
  });
});

describe('npm run token', () => {
  test('npm run token prints a token with or without a running platform, and refuses elsewhere', async () => {
    const platform = await running();
    const url = await platform.answering();
    const who = async (at: string, token: string) => {
      const response = await fetch(`${at}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: '{ me { grants { role } } }' }),
      });
      return ((await response.json()) as { data: unknown }).data;
    };
    const persona = { args: ['dispatcher@xinxian'] };
    const printed = copy.run('token', persona);
    expect(await printed.exit).toBe(0);
    // The token alone, so that a shell can use the output as it is.
    expect(printed.output.text).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(await who(url, printed.output.text.trim())).toEqual({
      me: { grants: [{ role: 'DISPATCHER' }] },
    });
    expect(await refusal(copy.run('token', { args: ['nobody@nowhere'] }))).toMatch(
      /^There is no persona "nobody@nowhere"/,
    );
    await stop(platform);

    const port = new URL(url).port;
    const stopped = copy.run('token', { ...persona, environment: { PORT: port } });
    expect(await stopped.exit).toBe(0);
    await nothingIsLeft();
    for (const [environment, sentence] of [
      [{ LINLI_DEMO: 'no' }, /^This is not a demonstration/],
      [{ DATABASE_URL: 'postgres://127.0.0.1/linli' }, /DATABASE_URL is set/],
    ] as const)
      expect(await refusal(copy.run('token', { ...persona, environment }))).toMatch(sentence);
    const again = track(copy.run('start', { environment: { PORT: port } }));
    expect(await who(await again.answering(), stopped.output.text.trim())).toEqual({
      me: { grants: [{ role: 'DISPATCHER' }] },
    });
    passOn(again);
  });
});

describe('the examples with curl in the README and the guides', () => {
  test('the README has some', () => {
    expect(curlExamples.map(({ path }) => path)).toContain('README.md');
  });

  for (const { path, commands, answersMin } of curlExamples) {
    testWith(curl, 'this machine has no curl', `the examples of ${path} run`, async () => {
      const platform = await running();
      const { port } = new URL(await platform.answering());
      const { code, output } = await paste(commands, copy.root, port);
      expect({ code, output }).toEqual({ code: 0, output: expect.any(String) });
      const answers = output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as object);
      expect(answers.length).toBeGreaterThanOrEqual(answersMin);
      for (const answer of answers) expect(answer).toEqual({ data: expect.anything() });
      passOn(platform);
    });
  }
});

describe('after kill -9', () => {
  test('the next start recovers after kill -9 of the platform, of both, and beside a busy child of the database', async () => {
    const killed = await running();
    await query('create table survives_platform ()');
    const { pid } = await postmaster(copy);
    process.kill(killed.child.pid!, 'SIGKILL');
    await killed.exit;
    // The next start stops the orphaned server.
    expect(isRunning(pid)).toBe(true);

    const second = start();
    await second.answering();
    expect(isRunning(pid)).toBe(false);
    expect(await query('select from survives_platform')).toEqual([]);
    await query('create table survives_both ()');
    await killWithDatabase(second);

    const third = start();
    await third.answering();
    expect(await query('select from survives_both')).toEqual([]);
    // It neither waits nor reads, so it does not notice that its postmaster is gone.
    const busy = query('do $$ begin loop perform 1; end loop; end $$').catch(() => {});
    await until('it is busy', async () => {
      const text = `select from pg_stat_activity where state = 'active' and query like '%perform 1; end loop%'
        and pid <> pg_backend_pid()`;
      return (await query(text)).length > 0;
    });
    await killWithDatabase(third);

    const next = start();
    await next.answering();
    await busy;
    await stop(next);
  });

  test('the next start removes a pid file that names another process, and leaves that process alone', async () => {
    const stranger = spawn('sleep', ['60']);
    const pidFile = join(copy.postgres, 'cluster', 'postmaster.pid');
    writeFileSync(pidFile, `${stranger.pid}\n${join(copy.postgres, 'cluster')}\n`);
    const platform = start();
    await platform.answering();
    expect(isRunning(stranger.pid!)).toBe(true);
    stranger.kill();
    await stop(platform);
  });
});

describe('one sentence that says what to do', () => {
  beforeAll(nothingRuns);

  test('a taken port is reported in one sentence', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    expect(await refusal(copy.run('start', { environment: { PORT: String(port) } }))).toBe(
      `Port ${port} is taken by another program: stop that one, or choose another port, for example "PORT=${port + 1} npm start".`,
    );
    await new Promise((resolve) => server.close(resolve));
    await nothingIsLeft();
  });

  test.each([
    [
      'no server',
      'postgresql://postgres:secret@127.0.0.1:1/linli',
      /^No PostgreSQL answers at 127\.0\.0\.1:1: start it/,
    ],
    [
      'an unknown host',
      'postgresql://postgres:secret@nowhere.invalid/linli',
      /^The host nowhere\.invalid of DATABASE_URL/,
    ],
    ['no address', 'linli', /^Setting DATABASE_URL is wrong: write it as postgres:/],
  ])('a DATABASE_URL with %s is reported in one sentence', async (_, url, sentence) => {
    const said = await refusal(copy.run('start', { environment: { DATABASE_URL: url } }));
    expect(said).toMatch(sentence);
    expect(said).not.toContain('secret');
  });

  test('a DATABASE_URL with a wrong database or password is reported in one sentence', async () => {
    const database = await testDatabase();
    const wrongDatabase = new URL(database.url);
    wrongDatabase.pathname = '/nothing_here';
    const wrongPassword = new URL(database.url);
    wrongPassword.password = 'secret';
    expect(
      await refusal(copy.run('start', { environment: { DATABASE_URL: wrongDatabase.href } })),
    ).toMatch(/has no database "nothing_here": create it/);
    expect(
      await refusal(copy.run('start', { environment: { DATABASE_URL: wrongPassword.href } })),
    ).toMatch(/refuses the password of postgres: correct/);
    await database.drop();
  });

  test('a wrong setting is reported in one sentence', async () => {
    expect(await refusal(copy.run('start', { environment: { PORT: 'four thousand' } }))).toMatch(
      /^Setting PORT is wrong: give a port/,
    );
    await nothingIsLeft();
  });

  test('a data directory that is no directory is reported in one sentence', async () => {
    const other = await copyCheckout();
    try {
      writeFileSync(other.data, 'a file');
      expect(await refusal(other.run('start'))).toMatch(
        /^Linli cannot write .*\.data because a file of that name is in the way: /,
      );
      rmSync(other.data);
      // Root can write to any file system that is not mounted read-only.
      if (isRoot && !canMount) return;
      if (!isRoot) chmodSync(other.root, 0o555);
      const readOnly = [
        'unshare',
        '--mount',
        'sh',
        '-c',
        'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && cd "$0" && exec "$@"',
        other.root,
      ];
      const said = await refusal(other.run('start', { prefix: isRoot ? readOnly : [] }));
      expect(said).toMatch(
        /^Linli cannot write .*\.data because (the file system is read-only|this user may not write there): .*set DATABASE_URL/,
      );
    } finally {
      chmodSync(other.root, 0o755);
      other.remove();
    }
  });
});

describe("a database of one's own", () => {
  test('DATABASE_URL is used and no embedded server is started', async () => {
    const database = await testDatabase();
    const other = await copyCheckout();
    try {
      const platform = track(other.run('start', { environment: { DATABASE_URL: database.url } }));
      expect((await fetch(`${await platform.answering()}/healthz`)).status).toBe(200);
      expect(existsSync(other.data)).toBe(false);
      await stop(platform);
    } finally {
      other.remove();
      await database.drop();
    }
  });
});

describe('reset', () => {
  test('reset refuses beside a running platform and without a terminal, keeps the data on no, and drops it with --yes', async () => {
    const platform = start();
    await platform.answering();
    await query('create table entered_since ()');
    expect(await refusal(copy.run('reset', { args: ['--yes'] }))).toBe(
      `Linli is running from this clone as process ${platform.child.pid}: stop it first, then reset.`,
    );
    await stop(platform);
    expect(await refusal(copy.run('reset'))).toMatch(
      /^The command needs a terminal to ask for confirmation: run "npm run reset -- --yes"/,
    );
    const refused = copy.run('reset', { typed: 'n\n' });
    expect(await refused.exit).toBe(1);
    // At a terminal both streams come as one; without one, a refusal comes on the second.
    await until('it says what became of the data', () =>
      `${refused.output.text}${refused.output.errors}`.includes('Nothing was dropped'),
    );
    expect(existsSync(copy.postgres)).toBe(true);
    expect(await copy.run('reset', { args: ['--yes'] }).exit).toBe(0);
    expect(existsSync(copy.postgres)).toBe(false);
  });

  test('the next start creates fresh data, and a yes at the terminal drops it', async () => {
    const next = start(withoutDemo);
    await next.answering();
    expect(await query("select to_regclass('entered_since') as found")).toEqual([{ found: null }]);
    await stop(next);
    const agreed = copy.run('reset', { typed: 'y\n' });
    expect(await agreed.exit).toBe(0);
    expect(existsSync(copy.postgres)).toBe(false);
  });
});

(isRoot ? describe : describe.skip)('as root, where PostgreSQL runs as another user', () => {
  test('npm start works in a home of mode 700 with a long path of spaces and Han characters', async () => {
    const closed = await copyCheckout({
      isClosed: true,
      folder: `邻里 的 "家"/${'很长的名字 '.repeat(8)}/clone`,
    });
    let outside: string | undefined;
    try {
      const first = track(closed.run('start', withoutDemo));
      await first.answering();
      outside = realpathSync(closed.postgres);
      expect(lstatSync(closed.postgres).isSymbolicLink()).toBe(true);
      expect(lstatSync(join(outside, 'cluster')).uid).not.toBe(0);
      await query('create table kept_outside ()', closed);
      await stop(first);

      const second = track(closed.run('start', withoutDemo));
      await second.answering();
      expect(await query('select from kept_outside', closed)).toEqual([]);
      await stop(second);
      expect(await closed.run('reset', { args: ['--yes'] }).exit).toBe(0);
      expect(existsSync(outside)).toBe(false);
      expect(readdirSync(closed.data)).not.toContain('postgres');
    } finally {
      closed.remove();
      if (outside) rmSync(outside, { recursive: true, force: true });
    }
  });
});

/** Faster, for tests that do not need the demo data. */
const withoutDemo = { environment: { LINLI_DEMO: 'no' } };

/** Simulates a power cut. */
async function killWithDatabase({ child, exit }: RunningCommand): Promise<void> {
  const { pid } = await postmaster(copy);
  process.kill(child.pid!, 'SIGKILL');
  process.kill(pid, 'SIGKILL');
  await exit;
}

function start(options?: Parameters<CheckoutCopy['run']>[1]): RunningCommand {
  return track(copy.run('start', options));
}

/** The platform that an earlier test passed on, or a new one: a start takes seconds. */
async function running(): Promise<RunningCommand> {
  const platform = passedOn ? track(passedOn) : start();
  passedOn = undefined;
  await platform.answering();
  return platform;
}

/** Leaves a platform running for the next test that needs one. */
function passOn(platform: RunningCommand): void {
  passedOn = platform;
}

/** For tests that need a stopped clone. */
async function nothingRuns(): Promise<void> {
  const platform = passedOn;
  passedOn = undefined;
  if (platform) await stop(platform);
}

function track(command: RunningCommand): RunningCommand {
  started.push(command.child);
  return command;
}

async function stop(platform: RunningCommand): Promise<void> {
  process.kill(platform.child.pid!, 'SIGTERM');
  expect({ code: await platform.exit, errors: platform.output.errors }).toEqual({
    code: 0,
    errors: '',
  });
  // No process runs any more, so there is nothing to wait for.
  expect(platform.output.text).not.toContain('was cut off');
}

/** Waits for a command that must refuse, and returns its single sentence. */
async function refusal(command: RunningCommand): Promise<string> {
  expect({ code: await command.exit, ...command.output }).toMatchObject({ code: 1 });
  const said = command.output.errors.trimEnd();
  expect(said).toMatch(/^[^\n]+\.$/);
  return said;
}

async function query(text: string, from = copy): Promise<unknown[]> {
  const running = await findRunning(from);
  const client = new pg.Client({ connectionString: running!.databaseUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end().catch(() => {});
  }
}

function postgresOf({ postgres }: CheckoutCopy): number[] {
  return processesWorkingIn(join(realpathSync(postgres), 'cluster'));
}

async function postmaster({ postgres }: CheckoutCopy): Promise<{ pid: number }> {
  return {
    pid: Number.parseInt(readFileSync(join(postgres, 'cluster', 'postmaster.pid'), 'utf8'), 10),
  };
}

async function nothingIsLeft(): Promise<void> {
  expect(postgresOf(copy)).toEqual([]);
  expect(existsSync(join(copy.postgres, 'cluster', 'postmaster.pid'))).toBe(false);
  expect(await findRunning(copy)).toBeUndefined();
}
