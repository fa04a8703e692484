import { randomBytes, randomInt } from 'node:crypto';
import { statement } from '../platform/database/statement.ts';
import { unauthenticated } from '../platform/common/errors.ts';
import { hashOfSecret, equalsConstantTime } from '../platform/privacy/secrets.ts';
import type { Bearer } from './load-actor.ts';
import type { IdentityStore } from './identity-store.ts';
import { scopesOf } from './tokens.ts';

/** `linli_<prefix>_<secret>`: the public prefix finds the row, the secret is 256 random bits. */
export const apiKeyPattern = /^linli_([a-z0-9]{12})_([\w-]{43})$/;

/** Creates a key: the text, shown once, and the values to store. */
export function newApiKey(): { text: string; prefix: string; secretHash: Buffer } {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  const prefix = Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join('');
  const secret = randomBytes(32).toString('base64url');
  return { text: `linli_${prefix}_${secret}`, prefix, secretHash: hashOfSecret(secret) };
}

/** Hash of the secret part of a key, as it is stored. */
export function hashOfApiKey(text: string): Buffer {
  const [, , secret = ''] = apiKeyPattern.exec(text) ?? [];
  return hashOfSecret(secret);
}

/** The bearer of a key; a key belongs to one foundation. */
interface KeyBearer extends Bearer {
  foundationId: string;
  keyId: string;
  /** The key's current permissions as text, for revalidation. */
  mark: string;
}

/**
 * Finds the account of a key and records its use. Throws UNAUTHENTICATED. The message is the same
 * for every failure, also for an ended app or issuer; only expiry is reported as such.
 */
export async function findKeyBearer(store: IdentityStore, text: string): Promise<KeyBearer> {
  const [, prefix = '', secret = ''] = apiKeyPattern.exec(text) ?? [];
  const rows = await store.rows<KeyRow>(selectKeyByPrefix, { prefix });
  const row = rows.find(({ secretHash }) => equalsConstantTime(secretHash, hashOfSecret(secret)));
  if (!row || (!row.isActive && !row.isExpired)) throw unauthenticated('KEY_INVALID');
  if (row.isExpired) throw unauthenticated('KEY_EXPIRED');
  if (row.isUseToNote) await store.rows(noteUse, { foundationId: row.foundationId, id: row.id });
  return {
    keyId: row.id,
    mark: row.mark,
    accountId: row.accountId,
    foundationId: row.foundationId,
    appId: `key:${prefix}`,
    scopes: scopesOf(row.scopes.join(' ')),
  };
}

interface KeyRow {
  foundationId: string;
  id: string;
  accountId: string;
  secretHash: Buffer;
  scopes: string[];
  isActive: boolean;
  mark: string;
  isExpired: boolean;
  isUseToNote: boolean;
}

// Records the last use by the minute, since a script may call many times a second.
const selectKeyByPrefix = statement(
  'identity.selectKeyByPrefix',
  `select k.foundation_id, k.id, k.account_id, k.secret_hash, access.scopes, access.is_active, access::text as mark,
     k.revoked_at is null and k.expires_at <= now() as is_expired,
     k.last_used_at is null or k.last_used_at < now() - interval '1 minute' as is_use_to_note
   from api_key k cross join lateral key_access(k.foundation_id, k.id) as access where k.prefix = :prefix`,
);

const noteUse = statement(
  'identity.noteUse',
  'update api_key set last_used_at = now() where foundation_id = :foundationId and id = :id',
);
