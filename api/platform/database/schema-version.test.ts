import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createApp } from '../../app.ts';
import { FeedWatch } from '../../testing/feed-watch.ts';
import { migrate } from './migrate.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

/**
 * A node whose database has an unknown schema refuses to serve, instead of succeeding without
 * effect.
 */
let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});

afterAll(async () => {
  await platform?.close();
});

afterEach(async () => {
  await platform.sql(`delete from schema_migration where name like '900%'`);
  await platform.app.services.schemaVersion.check();
});

async function migratedBeyond(name: string, isExpansion = false): Promise<void> {
  await platform.sql(
    'insert into schema_migration (name, hash, is_expansion) values ($1, $2, $3)',
    [name, 'of a later version', isExpansion],
  );
}

test('a node does not start beside a newer schema, and says which migration it lacks', async () => {
  await migratedBeyond('9000_later.sql');
  await expect(createApp(platform.settings)).rejects.toThrow(
    'The database is newer than this node, which does not know 9000_later.sql: start the version of Linli that migrated it.',
  );
});

test('a node does not start before the migrations of its own version have run', async () => {
  const [last] = await platform.sql<{ name: string; hash: string }>(
    'delete from schema_migration where name = (select max(name) from schema_migration) returning name, hash',
  );
  try {
    await expect(createApp(platform.settings)).rejects.toThrow('run "npm run migrate" first');
  } finally {
    await platform.sql('insert into schema_migration (name, hash) values ($1, $2)', [
      last!.name,
      last!.hash,
    ]);
  }
});

test('a database with another baseline is not migrated, and the message names the remedy', async () => {
  const [part] = await platform.sql<{ name: string; hash: string }>(
    `delete from schema_migration where name like '10-%' returning name, hash`,
  );
  try {
    await expect(migrate({ url: platform.databaseUrl })).rejects.toThrow(
      'The database was made by another version before 0.1.0 (10-platform.sql has not run in it), and no migration leads from there: drop it with npm run reset.',
    );
  } finally {
    await platform.sql('insert into schema_migration (name, hash) values ($1, $2)', [
      part!.name,
      part!.hash,
    ]);
  }
});

test('a running node notices a newer schema, answers 503, and serves again when it is gone', async () => {
  const dispatcher = await platform.as('dispatcher@xinxian');
  const token = await platform.tokenOf('dispatcher@xinxian');
  await migratedBeyond('9000_later.sql');
  await platform.app.services.schemaVersion.check();
  const { status, errors, headers } = await dispatcher.send('{ me { account { displayName } } }');
  expect([status, errors?.[0]?.extensions['code'], headers.get('retry-after')]).toEqual([
    503,
    'NODE_OUTDATED',
    '3',
  ]);
  const ready = await fetch(`${platform.url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { status: 'the database is newer than this node' },
  ]);
  expect((await fetch(`${platform.url}/healthz`)).status).toBe(200);
  await expect(FeedWatch.open(platform.url, token, { after: '' })).rejects.toMatchObject([
    { extensions: { code: 'NODE_OUTDATED' } },
  ]);
  await platform.sql(`delete from schema_migration where name = '9000_later.sql'`);
  await platform.app.services.schemaVersion.check();
  expect((await dispatcher.send('{ me { account { displayName } } }')).status).toBe(200);
});

test('a migration that is marked as additive leaves older nodes in service', async () => {
  await migratedBeyond('9001_addition.sql', true);
  await platform.app.services.schemaVersion.check();
  expect(
    (await (await platform.as('dispatcher@xinxian')).send('{ me { account { displayName } } }'))
      .status,
  ).toBe(200);
});
