import { Database } from '../platform/database/database.ts';
import { Reader, type Statement, statement } from '../platform/database/reader.ts';
import { identitySession } from '../platform/database/session.ts';
import { signingKeys } from './signing-keys.ts';
import { issueToken } from './tokens.ts';

/** Long enough for a day of trying things out; a demonstration holds nothing worth stealing. */
const lifetimeSeconds = 12 * 3600;

/** A bearer token for a persona, or null when there is none of that name. For `npm run token`, which checks that this is a demo. */
export async function issueDemoToken(databaseUrl: string, issuer: string, persona: string): Promise<string | null> {
  return withDatabase(databaseUrl, async (database) => {
    const [account] = await read<{ id: string }>(database, accountOfPersona, [persona]);
    if (!account) return null;
    const [newest] = await signingKeys(database);
    if (!newest) throw new Error('There is no signing key, although one was just made.');
    return issueToken(
      newest,
      issuer,
      { accountId: account.id, foundationId: null, appId: null, scopes: null },
      lifetimeSeconds,
    );
  });
}

export async function listPersonas(databaseUrl: string): Promise<string[]> {
  const rows = await withDatabase(databaseUrl, (database) => read<{ persona: string }>(database, allPersonas, []));
  return rows.map(({ persona }) => persona);
}

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await Database.open({ url, poolSizeMax: 2, entities: [] });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function read<T>(database: Database, query: Statement, parameters: unknown[]): Promise<T[]> {
  const reader = new Reader(database.pool, identitySession);
  try {
    return await reader.rows<T>(query, parameters);
  } finally {
    await reader.close();
  }
}

const accountOfPersona = statement('select id from account where persona = $1 and is_active');
const allPersonas = statement('select persona from account where persona is not null and is_active order by persona');
