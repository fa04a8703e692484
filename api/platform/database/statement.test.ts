import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../../schema/ids.ts';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { Pipeline } from './pipeline.ts';
import { ReadSnapshot } from './read-snapshot.ts';
import { roles, urlOfRole } from './roles.ts';
import { rowTypes } from './rows.ts';
import { identitySession, systemSession } from './session.ts';
import {
  statement,
  statementAround,
  statementsNamed,
  type StatementParameters,
  valuesOf,
} from './statement.ts';

const selectOne = statement(
  'test.selectOne',
  'select :id::uuid as id, :foundationId::uuid as foundation_id, :id::uuid as again',
);
const id = newId();
const foundationId = newId();

describe('a statement', () => {
  test('begins with its name, has a short prepared name, and lists its parameters in order', () => {
    expect(selectOne).toEqual({
      name: 'test.selectOne',
      preparedName: expect.stringMatching(/^[\w-]{20,62}$/),
      text: '/* test.selectOne */ select $1::uuid as id, $2::uuid as foundation_id, $1::uuid as again',
      parameterNames: ['id', 'foundationId'],
    });
  });

  test('has a name of its own', () => {
    expect(() => statement('test.selectOne', 'select 2')).toThrow(
      'Two statements have the name test.selectOne: rename one of them.',
    );
  });

  test.each(['selectOne', 'Test.one', 'test.one.two.three', 'test.', 'test.a */ b', "test.o'ne"])(
    'cannot be named %s',
    (name) => {
      expect(() => statement(name, 'select 1')).toThrow(`The statement name ${name} is invalid`);
    },
  );

  test('with a positional parameter is refused by its name', () => {
    expect(() => statement('test.positional', 'select $1')).toThrow(
      'The statement test.positional is invalid: $1 is a positional parameter',
    );
  });

  test('that is composed shares its name and never its prepared name', () => {
    const build = statementsNamed('test.composed');
    const [one, two, part] = [build('select 1'), build('select 2'), build('select 1', 'visit')];
    expect([one.name, two.name, part.name]).toEqual([
      'test.composed',
      'test.composed',
      'test.composed.visit',
    ]);
    expect(new Set([one, two, part].map(({ preparedName }) => preparedName)).size).toBe(3);
    expect(() => build('select 1', 'a b')).toThrow('The statement name test.composed.a b');
  });

  test('around another one takes the same parameters', () => {
    const around = statementAround(selectOne, 'explain', (text) => `explain ${text}`);
    expect(around.name).toBe('test.selectOne.explain');
    expect(around.text).toBe(`/* test.selectOne.explain */ explain ${selectOne.text}`);
    expect(around.parameterNames).toEqual(selectOne.parameterNames);
  });
});

describe('values of parameters', () => {
  test('are put in order, and the session fills in its foundation', () => {
    expect(valuesOf(selectOne, { foundationId, id })).toEqual([id, foundationId]);
    expect(valuesOf(selectOne, { id }, foundationId)).toEqual([id, foundationId]);
    expect(valuesOf(selectOne, { id, foundationId }, foundationId)).toEqual([id, foundationId]);
    expect(valuesOf(selectOne, { id: undefined, foundationId: null })).toEqual([undefined, null]);
  });

  test.each<[string, StatementParameters, string | null, string]>([
    ['a missing one', { foundationId }, null, 'test.selectOne lacks its parameter id.'],
    ['no foundation', { id }, null, 'test.selectOne lacks its parameter foundationId.'],
    [
      'an unknown one',
      { id, elderId: id },
      foundationId,
      'test.selectOne has no parameter elderId.',
    ],
    [
      'one of another foundation',
      { id, foundationId: newId() },
      foundationId,
      'test.selectOne is run for another foundation than that of its session.',
    ],
  ])('with %s are refused', (_, parameters, session, message) => {
    expect(() => valuesOf(selectOne, parameters, session)).toThrow(message);
  });
});

describe('on a database', () => {
  let testing: TestDatabase;
  let pool: pg.Pool;
  const session = systemSession(foundationId, newId());

  beforeAll(async () => {
    testing = await testDatabase();
    const connectionString = urlOfRole(testing.url, roles.login);
    pool = new pg.Pool({
      connectionString,
      max: 2,
      types: rowTypes,
      pipeline: true,
    } as pg.PoolConfig);
  });

  afterAll(async () => {
    await pool?.end();
    await testing?.drop();
  });

  test('every kind of session fills in its foundation', async () => {
    const expected = [{ id, foundationId, again: id }];
    const reader = new ReadSnapshot(pool, session);
    expect(await reader.rows(selectOne, { id })).toEqual(expected);
    expect(await reader.rowsAcrossCommunities(selectOne, { id })).toEqual(expected);
    await expect(reader.rows(selectOne, { id, foundationId: newId() })).rejects.toThrow('another');
    await reader.close();
    const pipeline = await Pipeline.open(pool, session);
    expect(await pipeline.rows(selectOne, { id })).toEqual(expected);
    expect(() => pipeline.send(selectOne, { other: id })).toThrow('lacks its parameter id');
    // Nothing was sent, so the transaction is whole.
    await pipeline.commit();
    const nobody = new ReadSnapshot(pool, identitySession);
    await expect(nobody.rows(selectOne, { id })).rejects.toThrow('parameter foundationId');
    await nobody.close();
  });

  test('the server shows the name of the statement that a connection ran', async () => {
    const seen = statement(
      'test.selectBackend',
      `select pg_backend_pid() as pid where :foundationId::text <> ''`,
    );
    const prepared = statement(
      'test.selectPrepared',
      'select name, statement from pg_prepared_statements where name = :preparedName',
    );
    const administrator = new pg.Client({ connectionString: testing.url });
    const reader = new ReadSnapshot(pool, session);
    try {
      await administrator.connect();
      const [backend] = await reader.rows<{ pid: number }>(seen);
      const { rows } = await administrator.query<{ query: string }>(
        'select query from pg_stat_activity where pid = $1',
        [backend?.pid],
      );
      expect(rows).toEqual([{ query: seen.text }]);
      expect(seen.text).toMatch(/^\/\* test\.selectBackend \*\/ select /);
      expect(await reader.rows(prepared, { preparedName: seen.preparedName })).toEqual([
        { name: seen.preparedName, statement: seen.text },
      ]);
    } finally {
      await reader.close();
      await administrator.end();
    }
  });
});
