import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { encodeId } from '../../schema/ids.ts';
import { invariants } from '../invariants.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import { migrate } from '../platform/database/migrate.ts';
import { signingKeys } from '../identity/signing-keys.ts';
import { issueToken } from '../identity/tokens.ts';
import { Database } from '../platform/database/database.ts';
import { build } from '../run/build.ts';
import { clone } from '../run/workspace.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../run/embedded-postgres.ts';
import { Caller } from '../testing/caller.ts';
import { seedFixtures, type Fixtures } from '../testing/fixtures.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { newKey, type TestPlatform } from '../testing/test-platform.ts';

let directory: string;
let postgres: EmbeddedPostgres;
let fixtures: Fixtures;
let api: ChildProcess;
beforeAll(async () => {
  await build();
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'linli-crash-')));
  await startDatabase();
  await migrate({ url: postgres.url });
  const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
  fixtures = await seedFixtures(pool);
  await pool.end();
});
afterAll(async () => {
  api?.kill('SIGKILL');
  await postgres?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('after kill -9 of the API and of PostgreSQL under load, acknowledged bookings exist and repeated ones happen once', async () => {
  const acknowledged: string[] = [];
  const visits: string[] = [];
  for (const victim of ['api', 'postgres'] as const) {
    const url = await startApi();
    const admin = new Caller(url, await token('admin@sicheng'));
    const calls: Call[] = [];
    const load = Promise.all([
      ...Array.from({ length: 7 }, () => bookUntilItBreaks(admin, calls)),
      certifyUntilItBreaks(url, visits),
    ]);
    const isEnough = () => calls.filter(({ id }) => id).length >= 60 && visits.length > 0;
    while (!isEnough()) await new Promise((resolve) => setTimeout(resolve, 5));
    if (victim === 'api') api.kill('SIGKILL');
    else process.kill(postgres.pid, 'SIGKILL');
    await load;
    api.kill('SIGKILL');
    if (victim === 'postgres') {
      await postgres.ended;
      await startDatabase();
    }
    acknowledged.push(...calls.flatMap(({ id }) => (id ? [id] : [])));
    const results = await checkInvariants(postgres.url, invariants);
    expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
    expect(await missing(acknowledged, visits)).toEqual([]);
    await sendAgain(calls);
  }
});

/**
 * Repeats all unanswered calls and some answered ones: each call is one transfer, with the same
 * answer.
 */
async function sendAgain(calls: readonly Call[]): Promise<void> {
  const admin = new Caller(await startApi(), await token('admin@sicheng'));
  const unanswered = calls.filter(({ id }) => id === null);
  expect(unanswered.length).toBeGreaterThan(0);
  for (const call of [...unanswered, ...calls.filter(({ id }) => id).slice(-20)]) {
    const { transfer } = await admin.mutate(call.verb, call.input, 'transfer { id }');
    call.id ??= transfer.id as string;
    expect(transfer.id).toBe(call.id);
  }
  api.kill('SIGKILL');
  expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  const keys = calls.map(({ input }) => input.idempotencyKey);
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from transfer where split_part(client_id, ':', 3) = any ($1)`,
    [keys],
  );
  await client.end();
  expect(rows).toEqual([{ count: calls.length }]);
}

test('ledger:check prints each invariant, and exits with 1 and the row when one is violated', async () => {
  const run = () =>
    spawnSync(process.execPath, [join(clone.root, 'api/run/ledger-check.ts')], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: postgres.url },
    });
  const good = run();
  expect(good.status).toBe(0);
  for (const { name } of invariants) expect(good.stdout).toContain(`holds   ${name}: `);
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('set session_replication_role = replica');
  const { rows } = await client.query<{ id: string }>(
    `update transfer set reason = 'somebody else' where id = (select max(id::text)::uuid from transfer) returning id`,
  );
  await client.end();
  const bad = run();
  expect(bad.status).toBe(1);
  expect(bad.stdout).toContain('BROKEN  chain-is-unbroken');
  expect(bad.stdout).toContain(rows[0]!.id);
  expect(bad.stdout).toContain('Broken: chain-is-unbroken.');
});

async function startDatabase(): Promise<void> {
  postgres = await startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    database: 'linli',
    durable: true,
  });
}

/** The built platform in a separate process, so that it can be killed without cleanup. */
async function startApi(): Promise<string> {
  const script = `
    const { serve } = await import(${JSON.stringify(join(clone.build, 'api/main.js'))});
    const { readSettings } = await import(${JSON.stringify(join(clone.build, 'api/platform/config/settings.js'))});
    const { url } = await serve(readSettings(process.env));
    console.log('listening ' + url);`;
  api = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: postgres.url,
      PORT: '0',
      LINLI_DEMO: 'yes',
      LINLI_LOG_LEVEL: 'silent',
      LINLI_PUBLIC_URL: 'http://linli.test',
    },
  });
  return new Promise((resolve, reject) => {
    api.once('exit', (code) =>
      reject(new Error(`The platform ended with ${code} before it listened.`)),
    );
    api.stdout?.on('data', (chunk: Buffer) => {
      const url = /listening (\S+)/.exec(chunk.toString())?.[1];
      if (url) resolve(url);
    });
  });
}

async function token(persona: string): Promise<string> {
  const database = await Database.open({ url: postgres.url, poolSizeMax: 2, entities: [] });
  try {
    const [key] = await signingKeys(database);
    const accountId = fixtures.accounts[persona]!;
    return await issueToken(
      key!,
      'http://linli.test',
      { accountId, foundationId: null, appId: null, scopes: null },
      3_600,
    );
  } finally {
    await database.close();
  }
}

interface Call {
  verb: 'grantCoins' | 'transferCoins';
  input: { idempotencyKey: string } & Record<string, unknown>;
  /** Null until answered. */
  id: string | null;
}

/** Grants and transfers in turn, until a response is not a transfer. */
async function bookUntilItBreaks(admin: Caller, calls: Call[]): Promise<void> {
  const account = (persona: string) => encodeId('coinacc', fixtures.coinAccounts[persona]!);
  for (let turn = 0; ; turn += 1) {
    const common = { idempotencyKey: newKey(), amount: '0.01', reason: '压力测试' };
    const poor = account('poor@xinxian');
    const actingFor = { personId: encodeId('person', fixtures.persons['poor@xinxian']!) };
    const grant = { ...common, fundAccountId: account('fund@sicheng'), toAccountId: poor };
    const gift = {
      ...common,
      fromAccountId: poor,
      toAccountId: account('elder@dafangjia'),
      purpose: 'GIFT',
      actingFor,
    };
    const call: Call =
      turn % 2 === 0
        ? { verb: 'grantCoins', input: grant, id: null }
        : { verb: 'transferCoins', input: gift, id: null };
    calls.push(call);
    if (
      !(await unlessItBreaks(
        async () =>
          (call.id = (await admin.mutate(call.verb, call.input, 'transfer { id }')).transfer.id),
      ))
    )
      return;
  }
}

/** Carries visits out and certifies them until a failure. Keeps the acknowledged ones. */
async function certifyUntilItBreaks(url: string, certified: string[]): Promise<void> {
  const scenario = await Scenario.begin({
    fixtures,
    as: async (persona: string) => new Caller(url, await token(persona)),
  } as TestPlatform);
  for (;;) {
    const about = { minutes: 30, endedMinutesAgo: 40 * certified.length };
    if (!(await unlessItBreaks(async () => certified.push(await scenario.certifiedVisit(about)))))
      return;
  }
}

/** Gives whether it succeeded. Failures of the platform are expected here; refusals are not. */
async function unlessItBreaks(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('was refused')) throw error;
    return false;
  }
}

async function missing(transfers: readonly string[], visits: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  const booked = await client.query<{ id: string }>('select id from transfer');
  const certified = await client.query<{ id: string }>(
    `select id from visit where state = 'CERTIFIED'`,
  );
  await client.end();
  const platform = new Set([
    ...booked.rows.map(({ id }) => encodeId('transfer', id)),
    ...certified.rows.map(({ id }) => encodeId('visit', id)),
  ]);
  return [...transfers, ...visits].filter((id) => !platform.has(id));
}
