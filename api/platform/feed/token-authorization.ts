import { GraphQLError } from 'graphql';
import type { Actor, Authenticate } from '../authorization/actor.ts';
import type { Clock } from '../common/clock.ts';
import { unauthenticated } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import { allOf, type SmallSet, withoutOne, withOne } from './small-set.ts';
import { type InternedAuthorization, internAuthorization } from './interned-authorization.ts';

/** A subscription, as its authorization uses it. */
export interface Pausable {
  pause(): void;
  resume(): void;
  /** Tells the client to fetch anew, since its visible data has changed. */
  resetScope(): void;
}

/** A connection that runs under the authorization of a token. */
export interface AuthorizedConnection {
  /** A copy, since the caller may end subscriptions while iterating. */
  subscribers(): readonly Pausable[];
  /** The authorization or the token has ended: the connection must close. */
  rightsEnded(why: EndReason): void;
}

export type EndReason = 'RIGHTS_ENDED' | 'TOKEN_EXPIRED';

/**
 * Token authorization: keeps the authorization of one token current, for all connections that
 * presented it. After a change, their subscriptions pause until it is reloaded. Then they resume,
 * receive a reset, or end with their connections.
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
   * Expiry of the token or of the first grant, in milliseconds since 1970. Nothing is delivered
   * after it.
   */
  validUntil = Infinity;

  constructor(
    readonly token: string,
    /** Foundation that the caller chose to act in. */
    readonly foundation: string | null,
    actor: Actor,
    private readonly authenticate: Authenticate,
    /** Clock for the expiry of tokens and grants. */
    private readonly clock: Clock,
  ) {
    this.accountId = actor.accountId;
    this.rights = internAuthorization(actor);
    this.planCheck(actor);
  }

  /** An actor with the permissions of the token, without its account. */
  get actor(): Actor {
    return this.rights.actor;
  }

  /** Equal for actors with the same visible data; see `authorizationKey`. */
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
   * The actor, reloaded first when it may be stale. Throws UNAUTHENTICATED when the authorization
   * has ended.
   */
  async current(): Promise<Actor> {
    if (this.isDue(this.clock.nowMs())) this.recheck();
    await this.checking;
    if (this.isEnded) throw unauthenticated('AUTHORIZATION_ENDED');
    return this.actor;
  }

  isDue(now: number): boolean {
    return now >= this.checkAt || now >= this.validUntil;
  }

  /**
   * Pauses all subscriptions and reloads the authorization. A call during the reload causes one
   * more.
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
        // An error that says nothing about the token, such as an outage: delivery waits until the
        // reload succeeds.
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

  /** Randomised, so that a thousand authorizations that began at once are not checked at once. */
  private planCheck({ grants }: Actor): void {
    this.checkAt = this.clock.nowMs() + limits.rightsCheckMs * (0.75 + Math.random() / 2);
    const ends = grants.map(({ validTo }) => (validTo ? Date.parse(validTo) : Infinity));
    this.validUntil = Math.min(tokenEnd(this.token), ...ends);
  }
}

/**
 * Expiry of a signed token, which was verified before. An opaque token is checked with the
 * authorization.
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
