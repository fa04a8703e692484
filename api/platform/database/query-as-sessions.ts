import { quoteIdentifier, quoteLiteral, type Session } from './session.ts';

/** A statement that is prepared on the connection, and its values in order. */
export interface Execution {
  readonly name: string;
  readonly values: readonly unknown[];
  /** Whether it runs across the communities of the foundation. */
  readonly acrossCommunities: boolean;
}

/** Whether the values can be written as literals into the text of another statement. */
export function canBeWritten(values: readonly unknown[]): boolean {
  return values.every((value) => literalOf(value) !== null);
}

/**
 * One message that runs the same statements under many sessions in turn. For each session it sets
 * only the variables that differ from the session before, then runs the statements. At its end the
 * original session is in force again.
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

/** Wraps a statement so that it runs across the communities of the foundation. */
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
  // Variables of the previous session alone must not stay in force.
  for (const name of known.keys()) if (!wanted.has(name)) changes.push(`set local ${name} = ''`);
  return changes;
}

function executionOf({ name, values }: Execution): string {
  const written = values.length > 0 ? `(${values.map(literalOf).join(', ')})` : '';
  return `execute ${quoteIdentifier(name)}${written}`;
}

/**
 * A value as a literal that PostgreSQL casts to the type that the statement needs. Null for values
 * that need another form.
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
