import type pg from 'pg';
import { newPool } from '../platform/database/postgres-clients.ts';
import { newId } from '../../schema/ids.ts';
import { type App, createApp } from '../app.ts';
import { signingKeys } from '../identity/signing-keys.ts';
import { issueToken } from '../identity/tokens.ts';
import { MovableClock } from '../platform/common/clock.ts';
import { limits } from '../platform/common/limits.ts';
import { readSettings, type Settings } from '../platform/config/settings.ts';
import { Caller } from './caller.ts';
import { fixtureDatabase } from './database.ts';
import { admissionPatienceMs, withLimits } from './limits.ts';
import type { Fixtures } from './fixtures.ts';

export interface TestPlatform {
  readonly app: App;
  /** Base address, without a trailing slash. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly settings: Settings;
  /** Seeded rows, by uuid. */
  readonly fixtures: Fixtures;
  /** The platform's clock, which tests can move. */
  readonly clock: MovableClock;
  /** An API client with a token of that persona; `anonymous` sends none. */
  as(persona: string): Promise<Caller>;
  tokenOf(persona: string, lifetimeSeconds?: number): Promise<string>;
  /**
   * Runs SQL as the administrator, bypassing row-level security: to read written rows, and to
   * arrange states that the API cannot.
   */
  sql<T extends pg.QueryResultRow>(text: string, parameters?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/**
 * Starts the real platform on a free port over a separate database with fixtures (see fixtures.ts).
 * Call it in beforeAll and close it in afterAll.
 */
export async function startTestPlatform(
  environment: Record<string, string> = {},
): Promise<TestPlatform> {
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
  // Dropping the database ends connections that are still closing.
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
    app = await withLimits({ admissionTimeoutMs: admissionTimeoutMs() }, () =>
      createApp(settings, clock),
    );
    const url = await app.server.listen({ host: '127.0.0.1', port: settings.port });
    return worldOf({ app, url, fixtures, pool, settings, clock, databaseUrl: database.url, close });
  } catch (error) {
    // Open resources would keep the test process alive and the database in use.
    await close().catch(() => {});
    throw error;
  }
}

const standardAdmissionTimeoutMs = limits.admissionTimeoutMs;

/** Patience, except for a test that has set the limit. */
function admissionTimeoutMs(): number {
  const isSet = limits.admissionTimeoutMs !== standardAdmissionTimeoutMs;
  return isSet ? limits.admissionTimeoutMs : admissionPatienceMs;
}

function worldOf(
  parts: Omit<TestPlatform, 'as' | 'tokenOf' | 'sql'> & { pool: pg.Pool },
): TestPlatform {
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

/** A new idempotency key. */
export function newKey(): string {
  return newId();
}
