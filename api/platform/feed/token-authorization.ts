import { GraphQLError } from 'graphql';
import type { Actor, Authenticate } from '../actor.ts';
import type { Clock } from '../clock.ts';
import { limits } from '../limits.ts';
import { allOf, type SmallSet, withoutOne, withOne } from './small-set.ts';
import { type InternedAuthorization, internAuthorization } from './interned-authorization.ts';

/** A subscription, as far as its authorization touches it. */
export interface Pausable {
  pause(): void;
  resume(): void;
  /** Tells the client to fetch anew, since it sees other things now. */
  resetScope(): void;
}

/** A connection that runs under the rights of a token. */
export interface AuthorizedConnection {
  /** A list of its own, since what is done with them may end them. */
  subscribers(): readonly Pausable[];
  /** The rights have ended, or the token has: the connection has to go. */
  rightsEnded(why: EndReason): void;
}

export type EndReason = 'RIGHTS_ENDED' | 'TOKEN_EXPIRED';

/**
 * Keeps the rights behind one token true, for all connections that came with it. When something
 * changed them, their subscriptions are held until the rights were read again; then they go on, are
 * told to fetch anew, or end with their connections.
 */
export class TokenAuthorization {
  private holders: SmallSet<AuthorizedConnection> = null;
  readonly accountId: string;
  private rights: InternedAuthorization;
  isEnded = false;
  private checking: Promise<void> | null = null;
  private isStale = false;
  private checkAt = 0;
  /**
   * When the token or the first of the grants runs out, in milliseconds; nothing is told after it.
   */
  validUntil = Infinity;

  constructor(
    readonly token: string,
    /** The foundation that the caller chose to act in, of several. */
    readonly foundation: string | null,
    actor: Actor,
    private readonly authenticate: Authenticate,
    /** By which tokens and grants run out. */
    private readonly clock: Clock,
  ) {
    this.accountId = actor.accountId;
    this.rights = internAuthorization(actor);
    this.planCheck(actor);
  }

  /** An actor with the rights behind the token, and without the account. */
  get actor(): Actor {
    return this.rights.actor;
  }

  /** Equal for those who may see the same; see scopeOf. */
  get scope(): string {
    return this.rights.scope;
  }

  get isHeldByNobody(): boolean {
    return this.holders === null;
  }

  add(holder: AuthorizedConnection): void {
    this.holders = withOne(this.holders, holder);
  }

  remove(holder: AuthorizedConnection): void {
    this.holders = withoutOne(this.holders, holder);
  }

  get isHeld(): boolean {
    return this.checking !== null;
  }

  /**
   * The actor, read again first when the rights may have changed. Throws UNAUTHENTICATED when they
   * have ended.
   */
  async current(): Promise<Actor> {
    if (this.isDue(this.clock.nowMs())) this.recheck();
    await this.checking;
    if (this.isEnded)
      throw new GraphQLError('Your rights have ended: sign in again.', {
        extensions: { code: 'UNAUTHENTICATED' },
      });
    return this.actor;
  }

  isDue(now: number): boolean {
    return now >= this.checkAt || now >= this.validUntil;
  }

  /**
   * Holds all subscriptions and reads the rights again. Called again meanwhile, it reads them once
   * more after that.
   */
  recheck(): void {
    if (this.isEnded) return;
    this.isStale = true;
    this.holdAll();
    this.checking ??= this.check();
  }

  private end(why: EndReason): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.holdAll();
    for (const holder of allOf(this.holders)) holder.rightsEnded(why);
  }

  private holdAll(): void {
    for (const holder of allOf(this.holders)) for (const each of holder.subscribers()) each.pause();
  }

  private async check(): Promise<void> {
    const before = this.scope;
    while (this.isStale && !this.isEnded) {
      this.isStale = false;
      if (this.clock.nowMs() >= tokenEnd(this.token)) return this.end('TOKEN_EXPIRED');
      try {
        const actor = await this.authenticate(this.token, this.foundation);
        if (!actor) return this.end('RIGHTS_ENDED');
        this.rights = internAuthorization(actor);
      } catch (error) {
        if (error instanceof GraphQLError) return this.end('RIGHTS_ENDED');
        // What is no word about the token, such as a database that does not answer: nothing is told
        // until it does.
        this.isStale = true;
        await new Promise((resolve) => setTimeout(resolve, limits.feedRetryMs));
      }
    }
    this.checking = null;
    const isSame = this.scope === before;
    for (const holder of allOf(this.holders)) {
      for (const each of holder.subscribers()) {
        if (isSame) each.resume();
        else each.resetScope();
      }
    }
  }

  /** Each at its own moment, so that a thousand that were made at once are not checked at once. */
  private planCheck({ grants }: Actor): void {
    this.checkAt = this.clock.nowMs() + limits.rightsCheckMs * (0.75 + Math.random() / 2);
    const ends = grants.map(({ validTo }) => (validTo ? Date.parse(validTo) : Infinity));
    this.validUntil = Math.min(tokenEnd(this.token), ...ends);
  }
}

/**
 * The end that a signed token names. It was verified before; a token without one is checked with
 * the rights.
 */
function tokenEnd(token: string): number {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      exp?: unknown;
    };
    return typeof claims.exp === 'number' ? claims.exp * 1000 : Infinity;
  } catch {
    return Infinity;
  }
}
