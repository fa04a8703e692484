import { decodeJwt } from 'jose';
import { decodeId } from '../../schema/ids.ts';
import type { Actor } from '../platform/actor.ts';
import type { Database } from '../platform/database/database.ts';
import { statement } from '../platform/database/reader.ts';
import { protocolError, unauthenticated } from '../platform/errors.ts';
import { findActor } from './actor.ts';
import { apiKeyPattern, findKeyBearer } from './api-key-bearer.ts';
import type { ForeignIssuers } from './foreign-issuers.ts';
import type { IdentityStore } from './identity-store.ts';
import type { KeyRing } from './signing-keys.ts';
import { type VerifiedToken, verifyToken } from './tokens.ts';

export interface AuthenticatorOptions {
  database: Database;
  store: IdentityStore;
  keys: KeyRing;
  issuer: string;
  foreignIssuers: ForeignIssuers;
}

/** Finds out who stands behind a bearer token, whoever issued it. What they may do is read from the database each time. */
export class Authenticator {
  constructor(private readonly options: AuthenticatorOptions) {}

  /** Null without a token. Throws UNAUTHENTICATED for one that does not hold, or holds no longer. */
  async authenticate(token: string | null, foundation?: string | null): Promise<Actor | null> {
    if (!token) return null;
    const actor = await this.bearerOf(token, foundation ? decodeId('foundation', foundation) : null);
    // What was chosen and cannot be had is told alike, whether it is somebody else's or does not exist.
    if (foundation && actor.foundationId !== decodeId('foundation', foundation)) throw notYours();
    return actor;
  }

  private async bearerOf(token: string, chosen: string | null): Promise<Actor> {
    const { database, store, foreignIssuers } = this.options;
    if (apiKeyPattern.test(token)) return known(await findActor(database, await findKeyBearer(store, token)));
    if (this.isForeign(token)) return known(await foreignIssuers.findActor(token));
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

  private async bearerOfOurs(token: string, chosen: string | null): Promise<Actor> {
    const { database, keys, issuer } = this.options;
    const verified = await verifyToken(keys, issuer, token);
    // A token that was issued for one foundation stays in it; one that names none may be told which.
    const claims = { ...verified, foundationId: verified.foundationId ?? chosen };
    const itself = claims.isAppItself ? await this.appItself(claims) : claims;
    const found = await findActor(database, itself);
    if (!found && chosen && chosen === claims.foundationId) throw notYours();
    const actor = known(found);
    return claims.appId === null ? actor : this.withinApp(actor, claims);
  }

  /** A partner's server acts as the account that was made for it. */
  private async appItself(claims: VerifiedToken): Promise<VerifiedToken> {
    const [app] = await this.options.store.rows<{ accountId: string | null }>(accountOfApp, [claims.appId]);
    if (!app?.accountId) throw unauthenticated(goneSentence);
    return { ...claims, accountId: app.accountId };
  }

  /** What the token says is only the outer bound: the app may have lost scopes, or the foundation's consent, since then. */
  private async withinApp(actor: Actor, claims: VerifiedToken): Promise<Actor> {
    const [access] = await this.options.store.rows<Access>(accessOfApp, [
      claims.appId,
      actor.foundationId,
      claims.signInId,
    ]);
    if (!access?.isActive || !access.isSignedIn) throw unauthenticated(goneSentence);
    if (!access.isOwn && !access.consentScopes) {
      throw unauthenticated(
        'The foundation does not let this app work on its data: ask its administrator to grant it.',
      );
    }
    const allowed = readable(access.isOwn ? access.appScopes : (access.consentScopes ?? []));
    const registered = readable(access.appScopes);
    const scopes = [...(claims.scopes ?? [])].filter((scope) => allowed.has(scope) && registered.has(scope));
    return { ...actor, scopes: new Set(scopes) };
  }
}

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
}

const goneSentence = 'The sign-in that this token came from has ended: sign in again.';

function known(actor: Actor | null): Actor {
  if (!actor)
    throw unauthenticated('The account of this token is closed or has no role there any more: sign in again.');
  return actor;
}

/** Whoever may change an area may look at it. */
function readable(scopes: readonly string[]): ReadonlySet<string> {
  return new Set([...scopes, ...scopes.map((scope) => scope.replace(/:write$/, ':read'))]);
}

const accountOfApp = statement('select account_id from app where client_id = $1 and is_active');

const accessOfApp = statement(`
  select coalesce(o.scopes, a.scopes) as app_scopes, c.scopes as consent_scopes, o.client_id is not null as is_own,
    coalesce(o.is_active, a.is_active) as is_active,
    ($3::text is null or exists (
      select from oidc_artifact where kind = 'Grant' and grant_id = $3 and expires_at > now())) as is_signed_in
  from (select $1::text as client_id) wanted
  left join own_app o on o.client_id = wanted.client_id
  left join app a on a.client_id = wanted.client_id
  left join app_consent c on c.client_id = wanted.client_id and c.foundation_id = $2 and c.revoked_at is null`);
