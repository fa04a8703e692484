import { createHash } from 'node:crypto';
import type { ChangeInput } from '../../../schema/change-input.ts';
import { canonicalJson, withoutNulls } from '../common/canonical-json.ts';
import { Refusal } from '../common/errors.ts';
import { type Queryable, statement } from '../database/statement.ts';

/** The request that an idempotency key stands for. The key itself is a field of the input. */
interface KeyedRequest {
  operation: string;
  input: object;
}

/** Idempotency key in the input of a mutation; null without one. */
export function keyOf({ input }: KeyedRequest): string | null {
  return (input as Pick<ChangeInput, 'idempotencyKey'>).idempotencyKey ?? null;
}

/**
 * Claims the idempotency key for this request. Returns the answer of an earlier identical request,
 * or null when this is the first. Waits while the first call is still running. Refuses with
 * IDEMPOTENCY_KEY_REUSED when the key belongs to another request.
 */
export async function replayAnswer<Answer>(
  tx: Queryable & { readonly foundationId: string },
  accountId: string,
  request: KeyedRequest,
): Promise<Answer | null> {
  const { operation } = request;
  const key = keyOf(request);
  if (key === null) return null;
  const hash = requestHash(request);
  const inserted = await tx.rows(claimKey, { accountId, key, operation, hash });
  if (inserted.length > 0) return null;
  const [known] = await tx.rows<{ operation: string; requestHash: string; answer: Answer | null }>(
    findKey,
    { accountId, key },
  );
  if (!known || known.operation !== operation || known.requestHash !== hash) {
    throw new Refusal('IDEMPOTENCY_KEY_REUSED', {}, ['input', 'idempotencyKey']);
  }
  return known.answer;
}

/** Hash of operation and input. A null field counts as a missing one. */
export function requestHash({ operation, input }: KeyedRequest): string {
  return createHash('sha256')
    .update(`${operation}\n${canonicalJson(withoutNulls(input))}`)
    .digest('hex');
}

/**
 * Id of the row that a key stands for, where the row itself finds the first call again. A UUID of
 * version 8 (RFC 9562), for custom bits.
 */
export function idFromKey(accountId: string, key: string): string {
  const hex = createHash('sha256').update(`${accountId}\n${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Stores the request hash under the key; the answer follows later. Keys belong to the caller's
 * account.
 */
const claimKey = statement(
  'context.claimKey',
  `insert into idempotency_record (foundation_id, account_id, key, operation, request_hash) values (:foundationId, :accountId, :key, :operation, :hash)
   on conflict do nothing returning key`,
);

const findKey = statement(
  'context.findKey',
  'select operation, request_hash, answer from idempotency_record where foundation_id = :foundationId and account_id = :accountId and key = :key',
);

export const keepAnswer = statement(
  'context.keepAnswer',
  'update idempotency_record set answer = :answer where foundation_id = :foundationId and account_id = :accountId and key = :key',
);
