import { createHash } from 'node:crypto';
import { compileNamedParameters } from './named-parameters.ts';

/** A statement with a name, so that the server parses and plans it once per connection. */
export interface Statement {
  /**
   * Name as people read it, `<module>.<name>`. The text begins with it as a comment, so that
   * `pg_stat_statements` and the server's log show it.
   */
  readonly name: string;
  /** Name of the prepared statement, unique for each text. Empty when it is planned each time. */
  readonly preparedName: string;
  /** The text that goes to the server, with `$1`, `$2`, ... */
  readonly text: string;
  /** Names of the parameters, in the order of their numbers. */
  readonly parameterNames: readonly string[];
  /**
   * Whether it reads only rows that everybody in the foundation may see, so that the session needs
   * no community access.
   */
  readonly isForAll?: boolean;
}

/** Values of the parameters of a statement, by name. */
export type StatementParameters = Readonly<Record<string, unknown>>;

/** The parameter that a session with a tenant fills in. */
export const tenantParameter = 'foundationId';

/**
 * Creates a statement. Parameters are written as `:name`; snake_case columns come back in
 * camelCase. Throws when the name is in use.
 */
export function statement(name: string, text: string): Statement {
  return statementsNamed(name)(text);
}

/**
 * For texts that are composed at run time: the statements of one place in the code share a name. A
 * part behind the name may tell them apart, such as the table. Throws when the name is in use.
 */
export function statementsNamed(name: string): StatementBuilder {
  if (!namePattern.test(name))
    throw new Error(`The statement name ${name} is invalid: write <module>.<name>.`);
  if (names.has(name)) throw new Error(`Two statements have the name ${name}: rename one of them.`);
  names.add(name);
  return (text, part) => compile(part === undefined ? name : `${name}.${part}`, text);
}

export type StatementBuilder = (text: string, part?: string) => Statement;

/**
 * Marks a statement that reads only rows that everybody in the foundation may see. Other rows would
 * be missing.
 */
export function tenantWide(query: Statement): Statement {
  return { ...query, isForAll: true };
}

/** The statement, planned each time: for rare texts, which would fill the memory of connections. */
export function withoutPreparation(query: Statement): Statement {
  return { ...query, preparedName: '' };
}

/** A statement around another one, with the same parameters: an EXPLAIN or a digest of its rows. */
export function statementAround(
  { name, text, parameterNames }: Statement,
  part: string,
  wrap: (text: string) => string,
): Statement {
  return asSent(`${name}.${part}`, wrap(text), parameterNames);
}

/**
 * Values of the parameters in the order of the text. The session fills in its foundation. Throws
 * for a missing and for an unknown parameter, and for a foundation other than the session's.
 */
export function valuesOf(
  { name, parameterNames }: Statement,
  parameters: StatementParameters,
  foundationId: string | null = null,
): unknown[] {
  const values: unknown[] = [];
  let given = 0;
  for (const wanted of parameterNames) {
    let value = parameters[wanted];
    if (value !== undefined || Object.hasOwn(parameters, wanted)) {
      given += 1;
      if (wanted === tenantParameter && foundationId && value !== foundationId)
        throw new Error(`${name} is run for another foundation than that of its session.`);
    } else {
      if (wanted !== tenantParameter || !foundationId)
        throw new Error(`${name} lacks its parameter ${wanted}.`);
      value = foundationId;
    }
    values.push(value);
  }
  const all = Object.keys(parameters);
  if (all.length > given) {
    const unknown = all.filter((each) => !parameterNames.includes(each));
    throw new Error(`${name} has no parameter ${unknown.join(', ')}.`);
  }
  return values;
}

/** Runs statements inside a session: a read snapshot or a transaction. */
export interface Queryable {
  /** A session with a tenant fills in `foundationId`. */
  rows<T>(query: Statement, parameters?: StatementParameters): Promise<T[]>;
}

const names = new Set<string>();

const namePattern = /^[a-z]+\.\w+(\.[\w-]+)?$/;

function compile(name: string, text: string): Statement {
  if (!namePattern.test(name))
    throw new Error(`The statement name ${name} is invalid: write <module>.<name>.<part>.`);
  try {
    const compiled = compileNamedParameters(text);
    return asSent(name, compiled.text, compiled.names);
  } catch (error) {
    throw new Error(`The statement ${name} is invalid: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function asSent(name: string, text: string, parameterNames: readonly string[]): Statement {
  const sent = `/* ${name} */ ${text}`;
  const preparedName = `s${createHash('sha1').update(sent).digest('base64url')}`;
  return { name, preparedName, text: sent, parameterNames };
}
