import { statement } from './database/read-snapshot.ts';

/** What is kept under an idempotency key: the request that it stands for, and its answer. Keys belong to whoever calls. */
export const claimKey = statement(
  `insert into idempotency_record (foundation_id, account_id, key, operation, request_hash) values ($1, $2, $3, $4, $5)
   on conflict do nothing returning key`,
);

export const findKey = statement(
  'select operation, request_hash, answer from idempotency_record where foundation_id = $1 and account_id = $2 and key = $3',
);

export const keepAnswer = statement(
  'update idempotency_record set answer = $4 where foundation_id = $1 and account_id = $2 and key = $3',
);
