import type { IdPrefix } from '../../../schema/ids.ts';
import type { Actor } from '../actor.ts';
import type { Context } from '../context/operation-context.ts';
import type { RoutingFacts } from '../database/transaction.ts';
import { encodeCursor, fingerprint } from './cursor.ts';
import type { LogEntry } from './log.ts';

/** Why a feed cannot go on and the client has to fetch anew. */
export type ResetReason = 'EPOCH_CHANGED' | 'RETENTION_PASSED' | 'SCOPE_CHANGED' | 'CURSOR_INVALID';

/** Something happened to a subject. */
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
  | { type: 'checkpoint'; cursor: string; previousCursor: string | null; at: string }
  | { type: 'reset'; reason: ResetReason; cursor: string };

/**
 * What a module tells the feed about its nouns. Platform code routes, numbers and delivers, and
 * knows no more than this.
 */
export interface FeedSource<Filter = object, Row extends object = object> {
  /** Name of the field of Subscription that gives this feed. */
  readonly subscription: string;
  /** Events about subjects of this kind belong to it. */
  readonly subjectKind: IdPrefix;
  /**
   * The filter out of the arguments of the field, with its defaults, in one canonical form. Throws
   * a Refusal for bad input.
   */
  filterOf(parameters: Readonly<Record<string, unknown>>): Filter;
  /**
   * Whether a subject with these facts is in the view of that actor under that filter. Row-level
   * security decides after it.
   */
  concerns(facts: RoutingFacts, actor: Actor, filter: Filter): boolean;
  /** The subjects as the context's session may see them; those that it may not are missing. */
  load(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, Row>>;
  factsOf(row: Row): RoutingFacts;
  /**
   * The message as the GraphQL types of the module want it. The resolver of the subscription field
   * gives it back and looks at none of its arguments, so that documents which differ in these alone
   * are executed once.
   */
  present(message: FeedMessage<Row>): object;
}

/**
 * One caller's window on a source: whose rights, which filter, and the name that cursors carry for
 * both.
 */
export interface View {
  source: FeedSource;
  actor: Actor;
  filter: object;
  /** Fingerprint of rights and filter. A cursor of another view proves nothing for this one. */
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
 * What an actor may see, as text: equal for two accounts exactly when the database and the rules
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

/** What must be equal for two actors before it is asked whether they see the same; as text. */
export function comparableKey(actor: Actor): string {
  return [actor.foundationId, actor.appId, scopesOf(actor)].join('\n');
}

/** The entries that may concern a view, before the database has its say. */
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
 * Relevant entries as messages. A subject is told as it is when it was loaded, which may be later
 * than the event: if it has left the view by then, it is told as removed. The rows must come from a
 * snapshot that is younger than the entries.
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

/** Ids of what the entries are about, each once. */
export function subjectIdsOf(entries: Iterable<LogEntry>): string[] {
  return [...new Set([...entries].map((entry) => entry.subjectId))];
}

function scopesOf({ scopes }: Actor): string {
  return scopes ? [...scopes].sort().join(' ') : '*';
}

function sortedArray(value: string): string {
  return value.startsWith('{') ? value.slice(1, -1).split(',').sort().join(',') : value;
}
