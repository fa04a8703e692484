import { GraphQLError } from 'graphql';
import type { Actor } from '../actor.ts';
import { limits } from '../limits.ts';
import { scopeOf } from './source.ts';

/** What the watcher needs to know about a subscription that runs under its rights. */
export interface Watched {
  hold(): void;
  release(): void;
  resetScope(): void;
}

export interface WatcherOptions {
  token: string;
  /** Finds out afresh who stands behind the token and what they may do. Throws UNAUTHENTICATED when it does not hold any more. */
  authenticate: (token: string) => Promise<Actor | null>;
  /** The rights have ended, or the token has: the connection has to go. */
  onEnded: (why: EndReason) => void;
}

export type EndReason = 'RIGHTS_ENDED' | 'TOKEN_EXPIRED';

/**
 * Keeps the rights behind one connection true. When something changed them, its subscriptions are held at that place of the
 * log until the rights were read again; then they go on, are told to fetch anew, or end with the connection.
 */
export class Watcher {
  readonly watched = new Set<Watched>();
  isEnded = false;
  private known: Actor;
  private checking: Promise<void> | null = null;
  private isStale = false;
  private checkAt = 0;
  private readonly tokenEndsAt: number;
  /** When the token or the first of the grants runs out, in milliseconds; nothing is told after it. */
  validUntil = Infinity;

  constructor(
    private readonly options: WatcherOptions,
    actor: Actor,
  ) {
    this.known = actor;
    this.tokenEndsAt = tokenEnd(options.token);
    this.planCheck();
  }

  get actor(): Actor {
    return this.known;
  }

  get isHeld(): boolean {
    return this.checking !== null;
  }

  /** The actor, read again first when the rights may have changed. Throws UNAUTHENTICATED when they have ended. */
  async current(): Promise<Actor> {
    if (this.isDue(Date.now())) this.recheck();
    await this.checking;
    if (this.isEnded)
      throw new GraphQLError('Your rights have ended: sign in again.', { extensions: { code: 'UNAUTHENTICATED' } });
    return this.known;
  }

  isDue(now: number): boolean {
    return now >= this.checkAt || now >= this.validUntil;
  }

  /** Holds all subscriptions and reads the rights again. Called again meanwhile, it reads them once more after that. */
  recheck(): void {
    if (this.isEnded) return;
    this.isStale = true;
    for (const each of this.watched) each.hold();
    this.checking ??= this.check();
  }

  end(why: EndReason): void {
    if (this.isEnded) return;
    this.isEnded = true;
    for (const each of this.watched) each.hold();
    this.options.onEnded(why);
  }

  private async check(): Promise<void> {
    const before = scopeOf(this.known);
    while (this.isStale && !this.isEnded) {
      this.isStale = false;
      if (Date.now() >= this.tokenEndsAt) return this.end('TOKEN_EXPIRED');
      try {
        const actor = await this.options.authenticate(this.options.token);
        if (!actor) return this.end('RIGHTS_ENDED');
        this.known = actor;
      } catch (error) {
        if (error instanceof GraphQLError) return this.end('RIGHTS_ENDED');
        // The database does not answer: nothing is told until it does.
        this.isStale = true;
        await new Promise((resolve) => setTimeout(resolve, limits.feedRetryMs));
      }
    }
    this.checking = null;
    this.planCheck();
    const isSame = scopeOf(this.known) === before;
    for (const each of this.watched) {
      if (isSame) each.release();
      else each.resetScope();
    }
  }

  /** Each at its own moment, so that a thousand connections made at once are not checked at once. */
  private planCheck(): void {
    this.checkAt = Date.now() + limits.rightsCheckMs * (0.75 + Math.random() / 2);
    const ends = this.known.grants.map(({ validTo }) => (validTo ? Date.parse(validTo) : Infinity));
    this.validUntil = Math.min(this.tokenEndsAt, ...ends);
  }
}

/** The end that a signed token names. It was verified before; a token without one is checked with the rights. */
function tokenEnd(token: string): number {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp?: unknown };
    return typeof claims.exp === 'number' ? claims.exp * 1000 : Infinity;
  } catch {
    return Infinity;
  }
}
