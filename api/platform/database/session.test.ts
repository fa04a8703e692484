import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EntityManager } from '@mikro-orm/postgresql';
import fc from 'fast-check';
import { CompiledQuery, type Transaction as KyselyTransaction } from 'kysely';
import pg from 'pg';
import { newId } from '../../../schema/ids.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { seed } from '../../testing/seed.ts';
import { Database } from './database.ts';
import { ReadSnapshot } from './read-snapshot.ts';
import { statement, statementsNamed } from './statement.ts';
import { roles } from './roles.ts';
import type { Session } from './session.ts';

/** Two actors of two tenants, with many more sessions at once than the pool has connections. */
const tenants = [newId(), newId()] as const;
const communities = [newId(), newId()] as const;
const poolSizeMax = 2;
const runs = process.env.LINLI_SOAK ? 2_000 : 60;

let testing: TestDatabase;
let database: Database;
let administrator: pg.Client;

beforeAll(async () => {
  testing = await testDatabase();
  const client = new pg.Client({ connectionString: testing.url });
  await client.connect();
  for (const index of [0, 1] as const) {
    await client.query('insert into foundation (id, slug, name) values ($1, $2, $2)', [
      tenants[index],
      `tenant-${index}`,
    ]);
    await client.query(
      'insert into community (foundation_id, id, slug, name, district) values ($1, $2, $3, $3, $3)',
      [tenants[index], communities[index], `community-${index}`],
    );
  }
  administrator = client;
  database = await Database.open({ url: testing.url, poolSizeMax, entities: [] });
});

afterAll(async () => {
  await database.close();
  await administrator.end();
  await testing.drop();
});

type Ending =
  | 'fine'
  | 'error in the database'
  | 'error in the code'
  | 'cancelled'
  | 'connection lost'
  | 'sets what is not theirs';

interface Step {
  tenant: 0 | 1;
  kind: 'read' | 'write';
  ending: Ending;
  statements: number;
}

const steps = fc.array(
  fc.record<Step>({
    tenant: fc.constantFrom(0, 1),
    kind: fc.constantFrom('read', 'write'),
    ending: fc.constantFrom(
      'fine',
      'error in the database',
      'error in the code',
      'cancelled',
      'connection lost',
      'sets what is not theirs',
    ),
    statements: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 2, maxLength: 12 },
);

test('two actors at once see only their own rows, and no connection keeps a session', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (actions) => {
      const leaks = (await Promise.all(actions.map(act))).flat();
      expect(leaks).toEqual([]);
      expect(await remembered()).toEqual([]);
    }),
    { seed, numRuns: runs },
  );
}, 3_600_000);

test('a statement without a context is refused, and does not return an empty result', async () => {
  await expect(database.pool.query('select * from community')).rejects.toThrow(
    /does not exist|permission denied/,
  );
  await expect(
    database.pool.query(`set role ${roles.member}; select * from community`),
  ).rejects.toThrow(
    /app\.foundation|invalid input syntax|malformed array|unrecognized configuration/,
  );
  expect(await remembered()).toEqual([]);
});

/** Rows that the actor saw but does not own. */
async function act(step: Step): Promise<string[]> {
  return step.kind === 'read' ? read(step) : write(step);
}

async function read(step: Step): Promise<string[]> {
  const reader = new ReadSnapshot(database.pool, sessionOf(step.tenant));
  const leaks: string[] = [];
  try {
    for (let count = 0; count < step.statements; count += 1) {
      leaks.push(...foreign(step.tenant, await reader.rows<{ id: string }>(selectCommunities)));
    }
    await end(step.ending, (text) => reader.rows(endings(text)));
  } catch {
    // The failure is intended; the test checks the next session on the connection.
  } finally {
    await reader.close();
  }
  return leaks;
}

async function write(step: Step): Promise<string[]> {
  const leaks: string[] = [];
  const run = async (inner: EntityManager, text: string): Promise<{ id: string }[]> => {
    const transaction = inner.getTransactionContext<KyselyTransaction<unknown>>();
    const { rows } = await transaction!.executeQuery<{ id: string }>(CompiledQuery.raw(text));
    return rows;
  };
  try {
    await database.transaction(sessionOf(step.tenant), async (inner) => {
      for (let count = 0; count < step.statements; count += 1) {
        leaks.push(...foreign(step.tenant, await run(inner, 'select id from community')));
      }
      await run(inner, `update community set district = district`);
      await end(step.ending, (text) => run(inner, text));
    });
  } catch {
    // As above.
  }
  return leaks;
}

async function end(ending: Ending, run: (text: string) => Promise<unknown>): Promise<void> {
  if (ending === 'error in the database') await run('select 1 / 0');
  if (ending === 'error in the code') throw new Error('Something broke.');
  if (ending === 'cancelled') {
    await run(`set local statement_timeout = '5ms'`);
    await run('select pg_sleep(5)');
  }
  if (ending === 'connection lost') {
    const [backend] = (await run('select pg_backend_pid() as pid')) as { pid: number }[];
    await administrator.query('select pg_terminate_backend($1)', [backend?.pid]);
    await run('select 1');
  }
  // A setting made by hand ends with the transaction too.
  if (ending === 'sets what is not theirs') await run(`set local app.foundation = '${tenants[0]}'`);
}

function foreign(tenant: 0 | 1, rows: readonly { id: string }[]): string[] {
  return rows.length === 1 && rows[0]?.id === communities[tenant]
    ? []
    : [
        `tenant ${tenant} saw ${JSON.stringify(rows.map(({ id }) => communities.indexOf(id as never)))}`,
      ];
}

/** State of the pool's connections when a new session takes them: neither role nor tenant. */
async function remembered(): Promise<string[]> {
  const clients = await Promise.all(
    Array.from({ length: poolSizeMax }, () => database.pool.connect()),
  );
  const found: string[] = [];
  for (const client of clients) {
    const { rows } = await client.query<{
      role: string;
      foundation: string | null;
      isInside: boolean;
    }>(
      `select current_user as role, current_setting('app.foundation', true) as foundation,
         now() <> statement_timestamp() as "isInside"`,
    );
    const [row] = rows;
    if (row?.role !== roles.login) found.push(`a connection acts as ${row?.role}`);
    if (row?.foundation) found.push(`a connection is in foundation ${row.foundation}`);
    if (row?.isInside) found.push('a connection is inside a transaction');
    client.release();
  }
  return found;
}

function sessionOf(tenant: 0 | 1): Session {
  return {
    role: roles.member,
    variables: {
      'app.account': newId(),
      'app.foundation': tenants[tenant],
      'app.scope': 'foundation',
    },
  };
}

const endings = statementsNamed('test.ending');
const selectCommunities = statement('test.selectCommunities', 'select id from community');
