import { createHash } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { Database } from '../platform/database/database.ts';
import { statement } from '../platform/database/statement.ts';
import { identityLimits } from './limits.ts';
import { IdentityStore } from './identity-store.ts';

export interface SigningKey {
  id: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

/**
 * EdDSA for access tokens, which only we verify and which must be fast. RS256 for ID tokens, since
 * every library supports it.
 */
export type KeyAlgorithm = 'EdDSA' | 'RS256';
export const accessTokenAlgorithm = 'EdDSA';
export const idTokenAlgorithm = 'RS256';

/**
 * Signing keys of access tokens, the current one first. The first start of a database creates one.
 */
export async function signingKeys(database: Database): Promise<SigningKey[]> {
  const ring = new KeyRing(new IdentityStore(database));
  return (await ring.ready(accessTokenAlgorithm)).map(({ key }) => key);
}

interface RingKey {
  key: SigningKey;
  privateJwk: JWK;
  signsFrom: string;
}

/**
 * All signing keys in the database, shared by the nodes. The first node that finds the newest key
 * old makes the next one. That key signs only after a delay, when all nodes have read it.
 */
export class KeyRing {
  private readonly byAlgorithm = new Map<KeyAlgorithm, RingKey[]>();
  private readAtMs = 0;
  /** Raised when keys or their order change, so that dependents rebuild. */
  version = 0;

  constructor(private readonly store: IdentityStore) {}

  /** The keys of an algorithm, the current one first; makes the first one. */
  async ready(algorithm: KeyAlgorithm): Promise<readonly RingKey[]> {
    if (Date.now() - this.readAtMs > rereadMs) await this.read();
    if (!this.byAlgorithm.get(algorithm)?.length) {
      await this.makeIfDue(algorithm);
      await this.read();
    }
    return this.byAlgorithm.get(algorithm) ?? [];
  }

  /** The key with an id, also one that another node made a moment ago. */
  async find(id: string | undefined): Promise<SigningKey | undefined> {
    const known = async () =>
      (await this.ready(accessTokenAlgorithm)).find((candidate) => candidate.key.id === id)?.key;
    const found = await known();
    if (found || Date.now() - this.readAtMs < unknownKeyPauseMs) return found;
    await this.read();
    return known();
  }

  /**
   * Makes the next key when the newest one is old, and deletes keys whose last token has expired.
   * Called periodically.
   */
  async rotate(): Promise<void> {
    for (const algorithm of this.byAlgorithm.keys()) await this.makeIfDue(algorithm);
    await this.store.rows(forgetOld);
    await this.read();
  }

  private async read(): Promise<void> {
    const rows = await this.store.rows<{ id: string; privateJwk: JWK; signsFrom: string }>(
      selectSigningKeys,
    );
    const before = this.order();
    this.byAlgorithm.clear();
    for (const { id, privateJwk, signsFrom } of rows) {
      const algorithm = algorithmOf(privateJwk);
      const key = {
        id,
        privateKey: await importKey(privateJwk, algorithm),
        publicKey: await importKey(publicPart(privateJwk), algorithm),
      };
      const list = this.byAlgorithm.get(algorithm) ?? [];
      this.byAlgorithm.set(algorithm, [
        ...list,
        { key, privateJwk: { ...privateJwk, kid: id }, signsFrom },
      ]);
    }
    for (const [algorithm, list] of this.byAlgorithm)
      this.byAlgorithm.set(algorithm, signingFirst(list));
    this.readAtMs = Date.now();
    if (this.order() !== before) this.version += 1;
  }

  private order(): string {
    return [...this.byAlgorithm]
      .map(([name, list]) => `${name}:${list.map(({ key }) => key.id).join()}`)
      .join(' ');
  }

  private async makeIfDue(algorithm: KeyAlgorithm): Promise<void> {
    const keyType = algorithm === 'RS256' ? 'RSA' : 'OKP';
    const [newest] = await this.store.rows<{ isOld: boolean }>(newestKey, {
      keyType,
      signingKeyLifetimeDays: identityLimits.signingKeyLifetimeDays,
    });
    if (newest && !newest.isOld) return;
    const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), alg: algorithm, use: 'sig' };
    const id = createHash('sha256')
      .update(JSON.stringify(publicPart(jwk)))
      .digest('base64url')
      .slice(0, 22);
    await this.store.write(async (tx) => {
      // Several nodes may find the same key old at the same moment; the first one makes the next.
      await tx.rows(lockKeys);
      const [now] = await tx.rows<{ isOld: boolean }>(newestKey, {
        keyType,
        signingKeyLifetimeDays: identityLimits.signingKeyLifetimeDays,
      });
      if (now && !now.isOld) return;
      await tx.rows(insertSigningKey, {
        id,
        privateJwk: JSON.stringify(jwk),
        minutes: now ? identityLimits.signingKeyNoticeMinutes : 0,
      });
    });
  }
}

/** Half the notice of a new key, so that every node knows it in time. */
const rereadMs = (identityLimits.signingKeyNoticeMinutes * 60_000) / 2;
/** Tokens with invented key ids cause at most one read per pause. */
const unknownKeyPauseMs = 10_000;

function signingFirst(list: readonly RingKey[]): RingKey[] {
  const now = new Date().toISOString();
  const signing = list.filter(({ signsFrom }) => signsFrom <= now);
  const current = signing.toSorted((left, right) => (left.signsFrom < right.signsFrom ? 1 : -1))[0];
  return current ? [current, ...list.filter((each) => each !== current)] : [...list];
}

async function importKey(jwk: JWK, algorithm: KeyAlgorithm): Promise<CryptoKey> {
  return (await importJWK(jwk, algorithm)) as CryptoKey;
}

function algorithmOf(jwk: JWK): KeyAlgorithm {
  return jwk.kty === 'RSA' ? 'RS256' : 'EdDSA';
}

function publicPart({ kty, crv, x, n, e }: JWK): JWK {
  return kty === 'RSA' ? { kty, n, e } : { kty, crv, x };
}

const lockKeys = statement(
  'identity.lockKeys',
  `select pg_advisory_xact_lock(hashtextextended('signing_key', 0))`,
);

const selectSigningKeys = statement(
  'identity.selectSigningKeys',
  'select id, private_jwk, signs_from from signing_key order by created_at, id',
);

const newestKey = statement(
  'identity.newestKey',
  `select created_at < now() - make_interval(days => :signingKeyLifetimeDays) as is_old from signing_key
   where private_jwk ->> 'kty' = :keyType order by created_at desc limit 1`,
);

const insertSigningKey = statement(
  'identity.insertSigningKey',
  `insert into signing_key (id, private_jwk, signs_from) values (:id, :privateJwk, now() + make_interval(mins => :minutes)) on conflict do nothing`,
);

// Tokens of a key whose successor has signed for a day have all expired.
const forgetOld = statement(
  'identity.forgetOld',
  `delete from signing_key k where exists (
     select from signing_key n where n.private_jwk ->> 'kty' = k.private_jwk ->> 'kty'
     and n.signs_from > k.signs_from and n.signs_from < now() - interval '1 day')`,
);
