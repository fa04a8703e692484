import type { Context } from '../platform/context/operation-context.ts';
import type { Statement } from '../platform/database/statement.ts';
import { equalsConstantTime } from '../platform/privacy/secrets.ts';
import type { Vault } from '../platform/privacy/vault.ts';

/**
 * A secret in the stored answer of a mutation. The database keeps only hashes of secrets, so a
 * repeated call needs the first answer to show the same one. It is sealed, and goes with the
 * idempotency record.
 */
export interface WithSecret {
  /** Base64; null without a secret. */
  sealedSecret: string | null;
}

/** Seals the secret of a row into the answer that creates it. */
export function sealSecret(vault: Vault, rowId: string, secret: string | null): WithSecret {
  return {
    sealedSecret: secret === null ? null : vault.seal(secret, placeOf(rowId)).toString('base64'),
  };
}

/** Finds out whether a secret is still in force. */
export interface SecretInForce {
  /** Gives `secretHash` of the row `:id` while its secret is in force, or no row. */
  readonly current: Statement;
  readonly hashOf: (secret: string) => Buffer;
}

/**
 * Opens the secret of an answer, of this call or of the first one. Null without a secret, and when
 * it was replaced or revoked since: a secret out of force must not look like a valid one.
 */
export async function openSecret(
  ctx: Context,
  rowId: string,
  { sealedSecret }: WithSecret,
  { current, hashOf }: SecretInForce,
): Promise<string | null> {
  if (sealedSecret === null) return null;
  const secret = ctx.services.vault.open(Buffer.from(sealedSecret, 'base64'), placeOf(rowId));
  const [row] = await ctx.rows<{ secretHash: Buffer }>(current, { id: rowId });
  return row && equalsConstantTime(row.secretHash, hashOf(secret)) ? secret : null;
}

function placeOf(rowId: string): string {
  return `idempotency_record.answer:${rowId}`;
}
