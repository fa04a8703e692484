import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Actor } from '../platform/authorization/actor.ts';
import type { Clock } from '../platform/common/clock.ts';
import { identityLimits } from './limits.ts';

/** The actor of a token, with statements that revalidate it. */
export interface FoundBearer {
  actor: Actor;
  /** Statements that raise LN001 when the actor is outdated; null when it cannot be revalidated. */
  preconditions: readonly string[] | null;
  /** When the token expires or has to be looked up again, in milliseconds since 1970. */
  endsAtMs: number;
}

/**
 * Cache of actors by token, so that an operation starts without a lookup. Entries are not trusted
 * by themselves: each session carries preconditions that the database checks in the operation's own
 * snapshot.
 */
export class ActorCache {
  private readonly known = new LRUCache<string, { actor: Actor; endsAtMs: number }>({
    max: identityLimits.actorsRememberedMax,
  });

  /** `clock` decides whether tokens have expired. */
  constructor(private readonly clock: Clock) {}

  keep(
    token: string,
    foundation: string | null | undefined,
    { actor, preconditions, endsAtMs }: FoundBearer,
  ): void {
    if (!preconditions) return;
    const session = { ...actor.session, precondition: preconditions.join('; ') };
    this.known.set(keyOf(token, foundation), { actor: { ...actor, session }, endsAtMs });
  }

  recall(token: string, foundation: string | null | undefined): Actor | null {
    const known = this.known.get(keyOf(token, foundation));
    return known && known.endsAtMs > this.clock.nowMs() ? known.actor : null;
  }
}

/** Hashes the token, so that the cache does not hold tokens. */
function keyOf(token: string, foundation: string | null | undefined): string {
  return `${hash('sha256', token, 'base64url')} ${foundation ?? ''}`;
}
