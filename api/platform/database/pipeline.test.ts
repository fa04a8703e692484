import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../../schema/ids.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { Pipeline } from './pipeline.ts';
import { ReadSnapshot } from './read-snapshot.ts';
import { statement } from './statement.ts';
import { roles, urlOfRole } from './roles.ts';
import { rowTypes } from './rows.ts';
import { systemSession, isStaleAuthorization, type Session } from './session.ts';

const foundationId = newId();
const communityId = newId();
const session = systemSession(foundationId, newId());
const rename = statement('test.rename', 'update community set name = :name');
const all = statement('test.allCommunities', 'select id from community');
const fail = statement('test.fail', 'select 1 / :divisor::int');

let testing: TestDatabase;
let administrator: pg.Client;
let pool: pg.Pool;

beforeAll(async () => {
  testing = await testDatabase();
  administrator = new pg.Client({ connectionString: testing.url });
  await administrator.connect();
  await administrator.query(
    `insert into foundation (id, slug, name) values ($1, 'lines', 'lines')`,
    [foundationId],
  );
  await administrator.query(
    `insert into community (foundation_id, id, slug, name, district) values ($1, $2, 'lines', 'before', 'lines')`,
    [foundationId, communityId],
  );
  const connectionString = urlOfRole(testing.url, roles.login);
  pool = new pg.Pool({
    connectionString,
    max: 1,
    types: rowTypes,
    pipeline: true,
  } as pg.PoolConfig);
});

afterAll(async () => {
  await pool.end();
  await administrator.end();
  await testing.drop();
});

test('a deferred statement is done when the commit has been answered', async () => {
  const pipeline = await Pipeline.open(pool, session);
  pipeline.send(rename, { name: 'sent' });
  await pipeline.commit();
  expect(await nameNow()).toBe('sent');
});

test('a failed deferred statement undoes the transaction, and its own error is reported', async () => {
  const before = await nameNow();
  const pipeline = await Pipeline.open(pool, session);
  pipeline.send(rename, { name: 'half done' });
  pipeline.send(
    fail,
    { divisor: 0 },
    (error) => new Error(`explained: ${(error as Error).message}`),
  );
  pipeline.send(rename, { name: 'never done' });
  await expect(pipeline.commit()).rejects.toThrow('explained: division by zero');
  await pipeline.rollback();
  expect(await nameNow()).toBe(before);
});

test('the caller of a later statement gets the error of the earlier one', async () => {
  const pipeline = await Pipeline.open(pool, session);
  pipeline.send(fail, { divisor: 0 });
  await expect(pipeline.rows(rename, { name: 'never done' })).rejects.toThrow('division by zero');
  await pipeline.rollback();
});

test('a transaction with an outdated session does nothing, and names that reason', async () => {
  const before = await nameNow();
  const precondition = `do $$ begin raise exception 'outdated' using errcode = 'LN001'; end $$`;
  const pipeline = await Pipeline.open(pool, { ...session, precondition } as Session);
  expect(
    isStaleAuthorization(
      await pipeline.rows(rename, { name: 'by somebody else' }).catch((error: unknown) => error),
    ),
  ).toBe(true);
  expect(isStaleAuthorization(await pipeline.rollback().catch((error: unknown) => error))).toBe(
    true,
  );
  expect(await nameNow()).toBe(before);
});

test("a transaction on a reader's connection has its own session", async () => {
  const reader = new ReadSnapshot(pool, systemSession(newId(), newId()));
  expect(await reader.rows(all)).toEqual([]);
  await reader.close();
  const pipeline = await Pipeline.open(pool, session);
  expect(await pipeline.rows(all)).toEqual([{ id: communityId }]);
  await pipeline.commit();
  await expect(pipeline.rows(rename, { name: 'too late' })).rejects.toThrow('has ended');
});

test('a transaction whose session fails sees nothing by the previous session of the connection', async () => {
  const broken = {
    ...session,
    variables: { ...session.variables, 'app.not a name': '' },
  } as Session;
  const before = async () => {
    const reader = new ReadSnapshot(pool, session);
    expect(await reader.rows(all)).toEqual([{ id: communityId }]);
    await reader.close();
  };
  await before();
  const reader = new ReadSnapshot(pool, broken);
  await expect(reader.rows(all)).rejects.toThrow('syntax error');
  await reader.close();
  await before();
  const pipeline = await Pipeline.open(pool, broken);
  await expect(pipeline.rows(all)).rejects.toThrow('syntax error');
  await expect(pipeline.rollback()).rejects.toThrow('syntax error');
});

test('a transaction that went on after an error does not count as committed', async () => {
  const before = await nameNow();
  const pipeline = await Pipeline.open(pool, session);
  await pipeline.rows(rename, { name: 'half done' });
  await pipeline.rows(fail, { divisor: 0 }).catch(() => {});
  await expect(pipeline.commit()).rejects.toThrow('its error was ignored');
  await pipeline.rollback();
  expect(await nameNow()).toBe(before);
});

async function nameNow(): Promise<string> {
  const { rows } = await administrator.query<{ name: string }>(
    'select name from community where id = $1',
    [communityId],
  );
  return rows[0]?.name ?? '';
}
