import { createHash } from 'node:crypto';
import type pino from 'pino';
import type { Authenticate } from '../authorization/actor.ts';
import { canonicalJson } from '../common/canonical-json.ts';
import type { Services } from '../context/services.ts';
import { statement } from '../database/statement.ts';
import { Refusal } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import type { Locale } from '../common/messages.ts';
import type { Operations } from '../operation/operations.ts';
import type { Prepared, Variables } from '../operation/prepared.ts';
import { logRetried } from '../common/outage.ts';
import { decodeCursor } from './cursor.ts';
import { EntryReader } from './entry-reader.ts';
import { EventRenderer } from './event-renderer.ts';
import { Group, type Member } from './group.ts';
import type { FeedLog } from './log.ts';
import type { LogEntry } from '../context/feed-handle.ts';
import { AuthorizationMonitor } from './authorization-monitor.ts';
import {
  type FeedSource,
  type ResetReason,
  comparableKey,
  authorizationKey,
  type View,
  viewOf,
} from './source.ts';
import type { Counters } from './counters.ts';
import type { StartPosition, Subscriber } from './subscriber.ts';
import { FanOut } from './fan-out.ts';
import type { TokenAuthorization } from './token-authorization.ts';
import type { RecordingContext } from './recording-context.ts';

export interface HubOptions {
  log: FeedLog;
  services: Services;
  operations: Operations;
  logger: pino.Logger;
  authenticate: Authenticate;
  /** Wakes the tail to look for new entries at once. */
  wakeTail: () => void;
}

export interface OpenOptions {
  source: FeedSource;
  /** Arguments of the subscription field. */
  parameters: Readonly<Record<string, unknown>>;
  prepared: Prepared;
  /** Source text of the document. Together with the variables it determines the execution. */
  sourceText: string;
  variables: Variables;
  locale: Locale;
  authorization: TokenAuthorization;
  subscriber: Subscriber;
  /** Cursor that the transport resumes from. It is later than the one in the arguments. */
  resumeAfter?: string | undefined;
}

/**
 * The feed hub of one node: receives entries from the tail in order, and delivers each to the
 * groups that it concerns.
 */
export class Hub {
  readonly groups = new Map<string, Group>();
  readonly authorizations: AuthorizationMonitor;
  readonly counters: Counters = {
    deliveries: 0,
    executions: 0,
    slowCloses: 0,
    resets: new Map(),
    stalled: new Set(),
  };
  private readonly entries: EntryReader;
  private readonly byFoundation = new Map<string, Set<Group>>();
  private readonly waiting = new Set<() => void>();
  private readonly timer: NodeJS.Timeout;
  private isClosed = false;

  constructor(private readonly options: HubOptions) {
    this.authorizations = new AuthorizationMonitor(
      options.authenticate,
      options.services.wallClock,
    );
    this.entries = new EntryReader(options.log);
    this.timer = setInterval(() => this.tick(), limits.feedTickMs).unref();
  }

  /** Begins at the head of the log. */
  begin(epoch: string, position: number): void {
    this.entries.begin(epoch, position);
  }

  get epoch(): string {
    return this.entries.epoch;
  }

  /** Entries up to here have arrived from the tail. */
  get position(): number {
    return this.entries.position;
  }

  get subscriptionCount(): number {
    let count = 0;
    for (const group of this.groups.values()) count += group.members.size;
    return count;
  }

  /**
   * Finds the start position of a subscription. Nothing is sent before its `start(position)`.
   * Throws a Refusal for a bad filter, and NO_FOUNDATION. A cursor that cannot be continued yields
   * a FeedReset instead.
   */
  async open(options: OpenOptions): Promise<StartPosition> {
    const { source, authorization, parameters } = options;
    if (this.isClosed)
      throw new Refusal('GOING_AWAY', { retryAfterSeconds: limits.retryAfterSeconds });
    if (!authorization.actor.foundationId) throw new Refusal('NO_FOUNDATION');
    const view = viewOf(source, authorization.actor, parameters);
    const start = await this.startOf(options.resumeAfter ?? parameters['after'], view);
    // The authorization may have changed during the lookup; the group is chosen by the current one.
    const actor = await authorization.current();
    const current = actor === view.actor ? view : viewOf(source, actor, parameters);
    const isMoved = current.name !== view.name && start.after !== null;
    const place: StartPosition = {
      group: this.groupOf(current, options),
      authorization,
      after: start.after,
      reset: start.reset ?? (isMoved ? 'SCOPE_CHANGED' : null),
    };
    options.subscriber.join(place);
    return place;
  }

  /** Receives the next entries of the log. Resolves when all groups have received them. */
  async advance(entries: readonly LogEntry[]): Promise<void> {
    // First of all: rows are loaded in their current state, so none may be delivered under a stale
    // authorization.
    for (const { kind, payload } of entries)
      if (kind === 'GRANTS_CHANGED') this.authorizations.changed(payload);
    await this.deliver(entries);
  }

  /** The log cannot be continued from this node's position: all subscriptions must fetch anew. */
  async resetAll(reason: ResetReason, epoch: string, position: number): Promise<void> {
    this.begin(epoch, position);
    this.authorizations.recheckAll();
    for (const group of this.groups.values()) group.skipTo(position);
    await Promise.all(this.subscribers().map((subscriber) => subscriber.reset(reason)));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    for (const subscriber of this.subscribers()) subscriber.end();
    for (const wake of this.waiting) wake();
  }

  private subscribers(): Member[] {
    return [...this.groups.values()].flatMap((group) => [...group.members]);
  }

