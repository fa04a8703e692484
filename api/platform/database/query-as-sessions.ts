import { quoteIdentifier, quoteLiteral, type Session } from './session.ts';

/** A statement that is prepared on the connection, and with what it is to be run. */
export interface Execution {
  readonly name: string;
  readonly parameters: readonly unknown[];
  /** Whether it is to be run across the communities of the foundation. */
  readonly acrossCommunities: boolean;
}

/** Whether the parameters of a statement can be written into the text of another one. */
export function canBeWritten(parameters: readonly unknown[]): boolean {
  return parameters.every((value) => literalOf(value) !== null);
}

/**
 * One message that runs the same under many sessions, one after the other: of each session what it
 * has other than the one before it, then the statements. At its end the session that was in force
 * before is in force again.
 */
export function queryAsSessions(
  own: Session,
  sessions: readonly Session[],
  executions: readonly Execution[],
): string {
  const parts: string[] = [];
  const texts = executions.map((each) => ({
    acrossCommunities: each.acrossCommunities,
    text: executionOf(each),
  }));
  let before = own;
  for (const session of sessions) {
    parts.push(...changesOf(before, session));
    for (const { acrossCommunities, text } of texts)
      parts.push(...(acrossCommunities ? across(session, text) : [text]));
    before = session;
  }
  parts.push(...changesOf(before, own));
  return parts.join('; ');
}

/** The statements around one that is run across the communities of the foundation. */
function across({ variables }: Session, text: string): string[] {
  return [
    `set local app.scope = 'foundation'`,
    text,
    `set local app.scope = ${quoteLiteral(variables['app.scope'])}`,
  ];
}

function changesOf(before: Session, after: Session): string[] {
  const changes =
    before.role === after.role ? [] : [`set local role ${quoteIdentifier(after.role)}`];
  const [known, wanted] = [
    new Map(Object.entries(before.variables)),
    new Map(Object.entries(after.variables)),
  ];
  for (const [name, value] of wanted) {
    if (known.get(name) !== value) changes.push(`set local ${name} = ${quoteLiteral(value)}`);
  }
  // What only the one before has must not stay in force for the next.
  for (const name of known.keys()) if (!wanted.has(name)) changes.push(`set local ${name} = ''`);
  return changes;
}

function executionOf({ name, parameters }: Execution): string {
  const written = parameters.length > 0 ? `(${parameters.map(literalOf).join(', ')})` : '';
  return `execute ${quoteIdentifier(name)}${written}`;
}

/**
 * A value as a literal that PostgreSQL takes for whatever type the statement asks for; null for
 * what is written otherwise.
 */
function literalOf(value: unknown): string | null {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) {
    const parts = value.map(elementOf);
    return parts.includes(null) ? null : quoteLiteral(`{${parts.join(',')}}`);
  }
  return isPlain(value) ? quoteLiteral(String(value)) : null;
}

function elementOf(value: unknown): string | null {
  if (value === null || value === undefined) return 'NULL';
  return isPlain(value) ? `"${String(value).replaceAll(/["\\]/g, '\\$&')}"` : null;
}

function isPlain(value: unknown): value is string | number | bigint | boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}
