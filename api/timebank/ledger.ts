import { newId } from '../../schema/ids.ts';
import type { EntryLayer, TransferPhase } from '../../schema/timebank/transfer.ts';
import type { MutationTransaction } from '../platform/context.ts';
import { type Statement, statement } from '../platform/database/reader.ts';
import { formatHundredths } from '../../schema/scalars.ts';
import { Refusal } from '../platform/errors.ts';

/** What a transfer is done for, so that every figure leads back to its cause. */
export interface Business {
  kind: string;
  id: string;
}

export interface Movement {
  clientId: string;
  kind: string;
  from: string;
  to: string;
  /** Hundredths. */
  amount: bigint;
  happenedAt: string;
  business: Business;
  reason?: string | null;
}

/**
 * Holds coins until they are settled. Refuses with INSUFFICIENT_COINS, ACCOUNT_CLOSED, DUPLICATE_TRANSFER.
 * Gives the id of the hold.
 */
export async function hold(
  tx: MutationTransaction,
  movement: Movement & { expiresAt?: string | null },
): Promise<string> {
  return tx.acrossCommunities(async () => {
    const accounts = await lockAccounts(tx, [movement.from, movement.to]);
    mustHave(accounts, movement.from, movement.amount);
    const id = await writeTransfer(tx, { ...movement, phase: 'PENDING' }, accounts);
    await writeEntry(tx, id, accounts, movement.from, 'PENDING_OUT', -movement.amount);
    await writeEntry(tx, id, accounts, movement.to, 'PENDING_IN', movement.amount);
    return id;
  });
}

/**
 * Settles a hold once: moves `amount` of it to `to` and releases the rest; zero releases all of it.
 * Refuses with HOLD_ALREADY_SETTLED, AMOUNT_ABOVE_HOLD. Gives the id of the settling transfer.
 */
export async function settle(
  tx: MutationTransaction,
  holdId: string,
  movement: Omit<Movement, 'from'>,
): Promise<string> {
  return tx.acrossCommunities(async () => {
    const sides = await tx.rows<HeldSide>(selectHold, [tx.foundationId, holdId]);
    const payer = sides.find((side) => side.layer === 'PENDING_OUT');
    const clearing = sides.find((side) => side.layer === 'PENDING_IN');
    if (!payer || !clearing) throw new Error('A hold has no sides.');
    const held = BigInt(clearing.amount);
    if (movement.amount > held) {
      throw new Refusal('AMOUNT_ABOVE_HOLD', {
        amount: formatHundredths(movement.amount),
        held: formatHundredths(held),
      });
    }
    const accounts = await lockAccounts(tx, [payer.accountId, clearing.accountId, movement.to]);
    const [settled] = await tx.rows(selectSettlement, [tx.foundationId, holdId]);
    if (settled) throw new Refusal('HOLD_ALREADY_SETTLED');
    const phase: TransferPhase = movement.amount > 0n ? 'POST_PENDING' : 'VOID_PENDING';
    const id = await writeTransfer(tx, { ...movement, from: payer.accountId, phase, pendingId: holdId }, accounts);
    await writeEntry(tx, id, accounts, payer.accountId, 'PENDING_OUT', held);
    await writeEntry(tx, id, accounts, clearing.accountId, 'PENDING_IN', -held);
    if (movement.amount > 0n) {
      await writeEntry(tx, id, accounts, payer.accountId, 'POSTED', -movement.amount);
      await writeEntry(tx, id, accounts, movement.to, 'POSTED', movement.amount);
    }
    return id;
  });
}

/** Moves coins at once. Refuses with INSUFFICIENT_COINS, ACCOUNT_CLOSED. Gives the id of the transfer. */
export async function post(tx: MutationTransaction, movement: Movement): Promise<string> {
  return tx.acrossCommunities(async () => {
    const accounts = await lockAccounts(tx, [movement.from, movement.to]);
    mustHave(accounts, movement.from, movement.amount);
    const id = await writeTransfer(tx, { ...movement, phase: 'POSTED' }, accounts);
    await writeEntry(tx, id, accounts, movement.from, 'POSTED', -movement.amount);
    await writeEntry(tx, id, accounts, movement.to, 'POSTED', movement.amount);
    return id;
  });
}

/** The account of a holder. Refuses with NO_ACCOUNT. */
export async function accountOf(tx: MutationTransaction, ownerKind: string, ownerId: string): Promise<string> {
  const [account] = await tx.acrossCommunities(() =>
    tx.rows<{ id: string }>(selectAccountOf, [tx.foundationId, ownerKind, ownerId]),
  );
  if (!account) throw new Refusal('NO_ACCOUNT');
  return account.id;
}

/** Puts a holder's account into the books; there is one for each holder. */
export async function openAccount(
  tx: MutationTransaction,
  account: {
    ownerKind: string;
    ownerId: string;
    communityId: string | null;
    name: string;
    availableMin: bigint | null;
  },
): Promise<string> {
  const id = newId();
  const { ownerKind, ownerId, communityId, name, availableMin } = account;
  await tx.acrossCommunities(() =>
    tx.rows(insertAccount, [
      tx.foundationId,
      id,
      communityId,
      ownerKind,
      ownerId,
      name,
      availableMin?.toString() ?? null,
    ]),
  );
  return id;
}

