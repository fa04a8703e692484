import { Database } from '../platform/database/database.ts';
import { statement } from '../platform/database/statement.ts';
import { identitySession } from '../platform/database/session.ts';
import { grantInForce } from './grant-in-force.ts';
import { signingKeys } from './signing-keys.ts';
import { issueToken } from './tokens.ts';

/** A day of trying things out; a demonstration holds nothing worth stealing. */
export const demoTokenSeconds = 12 * 3600;

/**
 * A bearer token for a persona, or null for an unknown name. For `npm run token`, which checks that
 * this is a demo.
 */
export async function issueDemoToken(
  databaseUrl: string,
  issuer: string,
  persona: string,
): Promise<string | null> {
  return withDatabase(databaseUrl, (database) => demoTokenOf(database, issuer, persona));
}

/** Names of all personas, for `npm run token`. */
export async function listPersonas(databaseUrl: string): Promise<string[]> {
  return (await withDatabase(databaseUrl, personasOf)).map(({ persona }) => persona);
}

/** As issueDemoToken, on an open database. The caller has checked that this is a demo. */
export async function demoTokenOf(
  database: Database,
  issuer: string,
  persona: string,
): Promise<string | null> {
  const [account] = await database.readAs<{ id: string }>(identitySession, accountOfPersona, {
    persona,
  });
  if (!account) return null;
  const [newest] = await signingKeys(database);
  if (!newest) throw new Error('There is no signing key, although one was just made.');
  return issueToken(
    newest,
    issuer,
    { accountId: account.id, foundationId: null, appId: null, scopes: null },
    demoTokenSeconds,
  );
}

/** A demo account that a visitor may use. */
export interface Persona {
  persona: string;
  displayName: string;
  /** Roles in force, the oldest grant first. */
  roles: string[];
  /** Null for the head bank, which has no foundation. */
  foundation: string | null;
}

export async function personasOf(database: Database): Promise<Persona[]> {
  return database.readAs<Persona>(identitySession, allPersonas);
}

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await Database.open({ url, poolSizeMax: 2, entities: [] });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

const accountOfPersona = statement(
  'identity.accountOfPersona',
  'select id from account where persona = :persona and is_active',
);
const allPersonas = statement(
  'identity.allPersonas',
  `
  select a.persona, a.display_name, min(f.name) as foundation,
         coalesce(array_agg(g.role order by g.id) filter (where g.id is not null), '{}') as roles
  from account a
  left join role_grant g on g.account_id = a.id and ${grantInForce('g')}
  left join foundation f on f.id = g.foundation_id
  where a.persona is not null and a.is_active
  group by a.id
  order by a.persona`,
);
