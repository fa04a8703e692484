import { setTimeout as sleep } from 'node:timers/promises';
import { newClient } from '../platform/database/postgres-clients.ts';
import { Refusal, errorCode } from './command-error.ts';

/** A server that takes longer to answer is unusable for the platform. */
const connectMs = 20_000;
/**
 * A server that replays its log after a crash reports it. The check waits this long and asks once a
 * second.
 */
const recoveryMs = 300_000;
const recoveryCheckMs = 1_000;
/**
 * Row-level security with `security_invoker` views and `set` options of grants needs 16; the tests
 * run on 18.
 */
const versionMin = 16;

/**
 * Checks a DATABASE_URL before its first use. Refuses with one sentence that states the fault,
 * without the password.
 */
export async function checkDatabase(url: string): Promise<void> {
  for (const deadline = Date.now() + recoveryMs; ;) {
    try {
      return await checkOnce(url);
    } catch (error) {
      if (errorCode(error) !== startingUp || Date.now() >= deadline) throw error;
    }
    await sleep(recoveryCheckMs);
  }
}

/** PostgreSQL's "cannot connect now": it starts up, recovers, or shuts down. */
const startingUp = '57P03';

async function checkOnce(url: string): Promise<void> {
  const address = parse(url);
  const client = newClient({ connectionString: url, connectionTimeoutMillis: connectMs });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; may_create: boolean }>(
      "select current_setting('server_version_num') as version, rolsuper or rolcreaterole as may_create from pg_roles where rolname = current_user",
    );
    const version = Math.floor(Number(rows[0]?.version) / 10_000);
    if (version < versionMin)
      throw new Refusal(
        `The server of DATABASE_URL is PostgreSQL ${version}: use PostgreSQL ${versionMin} or later.`,
      );
    if (!rows[0]?.may_create) {
      throw new Refusal(
        `The user of DATABASE_URL may not create roles: grant this with "alter role ${decodeURIComponent(address.username)} createrole", or use the owner.`,
      );
    }
  } catch (error) {
    throw explainConnection(error, address);
  } finally {
    await client.end().catch(() => {});
  }
}

function parse(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw new Refusal(
      'DATABASE_URL is not an address: write it as postgres://user:password@host:port/database.',
    );
  }
}

function explainConnection(error: unknown, { hostname, port, username, pathname }: URL): unknown {
  if (error instanceof Refusal) return error;
  const where = `${hostname}:${port || 5432}`;
  const database = decodeURIComponent(pathname.slice(1));
  const sentences: Record<string, string> = {
    ECONNREFUSED: `No PostgreSQL answers at ${where}: start it, correct DATABASE_URL, or unset it to use the embedded one.`,
    EHOSTUNREACH: `The server ${where} is unreachable: correct the host in DATABASE_URL, or unset it to use the embedded one.`,
    ENOTFOUND: `The host ${hostname} of DATABASE_URL is unknown: correct it, or unset DATABASE_URL to use the embedded PostgreSQL.`,
    EAI_AGAIN: `The host ${hostname} of DATABASE_URL cannot be looked up: correct it, or unset DATABASE_URL to use the embedded PostgreSQL.`,
    '28P01': `PostgreSQL at ${where} refuses the password of ${username}: correct user and password in DATABASE_URL.`,
    '28000': `PostgreSQL at ${where} refuses the user ${username}: correct the user in DATABASE_URL, or allow it in pg_hba.conf.`,
    '3D000': `PostgreSQL at ${where} has no database "${database}": create it with "createdb ${database}", or correct DATABASE_URL.`,
    [startingUp]: `PostgreSQL at ${where} is still starting up: wait until it has recovered, then start again.`,
    '53300': `PostgreSQL at ${where} has no connection left: raise its max_connections, or close other programs.`,
  };
  const sentence = sentences[errorCode(error) ?? ''];
  const reason = error instanceof Error ? error.message : String(error);
  return new Refusal(
    sentence ??
      `DATABASE_URL cannot be used (${where}: ${reason}): correct it, or unset it to use the embedded PostgreSQL.`,
    { cause: error },
  );
}
