import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newClient, newPool } from '../platform/database/postgres-clients.ts';
import type { Fixtures } from './fixtures.ts';
import { startEmbeddedPostgres } from '../run/embedded-postgres.ts';

export interface TestServer {
  /** The administrator's connection to the database `postgres`. */
  readonly url: string;
  /** Name of the migrated database that test databases are copies of; created by `makeTemplate`. */
  readonly template: string;
  makeTemplate(): Promise<void>;
  /** Creates a copy of the template with the fixtures (see fixtures.ts). */
  makeSettledTemplate(): Promise<FixtureTemplate>;
  /**
   * Kills the server without a shutdown and restarts it. Gives the new connection, since the port
   * changes.
   */
  crash(): Promise<string>;
  /** Stops the server and removes its directory. Safe to call twice. */
  stop(): Promise<void>;
}

export interface FixtureTemplate {
  name: string;
  fixtures: Fixtures;
}

/**
 * Starts PostgreSQL for tests in a temporary directory. Use `durable` for tests of crash recovery;
 * everything else is several times faster without. The run guard (`beginRun`) removes both at any
 * end of the run, `kill -9` included.
 */
export async function startTestServer({ durable }: { durable: boolean }): Promise<TestServer> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'linli-test-')));
  const options = { directory: join(directory, 'postgres'), database: 'postgres', durable };
  let postgres = await startEmbeddedPostgres(options);
  return {
    url: postgres.url,
    template,
    async makeTemplate() {
      await asAdministrator(postgres.url, `create database ${template}`);
      const { migrate } = await import('../platform/database/migrate.ts');
      const url = withDatabase(postgres.url, template);
      await migrate({ url });
    },
    async makeSettledTemplate() {
      const name = `${template}_settled`;
      await asAdministrator(postgres.url, `create database ${name} template ${template}`);
      const { seedFixtures } = await import('./fixtures.ts');
      const pool = newPool({ connectionString: withDatabase(postgres.url, name), max: 1 });
      try {
        return { name, fixtures: await seedFixtures(pool) };
      } finally {
        await pool.end();
      }
    },
    async crash() {
      process.kill(postgres.pid, 'SIGKILL');
      await postgres.ended;
      postgres = await startEmbeddedPostgres(options);
      return postgres.url;
    },
    async stop() {
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const template = 'linli_template';

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Runs one statement outside a transaction, as `create database` and `drop database` require. */
export async function asAdministrator(url: string, statement: string): Promise<void> {
  const client = newClient({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
