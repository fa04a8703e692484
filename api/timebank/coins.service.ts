import type {
  CloseCoinAccountInput,
  GrantCoinsInput,
  ReopenCoinAccountInput,
  ReverseTransferInput,
  SetCoinAccountLimitInput,
  TransferCoinsInput,
} from '../../schema/timebank/coin-inputs.ts';
import type { CoinAccount } from '../../schema/timebank/coin-account.ts';
import { grantInForce } from '../identity/grant-in-force.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { timebankLimits } from './limits.ts';
import {
  anyAccount,
  happenedAtOf,
  holdersOf,
  requireActingForHolder,
  seeAccount,
  subjectOf,
} from './accounts.ts';
import { rulesInForce } from './coin-rules.ts';
import { book, post } from './ledger.ts';

/**
 * Grants coins from a fund to one holder.
 * Refuses with NOT_FOUND, NOT_ALLOWED (also for the receiver), NOT_A_FUND, and as happenedAtOf and
 * `post` of ledger.ts do.
 */
export async function grantCoins(
  ctx: Context,
  input: GrantCoinsInput,
): Promise<{ transferId: string }> {
  const from = idFrom('coinacc', input.fundAccountId, 'input', 'fundAccountId');
  const to = idFrom('coinacc', input.toAccountId, 'input', 'toAccountId');
  return ctx.mutate({ operation: 'grantCoins', input }, async (tx) => {
    const fund = await seeAccount(tx, from);
    // Before the receiver is read: otherwise unauthorized callers could probe for accounts by the
    // error code.
    ctx.authorize('coins:grant', subjectOf(fund));
    const receiver = await anyAccount(tx, to);
    const subject = { ...subjectOf(fund), ...(await holdersOf(tx, [receiver])) };
    await tx.authorize('coins:grant', subject, { kind: 'coinacc', id: to, reason: input.reason });
    if (fund.ownerKind !== 'FUND') throw new Refusal('NOT_A_FUND', {}, ['input', 'fundAccountId']);
    const transferId = await post(tx, {
      clientId: clientIdOf(tx, 'grant', input),
      kind: 'GRANT',
      from,
      to,
      amount: input.amount,
      happenedAt: happenedAtOf(tx, input.happenedAt),
      business: { kind: 'fund', id: fund.ownerId },
      reason: input.reason,
      mayAdjust: input.asAdjustment,
    });
    return { transferId };
  });
}

/**
 * Transfers coins of a holder to a person, or donates them.
 * Refuses with NOT_FOUND, NOT_ALLOWED (also for staff who would receive them),
 * ACTING_FOR_HOLDER_NEEDED, GIFT_NOT_TO_A_PERSON, DONATION_NOT_TO_A_FUND, GROUPS_ONLY_DONATE,
 * GIFTS_NOT_ALLOWED, GIFT_ONLY_TO_RELATIVES, BACKDATING_NOT_ALLOWED, and as happenedAtOf and
 * `post` of ledger.ts do.
 */
export async function transferCoins(
  ctx: Context,
  input: TransferCoinsInput,
): Promise<{ transferId: string }> {
  const from = idFrom('coinacc', input.fromAccountId, 'input', 'fromAccountId');
  const to = idFrom('coinacc', input.toAccountId, 'input', 'toAccountId');
  return ctx.mutate({ operation: 'transferCoins', input }, async (tx) => {
    const giver = await seeAccount(tx, from);
    ctx.authorize('coins:transfer', subjectOf(giver));
    const receiver = await anyAccount(tx, to);
    const about = { kind: 'coinacc', id: from, reason: input.reason ?? null };
    const subject = { ...subjectOf(giver), ...(await holdersOf(tx, [receiver])) };
    await tx.authorize('coins:transfer', subject, about);
    requireActingForHolder(tx, giver);
    const happenedAt = happenedAtOf(tx, input.happenedAt);
    if (
      happenedAt !== null &&
      Date.parse(happenedAt) < ctx.nowMs() - timebankLimits.backdatedByHolderMs &&
      !ctx.allows('coins:backdate', subjectOf(giver))
    )
      throw new Refusal(
        'BACKDATING_NOT_ALLOWED',
        { hours: timebankLimits.backdatedByHolderMs / 3_600_000 },
        ['input', 'happenedAt'],
      );
    if (input.purpose === 'GIFT') await checkGift(tx, giver, receiver, happenedAt ?? ctx.now());
    else if (receiver.ownerKind !== 'FUND' && receiver.ownerKind !== 'FOUNDATION')
      throw new Refusal('DONATION_NOT_TO_A_FUND', {}, ['input', 'toAccountId']);
    const transferId = await post(tx, {
      clientId: clientIdOf(tx, 'transfer', input),
      kind: input.purpose,
      from,
      to,
      amount: input.amount,
      happenedAt,
      reason: input.reason ?? null,
      mayAdjust: input.asAdjustment,
    });
    return { transferId };
  });
}

