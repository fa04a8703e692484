import { createHash } from 'node:crypto';
import { canonicalJson, withoutNulls } from '../canonical-json.ts';
import { Refusal } from '../errors.ts';
import { type Queryable, statement } from '../database/statement.ts';

/** What an idempotency key stands for: the operation, and its input. */
interface KeyedRequest {
  operation: string;
  input: object;
  idempotencyKey?: string | null | undefined;
}

/**
 * Claims the key for this request. Gives the answer that the same request got before, or null when
 * it is the first. Waits while the first call is still running. Refuses with IDEMPOTENCY_KEY_REUSED
 * when the key stands for another request.
 */
export async function replayAnswer<Answer>(
  tx: Queryable & { readonly foundationId: string },
  accountId: string,
  request: KeyedRequest,
): Promise<Answer | null> {
  const { idempotencyKey: key, operation } = request;
  if (!key) return null;
  const hash = requestHash(request);
  const inserted = await tx.rows(claimKey, [tx.foundationId, accountId, key, operation, hash]);
  if (inserted.length > 0) return null;
  const [known] = await tx.rows<{ operation: string; requestHash: string; answer: Answer | null }>(
    findKey,
    [tx.foundationId, accountId, key],
  );
  if (!known || known.operation !== operation || known.requestHash !== hash) {
    throw new Refusal('IDEMPOTENCY_KEY_REUSED', {}, ['input', 'idempotencyKey']);
  }
  return known.answer;
}

/** The same for inputs that mean the same: a field that is null is one that was left out. */
export function requestHash({ operation, input }: KeyedRequest): string {
  return createHash('sha256')
    .update(`${operation}\n${canonicalJson(withoutNulls(input))}`)
    .digest('hex');
}

/**
 * What is kept under an idempotency key: the request that it stands for, and its answer. Keys
 * belong to whoever calls.
 */
const claimKey = statement(
  `insert into idempotency_record (foundation_id, account_id, key, operation, request_hash) values ($1, $2, $3, $4, $5)
   on conflict do nothing returning key`,
);

const findKey = statement(
  'select operation, request_hash, answer from idempotency_record where foundation_id = $1 and account_id = $2 and key = $3',
);

export const keepAnswer = statement(
  'update idempotency_record set answer = $4 where foundation_id = $1 and account_id = $2 and key = $3',
);
