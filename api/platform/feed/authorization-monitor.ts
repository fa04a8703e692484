import type { Actor, Authenticate } from '../authorization/actor.ts';
import type { Clock } from '../common/clock.ts';
import { unauthenticated } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import { allOf, type SmallSet, withoutOne, withOne } from './small-set.ts';
import { authorizationKey } from './source.ts';
import { type AuthorizedConnection, TokenAuthorization } from './token-authorization.ts';

/**
 * Authorization monitor: the token authorizations of a node's connections, and the latest
 * authorization changes.
 */
export class AuthorizationMonitor {
  /** Earliest expiry among all tokens and grants. */
  earliestEnd = Infinity;
  private readonly byToken = new Map<string, TokenAuthorization>();
  private readonly byAccount = new Map<string, SmallSet<TokenAuthorization>>();
  private changes: Change[] = [];
  /** Count of all changes seen; `changes` holds the latest of them. */
  private changeCount = 0;

  constructor(
    private readonly authenticate: Authenticate,
    private readonly clock: Clock,
  ) {}

  /**
   * Loads the authorization of a token and keeps it current until `forget`. Throws UNAUTHENTICATED,
   * FOUNDATION_NOT_YOURS.
   */
  async watch(
    holder: AuthorizedConnection,
    token: string,
    foundation: string | null,
  ): Promise<TokenAuthorization> {
    for (;;) {
      const before = this.changeCount;
      const actor = await this.authenticate(token, foundation);
      if (!actor) throw unauthenticated();
      // The load may have missed a change that arrived meanwhile, so load again.
      if (
        this.changesSince(before).some((change) =>
          concerns(change, actor.accountId, actor.foundationId),
        )
      )
        continue;
      const watcher = this.watcherOf(token, foundation, actor);
      watcher.add(holder);
      return watcher;
    }
  }

  forget(watcher: TokenAuthorization, holder: AuthorizedConnection): void {
    watcher.remove(holder);
    if (!watcher.isHeldByNobody) return;
    watcher.isEnded = true;
    const key = keyOf(watcher.token, watcher.foundation);
    if (this.byToken.get(key) === watcher) this.byToken.delete(key);
    const { accountId } = watcher;
    const rest = withoutOne(this.byAccount.get(accountId) ?? null, watcher);
    if (rest) this.byAccount.set(accountId, rest);
    else this.byAccount.delete(accountId);
  }

  /**
   * Handles an authorization change: pauses the affected connections until their authorization is
   * reloaded.
   */
  changed(payload: Record<string, unknown>): void {
    const change = payload as Change;
    this.changes.push(change);
    this.changeCount += 1;
    if (this.changes.length > limits.grantChangesRemembered * 1.25)
      this.changes = this.changes.slice(-limits.grantChangesRemembered);
    if (change.accountIds && !change.isEverybody && !change.foundationIds) {
      for (const id of change.accountIds)
        for (const watcher of allOf(this.byAccount.get(id) ?? null)) watcher.recheck();
      return;
    }
    for (const watcher of this.byToken.values())
      if (concerns(change, watcher.accountId, watcher.actor.foundationId)) watcher.recheck();
  }

  recheckAll(): void {
    for (const watcher of this.byToken.values()) watcher.recheck();
  }

  /** Reloads authorizations that have expired, or were loaded too long ago. */
  checkDue(): void {
    const now = this.clock.nowMs();
    let earliest = Infinity;
    for (const watcher of this.byToken.values()) {
      if (!watcher.isHeld && watcher.isDue(now)) watcher.recheck();
      earliest = Math.min(earliest, watcher.validUntil);
    }
    this.earliestEnd = earliest;
  }

  private changesSince(count: number): Change[] {
    const news = this.changeCount - count;
    return news === 0 ? [] : this.changes.slice(-news);
  }

  private watcherOf(token: string, foundation: string | null, actor: Actor): TokenAuthorization {
    const key = keyOf(token, foundation);
    const known = this.byToken.get(key);
    if (known && !known.isEnded) {
      // The authorization changed without a notification.
      if (known.scope !== authorizationKey(actor)) known.recheck();
      return known;
    }
    const watcher = new TokenAuthorization(token, foundation, actor, this.authenticate, this.clock);
    this.byToken.set(key, watcher);
    const { accountId } = watcher;
    this.byAccount.set(accountId, withOne(this.byAccount.get(accountId) ?? null, watcher));
    this.earliestEnd = Math.min(this.earliestEnd, watcher.validUntil);
    return watcher;
  }
}

/** Payload of GrantsChanged, as the triggers of schema/sql/10-platform.sql and other publishers write it. */
interface Change {
  accountIds?: string[];
  foundationIds?: string[];
  isEverybody?: boolean;
}

function concerns(change: Change, accountId: string, foundationId: string | null): boolean {
  return (
    change.isEverybody === true ||
    change.accountIds?.includes(accountId) === true ||
    (foundationId !== null && change.foundationIds?.includes(foundationId) === true)
  );
}

/** Unique, since no token contains a space. */
function keyOf(token: string, foundation: string | null): string {
  return foundation === null ? token : `${token} ${foundation}`;
}