/**
 * Reverses a transfer by a linked opposite one, once. Coins return to their original lots. Both
 * halves of a shop settlement are reversed together.
 * Refuses with NOT_ALLOWED (also for holders of the accounts), and as `reverse` of ledger.ts does.
 */
export async function reverseTransfer(
  ctx: Context,
  input: ReverseTransferInput,
): Promise<{ transferId: string }> {
  const reversesId = idFrom('transfer', input.transferId, 'input', 'transferId');
  return ctx.mutate({ operation: 'reverseTransfer', input }, async (tx) => {
    const holders = await tx.rows<Pick<CoinAccount, 'ownerKind' | 'ownerId'>>(selectHolders, {
      transferId: reversesId,
    });
    const about = { kind: 'transfer', id: reversesId, reason: input.reason };
    await tx.authorize('coins:reverse', await holdersOf(tx, holders), about);
    const key = clientIdOf(tx, 'reversal', input);
    // A shop settlement is coins and money, both or neither; so is its reversal.
    const halves = await tx.rows<{ id: string }>(selectOtherHalf, { transferId: reversesId });
    const booked = await book(
      tx,
      [reversesId, ...halves.map(({ id }) => id)].map((id, index) => ({
        do: 'REVERSE' as const,
        clientId: index === 0 ? key : `${key}:${index}`,
        reversesId: id,
        reason: input.reason,
        happenedAt: null,
        business: { kind: 'transfer', id },
      })),
    );
    return { transferId: booked[0]?.id ?? '' };
  });
}

/**
 * Sets a limit for a person's account. Refuses with NOT_FOUND, NOT_ALLOWED, LIMIT_BELOW_BALANCE,
 * LIMIT_ONLY_FOR_HOLDERS.
 */
export async function setCoinAccountLimit(
  ctx: Context,
  input: SetCoinAccountLimitInput,
): Promise<{ accountId: string }> {
  const accountId = idFrom('coinacc', input.accountId, 'input', 'accountId');
  return ctx.mutate({ operation: 'setCoinAccountLimit', input }, async (tx) => {
    const account = await seeAccount(tx, accountId);
    const subject = { ...subjectOf(account), ...(await holdersOf(tx, [account])) };
    await tx.authorize('coins:limit', subject, {
      kind: 'coinacc',
      id: accountId,
      reason: input.reason,
    });
    if (account.availableMin === null)
      throw new Refusal('LIMIT_ONLY_FOR_HOLDERS', {}, ['input', 'accountId']);
    const limit = input.balanceMax ?? null;
    const [changed] = await tx.rows(limitAccount, {
      accountId,
      limit: limit?.toString() ?? null,
    });
    if (!changed) throw new Refusal('LIMIT_BELOW_BALANCE', {}, ['input', 'balanceMax']);
    return { accountId };
  });
}

/** Closes an empty account. Refuses with NOT_FOUND, NOT_ALLOWED, ACCOUNT_NOT_EMPTY. */
export async function closeCoinAccount(
  ctx: Context,
  input: CloseCoinAccountInput,
): Promise<{ accountId: string }> {
  return ctx.mutate({ operation: 'closeCoinAccount', input }, async (tx) => {
    const accountId = await authorizeClosing(tx, 'coins:close', input);
    const [closed] = await tx.rows(closeEmpty, { accountId });
    if (!closed) throw new Refusal('ACCOUNT_NOT_EMPTY');
    return { accountId };
  });
}

