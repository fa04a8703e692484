import { randomUUID } from 'node:crypto';
import { asAdministrator, withDatabase } from './server.ts';

export interface TestDatabase {
  /** The administrator's connection to this database. */
  url: string;
  /** Ends what is still connected and drops it. */
  drop(): Promise<void>;
}

/** A fresh, migrated database, apart from every other test's: a copy of the template, made in some tens of milliseconds. */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, template } = testServer();
  // By chance and not by count: a worker runs many files, each with modules of its own, and one that ended badly leaves its database.
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(url, `create database ${name} template ${template}`);
  return {
    url: withDatabase(url, name),
    drop: () => asAdministrator(url, `drop database if exists ${name} with (force)`),
  };
}

/** What the global setup told its workers. */
function testServer(): { url: string; template: string } {
  const told = process.env.LINLI_TEST_SERVER;
  if (!told)
    throw new Error(
      'There is no test server: run the tests by "npm test", or by Jest with the configuration of this project.',
    );
  return JSON.parse(told) as { url: string; template: string };
}
