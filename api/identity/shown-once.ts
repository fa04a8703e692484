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

/** Opens the secret of an answer, of this call or of the first one. */
export function openSecret(
  vault: Vault,
  rowId: string,
  { sealedSecret }: WithSecret,
): string | null {
  return sealedSecret === null
    ? null
    : vault.open(Buffer.from(sealedSecret, 'base64'), placeOf(rowId));
}

function placeOf(rowId: string): string {
  return `idempotency_record.answer:${rowId}`;
}