/** Reopens a closed account. Refuses with NOT_FOUND, NOT_ALLOWED. */
export async function reopenCoinAccount(
  ctx: Context,
  input: ReopenCoinAccountInput,
): Promise<{ accountId: string }> {
  return ctx.mutate({ operation: 'reopenCoinAccount', input }, async (tx) => {
    const accountId = await authorizeClosing(tx, 'coins:reopen', input);
    await tx.rows(reopenClosed, { accountId });
    return { accountId };
  });
}

async function authorizeClosing(
  tx: MutationTransaction,
  action: 'coins:close' | 'coins:reopen',
  { accountId: id, reason }: CloseCoinAccountInput | ReopenCoinAccountInput,
): Promise<string> {
  const accountId = idFrom('coinacc', id, 'input', 'accountId');
  const account = await seeAccount(tx, accountId);
  await tx.authorize(action, subjectOf(account), { kind: 'coinacc', id: accountId, reason });
  return accountId;
}

/**
 * Idempotency keys are unique per account, client ids per foundation; so the client id includes the
 * account.
 */
function clientIdOf(
  tx: MutationTransaction,
  what: string,
  input: { idempotencyKey: string },
): string {
  return `${what}:${tx.actor.accountId}:${input.idempotencyKey}`;
}

async function checkGift(
  tx: MutationTransaction,
  giver: CoinAccount,
  receiver: CoinAccount,
  happenedAt: string,
): Promise<void> {
  if (receiver.ownerKind !== 'PERSON')
    throw new Refusal('GIFT_NOT_TO_A_PERSON', {}, ['input', 'toAccountId']);
  const rules = await rulesInForce(tx, happenedAt);
  if (giver.ownerKind !== 'PERSON' && rules.groupsOnlyDonate)
    throw new Refusal('GROUPS_ONLY_DONATE');
  if (rules.gifts === 'NOBODY') throw new Refusal('GIFTS_NOT_ALLOWED');
  if (rules.gifts === 'RELATIVES' && !(await areRelatives(tx, giver.ownerId, receiver.ownerId)))
    throw new Refusal('GIFT_ONLY_TO_RELATIVES', {}, ['input', 'toAccountId']);
}

/** Whether one of the two acts for the other as family; the platform knows no other kinship. */
async function areRelatives(tx: MutationTransaction, one: string, other: string): Promise<boolean> {
  const rows = await tx.acrossCommunities(() =>
    tx.rows(selectFamily, { personId: one, otherPersonId: other }),
  );
  return rows.length > 0;
}

const selectHolders = statement(
  'timebank.selectHolders',
  `select distinct a.owner_kind, a.owner_id from entry e join coin_account a on a.foundation_id = e.foundation_id and a.id = e.account_id
   where e.foundation_id = :foundationId and e.transfer_id = :transferId`,
);
/** Both halves were booked in one mutation, with client ids that differ in their first word. */
const selectOtherHalf = statement(
  'timebank.selectOtherHalf',
  `select other.id from transfer own join transfer other on other.foundation_id = own.foundation_id and other.client_id =
     case split_part(own.client_id, ':', 1) when 'shop-coins' then 'shop-money' else 'shop-coins' end || substr(own.client_id, 11)
   where own.foundation_id = :foundationId and own.id = :transferId and own.kind = 'SHOP_SETTLEMENT'`,
);
const limitAccount = statement(
  'timebank.limitAccount',
  `update coin_account set posted_max = :limit where foundation_id = :foundationId and id = :accountId and (:limit::bigint is null or posted <= :limit) returning id`,
);
const closeEmpty = statement(
  'timebank.closeEmpty',
  `update coin_account set is_open = false
   where foundation_id = :foundationId and id = :accountId and posted = 0 and pending_out = 0 and pending_in = 0 returning id`,
);
const reopenClosed = statement(
  'timebank.reopenClosed',
  'update coin_account set is_open = true where foundation_id = :foundationId and id = :accountId',
);
const selectFamily = statement(
  'timebank.selectFamily',
  `select from role_grant own
   join role_grant acting on acting.account_id = own.account_id and acting.foundation_id = own.foundation_id
   where own.foundation_id = :foundationId and own.role in ('VOLUNTEER', 'ELDER') and acting.role = 'FAMILY_MEMBER'
     and (own.person_id, acting.person_id) in ((:personId::uuid, :otherPersonId::uuid), (:otherPersonId::uuid, :personId::uuid))
     and ${grantInForce('acting')}
   limit 1`,
);
