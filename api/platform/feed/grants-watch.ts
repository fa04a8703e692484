import type { Actor } from '../actor.ts';
import { canonicalJson } from '../context.ts';
import { unauthenticated } from '../errors.ts';
import { limits } from '../limits.ts';
import { Watcher, type WatcherOptions } from './watcher.ts';

/** All connections of a node by whose rights they run under, and the latest changes of rights. */
export class GrantsWatch {
  /** Entries of the log up to here have been seen. */
  position = 0;
  /** When the first of all tokens and grants runs out. */
  earliestEnd = Infinity;
  private readonly byAccount = new Map<string, Set<Watcher>>();
  private readonly changes: { position: number; payload: Change }[] = [];

  /** Reads who is behind a token and keeps that true until `forget`. Throws UNAUTHENTICATED. */
  async watch(options: WatcherOptions): Promise<Watcher> {
    for (;;) {
      const before = this.position;
      const actor = await options.authenticate(options.token);
      if (!actor) throw unauthenticated();
      // A change that came through the log while the rights were read may have been read or not: read them again.
      if (this.changes.some(({ position, payload }) => position > before && concerns(payload, actor))) continue;
      const watcher = new Watcher(options, this.shared(actor));
      this.add(watcher);
      return watcher;
    }
  }

  forget(watcher: Watcher): void {
    watcher.isEnded = true;
    const { accountId } = watcher.actor;
    const watchers = this.byAccount.get(accountId);
    watchers?.delete(watcher);
    if (watchers?.size === 0) this.byAccount.delete(accountId);
  }

  /** An entry of the log says that rights changed: those concerned get nothing more until theirs were read again. */
  changed(position: number, payload: Record<string, unknown>): void {
    const change = payload as Change;
    this.changes.push({ position, payload: change });
    if (this.changes.length > limits.grantChangesRemembered) this.changes.shift();
    if (change.accountIds && !change.isEverybody && !change.foundationIds) {
      for (const id of change.accountIds) for (const watcher of this.byAccount.get(id) ?? []) watcher.recheck();
      return;
    }
    for (const watcher of this.all()) if (concerns(change, watcher.actor)) watcher.recheck();
  }

  /** Reads again the rights that have run out, or were read too long ago. */
  checkDue(): void {
    const now = Date.now();
    let earliest = Infinity;
    for (const watcher of this.all()) {
      if (!watcher.isHeld && watcher.isDue(now)) watcher.recheck();
      earliest = Math.min(earliest, watcher.validUntil);
    }
    this.earliestEnd = earliest;
  }

  *all(): Iterable<Watcher> {
    for (const watchers of this.byAccount.values()) yield* watchers;
  }

  get size(): number {
    let size = 0;
    for (const watchers of this.byAccount.values()) size += watchers.size;
    return size;
  }

  /** Many connections of one account know the same of it, so they keep it once. */
  private shared(actor: Actor): Actor {
    const text = canonicalJson(actor);
    for (const { actor: known } of this.byAccount.get(actor.accountId) ?? []) {
      if (canonicalJson(known) === text && sameScopes(known, actor)) return known;
      break;
    }
    return actor;
  }

  private add(watcher: Watcher): void {
    const { accountId } = watcher.actor;
    let watchers = this.byAccount.get(accountId);
    if (!watchers) this.byAccount.set(accountId, (watchers = new Set()));
    watchers.add(watcher);
    this.earliestEnd = Math.min(this.earliestEnd, watcher.validUntil);
  }
}

function sameScopes({ scopes: left }: Actor, { scopes: right }: Actor): boolean {
  return (
    left === right ||
    (left !== null && right !== null && left.size === right.size && [...left].every((scope) => right.has(scope)))
  );
}

/** Payload of GrantsChanged, as the triggers of 0002_feed.sql and whoever else tells it write it. */
interface Change {
  accountIds?: string[];
  foundationIds?: string[];
  isEverybody?: boolean;
}

function concerns(change: Change, actor: Actor): boolean {
  return (
    change.isEverybody === true ||
    change.accountIds?.includes(actor.accountId) === true ||
    (actor.foundationId !== null && change.foundationIds?.includes(actor.foundationId) === true)
  );
}
