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
  /** Persons that the caller is or acts for, as PostgreSQL writes an array; left out where there are none. */
  'app.persons'?: string;
  /** Teams that the caller leads. */
  'app.teams'?: string;
  /** Communities near the caller; see `nearby`. */
  'app.near'?: string;
  /** The same in parts, where they are many. */
  [part: `app.near_${number}`]: string;
}

/** For sign-in, before there is a tenant. Policies of tenant tables find no foundation and refuse. */
export const identitySession: Session = {
  role: roles.identity,
  variables: { 'app.account': '', 'app.foundation': '', 'app.scope': 'community' },
};

/** For an operation that is answered from memory: it proves that the memory holds, and sees nothing. */
export function onlyToProve({ proof }: Session): Session {
  return proof === undefined ? identitySession : { ...identitySession, proof };
}

/** For whoever stands above the foundations: its role sees what is between them, and there is no tenant. */
export const headBankSession: Session = { role: roles.headBank, variables: identitySession.variables };

/** For work of the house in one foundation that a signed link or a timer asks for, on behalf of an account. */
export function houseSession(foundationId: string, accountId: string): Session {
  const variables = { ...identitySession.variables, 'app.account': accountId, 'app.foundation': foundationId };
  return { role: roles.member, variables: { ...variables, 'app.scope': 'foundation' } };
}

/** Communities that a caller runs, whose requests the caller sees, and whose helpers the caller knows; each list is in the next one. */
export interface Near {
  communities: readonly string[];
  reach: readonly string[];
  circle: readonly string[];
}

/**
 * Variables that tell the policies which communities are near, and how near (schema/migrations/0015_reads.sql). Many of them are told
 * in parts, because a policy reads one for each row: the last byte of an id says which, so that 500 cost a row hardly more than two.
 */
export function nearby({ communities, reach, circle }: Near): Pick<SessionVariables, NearVariable> {
  const marks = new Map<string, string>();
  for (const id of circle) marks.set(id, 'k');
  for (const id of reach) marks.set(id, 'sk');
  for (const id of communities) marks.set(id, 'rsk');
  const isOnePart = marks.size <= nearInOnePartMax;
  const parts = new Map<NearVariable, string[]>();
  for (const [id, mark] of marks) {
    refuseOtherThanUuid(id);
    const name = isOnePart ? 'app.near' : partOf(id);
    const part = parts.get(name) ?? [];
    part.push(`${mark}${id}`);
    parts.set(name, part);
  }
  return Object.fromEntries([...parts].map(([name, part]) => [name, part.join(',')]));
}

type NearVariable = 'app.near' | `app.near_${number}`;

function partOf(id: string): NearVariable {
  return `app.near_${Number.parseInt(id.slice(-2), 16) & (nearPartCount - 1)}`;
}

/** As the policies have it. */
const nearPartCount = 32;
/** So many are found as quickly in one text as in a part of it. */
const nearInOnePartMax = 16;

/** A list of uuids as PostgreSQL writes an array. Refuses what is not a uuid, since this text ends in a SET. */
export function uuidArray(ids: readonly string[]): string {
  for (const id of ids) refuseOtherThanUuid(id);
  return `{${ids.join(',')}}`;
}

function refuseOtherThanUuid(id: string): void {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error('A scope holds something that is not a uuid.');
}

/**
 * The statements that put a session in force, as one message. SET LOCAL and not set_config, because Citus forwards only
 * the former to its workers. Values are quoted here since SET takes no parameters.
 */
export function sessionStatements(session: Session): string {
  return [openingStatements(session), nearStatements(session)].filter(Boolean).join('; ');
}

/** The same without the communities that are near, so that a policy shows nothing of any. */
export function openingStatements({ role, variables, proof }: Session): string {
  const own = `set local role ${quoteIdentifier(role)}; ${setsOf(variables).own}`;
  return proof ? `${proofStatements(proof)}; ${own}` : own;
}

/** The statements that tell which communities are near; empty where none is. They may be many thousand letters long. */
export function nearStatements({ variables }: Session): string {
  return setsOf(variables).near;
}

/** The statements of a proof, as the role that may look at what it looks at. */
export function proofStatements(proof: string): string {
  return `set local role ${quoteIdentifier(roles.identity)}; ${proof}`;
}

interface Sets {
  own: string;
  near: string;
}

/** Whoever comes again brings the same variables, and there may be many of them. */
const setsByVariables = new WeakMap<SessionVariables, Sets>();

function setsOf(variables: SessionVariables): Sets {
  let sets = setsByVariables.get(variables);
  if (sets === undefined) {
    const all = Object.entries(variables).map(
      ([name, value]) => `set local ${name} = ${quoteLiteral(value as string)}`,
    );
    const isNear = (set: string) => set.startsWith('set local app.near');
    sets = { own: all.filter((set) => !isNear(set)).join('; '), near: all.filter(isNear).join('; ') };
    setsByVariables.set(variables, sets);
  }
  return sets;
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
