import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { createRemoteJWKSet, customFetch, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Actor } from '../platform/actor.ts';
import type { Database } from '../platform/database/database.ts';
import { statement } from '../platform/database/reader.ts';
import { unauthenticated } from '../platform/errors.ts';
import { blindIndex } from '../platform/secrets.ts';
import { findActor } from './actor.ts';
import type { IdentityStore } from './identity-store.ts';
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
  jwksUri: string;
  audience: string;
  accountClaim: string;
  matchesBy: 'LINK' | 'PHONE';
  scopes: string[];
}

/** Tokens of somebody else's OpenID provider, for the foundations that trust it and nowhere else. */
export class ForeignIssuers {
  private readonly keySets = new LRUCache<string, ReturnType<typeof createRemoteJWKSet>>({ max: 100 });

  constructor(private readonly options: ForeignIssuersOptions) {}

  /** Null when the issuer is trusted and its token holds, but it means nobody of that foundation. Throws UNAUTHENTICATED. */
  async findActor(token: string): Promise<Actor | null> {
    const { iss, aud } = decodeJwt(token);
    const audiences = Array.isArray(aud) ? aud : [aud ?? ''];
    const trusted = await this.options.store.rows<TrustedIssuer>(selectTrusted, [iss, audiences]);
    for (const issuer of trusted) {
      const payload = await this.verify(token, String(iss), issuer);
      const accountId = await this.accountOf(issuer, payload);
      const found = accountId && (await findActor(this.options.database, bearerOf(issuer, accountId)));
      if (found) return found.actor;
    }
    if (trusted.length === 0) throw unauthenticated('The token does not hold: sign in again.');
    return null;
  }

  private async verify(token: string, issuer: string, { jwksUri, audience }: TrustedIssuer): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, this.keySetOf(jwksUri), {
        issuer,
        audience,
        // Never a shared secret: an issuer's public key must not pass for one.
        algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA', 'Ed25519'],
        clockTolerance: 5,
        requiredClaims: ['exp'],
      });
      return payload;
    } catch {
      throw unauthenticated('The token does not hold: sign in again.');
    }
  }

  private keySetOf(jwksUri: string): ReturnType<typeof createRemoteJWKSet> {
    let keySet = this.keySets.get(jwksUri);
    if (!keySet) {
      const { mayAskPrivateAddresses } = this.options;
      keySet = createRemoteJWKSet(new URL(jwksUri), {
        timeoutDuration: 5_000,
        cooldownDuration: 30_000,
        cacheMaxAge: 600_000,
        [customFetch]: async (url, init) => {
          if (!mayAskPrivateAddresses) await refusePrivate(new URL(url));
          return fetch(url, { ...init, redirect: 'error' });
        },
      });
      this.keySets.set(jwksUri, keySet);
    }
    return keySet;
  }

  private async accountOf(issuer: TrustedIssuer, payload: JWTPayload): Promise<string | null> {
    const named = payload[issuer.accountClaim];
    if (typeof named !== 'string' || named.length > 300) return null;
    const { store, phoneKey } = this.options;
    if (issuer.matchesBy === 'LINK') {
      const [linked] = await store.rows<{ accountId: string }>(selectLinked, [issuer.foundationId, issuer.id, named]);
      return linked?.accountId ?? null;
    }
    const phone = phoneFrom(named);
    // An issuer that says it has not checked the number says nothing.
    if (!phone || payload['phone_number_verified'] === false) return null;
    const [owner] = await store.rows<{ accountId: string }>(selectByPhone, [blindIndex(phoneKey, phone)]);
    return owner?.accountId ?? null;
  }
}

function bearerOf({ foundationId, id, scopes }: TrustedIssuer, accountId: string) {
  return { accountId, foundationId, appId: `issuer:${id}`, scopes: scopesOf(scopes.join(' ')) };
}

/** Refuses addresses that only we can reach: a foundation's setting must not make us ask our own network. */
export async function refusePrivate({ hostname }: URL): Promise<void> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : (await lookup(host, { all: true })).map(({ address }) => address);
  for (const address of addresses) {
    if (privateAddresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'))
      throw new Error(`The address ${address} is not a public one.`);
  }
}

/** Loopback, private, link-local, shared, multicast and reserved ranges (RFC 6890). */
const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv4');
  privateAddresses.addSubnet(`::ffff:${network}`, 96 + prefix, 'ipv6');
}
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  privateAddresses.addSubnet(network, prefix, 'ipv6');

const selectTrusted = statement(
  'select * from trusted_issuer where issuer = $1 and audience = any ($2) and distrusted_at is null order by trusted_at limit 20',
);
const selectLinked = statement(
  'select account_id from linked_account where foundation_id = $1 and issuer_id = $2 and subject = $3',
);
const selectByPhone = statement('select account_id from account_phone where phone_index = $1');
