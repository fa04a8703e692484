import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newClient, newPool } from '../platform/database/postgres-clients.ts';
import type { Fixtures } from './fixtures.ts';
import { startEmbeddedPostgres } from '../run/embedded-postgres.ts';

export interface TestServer {
  /** The administrator's connection to the database `postgres`. */
  readonly url: string;
  /** Name of the migrated database that each test's own is a copy of; made by `makeTemplate`. */
  readonly template: string;
  makeTemplate(): Promise<void>;
  /** Makes a copy of the template that is settled (see fixtures.ts), for worlds to be copies of. */
  makeSettledTemplate(): Promise<FixtureTemplate>;
  /** Kills the server as a power cut would and starts it again. Gives the new connection, since the port is another one. */
  crash(): Promise<string>;
  /** Stops the server and removes its directory. Safe to call twice. */
  stop(): Promise<void>;
}

export interface FixtureTemplate {
  name: string;
  fixtures: Fixtures;
}

/**
 * Starts a PostgreSQL for tests in a directory of its own under the system's temporary one.
 * Ask for `durable` where a test is about what survives a crash; everything else is several times faster without.
 *
 * The guard of the run (`beginRun`) removes both when the run ends in whatever way, `kill -9` included.
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

/** One statement outside a transaction, as `create database` and `drop database` ask for. */
export async function asAdministrator(url: string, statement: string): Promise<void> {
  const client = newClient({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
