import { hash, verify } from '@node-rs/argon2';
import { type Queryable, statement } from '../../platform/database/statement.ts';
import { limits } from '../../platform/limits.ts';
import { blindIndex } from '../../platform/secrets.ts';
import { addressBlock } from '../../platform/server/client-address.ts';
import type { IdentityStore } from '../identity-store.ts';
import type { Bound } from './rate-limit.ts';

/** argon2id with the first set of parameters of the OWASP Password Storage Cheat Sheet. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What is verified when there is nothing to verify against, so that an unknown phone takes as long as a wrong password. */
let decoy: Promise<string> | undefined;

/** Throws HashingBusy. */
export async function hashPassword(password: string): Promise<string> {
  return hashing(async () => hash(password.normalize('NFKC'), parameters));
}

/** More passwords wait to be hashed than a node gets through in a few seconds. */
export class HashingBusy extends Error {}

let inWork = 0;
const waiting: (() => void)[] = [];

/** Lets only so many be hashed at once, since each takes memory and a core. Throws HashingBusy when too many wait. */
async function hashing<T>(work: () => Promise<T>): Promise<T> {
  if (inWork < limits.passwordHashesAtOnceMax) inWork += 1;
  else if (waiting.length >= limits.passwordHashesWaitingMax)
    throw new HashingBusy('Too many passwords are checked now.');
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else inWork -= 1;
  }
}

/** The account that signs in with a phone, or null. */
export async function accountOfPhone(store: IdentityStore, phoneKey: Buffer, phone: string): Promise<string | null> {
  const [row] = await store.rows<{ accountId: string }>(selectHash, [blindIndex(phoneKey, phone)]);
  return row?.accountId ?? null;
}

/**
 * What bounds guesses of a password: by the account, whether they come from the pages of sign-in or from `setPassword`, and by the
 * address. A phone that nobody has counts for itself, so that nothing tells.
 */
export function passwordTries(accountOrPhone: string, address: string | null): Bound[] {
  return triesOf('password try', accountOrPhone, address);
}

/** Tries of something that signs in, by whom they aim at and by the address that they come from. */
export function triesOf(kind: string, subject: string, address: string | null): Bound[] {
  const bounds = [{ kind, subject, max: limits.signInTriesPerPhoneHourMax, windowSeconds: 3_600 }];
  if (address === null) return bounds;
  const max = limits.signInTriesPerAddressHourMax;
  return [...bounds, { kind: `${kind} address`, subject: addressBlock(address), max, windowSeconds: 3_600 }];
}

/** The account whose phone and password these are, or null. Takes the same time whatever is wrong. Throws HashingBusy. */
export async function accountByPassword(
  store: IdentityStore,
  phoneKey: Buffer,
  phone: string,
  password: string,
): Promise<string | null> {
  const [row] = await store.rows<{ accountId: string; hash: string | null }>(selectHash, [blindIndex(phoneKey, phone)]);
  // What was refused because too many wait is tried anew by the next one.
  decoy ??= hashPassword('nobody has this password').catch((error: unknown) => {
    decoy = undefined;
    throw error;
  });
  const kept = row?.hash ?? (await decoy);
  const isRight = await hashing(async () => verify(kept, password.normalize('NFKC')));
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
  const isRight = await hashing(async () => verify(row.hash, (password ?? '').normalize('NFKC')));
  return isRight ? 'right' : 'wrong';
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
