import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../../schema/ids.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { Line } from './line.ts';
import { Reader, statement } from './reader.ts';
import { roles, urlOfRole } from './roles.ts';
import { rowTypes } from './rows.ts';
import { houseSession, isOutdated, type Session } from './session.ts';

const foundationId = newId();
const communityId = newId();
const session = houseSession(foundationId, newId());
const rename = statement('update community set name = $1');
const fail = statement('select 1 / $1::int');

let testing: TestDatabase;
let administrator: pg.Client;
let pool: pg.Pool;

beforeAll(async () => {
  testing = await testDatabase();
  administrator = new pg.Client({ connectionString: testing.url });
  await administrator.connect();
  await administrator.query(`insert into foundation (id, slug, name) values ($1, 'lines', 'lines')`, [foundationId]);
  await administrator.query(
    `insert into community (foundation_id, id, slug, name, district) values ($1, $2, 'lines', 'before', 'lines')`,
    [foundationId, communityId],
  );
  const connectionString = urlOfRole(testing.url, roles.login);
  pool = new pg.Pool({ connectionString, max: 1, types: rowTypes, pipeline: true } as pg.PoolConfig);
});

afterAll(async () => {
  await pool.end();
  await administrator.end();
  await testing.drop();
});

test('what was sent and not waited for is there when the commit has been answered', async () => {
  const line = await Line.open(pool, session);
  line.send(rename, ['sent']);
  await line.commit();
  expect(await nameNow()).toBe('sent');
});

test('what goes wrong with something that nobody waits for undoes all, and is told as what it was', async () => {
  const before = await nameNow();
  const line = await Line.open(pool, session);
  line.send(rename, ['half done']);
  line.send(fail, [0], (error) => new Error(`explained: ${(error as Error).message}`));
  line.send(rename, ['never done']);
  await expect(line.commit()).rejects.toThrow('explained: division by zero');
  await line.rollback();
  expect(await nameNow()).toBe(before);
});

test('whoever waits for a later statement is told what went wrong before it', async () => {
  const line = await Line.open(pool, session);
  line.send(fail, [0]);
  await expect(line.rows(rename, ['never done'])).rejects.toThrow('division by zero');
  await line.rollback();
});

test('of a session that is not true any more nothing is done, and that is the reason given', async () => {
  const before = await nameNow();
  const proof = `do $$ begin raise exception 'outdated' using errcode = 'LN001'; end $$`;
  const line = await Line.open(pool, { ...session, proof } as Session);
  expect(isOutdated(await line.rows(rename, ['by somebody else']).catch((error: unknown) => error))).toBe(true);
  expect(isOutdated(await line.rollback().catch((error: unknown) => error))).toBe(true);
  expect(await nameNow()).toBe(before);
});

test('it begins where a reader has just ended, in a session of its own', async () => {
  const reader = new Reader(pool, houseSession(newId(), newId()));
  expect(await reader.rows(statement('select id from community'))).toEqual([]);
  await reader.close();
  const line = await Line.open(pool, session);
  expect(await line.rows(statement('select id from community'))).toEqual([{ id: communityId }]);
  await line.commit();
  await expect(line.rows(rename, ['too late'])).rejects.toThrow('after its end');
});

test('a session that cannot be put in force is shown nothing by the one before it on that connection', async () => {
  const broken = { ...session, variables: { ...session.variables, 'app.not a name': '' } } as Session;
  const all = statement('select id from community');
  const before = async () => {
    const reader = new Reader(pool, session);
    expect(await reader.rows(all)).toEqual([{ id: communityId }]);
    await reader.close();
  };
  await before();
  const reader = new Reader(pool, broken);
  await expect(reader.rows(all)).rejects.toThrow('syntax error');
  await reader.close();
  await before();
  const line = await Line.open(pool, broken);
  await expect(line.rows(all)).rejects.toThrow('syntax error');
  await expect(line.rollback()).rejects.toThrow('syntax error');
});

test('a transaction that went on after an error does not count as committed', async () => {
  const before = await nameNow();
  const line = await Line.open(pool, session);
  await line.rows(rename, ['half done']);
  await line.rows(fail, [0]).catch(() => {});
  await expect(line.commit()).rejects.toThrow('failed, and it went on');
  await line.rollback();
  expect(await nameNow()).toBe(before);
});

async function nameNow(): Promise<string> {
  const { rows } = await administrator.query<{ name: string }>('select name from community where id = $1', [
    communityId,
  ]);
  return rows[0]?.name ?? '';
}
