import { hash, verify } from '@node-rs/argon2';
import { type Queryable, statement } from '../../platform/database/statement.ts';
import { identityLimits } from '../limits.ts';
import { blindIndex } from '../../platform/privacy/secrets.ts';
import { addressBlock } from '../../platform/server/client-address.ts';
import type { IdentityStore } from '../identity-store.ts';
import type { Bound } from './rate-limit.ts';

/** argon2id with the first set of parameters of the OWASP Password Storage Cheat Sheet. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Verified in place of a missing hash, so that an unknown phone takes as long as a wrong password.
 */
let decoy: Promise<string> | undefined;

/** Hashes a password with argon2id. Throws HashingBusy. */
export async function hashPassword(password: string): Promise<string> {
  return hashing(async () => hash(password.normalize('NFKC'), parameters));
}

/** The hashing queue is longer than a node works off in a few seconds. */
export class HashingBusy extends Error {}

let inWork = 0;
const waiting: (() => void)[] = [];

/**
 * Limits concurrent hashing, since each call takes memory and a core. Throws HashingBusy when the
 * queue is full.
 */
async function hashing<T>(work: () => Promise<T>): Promise<T> {
  if (inWork < identityLimits.passwordHashesAtOnceMax) inWork += 1;
  else if (waiting.length >= identityLimits.passwordHashesWaitingMax)
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
export async function accountOfPhone(
  store: IdentityStore,
  phoneKey: Buffer,
  phone: string,
): Promise<string | null> {
  const [row] = await store.rows<{ accountId: string }>(selectHash, {
    phoneIndex: blindIndex(phoneKey, phone),
  });
  return row?.accountId ?? null;
}

/**
 * Rate limits of password guesses: per account, shared by the pages of sign-in and `setPassword`,
 * and per address. An unknown phone counts under itself, so that the limits do not reveal it.
 */
export function passwordTries(accountOrPhone: string, address: string | null): Bound[] {
  return triesOf('password try', accountOrPhone, address);
}

/** Rate limits of sign-in attempts, per target and per client address. */
export function triesOf(kind: string, subject: string, address: string | null): Bound[] {
  const bounds = [
    { kind, subject, max: identityLimits.signInTriesPerPhoneHourMax, windowSeconds: 3_600 },
  ];
  if (address === null) return bounds;
  const max = identityLimits.signInTriesPerAddressHourMax;
  return [
    ...bounds,
    { kind: `${kind} address`, subject: addressBlock(address), max, windowSeconds: 3_600 },
  ];
}

/**
 * The account with this phone and password, or null. Takes the same time for every failure. Throws
 * HashingBusy.
 */
export async function accountByPassword(
  store: IdentityStore,
  phoneKey: Buffer,
  phone: string,
  password: string,
): Promise<string | null> {
  const [row] = await store.rows<{ accountId: string; hash: string | null }>(selectHash, {
    phoneIndex: blindIndex(phoneKey, phone),
  });
  // A hash refused as busy is retried by the next caller.
  decoy ??= hashPassword('nobody has this password').catch((error: unknown) => {
    decoy = undefined;
    throw error;
  });
  const kept = row?.hash ?? (await decoy);
  const isRight = await hashing(async () => verify(kept, password.normalize('NFKC')));
  return isRight && row?.hash ? row.accountId : null;
}

/** Whether the account has a password, and whether it matches. */
export async function checkPassword(
  store: IdentityStore,
  accountId: string,
  password: string | null | undefined,
): Promise<'none' | 'right' | 'wrong'> {
  const [row] = await store.rows<{ hash: string }>(selectOwnHash, { accountId });
  if (!row) return 'none';
  const isRight = await hashing(async () => verify(row.hash, (password ?? '').normalize('NFKC')));
  return isRight ? 'right' : 'wrong';
}

/** Stores the hash of a new password. */
export async function keepPassword(
  tx: Queryable,
  accountId: string,
  passwordHash: string,
): Promise<void> {
  await tx.rows(upsertPassword, { accountId, passwordHash });
}

const selectHash = statement(
  'identity.selectHash',
  `select p.account_id, w.hash from account_phone p join account a on a.id = p.account_id and a.is_active
   left join account_password w on w.account_id = p.account_id where p.phone_index = :phoneIndex`,
);
const selectOwnHash = statement(
  'identity.selectOwnHash',
  'select hash from account_password where account_id = :accountId',
);
const upsertPassword = statement(
  'identity.upsertPassword',
  `insert into account_password (account_id, hash) values (:accountId, :passwordHash)
   on conflict (account_id) do update set hash = excluded.hash, changed_at = now()`,
);
