import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Community } from '../../../schema/communities/community.ts';
import { CoinAccount } from '../../../schema/timebank/coin-account.ts';
import { Transfer } from '../../../schema/timebank/transfer.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { asksNothingBack, entitiesOf, findEntities, findEntity } from './orm-bridge.ts';
import type { Pipeline } from './pipeline.ts';
import { systemSession } from './session.ts';
import { statement } from './statement.ts';

/** Each trick with the ORM, for the day on which a new version of it behaves otherwise. */
let platform: TestPlatform;
let foundationId: string;
let where: { id: string; foundationId: string };

beforeAll(async () => {
  platform = await startTestPlatform();
  foundationId = platform.fixtures.foundations['sicheng']!;
  where = { id: platform.fixtures.communities['xinxian']!, foundationId };
});
afterAll(() => platform.close());

const selectCommunity = statement(
  'test.selectCommunity',
  'select * from community where foundation_id = :foundationId and id = :id',
);

async function inTransaction<T>(
  work: (em: EntityManager, pipeline: Pipeline) => Promise<T>,
): Promise<T> {
  const { database } = platform.app.services;
  return database.transaction(systemSession(foundationId, foundationId), work);
}

async function nameNow(): Promise<string> {
  const [row] = await platform.sql<{ name: string }>('select name from community where id = $1', [
    where.id,
  ]);
  return row!.name;
}

test('the entity manager works on the connection of the transaction, in its session', async () => {
  const [seen, session] = await inTransaction(async (em, pipeline) => {
    const all = await findEntities(em, Community, {});
    const [row] = await pipeline.rows<{ foundation: string }>(
      statement('test.currentFoundation', `select current_setting('app.foundation') as foundation`),
    );
    return [new Set(all.map((community) => community.foundationId)), row!.foundation];
  });
  expect([...seen]).toEqual([foundationId]);
  expect(session).toBe(foundationId);
});

test('entities have the types of the code: coins as text of hundredths, instants as ISO text', async () => {
  const [account] = await inTransaction((em) => findEntities(em, CoinAccount, { foundationId }));
  expect(account!.posted).toEqual(expect.stringMatching(/^-?\d+$/));
  const [transfer] = await inTransaction((em) => findEntities(em, Transfer, { foundationId }));
  expect(transfer!.bookedAt).toEqual(expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/));
});

test('an entity made from a row is the one that the entity manager finds, and its change is written', async () => {
  await inTransaction(async (em, pipeline) => {
    const rows = await pipeline.rows<object>(selectCommunity, { foundationId, id: where.id });
    const [community] = entitiesOf(em, Community, rows);
    expect(await findEntity(em, Community, where)).toBe(community);
    community!.name = '改名社区';
    await em.flush();
  });
  expect(await nameNow()).toBe('改名社区');
});

test('a row that was changed by SQL is read again with `refresh`', async () => {
  await inTransaction(async (em, pipeline) => {
    const known = await findEntity(em, Community, where);
    await pipeline.rows(
      statement('test.renameOne', 'update community set name = :name where id = :id'),
      {
        id: where.id,
        name: '新',
      },
    );
    expect(known!.name).not.toBe('新');
    expect((await findEntity(em, Community, where, { refresh: true }))!.name).toBe('新');
  });
});

test('a deferred write counts as one row for the entity manager, and is there after the commit', async () => {
  await inTransaction(async (em, pipeline) => {
    const community = await findEntity(em, Community, where);
    community!.name = '延后';
    await pipeline.ahead(() => em.flush());
  });
  expect(await nameNow()).toBe('延后');
});

test('a deferred write that the database refuses undoes the transaction', async () => {
  const before = await nameNow();
  const work = inTransaction(async (em, pipeline) => {
    const community = await findEntity(em, Community, where);
    Object.assign(community!, { name: null });
    await pipeline.ahead(() => em.flush());
  });
  await expect(work).rejects.toThrow(/null value|violates/);
  expect(await nameNow()).toBe(before);
});

test('two transactions have entity managers that share no entity', async () => {
  const first = await inTransaction((em) => findEntity(em, Community, where));
  const second = await inTransaction((em) => findEntity(em, Community, where));
  expect(second).not.toBe(first);
  expect(second!.id).toBe(first!.id);
});

test.each([
  [`insert into "t" ("a") values ('x')`, true],
  [`update "t" set "a" = 'x' where "id" = '1'`, true],
  [`insert into "t" ("a") values ('x') returning "id"`, false],
  [`update "t" set "a" = 'returning home'`, false],
  [`select * from "t"`, false],
  [`delete from "t"`, false],
])('the statement %s returns no rows: %s', (sql, expected) => {
  expect(asksNothingBack(sql)).toBe(expected);
});