  private async deliver(entries: readonly LogEntry[]): Promise<void> {
    const last = entries.at(-1);
    if (!last || this.isClosed) return;
    if (this.options.services.wallClock.nowMs() >= this.authorizations.earliestEnd)
      this.authorizations.checkDue();
    const groups = [...this.groups.values()];
    this.entries.add(entries);
    const concerned = this.concernedBy(entries);
    for (const group of groups) if (!concerned.has(group)) group.skipTo(last.position);
    await new FanOut(concerned, last.position, this.options.logger, () => this.isClosed).run();
    for (const wake of this.waiting) wake();
  }

  private concernedBy(entries: readonly LogEntry[]): Map<Group, LogEntry[]> {
    const concerned = new Map<Group, LogEntry[]>();
    for (const foundationId of new Set(entries.map((entry) => entry.foundationId))) {
      for (const group of this.byFoundation.get(foundationId) ?? []) {
        const relevant = group.relevant(entries);
        if (relevant.length > 0) concerned.set(group, relevant);
      }
    }
    return concerned;
  }

  /**
   * A row may be newer than the authorization of its receivers. This happens when an authorization
   * change was committed just before the snapshot and its entry has not arrived. So this reads such
   * changes in the snapshot and pauses the affected connections.
   */
  private async pauseChanged(ctx: RecordingContext): Promise<void> {
    const rows = await ctx.queryUnrecorded<{ payload: Record<string, unknown> }>(
      selectRightsChanges,
      { position: this.position },
    );
    for (const { payload } of rows) this.authorizations.changed(payload);
  }

  private async startOf(
    after: unknown,
    view: View,
  ): Promise<{ after: number | null; reset: ResetReason | null }> {
    const cursor = typeof after === 'string' ? decodeCursor(after) : null;
    if (!cursor) return { after: null, reset: 'CURSOR_INVALID' };
    if (cursor.epoch !== this.epoch) return { after: null, reset: 'EPOCH_CHANGED' };
    if (cursor.view !== view.name) return { after: null, reset: 'SCOPE_CHANGED' };
    // Another node may be slightly ahead of this one.
    if (cursor.position > this.position && !(await this.reaches(cursor.position)))
      return { after: null, reset: 'CURSOR_INVALID' };
    if (
      !this.entries.remembers(cursor.position) &&
      cursor.position < (await this.options.log.state()).floor
    )
      return { after: null, reset: 'RETENTION_PASSED' };
    return { after: cursor.position, reset: null };
  }

  private async reaches(position: number): Promise<boolean> {
    const { head } = await this.options.log.state();
    if (position > head) return false;
    this.options.wakeTail();
    while (this.position < position && !this.isClosed) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.waiting.delete(wake);
          resolve();
        };
        this.waiting.add(wake);
      });
    }
    return true;
  }

  private groupOf(
    view: View,
    { prepared, sourceText, variables, locale, parameters }: OpenOptions,
  ): Group {
    const asked = withoutCursor(variables, parameters['after']);
    const scope = authorizationKey(view.actor);
    const key = digest(
      view.name,
      scope,
      locale,
      prepared.operationName ?? '',
      sourceText,
      canonicalJson(asked),
    );
    const known = this.groups.get(key);
    if (known) return known;
    const { actor } = view;
    const shown = Object.fromEntries(
      Object.entries(asked).filter(([name]) => prepared.selectionVariables.has(name)),
    );
    const group = new Group({
      key,
      view,
      epoch: this.epoch,
      position: this.position,
      counters: this.counters,
      authorizationKey: digest(view.source.subscription, scope, locale),
      comparableKey: digest(view.source.subscription, locale, comparableKey(actor)),
      documentKey: digest(prepared.operationName ?? '', sourceText, canonicalJson(shown)),
      renderer: new EventRenderer(
        { ...this.options, counters: this.counters, pauseChanged: (ctx) => this.pauseChanged(ctx) },
        { source: view.source, actor, locale, prepared, variables },
      ),
      readEntries: (from, upTo) => this.entries.read(actor.foundationId ?? '', from, upTo),
      onEmpty: (empty) => this.dispose(empty),
    });
    this.groups.set(key, group);
    this.ofFoundation(group).add(group);
    return group;
  }

  private tick(): void {
    const now = Date.now();
    for (const subscriber of this.counters.stalled) {
      if (now - subscriber.stalledSince >= limits.slowReceiverMs) subscriber.closeSlow();
    }
    this.authorizations.checkDue();
    for (const group of this.groups.values()) {
      if (now - group.lastToldAt < limits.feedHeartbeatMs) continue;
      group.lastToldAt = now;
      void group
        .tellCheckpoint()
        .catch((error: unknown) => logRetried(this.options.logger, error, 'A heartbeat failed'));
    }
  }

  private ofFoundation({ view }: Group): Set<Group> {
    const foundationId = view.actor.foundationId ?? '';
    let groups = this.byFoundation.get(foundationId);
    if (!groups) this.byFoundation.set(foundationId, (groups = new Set()));
    return groups;
  }

  private dispose(group: Group): void {
    if (this.groups.get(group.key) !== group) return;
    this.groups.delete(group.key);
    const groups = this.ofFoundation(group);
    groups.delete(group);
    if (groups.size === 0) this.byFoundation.delete(group.view.actor.foundationId ?? '');
  }
}

function digest(...parts: readonly string[]): string {
  return createHash('sha1').update(parts.join('\n')).digest('base64url');
}

/**
 * The cursor states the client's position, not its filter, so clients at different positions share
 * a group.
 */
function withoutCursor(variables: Variables, after: unknown): Variables {
  return Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== after || after === undefined),
  );
}

const selectRightsChanges = statement(
  'feed.selectRightsChanges',
  'select payload from feed_authorization_changes(:position) as payload',
);
