import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Actor } from '../platform/actor.ts';
import type { Clock } from '../platform/clock.ts';
import { limits } from '../platform/limits.ts';

/** Who stands behind a token, and how that is proven later. */
export interface FoundBearer {
  actor: Actor;
  /** Statements that raise LN001 when something of it is not so any more; null when it cannot be proven. */
  preconditions: readonly string[] | null;
  /** When the token itself runs out, or has to be looked at again. */
  endsAtMs: number;
}

/**
 * Who was behind the tokens of late, so that an operation need not ask before it begins. Nothing here is trusted by itself:
 * each session carries its preconditions, which the database tries in the very snapshot that the operation reads.
 */
export class RememberedActors {
  private readonly known = new LRUCache<string, { actor: Actor; endsAtMs: number }>({
    max: limits.actorsRememberedMax,
  });

  /** `clock` is the one by which tokens run out. */
  constructor(private readonly clock: Clock) {}

  keep(token: string, foundation: string | null | undefined, { actor, preconditions, endsAtMs }: FoundBearer): void {
    if (!preconditions) return;
    const session = { ...actor.session, precondition: preconditions.join('; ') };
    this.known.set(keyOf(token, foundation), { actor: { ...actor, session }, endsAtMs });
  }

  recall(token: string, foundation: string | null | undefined): Actor | null {
    const known = this.known.get(keyOf(token, foundation));
    return known && known.endsAtMs > this.clock.nowMs() ? known.actor : null;
  }
}

/** Tokens themselves are not kept. */
function keyOf(token: string, foundation: string | null | undefined): string {
  return `${hash('sha256', token, 'base64url')} ${foundation ?? ''}`;
}
