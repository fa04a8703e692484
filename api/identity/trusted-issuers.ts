import { GraphQLError } from 'graphql';
import { createRemoteJWKSet, customFetch, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { newId } from '../../schema/ids.ts';
import type { Actor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import { statement } from '../platform/database/statement.ts';
import { protocolError, unauthenticated } from '../platform/common/errors.ts';
import { identityLimits } from './limits.ts';
import { blindIndex } from '../platform/privacy/secrets.ts';
import { findActor } from './load-actor.ts';
import type { IdentityStore } from './identity-store.ts';
import { fetchPublic } from './public-fetch.ts';
import { phoneFrom } from './sign-in/phones.ts';
import { scopesOf } from './tokens.ts';

export interface ForeignIssuersOptions {
  database: Database;
  store: IdentityStore;
  phoneKey: Buffer;
  /**
   * On a demonstration issuers may run on the same machine; elsewhere private addresses are
   * refused.
   */
  mayAskPrivateAddresses: boolean;
}

interface TrustedIssuer {
  foundationId: string;
  id: string;
  issuer: string;
  jwksUri: string;
  audience: string;
  accountClaim: string;
  matchesBy: 'LINK' | 'PHONE';
  scopes: string[];
}

/**
 * Authenticates tokens of external OpenID providers, only for foundations that trust them. Linked
 * accounts are looked up before keys are fetched, and keys are fetched concurrently. An unavailable
 * issuer thus delays only the accounts that are linked with it.
 */
export class ForeignIssuers {
  private readonly keySets = new LRUCache<string, ReturnType<typeof createRemoteJWKSet>>({
    max: 1_000,
  });
  private asking = 0;

  constructor(private readonly options: ForeignIssuersOptions) {}

  /**
   * The actor of a token. Null when the token is valid but no account of the foundation is linked
   * any more. With several foundations, the chosen one, else the first whose keys are available.
   * Throws UNAUTHENTICATED, ISSUER_UNAVAILABLE.
   */
  async findActor(token: string, chosen: string | null): Promise<Actor | null> {
    const claims = decodeJwt(token);
    const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud ?? ''];
    const { store, database } = this.options;
    const trusted = await store.rows<TrustedIssuer>(selectTrusted, {
      issuer: claims.iss,
      audiences,
      chosen,
    });
    // Tries only the chosen foundation when it trusts the issuer. Otherwise the others show that
    // the token belongs elsewhere.
    const [first] = trusted;
    const asked = first && first.foundationId === chosen ? [first] : trusted;
    const meant = (await Promise.all(asked.map((issuer) => this.meantBy(issuer, claims)))).filter(
      (each) => each !== null,
    );
    const linked = meant.filter(({ isAccepted }) => isAccepted);
    if (linked.length === 0) return this.propose(token, meant);
    try {
      return await Promise.any(
        linked.map(async ({ issuer, accountId }) => {
          await this.verify(token, issuer);
          const found = await findActor(database, bearerOf(issuer, accountId));
          if (!found) throw unauthenticated('ACCOUNT_ENDED');
          return found.actor;
        }),
      );
    } catch (error) {
      throw foremost((error as AggregateError).errors);
    }
  }

  /**
   * Finds the account of a token before its signature is checked. A link is in force once the
   * account's holder has accepted it. A phone number finds an account, but is no consent.
   */
  private async meantBy(issuer: TrustedIssuer, claims: JWTPayload): Promise<Meant | null> {
    const named = claims[issuer.accountClaim];
    if (typeof named !== 'string' || named.length > 300) return null;
    const { store, phoneKey } = this.options;
    const { foundationId, id } = issuer;
    if (issuer.matchesBy === 'LINK') {
      const [link] = await store.rows<LinkRow>(selectLinked, {
        foundationId,
        issuerId: id,
        subject: named,
      });
      return link ? { issuer, ...link, phoneIndex: null } : null;
    }
    const phone = phoneFrom(named);
    // An unverified phone number is ignored.
    if (!phone || claims['phone_number_verified'] === false) return null;
    const phoneIndex = blindIndex(phoneKey, phone);
    const [owner] = await store.rows<LinkRow>(selectAccountByPhone, {
      foundationId,
      issuerId: id,
      phoneIndex,
    });
    return owner ? { issuer, ...owner, phoneIndex } : null;
  }

  /**
   * Proposes links that are not accepted yet. Notifies the holders of a valid token's accounts. The
   * error asks the caller to wait for acceptance.
   */
  private async propose(token: string, meant: readonly Meant[]): Promise<never> {
    const tries = await Promise.allSettled(
      meant.map(async ({ issuer, accountId, phoneIndex }) => {
        await this.verify(token, issuer);
        if (!phoneIndex) return;
        // A phone number may pass to another account, whose holder is asked anew.
        const subject = `tel:${phoneIndex.toString('base64url')}:${accountId}`;
        const { foundationId, id } = issuer;
        await this.options.store.rows(insertLink, {
          foundationId,
          id: newId(),
          issuerId: id,
          subject,
          accountId,
        });
      }),
    );
    if (tries.some(({ status }) => status === 'fulfilled')) throw unauthenticated('LINK_PENDING');
    throw foremost(
      tries.map((each) => (each.status === 'rejected' ? (each.reason as unknown) : null)),
    );
  }

  /** Verifies the signature. Throws UNAUTHENTICATED, ISSUER_UNAVAILABLE. */
  private async verify(token: string, { issuer, jwksUri, audience }: TrustedIssuer): Promise<void> {
    try {
      await jwtVerify(token, this.keySetOf(jwksUri), {
        issuer,
        audience,
        // No symmetric algorithms: an issuer's public key must not pass for a shared secret.
        algorithms: [
          'RS256',
          'RS384',
          'RS512',
          'PS256',
          'PS384',
          'PS512',
          'ES256',
          'ES384',
          'EdDSA',
          'Ed25519',
        ],
        clockTolerance: 5,
        requiredClaims: ['exp'],
      });
    } catch (error) {
      throw error instanceof IssuerAway ? unavailable() : unauthenticated('TOKEN_INVALID');
    }
  }

  private keySetOf(jwksUri: string): ReturnType<typeof createRemoteJWKSet> {
    let keySet = this.keySets.get(jwksUri);
    if (!keySet) {
      let awayUntilMs = 0;
      keySet = createRemoteJWKSet(new URL(jwksUri), {
        timeoutDuration: identityLimits.issuerTimeoutMs,
        cooldownDuration: 30_000,
        cacheMaxAge: 600_000,
        [customFetch]: async (url) => {
          // A recently unavailable issuer fails fast, rather than once per token.
          if (Date.now() < awayUntilMs || this.asking >= identityLimits.issuersAskedAtOnceMax)
            throw new IssuerAway();
          this.asking += 1;
          try {
            return await fetchPublic(new URL(url), {
              mayAskPrivateAddresses: this.options.mayAskPrivateAddresses,
              timeoutMs: identityLimits.issuerTimeoutMs,
              bytesMax: identityLimits.issuerKeysBytesMax,
            });
          } catch (error) {
            awayUntilMs = Date.now() + identityLimits.issuerAwayMs;
            throw new IssuerAway({ cause: error });
          } finally {
            this.asking -= 1;
          }
        },
      });
      this.keySets.set(jwksUri, keySet);
    }
    return keySet;
  }
}

interface LinkRow {
  accountId: string;
  isAccepted: boolean;
}

/** An account that a token refers to. */
interface Meant extends LinkRow {
  issuer: TrustedIssuer;
  /** Set when the account was found by phone number. */
  phoneIndex: Buffer | null;
}

/** The keys of an issuer cannot be fetched. */
class IssuerAway extends Error {
  constructor(options?: ErrorOptions) {
    super('The keys of the issuer cannot be read.', options);
  }
}

function unavailable(): Error {
  return protocolError('ISSUER_UNAVAILABLE', 503);
}

/** The most useful error: a retryable one outweighs a final one. */
function foremost(errors: readonly unknown[]): Error {
  const known = errors.filter((error): error is Error => error instanceof Error);
  // Unexpected errors, such as an unavailable database, come first.
  const own = known.find((error) => !(error instanceof GraphQLError));
  const away = known.find(
    (error) => error instanceof GraphQLError && error.extensions['code'] === 'ISSUER_UNAVAILABLE',
  );
  return own ?? away ?? known[0] ?? unauthenticated('TOKEN_INVALID');
}

function bearerOf({ foundationId, id, scopes }: TrustedIssuer, accountId: string) {
  return { accountId, foundationId, appId: `issuer:${id}`, scopes: scopesOf(scopes.join(' ')) };
}

const selectTrusted = statement(
  'identity.selectTrusted',
  `select * from trusted_issuer where issuer = :issuer and audience = any (:audiences) and untrusted_at is null
   order by (foundation_id = :chosen::uuid) desc nulls last, trusted_at limit 20`,
);
const selectLinked = statement(
  'identity.selectLinked',
  `select account_id, accepted_at is not null as is_accepted from linked_account
   where foundation_id = :foundationId and issuer_id = :issuerId and subject = :subject`,
);
/** A role in force, or a pending invitation. */
const notEnded = '(g.valid_to is null or g.valid_to > now())';
// Accounts without a role here are not revealed, not even their existence.
const selectAccountByPhone = statement(
  'identity.selectAccountByPhone',
  `select p.account_id, exists (
     select from linked_account l where l.foundation_id = :foundationId and l.issuer_id = :issuerId and l.account_id = p.account_id
       and l.accepted_at is not null) as is_accepted
   from account_phone p where p.phone_index = :phoneIndex
     and exists (select from role_grant g where g.foundation_id = :foundationId and g.account_id = p.account_id and ${notEnded})`,
);
// Accounts without a role here are not notified of an unrelated issuer.
const insertLink = statement(
  'identity.insertLink',
  `insert into linked_account (foundation_id, id, issuer_id, subject, account_id)
   select :foundationId::uuid, :id::uuid, :issuerId::uuid, :subject::text, :accountId::uuid
   where exists (select from role_grant g where g.foundation_id = :foundationId and g.account_id = :accountId and ${notEnded})
   on conflict do nothing`,
);
