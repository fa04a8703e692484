import { roles, type MemberRole } from './roles.ts';

/**
 * What the database is told about the caller for the length of one transaction. Row-level security
 * reads it.
 */
export interface Session {
  role: MemberRole;
  variables: SessionVariables;
  /**
   * Where role and variables come from memory: a statement that raises `outdated` when they are not
   * true any more. It runs as the identity role before anything else, in the snapshot that
   * everything else is read from.
   */
  precondition?: string;
}

/** SQLSTATE of a precondition that failed: read the rights again, and do the operation again. */
const outdated = 'LN001';

export function isStaleAuthorization(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === outdated;
}

export interface SessionVariables {
  'app.account': string;
  'app.foundation': string;
  'app.scope': 'foundation' | 'community';
  /**
   * Persons that the caller is or acts for, as PostgreSQL writes an array; left out where there are
   * none.
   */
  'app.persons'?: string;
  /** Teams that the caller leads. */
  'app.teams'?: string;
  /** Communities near the caller; see `nearby`. */
  'app.community_access'?: string;
  /** The same in parts, where they are many. */
  [part: `app.community_access_${number}`]: string;
}

/**
 * For sign-in, before there is a tenant. Policies of tenant tables find no foundation and refuse.
 */
export const identitySession: Session = {
  role: roles.identity,
  variables: { 'app.account': '', 'app.foundation': '', 'app.scope': 'community' },
};

/**
 * For an operation that is answered from memory: it proves that the memory holds, and sees nothing.
 */
export function preconditionOnly({ precondition }: Session): Session {
  return precondition === undefined ? identitySession : { ...identitySession, precondition };
}

/**
 * For whoever stands above the foundations: its role sees what is between them, and there is no
 * tenant.
 */
export const headBankSession: Session = {
  role: roles.headBank,
  variables: identitySession.variables,
};

/**
 * Session of the platform inside one foundation, for work that a timer, a signed link or a tool
 * starts. It sees the whole foundation and names the account that the work is for.
 */
export function systemSession(foundationId: string, accountId: string): Session {
  const variables = {
    ...identitySession.variables,
    'app.account': accountId,
    'app.foundation': foundationId,
  };
  return { role: roles.member, variables: { ...variables, 'app.scope': 'foundation' } };
}

/** A caller's own session, widened to the whole of one foundation. The caller has authorized it. */
export function withinWholeFoundation(session: Session, foundationId: string): Session {
  const variables = { ...session.variables, 'app.foundation': foundationId };
  return { ...session, variables: { ...variables, 'app.scope': 'foundation' } };
}

/**
 * Communities that a caller runs, whose requests the caller sees, and whose helpers the caller
 * knows; each list is in the next one.
 */
export interface CommunityAccess {
  managedCommunityIds: readonly string[];
  visibleCommunityIds: readonly string[];
  contactCommunityIds: readonly string[];
}

/**
 * Variables that tell the policies which communities are near, and how near
 * (schema/migrations/0015_reads.sql). Many of them are told in parts, because a policy reads one
 * for each row: the last byte of an id says which, so that 500 cost a row hardly more than two.
 */
export function encodeCommunityAccess({
  managedCommunityIds,
  visibleCommunityIds,
  contactCommunityIds,
}: CommunityAccess): Pick<SessionVariables, AccessVariable> {
  const marks = new Map<string, string>();
  for (const id of contactCommunityIds) marks.set(id, 'k');
  for (const id of visibleCommunityIds) marks.set(id, 'sk');
  for (const id of managedCommunityIds) marks.set(id, 'rsk');
  const isOnePart = marks.size <= oneVariableMax;
  const parts = new Map<AccessVariable, string[]>();
  for (const [id, mark] of marks) {
    refuseOtherThanUuid(id);
    const name = isOnePart ? 'app.community_access' : partOf(id);
    const part = parts.get(name) ?? [];
    part.push(`${mark}${id}`);
    parts.set(name, part);
  }
  return Object.fromEntries([...parts].map(([name, part]) => [name, part.join(',')]));
}

type AccessVariable = 'app.community_access' | `app.community_access_${number}`;

function partOf(id: string): AccessVariable {
  return `app.community_access_${Number.parseInt(id.slice(-2), 16) & (accessVariableCount - 1)}`;
}

/** As the policies have it. */
const accessVariableCount = 32;
/** So many are found as quickly in one text as in a part of it. */
const oneVariableMax = 16;

/**
 * A list of uuids as PostgreSQL writes an array. Refuses what is not a uuid, since this text ends
 * in a SET.
 */
export function uuidArray(ids: readonly string[]): string {
  for (const id of ids) refuseOtherThanUuid(id);
  return `{${ids.join(',')}}`;
}

function refuseOtherThanUuid(id: string): void {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error('A scope holds something that is not a uuid.');
}

/**
 * The statements that put a session in force, as one message. SET LOCAL and not set_config, because
 * Citus forwards only the former to its workers. Values are quoted here since SET takes no
 * parameters.
 */
export function sessionStatements(session: Session): string {
  return [openingStatements(session), communityAccessStatements(session)]
    .filter(Boolean)
    .join('; ');
}

/** The same without the communities that are near, so that a policy shows nothing of any. */
export function openingStatements({ role, variables, precondition }: Session): string {
  const own = `set local role ${quoteIdentifier(role)}; ${setsOf(variables).own}`;
  return precondition ? `${preconditionStatements(precondition)}; ${own}` : own;
}

/**
 * The statements that tell which communities are near; empty where none is. They may be many
 * thousand letters long.
 */
export function communityAccessStatements({ variables }: Session): string {
  return setsOf(variables).near;
}

/** The statements of a precondition, as the role that may look at what it looks at. */
export function preconditionStatements(precondition: string): string {
  return `set local role ${quoteIdentifier(roles.identity)}; ${precondition}`;
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
    const isAccess = (set: string) => set.startsWith('set local app.community_access');
    sets = {
      own: all.filter((set) => !isAccess(set)).join('; '),
      near: all.filter(isAccess).join('; '),
    };
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
