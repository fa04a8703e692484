import type { Resource } from '../authorization/policy.ts';
import type { Statement, StatementParameters } from '../database/statement.ts';
import type { Columns } from './columns.ts';
import type { Embedding } from './json-embedding.ts';
import type { Lookahead } from './lookahead.ts';

/** The part of an operation's context that loaders and lists use. */
export interface ReadContext {
  /** The foundation that the operation acts in. */
  readonly foundationId: string;
  /** Variables of the operation, defaults included. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Selection of the operation; null without lookahead. */
  readonly lookahead: Lookahead | null;
  /** Decision time as ISO 8601 text. */
  now(): string;
  /** Whether the policy table permits an action of the caller. */
  allows(action: string, subject?: Resource): boolean;
  /** Runs a statement in the operation's snapshot. */
  rows<T>(query: Statement, parameters?: StatementParameters): Promise<T[]>;
  /** Runs a statement across the communities of the foundation. */
  rowsAcrossCommunities<T>(query: Statement, parameters?: StatementParameters): Promise<T[]>;
  /** One row by key, batched with all others that are requested in this turn. */
  load<Key, Row>(loader: Loader<Key, Row>, key: Key): Promise<Row | null>;
}

/** Loads many keys in one statement. Rows may come in any order; `keyOf` matches them. */
export interface Loader<Key, Row> {
  readonly name: string;
  /** Selects all columns unless `columns` is given. */
  batch(ctx: ReadContext, keys: readonly Key[], columns?: Columns): Promise<ReadonlyMap<Key, Row>>;
  /** How to embed the rows in the statement of the rows that hold the keys, if that is possible. */
  readonly inside?: Embedding;
}
