import { expect, test } from '@jest/globals';
import pg from 'pg';
import { testDatabase } from './database.ts';

test('each test database is migrated and separate from the others', async () => {
  const databases = await Promise.all([testDatabase(), testDatabase(), testDatabase()]);
  try {
    const names = await Promise.all(
      databases.map(async ({ url }) => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        await client.query('create table only_here ()');
        const { rows } = await client.query<{ name: string; migrations: number }>(
          'select current_database() as name, (select count(*)::int from schema_migration) as migrations',
        );
        await client.end();
        return rows[0]!;
      }),
    );
    expect(new Set(names.map(({ name }) => name)).size).toBe(3);
    expect(new Set(names.map(({ migrations }) => migrations)).size).toBe(1);
  } finally {
    await Promise.all(databases.map((database) => database.drop()));
  }
});
