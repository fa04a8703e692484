import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { build } from './build.ts';
import { clone } from './workspace.ts';
import { type RunningCommand, runIn } from '../testing/checkout-copy.ts';
import { asAdministrator, withDatabase } from '../testing/server.ts';
import { type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';
import { until as waitUntil } from '../testing/until.ts';

/**
 * The commands of a deployment, as processes: "npm run migrate" once, then "npm run serve" on each
 * node.
 */
const secret = 'the secret of a node in production, of this test';
const started: ChildProcess[] = [];
let directory: string;

beforeAll(async () => {
  await build();
  directory = mkdtempSync(join(tmpdir(), 'linli-production-'));
});

afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    process.kill(-child.pid!, 'SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  }
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('npm run migrate', () => {
  test('simultaneous runs of npm run migrate bring an empty database up to date once', async () => {
    const database = await emptyDatabase();
    try {
      const commands = [1, 2, 3].map(() => run('migrate', { DATABASE_URL: database.url }));
      for (const command of commands)
        expect({ code: await command.exit, errors: command.output.errors }).toEqual({
          code: 0,
          errors: '',
        });
      const names = ['sql', 'migrations']
        .flatMap((folder) => readdirSync(join(clone.root, 'schema', folder)))
        .filter((name) => name.endsWith('.sql'));
      // Each is printed by the one process that applied it.
      const told = commands
        .flatMap(({ output }) => output.text.match(/^ +\S+\.sql$/gm) ?? [])
        .map((line) => line.trim());
      expect(told.toSorted()).toEqual(names.toSorted());
      const again = run('migrate', { DATABASE_URL: database.url });
      expect(await again.exit).toBe(0);
      expect(again.output.text).not.toContain('.sql');
    } finally {
      await database.drop();
    }
  });

  test('npm run migrate refuses with a sentence if no database is named', async () => {
    expect(await refusal(run('migrate', {}))).toBe(
      'Setting DATABASE_URL is missing: set it to postgres://user:password@host:port/database.',
    );
  });
});

describe('npm run serve', () => {
  const complete = {
    DATABASE_URL: 'postgres://postgres@127.0.0.1:1/linli',
    LINLI_PUBLIC_URL: 'https://linli.example.org',
    LINLI_SECRET_KEY: secret,
  };

  test.each([
    [
      'the database',
      { ...complete, DATABASE_URL: '' },
      /^Setting DATABASE_URL is missing: set it to postgres:/,
    ],
    [
      'the public address',
      { ...complete, LINLI_PUBLIC_URL: '' },
      /^Setting LINLI_PUBLIC_URL is missing: set it to the/,
    ],
    [
      'the secret',
      { ...complete, LINLI_SECRET_KEY: '' },
      /^Setting LINLI_SECRET_KEY is missing: set it to at least/,
    ],
    [
      'a file that a setting names',
      { ...complete, LINLI_SECRET_KEY: '', LINLI_SECRET_KEY_FILE: '/nowhere/secret' },
      /^Setting LINLI_SECRET_KEY_FILE is wrong: the file \/nowhere\/secret cannot be read \(it does not exist\)\.$/,
    ],
    ['a database that answers', complete, /^No PostgreSQL answers at 127\.0\.0\.1:1: start it/],
  ])('npm run serve refuses with a sentence if it lacks %s', async (_, environment, sentence) => {
    expect(await refusal(run('serve', environment))).toMatch(sentence);
  });

  test('npm run serve is no demonstration', async () => {
    expect(await refusal(run('serve', { ...complete, LINLI_DEMO: 'yes' }))).toMatch(
      /^Setting LINLI_DEMO is wrong: this command runs no demonstration/,
    );
  });

  test('npm run serve refuses a database without migrations, and one of a later release', async () => {
    const database = await emptyDatabase();
    try {
      const environment = { ...complete, DATABASE_URL: database.url };
      expect(await refusal(run('serve', environment))).toMatch(
        /^The database is not up to date \(00-access\.sql has not run\): run "npm run migrate" once/,
      );
      expect(await run('migrate', environment).exit).toBe(0);
      await asAdministrator(
        database.url,
        `insert into schema_migration (name, hash) values ('9999_later.sql', '')`,
      );
      expect(await refusal(run('serve', environment))).toMatch(
        /^The database belongs to a later release \(this release does not know 9999_later\.sql\)/,
      );
    } finally {
      await database.drop();
    }
  });

  test('npm run serve reads secrets from files, starts no database, loads no demo, and ends in order at SIGTERM', async () => {
    const platform = await startTestPlatform({
      LINLI_SECRET_KEY: secret,
      LINLI_PUBLIC_URL: 'https://linli.example.org',
    });
    const holder = new pg.Client({ connectionString: platform.databaseUrl });
    await holder.connect();
    try {
      const node = run('serve', {
        LINLI_PUBLIC_URL: 'https://linli.example.org',
        ...secretFiles(platform),
      });
      const url = await listening(node);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      expect((await fetch(`${url}/demo/personas`)).status).toBe(404);
      expect(await (await fetch(`${url}/.well-known/openid-configuration`)).json()).toMatchObject({
        issuer: 'https://linli.example.org',
      });

      await holder.query('begin; lock table hours_record in access exclusive mode');
      const asked = fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await platform.tokenOf('dispatcher@xinxian')}`,
        },
        body: JSON.stringify({ query: '{ hoursRecords(first: 1) { nodes { minutes } } }' }),
      });
      await until(async () => (await waitingForLocks(platform)) === 1);
      process.kill(node.child.pid!, 'SIGTERM');
      await until(async () =>
        fetch(`${url}/healthz`).then(
          () => false,
          () => true,
        ),
      );
      await holder.query('rollback');
      const answer = await asked;
      expect([answer.status, await answer.json()]).toEqual([
        200,
        { data: { hoursRecords: { nodes: [] } } },
      ]);
      expect(await node.exit).toBe(0);

      // Every line is a log line, and none reports an error.
      const lines = node.output.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { level: number; msg: string });
      expect(lines.filter(({ level }) => level >= 50)).toEqual([]);
      expect(lines.at(-1)?.msg).toBe('The node has stopped');
      expect(node.output.errors).toBe('');
    } finally {
      await holder.end();
      await platform.close();
    }
  });
});

/**
 * Address and password of the database in separate files, as in a deployment with a public address
 * file.
 */
function secretFiles({ databaseUrl }: TestPlatform): Record<string, string> {
  const url = new URL(databaseUrl);
  writeFileSync(join(directory, 'password'), `${decodeURIComponent(url.password)}\n`);
  writeFileSync(join(directory, 'secret'), `${secret}\n`);
  url.password = '';
  return {
    DATABASE_URL: url.href,
    LINLI_DATABASE_PASSWORD_FILE: join(directory, 'password'),
    LINLI_SECRET_KEY: '',
    LINLI_SECRET_KEY_FILE: join(directory, 'secret'),
  };
}

/** Independent of this clone: no setting of its own, any free port, an empty folder for photos. */
function run(command: 'migrate' | 'serve', environment: Record<string, string>): RunningCommand {
  const running = runIn(clone.root, command, {
    environment: {
      LINLI_SECRET_KEY: '',
      LINLI_LOG_LEVEL: 'info',
      LINLI_OBJECTS_DIRECTORY: join(directory, 'objects'),
      ...environment,
    },
  });
  started.push(running.child);
  return running;
}

async function listening({ child, output }: RunningCommand): Promise<string> {
  let url: string | undefined;
  await until(async () => {
    url = /The node listens at (\S+)/.exec(output.text)?.[1];
    if (child.exitCode !== null) throw new Error(`It ended: ${output.text}${output.errors}`);
    return url !== undefined;
  });
  return url!;
}

async function waitingForLocks(platform: TestPlatform): Promise<number | undefined> {
  const [row] = await platform.sql<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row?.count;
}

/** Waits for a command that must refuse, and returns its single sentence. */
async function refusal(command: RunningCommand): Promise<string> {
  expect({ code: await command.exit, ...command.output }).toMatchObject({ code: 1 });
  const said = command.output.errors.trimEnd();
  expect(said).toMatch(/^[^\n]+\.$/);
  return said;
}

async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const { url } = JSON.parse(process.env.LINLI_TEST_SERVER!) as { url: string };
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(url, `create database ${name}`);
  return {
    url: withDatabase(url, name),
    drop: () => asAdministrator(url, `drop database if exists ${name} with (force)`),
  };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  await waitUntil('what was begun comes so far', condition);
}
