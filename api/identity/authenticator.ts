import { decodeJwt } from 'jose';
import { decodeId } from '../../schema/ids.ts';
import type { Actor } from '../platform/actor.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { statement } from '../platform/database/statement.ts';
import { protocolError, unauthenticated } from '../platform/errors.ts';
import { limits } from '../platform/limits.ts';
import { findActor, type FoundActor } from './load-actor.ts';
import { apiKeyPattern, findKeyBearer } from './api-key-bearer.ts';
import type { ForeignIssuers } from './trusted-issuers.ts';
import type { IdentityStore } from './identity-store.ts';
import { appPrecondition, keyPrecondition } from './actor-revalidation.ts';
import { type FoundBearer, RememberedActors } from './actor-cache.ts';
import type { KeyRing } from './signing-keys.ts';
import { type VerifiedToken, verifyToken } from './tokens.ts';

export interface AuthenticatorOptions {
  database: Database;
  store: IdentityStore;
  keys: KeyRing;
  issuer: string;
  /** By which tokens run out. */
  clock: Clock;
  foreignIssuers: ForeignIssuers;
}

/** Finds out who stands behind a bearer token, whoever issued it. What they may do is read from the database, or proven by it. */
export class Authenticator {
  private readonly remembered: RememberedActors;

  constructor(private readonly options: AuthenticatorOptions) {
    this.remembered = new RememberedActors(options.clock);
  }

  /**
   * Who it is as the database says now. Null without a token. Throws UNAUTHENTICATED for one that does not hold, or holds no
   * longer, and FOUNDATION_NOT_YOURS.
   */
  async find(token: string | null, foundation?: string | null): Promise<Actor | null> {
    return token ? (await this.chosenBearerOf(token, foundation)).actor : null;
  }

  /** The same, and remembers it for `recall`. */
  async authenticate(token: string | null, foundation?: string | null): Promise<Actor | null> {
    if (!token) return null;
    const bearer = await this.chosenBearerOf(token, foundation);
    this.remembered.keep(token, foundation, bearer);
    return bearer.actor;
  }

  /** Who it was a moment ago, with a session that proves itself where it is used; null when nobody remembers. */
  recall(token: string | null, foundation?: string | null): Actor | null {
    return token === null ? null : this.remembered.recall(token, foundation);
  }

  private async chosenBearerOf(token: string, foundation: string | null | undefined): Promise<FoundBearer> {
    const chosen = foundation ? decodeId('foundation', foundation) : null;
    const bearer = await this.bearerOf(token, chosen);
    // What was chosen and cannot be had is told alike, whether it is somebody else's or does not exist.
    if (foundation && bearer.actor.foundationId !== chosen) throw notYours();
    return bearer;
  }

  private async bearerOf(token: string, chosen: string | null): Promise<FoundBearer> {
    if (apiKeyPattern.test(token)) return this.bearerOfKey(token);
    // What a foreign issuer says of its people may change with it alone, so nothing of it is remembered.
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
    return { actor, preconditions: [precondition, ofKey], endsAtMs: this.options.clock.nowMs() + keyUseNotedEveryMs };
  }

  private async bearerOfOurs(token: string, chosen: string | null): Promise<FoundBearer> {
    const { database, keys, issuer, clock } = this.options;
    const verified = await verifyToken(keys, issuer, token, clock.nowMs());
    // A token that was issued for one foundation stays in it; one that names none may be told which.
    const claims = { ...verified, foundationId: verified.foundationId ?? chosen };
    const itself = claims.isAppItself ? await this.appItself(claims) : claims;
    const found = await findActor(database, itself);
    if (!found && chosen && chosen === claims.foundationId) throw notYours();
    const { actor, precondition } = known(found);
    const endsAtMs = Math.min(verified.endsAtMs, clock.nowMs() + limits.tokenRememberedMs);
    if (claims.appId === null) return { actor, preconditions: [precondition], endsAtMs };
    const within = await this.withinApp(actor, claims);
    return { actor: within.actor, preconditions: [precondition, within.precondition], endsAtMs };
  }

  /** A partner's server acts as the account that was made for it. */
  private async appItself(claims: VerifiedToken): Promise<VerifiedToken> {
    const [app] = await this.options.store.rows<{ accountId: string | null }>(accountOfApp, [claims.appId]);
    if (!app?.accountId) throw unauthenticated(goneSentence);
    return { ...claims, accountId: app.accountId };
  }

  /** What the token says is only the outer bound: the app may have lost scopes, or the foundation's consent, since then. */
  private async withinApp(actor: Actor, claims: VerifiedToken): Promise<FoundActor> {
    const asked = [claims.appId, actor.foundationId, claims.signInId];
    const [access] = await this.options.store.rows<Access>(accessOfApp, asked);
    if (!access?.isActive || !access.isSignedIn) throw unauthenticated(goneSentence);
    if (!access.isOwn && !access.consentScopes) {
      throw unauthenticated(
        'The foundation does not let this app work on its data: ask its administrator to grant it.',
      );
    }
    const allowed = readable(access.isOwn ? access.appScopes : (access.consentScopes ?? []));
    const registered = readable(access.appScopes);
    const scopes = [...(claims.scopes ?? [])].filter((scope) => allowed.has(scope) && registered.has(scope));
    return { actor: { ...actor, scopes: new Set(scopes) }, precondition: appPrecondition([...asked, access.mark]) };
  }
}

/** A script's last use is noted to the minute, so its key is looked up that often. */
const keyUseNotedEveryMs = 60_000;

function notYours(): Error {
  return protocolError(
    'FOUNDATION_NOT_YOURS',
    'You hold no role in the foundation that you chose, or this token was issued for another one. Choose one of me.foundations, or sign in again.',
    403,
  );
}

interface Access {
  appScopes: string[];
  consentScopes: string[] | null;
  isOwn: boolean;
  isActive: boolean;
  isSignedIn: boolean;
  /** All of it as text, for the precondition. */
  mark: string;
}

const goneSentence = 'The sign-in that this token came from has ended: sign in again.';

function known<Found>(found: Found | null): Found {
  if (!found)
    throw unauthenticated('The account of this token is closed or has no role there any more: sign in again.');
  return found;
}

/** Whoever may change an area may look at it. */
function readable(scopes: readonly string[]): ReadonlySet<string> {
  return new Set([...scopes, ...scopes.map((scope) => scope.replace(/:write$/, ':read'))]);
}

const accountOfApp = statement('select account_id from app where client_id = $1 and is_active');

const accessOfApp = statement('select access.*, access::text as mark from app_access($1, $2, $3) as access');
