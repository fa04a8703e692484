import type pg from 'pg';
import { newPool } from '../platform/database/postgres-clients.ts';
import { newId } from '../../schema/ids.ts';
import { type App, createApp } from '../app.ts';
import { signingKeys } from '../identity/signing-keys.ts';
import { issueToken } from '../identity/tokens.ts';
import { MovableClock } from '../platform/clock.ts';
import { readSettings, type Settings } from '../platform/settings.ts';
import { Caller } from './caller.ts';
import { fixtureDatabase } from './database.ts';
import type { Fixtures } from './fixtures.ts';

export interface TestPlatform {
  readonly app: App;
  /** Base address, without a slash at the end. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly settings: Settings;
  /** Who and what there is, by uuid. */
  readonly fixtures: Fixtures;
  /** The platform's clock, to be moved. */
  readonly clock: MovableClock;
  /** Somebody who calls the API with a token of that persona; `anonymous` sends none. */
  as(persona: string): Promise<Caller>;
  tokenOf(persona: string, lifetimeSeconds?: number): Promise<string>;
  /** SQL as the administrator, past all walls: to look at what was written, and to arrange what no API call can. */
  sql<T extends pg.QueryResultRow>(text: string, parameters?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/**
 * The real platform on a free port over a database of its own, settled with two small foundations (fixtures.ts tells who
 * lives there). Call it in beforeAll and close it in afterAll.
 */
export async function startTestPlatform(environment: Record<string, string> = {}): Promise<TestPlatform> {
  const database = await fixtureDatabase();
  const { fixtures } = database;
  const settings = readSettings({
    DATABASE_URL: database.url,
    PORT: '0',
    LINLI_LOG_LEVEL: process.env.LINLI_TEST_LOG ?? 'silent',
    LINLI_DEMO: 'yes',
    LINLI_PUBLIC_URL: 'http://linli.test',
    LINLI_POOL_SIZE_MAX: '6',
    ...environment,
  });
  const pool = newPool({ connectionString: database.url, max: 2 });
  // Dropping the database ends connections that are just being closed.
  const clock = new MovableClock();
  let app: App | undefined;
  const close = async () => {
    try {
      await app?.close();
    } finally {
      await pool.end();
      await database.drop();
    }
  };
  try {
    app = await createApp(settings, clock);
    const url = await app.server.listen({ host: '127.0.0.1', port: settings.port });
    return worldOf({ app, url, fixtures, pool, settings, clock, databaseUrl: database.url, close });
  } catch (error) {
    // Whatever was opened would keep the process of the tests alive, and the database in use.
    await close().catch(() => {});
    throw error;
  }
}

function worldOf(parts: Omit<TestPlatform, 'as' | 'tokenOf' | 'sql'> & { pool: pg.Pool }): TestPlatform {
  const { app, url, fixtures, pool, settings } = parts;

  const tokenOf = async (persona: string, lifetimeSeconds = 3_600): Promise<string> => {
    const [key] = await signingKeys(app.services.database);
    const accountId = fixtures.accounts[persona];
    if (!key || !accountId) throw new Error(`Nobody here is ${persona}.`);
    return issueToken(
      key,
      settings.publicUrl,
      { accountId, foundationId: null, appId: null, scopes: null },
      lifetimeSeconds,
    );
  };
  return {
    ...parts,
    tokenOf,
    as: async (persona) => new Caller(url, persona === 'anonymous' ? null : await tokenOf(persona)),
    sql: async <T extends pg.QueryResultRow>(text: string, parameters: unknown[] = []) =>
      (await pool.query<T>(text, parameters)).rows,
  };
}

/** A key for mutations that ask for one. */
export function newKey(): string {
  return newId();
}
