import { decodeJwt } from 'jose';
import { decodeId } from '../../schema/ids.ts';
import type { Actor } from '../platform/authorization/actor.ts';
import type { Clock } from '../platform/common/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { statement } from '../platform/database/statement.ts';
import { protocolError, unauthenticated } from '../platform/common/errors.ts';
import { identityLimits } from './limits.ts';
import { findActor, type FoundActor } from './load-actor.ts';
import { apiKeyPattern, findKeyBearer } from './api-key-bearer.ts';
import type { ForeignIssuers } from './trusted-issuers.ts';
import type { IdentityStore } from './identity-store.ts';
import { appPrecondition, keyPrecondition } from './actor-revalidation.ts';
import { type FoundBearer, ActorCache } from './actor-cache.ts';
import type { KeyRing } from './signing-keys.ts';
import { type VerifiedToken, verifyToken } from './tokens.ts';

export interface AuthenticatorOptions {
  database: Database;
  store: IdentityStore;
  keys: KeyRing;
  issuer: string;
  /** Decides whether tokens have expired. */
  clock: Clock;
  foreignIssuers: ForeignIssuers;
}

/**
 * Authenticates bearer tokens of all issuers. Permissions are read from the database, or
 * revalidated by it.
 */
export class Authenticator {
  private readonly remembered: ActorCache;

  constructor(private readonly options: AuthenticatorOptions) {
    this.remembered = new ActorCache(options.clock);
  }

  /**
   * The actor of a token, from the database. Null without a token. Throws UNAUTHENTICATED for an
   * invalid or revoked token, and FOUNDATION_NOT_YOURS.
   */
  async find(token: string | null, foundation?: string | null): Promise<Actor | null> {
    return token ? (await this.chosenBearerOf(token, foundation)).actor : null;
  }

  /** The same, and caches the actor for `recall`. */
  async authenticate(token: string | null, foundation?: string | null): Promise<Actor | null> {
    if (!token) return null;
    const bearer = await this.chosenBearerOf(token, foundation);
    this.remembered.keep(token, foundation, bearer);
    return bearer.actor;
  }

  /** A token of this platform that an operation would be accepted with. Throws as `find` does. */
  async verifyOurs(token: string): Promise<VerifiedToken> {
    const { keys, issuer, clock } = this.options;
    const verified = await verifyToken(keys, issuer, token, clock.nowMs());
    await this.bearerOfOurs(token, null);
    return verified;
  }

  /** The cached actor, with a session that revalidates itself on use; null when none is cached. */
  recall(token: string | null, foundation?: string | null): Actor | null {
    return token === null ? null : this.remembered.recall(token, foundation);
  }

  private async chosenBearerOf(
    token: string,
    foundation: string | null | undefined,
  ): Promise<FoundBearer> {
    const chosen = foundation ? decodeId('foundation', foundation) : null;
    const bearer = await this.bearerOf(token, chosen);
    // A chosen foundation of others and a missing one give the same error.
    if (foundation && bearer.actor.foundationId !== chosen) throw notYours();
    return bearer;
  }

  private async bearerOf(token: string, chosen: string | null): Promise<FoundBearer> {
    if (apiKeyPattern.test(token)) return this.bearerOfKey(token);
    // Not cached: a foreign issuer may change its claims about accounts on its own.
    if (this.isForeign(token))
      return {
        actor: known(await this.options.foreignIssuers.findActor(token, chosen)),
        preconditions: null,
        endsAtMs: 0,
      };
    return this.bearerOfOurs(token, chosen);
  }

  private isForeign(token: string): boolean {
    try {
      const { iss } = decodeJwt(token);
      return typeof iss === 'string' && iss !== this.options.issuer;
    } catch {
      return false;
    }
  }

  private async bearerOfKey(text: string): Promise<FoundBearer> {
    const { database, store } = this.options;
    const bearer = await findKeyBearer(store, text);
    const { actor, precondition } = known(await findActor(database, bearer));
    const ofKey = keyPrecondition([bearer.foundationId, bearer.keyId, bearer.mark]);
    return {
      actor,
      preconditions: [precondition, ofKey],
      endsAtMs: this.options.clock.nowMs() + keyUseNotedEveryMs,
    };
  }

  private async bearerOfOurs(token: string, chosen: string | null): Promise<FoundBearer> {
    const { database, keys, issuer, clock } = this.options;
    const verified = await verifyToken(keys, issuer, token, clock.nowMs());
    // A token issued for a foundation stays in it; one without may choose.
    const claims = { ...verified, foundationId: verified.foundationId ?? chosen };
    const itself = claims.isAppItself ? await this.appItself(claims) : claims;
    const found = await findActor(database, itself);
    if (!found && chosen && chosen === claims.foundationId) throw notYours();
    const { actor, precondition } = known(found);
    const endsAtMs = Math.min(verified.endsAtMs, clock.nowMs() + identityLimits.tokenRememberedMs);
    if (claims.appId === null) return { actor, preconditions: [precondition], endsAtMs };
    const within = await this.withinApp(actor, claims);
    return { actor: within.actor, preconditions: [precondition, within.precondition], endsAtMs };
  }

  /** A partner's server acts under its own account. */
  private async appItself(claims: VerifiedToken): Promise<VerifiedToken> {
    const [app] = await this.options.store.rows<{ accountId: string | null }>(accountOfApp, {
      appId: claims.appId,
    });
    if (!app?.accountId) throw unauthenticated('SIGN_IN_ENDED');
    return { ...claims, accountId: app.accountId };
  }

  /**
   * The token is only the outer bound: app scopes or the foundation's consent may have shrunk
   * since.
   */
  private async withinApp(actor: Actor, claims: VerifiedToken): Promise<FoundActor> {
    const asked = {
      appId: claims.appId,
      foundationId: actor.foundationId,
      signInId: claims.signInId,
    };
    const [access] = await this.options.store.rows<Access>(accessOfApp, asked);
    if (!access?.isActive || !access.isSignedIn) throw unauthenticated('SIGN_IN_ENDED');
    if (!access.isOwn && !access.consentScopes) {
      throw unauthenticated('APP_NOT_ADMITTED');
    }
    const allowed = readable(access.isOwn ? access.appScopes : (access.consentScopes ?? []));
    const registered = readable(access.appScopes);
    const scopes = [...(claims.scopes ?? [])].filter(
      (scope) => allowed.has(scope) && registered.has(scope),
    );
    return {
      actor: { ...actor, scopes: new Set(scopes) },
      precondition: appPrecondition({ ...asked, mark: access.mark }),
    };
  }
}

/** The last use of a key is recorded by the minute, so keys are looked up that often. */
const keyUseNotedEveryMs = 60_000;

function notYours(): Error {
  return protocolError('FOUNDATION_NOT_YOURS', 403);
}

interface Access {
  appScopes: string[];
  consentScopes: string[] | null;
  isOwn: boolean;
  isActive: boolean;
  isSignedIn: boolean;
  /** All of it as text, for revalidation. */
  mark: string;
}

function known<Found>(found: Found | null): Found {
  if (!found) throw unauthenticated('ACCOUNT_ENDED');
  return found;
}

/** Write access to an area implies read access. */
function readable(scopes: readonly string[]): ReadonlySet<string> {
  return new Set([...scopes, ...scopes.map((scope) => scope.replace(/:write$/, ':read'))]);
}

const accountOfApp = statement(
  'identity.accountOfApp',
  'select account_id from app where client_id = :appId and is_active',
);

const accessOfApp = statement(
  'identity.accessOfApp',
  'select access.*, access::text as mark from app_access(:appId, :foundationId, :signInId) as access',
);
