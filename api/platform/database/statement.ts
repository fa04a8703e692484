import { createHash } from 'node:crypto';

/** A statement with a name, so that the server parses and plans it once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /**
   * Whether it reads only rows that everybody in the foundation may see, so that the session needs
   * no community access.
   */
  readonly isForAll?: boolean;
}

/**
 * Creates a statement, named by its text. Parameters are $1, $2, ...; snake_case columns come back
 * in camelCase.
 */
export function statement(text: string): Statement {
  return { name: `s${createHash('sha1').update(text).digest('base64url')}`, text };
}

/**
 * Marks a statement that reads only rows that everybody in the foundation may see. Other rows would
 * be missing.
 */
export function tenantWide(query: Statement): Statement {
  return { ...query, isForAll: true };
}

/** Runs statements inside a session: a read snapshot or a transaction. */
export interface Queryable {
  rows<T>(query: Statement, parameters?: readonly unknown[]): Promise<T[]>;
}
