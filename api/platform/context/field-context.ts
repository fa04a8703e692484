import type { Context } from './operation-context.ts';

/**
 * Context of a resolver of a field, without the actor. What a field shows may depend on the caller
 * only through `allows`, `decide` and the rows that the database gives: then the live feed can tell
 * that two callers see the same, and share one answer. A field that needs the caller itself takes a
 * `Context`, and its answer is never shared.
 */
export type FieldContext = Pick<
  Context,
  | 'allows'
  | 'decide'
  | 'foundationId'
  | 'isSignedIn'
  | 'load'
  | 'locale'
  | 'lookahead'
  | 'now'
  | 'nowMs'
  | 'rows'
  | 'rowsAcrossCommunities'
  | 'services'
  | 'timeZone'
  | 'variables'
>;
