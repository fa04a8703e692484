import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import type { Database } from '../platform/database/database.ts';
import { Reader, statement } from '../platform/database/reader.ts';
import { identitySession, sessionStatements } from '../platform/database/session.ts';

export interface SigningKey {
  id: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

/** The keys that access tokens are signed with, newest first. The first start of a database makes one. */
export async function signingKeys(database: Database): Promise<SigningKey[]> {
  const known = await readKeys(database);
  if (known.length > 0) return known;
  await makeKey(database);
  return readKeys(database);
}

async function readKeys(database: Database): Promise<SigningKey[]> {
  const reader = new Reader(database.pool, identitySession);
  try {
    const rows = await reader.rows<{ id: string; privateJwk: JWK }>(selectKeys);
    return await Promise.all(
      rows.map(async ({ id, privateJwk }) => ({
        id,
        privateKey: await key(privateJwk),
        publicKey: await key(publicPart(privateJwk)),
      })),
    );
  } finally {
    await reader.close();
  }
}

async function key(jwk: JWK): Promise<CryptoKey> {
  return (await importJWK(jwk, algorithm)) as CryptoKey;
}

function publicPart(privateJwk: JWK): JWK {
  return { ...privateJwk, d: undefined };
}

/** Several nodes may find no key at the same moment; the table's one row with this id settles which key it is. */
async function makeKey(database: Database): Promise<void> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const client = await database.pool.connect();
  try {
    await client.query(`begin; ${sessionStatements(identitySession)}`);
    await client.query('insert into signing_key (id, private_jwk) values ($1, $2) on conflict do nothing', [
      'first',
      JSON.stringify(await exportJWK(privateKey)),
    ]);
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(error as Error);
    throw error;
  }
}

export const algorithm = 'EdDSA';

const selectKeys = statement('select id, private_jwk from signing_key order by created_at desc, id');
