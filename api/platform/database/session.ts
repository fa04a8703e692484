import { roles, type MemberRole } from './roles.ts';

/** What the database is told about the caller for the length of one transaction. Row-level security reads it. */
export interface Session {
  role: MemberRole;
  variables: SessionVariables;
  /**
   * Where role and variables come from memory: a statement that raises `outdated` when they are not true any more. It runs
   * as the identity role before anything else, in the snapshot that everything else is read from.
   */
  proof?: string;
}

/** SQLSTATE of a proof that failed: read the rights again, and do the operation again. */
const outdated = 'LN001';

export function isOutdated(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === outdated;
}

export interface SessionVariables {
  'app.account': string;
  'app.foundation': string;
  'app.scope': 'foundation' | 'community';
  'app.communities': string;
  'app.reach': string;
  'app.circle': string;
  'app.persons': string;
  'app.teams': string;
}

/** For sign-in, before there is a tenant. Policies of tenant tables find no foundation and refuse. */
export const identitySession: Session = {
  role: roles.identity,
  variables: {
    'app.account': '',
    'app.foundation': '',
    'app.scope': 'community',
    'app.communities': '{}',
    'app.reach': '{}',
    'app.circle': '{}',
    'app.persons': '{}',
    'app.teams': '{}',
  },
};

/** For whoever stands above the foundations: its role sees what is between them, and there is no tenant. */
export const headBankSession: Session = { role: roles.headBank, variables: identitySession.variables };

/** For work of the house in one foundation that a signed link or a timer asks for, on behalf of an account. */
export function houseSession(foundationId: string, accountId: string): Session {
  const variables = { ...identitySession.variables, 'app.account': accountId, 'app.foundation': foundationId };
  return { role: roles.member, variables: { ...variables, 'app.scope': 'foundation' } };
}

/** A list of uuids as PostgreSQL writes an array. Refuses what is not a uuid, since this text ends in a SET. */
export function uuidArray(ids: readonly string[]): string {
  for (const id of ids) if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error('A scope holds something that is not a uuid.');
  return `{${ids.join(',')}}`;
}

/**
 * The statements that put a session in force, as one message. SET LOCAL and not set_config, because Citus forwards only
 * the former to its workers. Values are quoted here since SET takes no parameters.
 */
export function sessionStatements(session: Session): string {
  const sets = Object.entries(session.variables).map(([name, value]) => `set local ${name} = ${quoteLiteral(value)}`);
  const proof = session.proof ? [`set local role ${quoteIdentifier(roles.identity)}`, session.proof] : [];
  return [...proof, `set local role ${quoteIdentifier(session.role)}`, ...sets].join('; ');
}

export function quoteIdentifier(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

export function quoteLiteral(text: string): string {
  if (text.includes('\0')) throw new Error('A session variable holds a NUL character.');
  const quoted = `'${text.replaceAll("'", "''")}'`;
  // With a backslash inside, the E form means the same whatever standard_conforming_strings says.
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
