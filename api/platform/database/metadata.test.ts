import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EntityClass, EntityMetadata } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { modules } from '../../modules.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';

const entities = modules.flatMap((module) => [
  ...(module.entities ?? []),
]) as EntityClass<unknown>[];

let database: TestDatabase;
let client: pg.Client;
let nouns: EntityMetadata[];

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const orm = await MikroORM.init({ clientUrl: database.url, entities });
  nouns = [...orm.getMetadata().getAll().values()].filter(({ abstract }) => !abstract);
  await orm.close();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

test('the tables are as the nouns describe them', async () => {
  expect(nouns.length).toBeGreaterThanOrEqual(entities.length);
  expect(await differences()).toEqual([]);
});

describe('a difference is found', () => {
  test.each([
    [
      'a column that is missing',
      'alter table elder drop column lives_alone',
      'elder.lives_alone: no such column',
    ],
    [
      'another type',
      'alter table team alter name type varchar(9)',
      'team.name: varchar in the table, text in the noun',
    ],
    [
      'a null that the noun does not expect',
      'alter table elder alter display_name drop not null',
      'elder.display_name: may be null in the table, not in the noun',
    ],
    [
      'a column that no noun could fill',
      'alter table elder add shoe_size integer not null',
      'elder.shoe_size: must be filled, and the noun does not know it',
    ],
    ['another comment', `comment on table elder is 'Someone.'`, 'elder: the comment differs'],
  ])('the comparison finds %s', async (_, statement, difference) => {
    await client.query('begin');
    try {
      await client.query(statement);
      expect(await differences()).toContain(difference);
    } finally {
      await client.query('rollback');
    }
  });
});

interface Column {
  table: string;
  column: string;
  type: string;
  isNullable: boolean;
  isFilled: boolean;
}

async function differences(): Promise<string[]> {
  const { rows } = await client.query<Column>(
    `select table_name as table, column_name as column, udt_name as type, is_nullable = 'YES' as "isNullable",
       column_default is not null or is_nullable = 'YES' or is_generated = 'ALWAYS' or is_identity = 'YES' as "isFilled"
     from information_schema.columns where table_schema = 'public'`,
  );
  const comments = await client.query<{ table: string; comment: string | null }>(
    `select relname as table, obj_description(oid, 'pg_class') as comment from pg_class where relnamespace = 'public'::regnamespace`,
  );
  const commentOf = new Map(comments.rows.map(({ table, comment }) => [table, comment]));
  return nouns.flatMap((noun) => {
    const columns = new Map(
      rows.filter(({ table }) => table === noun.tableName).map((row) => [row.column, row]),
    );
    const known = new Set<string>();
    const found = noun.props
      .filter((property) => property.persist !== false && property.fieldNames?.length === 1)
      .flatMap((property) => {
        const name = property.fieldNames[0]!;
        known.add(name);
        const where = `${noun.tableName}.${name}`;
        const column = columns.get(name);
        if (!column) return [`${where}: no such column`];
        const wanted = nameOfType(property.columnTypes[0] ?? '');
        return [
          ...(column.type === wanted
            ? []
            : [`${where}: ${column.type} in the table, ${wanted} in the noun`]),
          ...(column.isNullable && !property.nullable
            ? [`${where}: may be null in the table, not in the noun`]
            : []),
          ...(!column.isNullable && property.nullable
            ? [`${where}: may be null in the noun, not in the table`]
            : []),
        ];
      });
    const unfilled = [...columns.values()]
      .filter(({ column, isFilled }) => !known.has(column) && !isFilled)
      .map(
        ({ column }) =>
          `${noun.tableName}.${column}: must be filled, and the noun does not know it`,
      );
    const comment =
      commentOf.get(noun.tableName) === noun.comment
        ? []
        : [`${noun.tableName}: the comment differs`];
    return [...found, ...unfilled, ...comment];
  });
}

/** PostgreSQL's internal name of a type. */
function nameOfType(type: string): string {
  const element = type.endsWith('[]') ? '_' : '';
  const plain = type.replace('[]', '').replace(/\(.*\)/, '');
  const inside: Record<string, string> = {
    int: 'int4',
    integer: 'int4',
    bigint: 'int8',
    boolean: 'bool',
    smallint: 'int2',
  };
  return element + (inside[plain] ?? plain);
}
