import { randomUUID } from 'node:crypto';
import { newPool } from '../platform/database/postgres-clients.ts';
import { asAdministrator, type FixtureTemplate, withDatabase } from './server.ts';
import { seedFixtures, type Fixtures } from './fixtures.ts';

export interface TestDatabase {
  /** The administrator's connection to this database. */
  url: string;
  /** Ends remaining connections and drops the database. */
  drop(): Promise<void>;
}

/**
 * Creates a migrated database for one test file, as a copy of the template, in some tens of
 * milliseconds.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, template } = testServer();
  return copyOf(url, template);
}

/** The same with the fixtures, which have the same ids in every copy. */
export async function fixtureDatabase(): Promise<TestDatabase & { fixtures: Fixtures }> {
  const { url, template, settled } = testServer();
  if (settled)
    return { ...(await copyOf(url, settled.name)), fixtures: structuredClone(settled.fixtures) };
  // A benchmark has one platform and makes no template.
  const database = await copyOf(url, template);
  const pool = newPool({ connectionString: database.url, max: 1 });
  try {
    return { ...database, fixtures: await seedFixtures(pool) };
  } finally {
    await pool.end();
  }
}

async function copyOf(url: string, template: string): Promise<TestDatabase> {
  // Random and not counted: a worker runs many files, and a failed one leaves its database.
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // Copying files takes half the processor time of writing every block to the log.
  await asAdministrator(url, `create database ${name} template ${template} strategy file_copy`);
  return {
    url: withDatabase(url, name),
    drop: () => asAdministrator(url, `drop database if exists ${name} with (force)`),
  };
}

interface TestServerNotice {
  url: string;
  template: string;
  settled?: FixtureTemplate;
}

/** Connection details that the global setup passed to its workers. */
function testServer(): TestServerNotice {
  const told = process.env.LINLI_TEST_SERVER;
  if (!told)
    throw new Error(
      'There is no test server: run the tests by "npm test", or by Jest with the configuration of this project.',
    );
  return JSON.parse(told) as TestServerNotice;
}
