import { roles, type MemberRole } from './roles.ts';

/**
 * Session of one transaction: the role and the variables about the caller, which row-level security
 * reads.
 */
export interface Session {
  role: MemberRole;
  variables: SessionVariables;
  /**
   * For a role and variables from the actor cache: a statement that raises `outdated` when they are
   * stale. It runs first, as the identity role, in the snapshot of the whole transaction.
   */
  precondition?: string;
}

/** SQLSTATE of a failed precondition: reload the actor and run the operation again. */
const outdated = 'LN001';

export function isStaleAuthorization(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === outdated;
}

export interface SessionVariables {
  'app.account': string;
  'app.foundation': string;
  'app.scope': 'foundation' | 'community';
  /**
   * Persons that the caller is or acts for, as a PostgreSQL array. Left out when there are none.
   */
  'app.persons'?: string;
  /** Teams that the caller leads. */
  'app.teams'?: string;
  /** Community access of the caller; see `encodeCommunityAccess`. */
  'app.community_access'?: string;
  /** Community access in hash buckets, for callers with many communities. */
  [part: `app.community_access_${number}`]: string;
}

/**
 * For sign-in, before there is a tenant. Policies of tenant tables find no foundation and refuse.
 */
export const identitySession: Session = {
  role: roles.identity,
  variables: { 'app.account': '', 'app.foundation': '', 'app.scope': 'community' },
};

/** For an operation that is answered from memory. It checks the precondition and sees no rows. */
export function preconditionOnly({ precondition }: Session): Session {
  return precondition === undefined ? identitySession : { ...identitySession, precondition };
}

/**
 * For callers above the foundations. The role sees the rows between them, and there is no tenant.
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
 * Communities that a caller manages, whose requests the caller sees, and whose volunteers the
 * caller may contact. Each list includes the one before.
 */
export interface CommunityAccess {
  managedCommunityIds: readonly string[];
  visibleCommunityIds: readonly string[];
  contactCommunityIds: readonly string[];
}

/**
 * Encodes community access as session variables (schema/sql/00-access.sql). Policies read
 * one variable for each row. Many communities are split into buckets by the last byte of their id,
 * so that 500 cost hardly more per row than two.
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

/** The policies use the same number. */
const accessVariableCount = 32;
/** Up to this number, one variable is as fast as a bucket. */
const oneVariableMax = 16;

/**
 * A list of uuids as a PostgreSQL array. Throws for any other text, since the result ends in a SET.
 */
export function uuidArray(ids: readonly string[]): string {
  for (const id of ids) refuseOtherThanUuid(id);
  return `{${ids.join(',')}}`;
}

function refuseOtherThanUuid(id: string): void {
  if (!/^[0-9a-f-]{36}$/.test(id))
    throw new Error('A list of ids for a session variable contains a value that is not a uuid.');
}

/**
 * The statements that put a session in force, as one message. They use SET LOCAL and not
 * set_config, because Citus forwards only the former to its workers. Values are quoted here since
 * SET takes no parameters.
 */
export function sessionStatements(session: Session): string {
  return [openingStatements(session), communityAccessStatements(session)]
    .filter(Boolean)
    .join('; ');
}

/** The same without community access, so that a policy shows no rows of communities. */
export function openingStatements({ role, variables, precondition }: Session): string {
  const own = `set local role ${quoteIdentifier(role)}; ${setsOf(variables).own}`;
  return precondition ? `${preconditionStatements(precondition)}; ${own}` : own;
}

/**
 * The statements that set community access; empty when there is none. They may be many thousand
 * characters long.
 */
export function communityAccessStatements({ variables }: Session): string {
  return setsOf(variables).near;
}

/** The foundation of a session; null for a session without a tenant. */
export function foundationOf({ variables }: Session): string | null {
  return variables['app.foundation'] || null;
}

/** The statements of a precondition, under the role that may read its tables. */
export function preconditionStatements(precondition: string): string {
  return `set local role ${quoteIdentifier(roles.identity)}; ${precondition}`;
}

interface Sets {
  own: string;
  near: string;
}

/** Cached by the variables object: the same caller brings the same one, and it may be large. */
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
  if (text.includes('\0')) throw new Error('A session variable contains a NUL character.');
  const quoted = `'${text.replaceAll("'", "''")}'`;
  // With a backslash inside, the E form has the same meaning under any standard_conforming_strings.
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
