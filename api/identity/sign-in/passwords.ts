import { hash, verify } from '@node-rs/argon2';
import { type Queryable, statement } from '../../platform/database/reader.ts';
import { blindIndex } from '../../platform/secrets.ts';
import type { IdentityStore } from '../identity-store.ts';

/** argon2id with the first set of parameters of the OWASP Password Storage Cheat Sheet. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What is verified when there is nothing to verify against, so that an unknown phone takes as long as a wrong password. */
let decoy: Promise<string> | undefined;

export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), parameters);
}

/** The account whose phone and password these are, or null. Takes the same time whatever is wrong. */
export async function accountByPassword(
  store: IdentityStore,
  phoneKey: Buffer,
  phone: string,
  password: string,
): Promise<string | null> {
  const [row] = await store.rows<{ accountId: string; hash: string | null }>(selectHash, [blindIndex(phoneKey, phone)]);
  decoy ??= hashPassword('nobody has this password');
  const isRight = await verify(row?.hash ?? (await decoy), password.normalize('NFKC'));
  return isRight && row?.hash ? row.accountId : null;
}

/** Whether the account has a password at all, and whether this is it. */
export async function checkPassword(
  store: IdentityStore,
  accountId: string,
  password: string | null | undefined,
): Promise<'none' | 'right' | 'wrong'> {
  const [row] = await store.rows<{ hash: string }>(selectOwnHash, [accountId]);
  if (!row) return 'none';
  return (await verify(row.hash, (password ?? '').normalize('NFKC'))) ? 'right' : 'wrong';
}

/** Keeps what hashPassword() made of a new password. */
export async function keepPassword(tx: Queryable, accountId: string, passwordHash: string): Promise<void> {
  await tx.rows(upsertPassword, [accountId, passwordHash]);
}

const selectHash = statement(
  `select p.account_id, w.hash from account_phone p join account a on a.id = p.account_id and a.is_active
   left join account_password w on w.account_id = p.account_id where p.phone_index = $1`,
);
const selectOwnHash = statement('select hash from account_password where account_id = $1');
const upsertPassword = statement(
  `insert into account_password (account_id, hash) values ($1, $2)
   on conflict (account_id) do update set hash = excluded.hash, changed_at = now()`,
);