interface LockedAccount {
  id: string;
  communityId: string | null;
  ownerKind: string;
  ownerId: string;
  posted: string;
  pendingOut: string;
  availableMin: string | null;
  isOpen: boolean;
}

interface HeldSide {
  layer: EntryLayer;
  accountId: string;
  amount: string;
}

type Accounts = ReadonlyMap<string, LockedAccount>;

/** Locks in order of id, so that two transfers between the same accounts cannot wait for each other. */
async function lockAccounts(tx: MutationTransaction, ids: readonly string[]): Promise<Accounts> {
  const rows = await tx.rows<LockedAccount>(lockAccountRows, [tx.foundationId, [...new Set(ids)]]);
  const accounts = new Map(rows.map((row) => [row.id, row]));
  for (const id of ids) {
    const account = accounts.get(id);
    if (!account) throw new Refusal('NO_ACCOUNT');
    if (!account.isOpen) throw new Refusal('ACCOUNT_CLOSED');
  }
  return accounts;
}

function mustHave(accounts: Accounts, id: string, amount: bigint): void {
  const account = accounts.get(id);
  if (!account) throw new Refusal('NO_ACCOUNT');
  if (account.availableMin === null) return;
  const available = BigInt(account.posted) - BigInt(account.pendingOut) - BigInt(account.availableMin);
  if (available < amount) {
    throw new Refusal('INSUFFICIENT_COINS', {
      needed: formatHundredths(amount),
      available: formatHundredths(available),
    });
  }
}

async function writeTransfer(
  tx: MutationTransaction,
  transfer: Movement & { phase: TransferPhase; pendingId?: string; expiresAt?: string | null },
  accounts: Accounts,
): Promise<string> {
  const id = newId();
  const touched = [...accounts.values()];
  await tx.rows(insertTransfer, [
    tx.foundationId,
    id,
    [...new Set(touched.map((account) => account.communityId).filter((community) => community !== null))],
    touched.filter((account) => account.ownerKind === 'PERSON').map((account) => account.ownerId),
    transfer.clientId,
    tx.requestHash(),
    transfer.phase,
    transfer.kind,
    transfer.amount.toString(),
    transfer.reason ?? null,
    transfer.happenedAt,
    transfer.expiresAt ?? null,
    transfer.pendingId ?? null,
    transfer.business.kind,
    transfer.business.id,
    tx.actor.accountId,
  ]);
  return id;
}

/** Writes one side and moves the account with it. The CHECK on the account has the last word about the limit. */
async function writeEntry(
  tx: MutationTransaction,
  transferId: string,
  accounts: Accounts,
  accountId: string,
  layer: EntryLayer,
  amount: bigint,
): Promise<void> {
  await tx.rows(insertEntry, [
    tx.foundationId,
    newId(),
    accounts.get(accountId)?.communityId ?? null,
    transferId,
    accountId,
    layer,
    amount.toString(),
  ]);
  await tx.rows(moveAccount[layer], [tx.foundationId, accountId, amount.toString()]);
}

const moveAccount: Record<EntryLayer, Statement> = {
  POSTED: statement('update coin_account set posted = posted + $3 where foundation_id = $1 and id = $2'),
  // What a hold takes from the payer is negative, and pending_out counts it upwards.
  PENDING_OUT: statement('update coin_account set pending_out = pending_out - $3 where foundation_id = $1 and id = $2'),
  PENDING_IN: statement('update coin_account set pending_in = pending_in + $3 where foundation_id = $1 and id = $2'),
};

const lockAccountRows = statement(
  `select id, community_id, owner_kind, owner_id, posted, pending_out, available_min, is_open
   from coin_account where foundation_id = $1 and id = any ($2) order by id for update`,
);
const insertTransfer = statement(
  `insert into transfer (foundation_id, id, community_ids, person_ids, client_id, request_hash, phase, kind, amount, reason, happened_at, expires_at, pending_id, business_kind, business_id, actor_account_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
);
const insertEntry = statement(
  'insert into entry (foundation_id, id, community_id, transfer_id, account_id, layer, amount) values ($1, $2, $3, $4, $5, $6, $7)',
);
const selectHold = statement(
  `select account_id, layer, amount from entry where foundation_id = $1 and transfer_id = $2 and layer <> 'POSTED'`,
);
const selectSettlement = statement('select id from transfer where foundation_id = $1 and pending_id = $2');
const selectAccountOf = statement(
  'select id from coin_account where foundation_id = $1 and owner_kind = $2 and owner_id = $3',
);
const insertAccount = statement(
  `insert into coin_account (foundation_id, id, community_id, owner_kind, owner_id, name, available_min) values ($1, $2, $3, $4, $5, $6, $7)`,
);
