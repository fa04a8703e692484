import { GraphQLError } from 'graphql';
import { createRemoteJWKSet, customFetch, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { newId } from '../../schema/ids.ts';
import type { Actor } from '../platform/actor.ts';
import type { Database } from '../platform/database/database.ts';
import { statement } from '../platform/database/statement.ts';
import { protocolError, unauthenticated } from '../platform/errors.ts';
import { limits } from '../platform/limits.ts';
import { blindIndex } from '../platform/secrets.ts';
import { findActor } from './load-actor.ts';
import type { IdentityStore } from './identity-store.ts';
import { fetchPublic } from './public-fetch.ts';
import { phoneFrom } from './sign-in/phones.ts';
import { scopesOf } from './tokens.ts';

export interface ForeignIssuersOptions {
  database: Database;
  store: IdentityStore;
  phoneKey: Buffer;
  /** On a demonstration issuers may run beside it; elsewhere no request of ours goes to an address inside the house. */
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
 * Tokens of somebody else's OpenID provider, for the foundations that trust it and nowhere else. Whom a token means is looked up before
 * anybody's keys are asked for, and keys are asked for at once: an issuer that is away holds up nobody but those who are linked with it.
 */
export class ForeignIssuers {
  private readonly keySets = new LRUCache<string, ReturnType<typeof createRemoteJWKSet>>({ max: 1_000 });
  private asking = 0;

  constructor(private readonly options: ForeignIssuersOptions) {}

  /**
   * Null when the token holds, but it means nobody of that foundation any more. Of several foundations where it counts, the chosen one,
   * or else the first whose keys are at hand. Throws UNAUTHENTICATED, ISSUER_UNAVAILABLE.
   */
  async findActor(token: string, chosen: string | null): Promise<Actor | null> {
    const claims = decodeJwt(token);
    const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud ?? ''];
    const { store, database } = this.options;
    const trusted = await store.rows<TrustedIssuer>(selectTrusted, [claims.iss, audiences, chosen]);
    // What was chosen comes alone; where it is not among them, the others tell that it is somebody else's.
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
          if (!found) throw unauthenticated(nobodySentence);
          return found.actor;
        }),
      );
    } catch (error) {
      throw foremost((error as AggregateError).errors);
    }
  }

  /**
   * Finds the account that a token names, before its signature is checked. An account counts once its holder has accepted that this
   * issuer signs in as them. A telephone number leads to an account, but is no consent.
   */
  private async meantBy(issuer: TrustedIssuer, claims: JWTPayload): Promise<Meant | null> {
    const named = claims[issuer.accountClaim];
    if (typeof named !== 'string' || named.length > 300) return null;
    const { store, phoneKey } = this.options;
    const { foundationId, id } = issuer;
    if (issuer.matchesBy === 'LINK') {
      const [link] = await store.rows<LinkRow>(selectLinked, [foundationId, id, named]);
      return link ? { issuer, ...link, phoneIndex: null } : null;
    }
    const phone = phoneFrom(named);
    // An issuer that says it has not checked the number says nothing.
    if (!phone || claims['phone_number_verified'] === false) return null;
    const phoneIndex = blindIndex(phoneKey, phone);
    const [owner] = await store.rows<LinkRow>(selectByPhone, [foundationId, id, phoneIndex]);
    return owner ? { issuer, ...owner, phoneIndex } : null;
  }

  /** Nobody has accepted yet: whoever is meant by a token that holds is told of it, and the caller what to wait for. */
  private async propose(token: string, meant: readonly Meant[]): Promise<never> {
    const tries = await Promise.allSettled(
      meant.map(async ({ issuer, accountId, phoneIndex }) => {
        await this.verify(token, issuer);
        if (!phoneIndex) return;
        // A number may pass to somebody else, who is asked anew.
        const subject = `tel:${phoneIndex.toString('base64url')}:${accountId}`;
        const { foundationId, id } = issuer;
        await this.options.store.rows(insertLink, [foundationId, newId(), id, subject, accountId]);
      }),
    );
    if (tries.some(({ status }) => status === 'fulfilled')) throw unauthenticated(pendingSentence);
    throw foremost(tries.map((each) => (each.status === 'rejected' ? (each.reason as unknown) : null)));
  }

  /** Throws UNAUTHENTICATED, ISSUER_UNAVAILABLE. */
  private async verify(token: string, { issuer, jwksUri, audience }: TrustedIssuer): Promise<void> {
    try {
      await jwtVerify(token, this.keySetOf(jwksUri), {
        issuer,
        audience,
        // Never a shared secret: an issuer's public key must not pass for one.
        algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA', 'Ed25519'],
        clockTolerance: 5,
        requiredClaims: ['exp'],
      });
    } catch (error) {
      throw error instanceof IssuerAway ? unavailable() : unauthenticated(wrongSentence);
    }
  }

  private keySetOf(jwksUri: string): ReturnType<typeof createRemoteJWKSet> {
    let keySet = this.keySets.get(jwksUri);
    if (!keySet) {
      let awayUntilMs = 0;
      keySet = createRemoteJWKSet(new URL(jwksUri), {
        timeoutDuration: limits.issuerTimeoutMs,
        cooldownDuration: 30_000,
        cacheMaxAge: 600_000,
        [customFetch]: async (url) => {
          // One that was away a moment ago is not waited for again by each token.
          if (Date.now() < awayUntilMs || this.asking >= limits.issuersAskedAtOnceMax) throw new IssuerAway();
          this.asking += 1;
          try {
            return await fetchPublic(new URL(url), {
              mayAskPrivateAddresses: this.options.mayAskPrivateAddresses,
              timeoutMs: limits.issuerTimeoutMs,
              bytesMax: limits.issuerKeysBytesMax,
            });
          } catch (error) {
            awayUntilMs = Date.now() + limits.issuerAwayMs;
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

/** An account that a token would mean. */
interface Meant extends LinkRow {
  issuer: TrustedIssuer;
  /** Where a telephone number led there. */
  phoneIndex: Buffer | null;
}

/** Keys of an issuer cannot be read now. */
class IssuerAway extends Error {
  constructor(options?: ErrorOptions) {
    super('The keys of the issuer cannot be read.', options);
  }
}

const wrongSentence = 'The token does not hold: sign in again.';
const nobodySentence = 'The account of this token is closed or has no role there any more: sign in again.';
const pendingSentence =
  'Nobody has accepted yet that this issuer signs in as them: sign in with the platform itself once, and accept it there.';

function unavailable(): Error {
  return protocolError(
    'ISSUER_UNAVAILABLE',
    'The issuer of this token does not answer, so the token cannot be checked: try again in a moment.',
    503,
  );
}

/** That somebody may try again outweighs that somebody else would not have been meant. */
function foremost(errors: readonly unknown[]): Error {
  const known = errors.filter((error): error is Error => error instanceof Error);
  // What nobody foresaw, such as a database that is away, is ours to tell.
  const own = known.find((error) => !(error instanceof GraphQLError));
  const away = known.find(
    (error) => error instanceof GraphQLError && error.extensions['code'] === 'ISSUER_UNAVAILABLE',
  );
  return own ?? away ?? known[0] ?? unauthenticated(wrongSentence);
}

function bearerOf({ foundationId, id, scopes }: TrustedIssuer, accountId: string) {
  return { accountId, foundationId, appId: `issuer:${id}`, scopes: scopesOf(scopes.join(' ')) };
}

const selectTrusted = statement(
  `select * from trusted_issuer where issuer = $1 and audience = any ($2) and untrusted_at is null
   order by (foundation_id = $3::uuid) desc nulls last, trusted_at limit 20`,
);
const selectLinked = statement(
  `select account_id, accepted_at is not null as is_accepted from linked_account
   where foundation_id = $1 and issuer_id = $2 and subject = $3`,
);
/** A role that counts, or an invitation that waits. */
const notEnded = '(g.valid_to is null or g.valid_to > now())';
// Of whoever has no role here nothing is told, not even that there is such an account.
const selectByPhone = statement(
  `select p.account_id, exists (
     select from linked_account l where l.foundation_id = $1 and l.issuer_id = $2 and l.account_id = p.account_id
       and l.accepted_at is not null) as is_accepted
   from account_phone p where p.phone_index = $3
     and exists (select from role_grant g where g.foundation_id = $1 and g.account_id = p.account_id and ${notEnded})`,
);
// Whoever has no role here is not told of an issuer that is none of theirs.
const insertLink = statement(
  `insert into linked_account (foundation_id, id, issuer_id, subject, account_id)
   select $1::uuid, $2::uuid, $3::uuid, $4::text, $5::uuid
   where exists (select from role_grant g where g.foundation_id = $1 and g.account_id = $5 and ${notEnded})
   on conflict do nothing`,
);
