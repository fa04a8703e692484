import { spawn, type ChildProcess } from 'node:child_process';
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
import { clone } from '../run/clone.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../run/embedded-postgres.ts';
import { Caller } from '../testing/caller.ts';
import { settle, type Settlers } from '../testing/settlers.ts';
import { newKey } from '../testing/world.ts';

let directory: string;
let postgres: EmbeddedPostgres;
let settlers: Settlers;
let api: ChildProcess;
beforeAll(async () => {
  await build();
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'linli-crash-')));
  await startDatabase();
  await migrate({ url: postgres.url });
  const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
  settlers = await settle(pool);
  await pool.end();
}, 120_000);
afterAll(async () => {
  api?.kill('SIGKILL');
  await postgres?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('kill -9 of the API, then of PostgreSQL, in the middle of load: what was acknowledged is there, and the books hold', async () => {
  const acknowledged: string[] = [];
  for (const victim of ['api', 'postgres'] as const) {
    const url = await startApi();
    const admin = new Caller(url, await adminToken());
    const load = Promise.all(Array.from({ length: 8 }, () => grantUntilItBreaks(admin, acknowledged)));
    const enough = acknowledged.length + 60;
    while (acknowledged.length < enough) await new Promise((resolve) => setTimeout(resolve, 5));
    if (victim === 'api') api.kill('SIGKILL');
    else process.kill(postgres.pid, 'SIGKILL');
    await load;
    api.kill('SIGKILL');
    if (victim === 'postgres') {
      await postgres.ended;
      await startDatabase();
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(enough);
    const results = await checkInvariants(postgres.url, invariants);
    expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
    expect(await missing(acknowledged)).toEqual([]);
  }
}, 120_000);

async function startDatabase(): Promise<void> {
  postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), database: 'linli', durable: true });
}

/** The built platform in a process of its own, so that it can be killed without a chance to tidy up. */
async function startApi(): Promise<string> {
  const script = `
    const { serve } = await import(${JSON.stringify(join(clone.build, 'api/main.js'))});
    const { readSettings } = await import(${JSON.stringify(join(clone.build, 'api/platform/settings.js'))});
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
    api.once('exit', (code) => reject(new Error(`The platform ended with ${code} before it listened.`)));
    api.stdout?.on('data', (chunk: Buffer) => {
      const url = /listening (\S+)/.exec(chunk.toString())?.[1];
      if (url) resolve(url);
    });
  });
}

async function adminToken(): Promise<string> {
  const database = await Database.open({ url: postgres.url, poolSizeMax: 2, entities: [] });
  try {
    const [key] = await signingKeys(database);
    const accountId = settlers.accounts['admin@sicheng']!;
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

/** Grants one after the other until an answer is anything but a transfer. */
async function grantUntilItBreaks(admin: Caller, acknowledged: string[]): Promise<void> {
  for (;;) {
    try {
      const { transfer } = await admin.does(
        'grantCoins',
        {
          idempotencyKey: newKey(),
          fundAccountId: encodeId('coinacc', settlers.coinAccounts['fund@sicheng']!),
          toAccountId: encodeId('coinacc', settlers.coinAccounts['poor@xinxian']!),
          amount: '0.01',
          reason: '压力测试',
        },
        'transfer { id }',
      );
      acknowledged.push(transfer.id as string);
    } catch {
      return;
    }
  }
}

async function missing(ids: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  const { rows } = await client.query<{ id: string }>('select id from transfer');
  await client.end();
  const there = new Set(rows.map(({ id }) => encodeId('transfer', id)));
  return ids.filter((id) => !there.has(id));
}
