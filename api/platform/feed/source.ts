import type { IdPrefix } from '../../../schema/ids.ts';
import type { Actor } from '../authorization/actor.ts';
import type { Context } from '../context/operation-context.ts';
import type { RoutingFacts } from '../database/transaction.ts';
import { encodeCursor, fingerprint } from './cursor.ts';
import type { LogEntry } from '../context/feed-handle.ts';

/** Reason why a feed cannot continue and the client must fetch anew. */
export type ResetReason = 'EPOCH_CHANGED' | 'RETENTION_PASSED' | 'SCOPE_CHANGED' | 'CURSOR_INVALID';

/** An event about a subject. */
export type EventMessage<Row = object> = (
  | { type: 'changed'; row: Row }
  | { type: 'removed'; subjectId: string }
) & {
  eventId: string;
  kind: string;
  version: number;
  cursor: string;
  previousCursor: string;
  at: string;
};

export type FeedMessage<Row = object> =
  | EventMessage<Row>
  | { type: 'checkpoint'; cursor: string; previousCursor: string; at: string }
  | { type: 'reset'; reason: ResetReason; cursor: string };

/**
 * Feed source: a module's description of its nouns for the feed. Platform code routes, numbers and
 * delivers events, and knows no more than this.
 */
export interface FeedSource<Filter = object, Row extends object = object> {
  /** Name of the subscription field. */
  readonly subscription: string;
  /** Kind of subject whose events belong to this feed. */
  readonly subjectKind: IdPrefix;
  /**
   * Parses the arguments of the field into a canonical filter, with defaults. Throws a Refusal for
   * bad input.
   */
  filterOf(parameters: Readonly<Record<string, unknown>>): Filter;
  /**
   * Whether a subject with these facts is in the actor's view under that filter. Row-level security
   * decides after it.
   */
  concerns(facts: RoutingFacts, actor: Actor, filter: Filter): boolean;
  /** Subjects that the session of the context may see; invisible ones are missing. */
  load(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, Row>>;
  factsOf(row: Row): RoutingFacts;
  /**
   * Message in the GraphQL types of the module. The resolver of the subscription field returns it
   * and ignores its arguments, so that documents which differ only in these are executed once.
   */
  present(message: FeedMessage<Row>): object;
}

/** View: one caller's authorization and filter on a source, and the name of both in cursors. */
export interface View {
  source: FeedSource;
  actor: Actor;
  filter: object;
  /** Fingerprint of authorization and filter. A cursor is valid only for the view that it names. */
  name: string;
}

export function viewOf(
  source: FeedSource,
  actor: Actor,
  parameters: Readonly<Record<string, unknown>>,
): View {
  const filter = source.filterOf(parameters);
  const name = fingerprint(
    `${source.subscription}\n${JSON.stringify(filter)}\n${authorizationKey(actor)}`,
  );
  return { source, actor, filter, name };
}

/**
 * Authorization of an actor as text. Equal for two accounts exactly when the database and the rules
 * treat them alike.
 */
export function authorizationKey(actor: Actor): string {
  const { role, variables } = actor.session;
  const session = Object.entries(variables)
    .filter(([name]) => name !== 'app.account')
    .map(([name, value]) => `${name}=${sortedArray(value)}`);
  const grants = actor.grants.map((grant) =>
    [grant.role, grant.foundationId, grant.communityId, grant.teamId, grant.personId].join('/'),
  );
  return [
    role,
    actor.appId,
    actor.timeZone,
    scopesOf(actor),
    ...session.sort(),
    ...[...new Set(grants)].sort(),
  ].join('\n');
}

/** Necessary condition for equal results of two actors, as text. */
export function comparableKey(actor: Actor): string {
  return [actor.foundationId, actor.appId, scopesOf(actor)].join('\n');
}

/** Entries that may concern a view, before row-level security decides. */
export function relevantTo(
  { source, actor, filter }: View,
  entries: readonly LogEntry[],
): LogEntry[] {
  const isIn = (facts: RoutingFacts | null) =>
    facts !== null && source.concerns(facts, actor, filter);
  return entries.filter(
    (entry) =>
      entry.foundationId === actor.foundationId &&
      entry.subjectKind === source.subjectKind &&
      (isIn(entry.afterFacts) || isIn(entry.beforeFacts)),
  );
}

export interface PlacedMessage {
  position: number;
  message: EventMessage;
}

/**
 * Relevant entries as messages. A subject is shown in its state at load time, which may be later
 * than the event. If it has left the view by then, it is delivered as removed. The rows must come
 * from a snapshot that is younger than the entries.
 */
export function messagesOf(
  view: View,
  rows: ReadonlyMap<string, object>,
  entries: readonly LogEntry[],
  { epoch, previous }: { epoch: string; previous: number },
): PlacedMessage[] {
  const { source, actor, filter } = view;
  let before = encodeCursor({ epoch, view: view.name, position: previous });
  return entries.map((entry) => {
    const row = rows.get(entry.subjectId);
    const { eventId, kind, writtenAt: at, position, subjectId } = entry;
    const cursor = encodeCursor({ epoch, view: view.name, position });
    const facts = {
      eventId,
      kind,
      version: entry.subjectVersion ?? 0,
      at,
      cursor,
      previousCursor: before,
    };
    before = cursor;
    return row && source.concerns(source.factsOf(row), actor, filter)
      ? { position, message: { type: 'changed', row, ...facts } }
      : { position, message: { type: 'removed', subjectId, ...facts } };
  });
}

/** Ids of the subjects of entries, each once. */
export function subjectIdsOf(entries: Iterable<LogEntry>): string[] {
  return [...new Set([...entries].map((entry) => entry.subjectId))];
}

function scopesOf({ scopes }: Actor): string {
  return scopes ? [...scopes].sort().join(' ') : '*';
}

function sortedArray(value: string): string {
  return value.startsWith('{') ? value.slice(1, -1).split(',').sort().join(',') : value;
}
