import type {
  HoldCoinsInput,
  PostHeldCoinsInput,
  ReleaseHeldCoinsInput,
} from '../../../schema/timebank/held-inputs.ts';
import type { TransferKind } from '../../../schema/timebank/transfer.ts';
import type { CoinAccount } from '../../../schema/timebank/coin-account.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { timebankLimits } from '../limits.ts';
import { performersOfRole } from '../../identity/performers.ts';
import { authorizeRedemption, requireActingForHolder, seeAccount, subjectOf } from '../accounts.ts';
import { rulesInForce } from '../coin-rules.ts';
import { book, settle } from '../ledger.ts';

/**
 * Holds coins of a holder for a shop until a time at which they are released automatically.
 * Refuses with NOT_FOUND, NOT_ALLOWED (also for staff who are merchants),
 * ACTING_FOR_HOLDER_NEEDED, NOT_A_SHOP, GROUPS_ONLY_DONATE, HOLD_TOO_LONG, AMOUNT_NOT_POSITIVE,
 * and as `post` of ledger.ts does.
 */
export async function holdCoins(
  ctx: Context,
  input: HoldCoinsInput,
): Promise<{ transferId: string }> {
  const from = idFrom('coinacc', input.fromAccountId, 'input', 'fromAccountId');
  const to = idFrom('coinacc', input.shopAccountId, 'input', 'shopAccountId');
  return ctx.mutate({ operation: 'holdCoins', input }, async (tx) => {
    const holder = await seeAccount(tx, from);
    const about = { kind: 'coinacc', id: from, reason: input.reason ?? null };
    await authorizeRedemption(tx, holder, to, about);
    const { groupsOnlyDonate } = await rulesInForce(tx, ctx.now());
    if (holder.ownerKind !== 'PERSON' && groupsOnlyDonate) throw new Refusal('GROUPS_ONLY_DONATE');
    // Only requests may hold zero: those that are free of charge.
    if (input.amount <= 0n) throw new Refusal('AMOUNT_NOT_POSITIVE', {}, ['input', 'amount']);
    if (Date.parse(input.expiresAt) > ctx.nowMs() + timebankLimits.holdDaysMax * 86_400_000)
      throw new Refusal('HOLD_TOO_LONG', { days: timebankLimits.holdDaysMax }, [
        'input',
        'expiresAt',
      ]);
    const [held] = await book(tx, [
      {
        do: 'HOLD',
        clientId: `hold:${tx.actor.accountId}:${input.idempotencyKey}`,
        kind: 'REDEMPTION',
        from,
        to,
        amount: input.amount,
        happenedAt: null,
        expiresAt: input.expiresAt,
        reason: input.reason ?? null,
      },
    ]);
    return { transferId: held?.id ?? '' };
  });
}

/**
 * Pays the shop from a hold, fully or partly, once; the rest is released.
 * Refuses with NOT_FOUND, NOT_ALLOWED (also for staff who are merchants),
 * ACTING_FOR_HOLDER_NEEDED, NOT_A_SHOP_HOLD, AMOUNT_NOT_POSITIVE, and as `settle` of ledger.ts
 * does.
 */
export async function postHeldCoins(
  ctx: Context,
  input: PostHeldCoinsInput,
): Promise<{ transferId: string }> {
  const holdId = idFrom('transfer', input.holdId, 'input', 'holdId');
  return ctx.mutate({ operation: 'postHeldCoins', input }, async (tx) => {
    const hold = await seeHold(tx, holdId, input.reason);
    const amount = input.amount ?? BigInt(hold.amount);
    if (amount <= 0n) throw new Refusal('AMOUNT_NOT_POSITIVE', {}, ['input', 'amount']);
    const transferId = await settle(tx, {
      clientId: `post:${tx.actor.accountId}:${input.idempotencyKey}`,
      kind: 'REDEMPTION',
      holdId,
      to: hold.shopAccountId,
      amount,
      happenedAt: null,
      reason: input.reason ?? null,
    });
    return { transferId };
  });
}

/**
 * Releases a whole hold, once. Refuses with NOT_FOUND, NOT_ALLOWED (as postHeldCoins),
 * ACTING_FOR_HOLDER_NEEDED, NOT_A_SHOP_HOLD, HOLD_ALREADY_SETTLED.
 */
export async function releaseHeldCoins(
  ctx: Context,
  input: ReleaseHeldCoinsInput,
): Promise<{ transferId: string }> {
  const holdId = idFrom('transfer', input.holdId, 'input', 'holdId');
  return ctx.mutate({ operation: 'releaseHeldCoins', input }, async (tx) => {
    await seeHold(tx, holdId, input.reason);
    const transferId = await settle(tx, {
      clientId: `void:${tx.actor.accountId}:${input.idempotencyKey}`,
      kind: 'RELEASE',
      holdId,
      amount: 0n,
      happenedAt: null,
      reason: input.reason ?? null,
    });
    return { transferId };
  });
}

interface Hold {
  amount: string;
  kind: TransferKind;
  shopAccountId: string;
}

/** A hold for a shop from an account that the caller may spend from. */
async function seeHold(
  tx: MutationTransaction,
  holdId: string,
  reason: string | null | undefined,
): Promise<Hold> {
  const [payer] = await tx.rows<CoinAccount>(selectPayer, { holdId });
  if (!payer) throw new Refusal('NOT_FOUND', { what: 'Transfer' }, ['input', 'holdId']);
  const subject = { ...subjectOf(payer), ...(await performersOfRole(tx, 'MERCHANT')) };
  await tx.authorize('coins:redeem', subject, {
    kind: 'transfer',
    id: holdId,
    reason: reason ?? null,
  });
  requireActingForHolder(tx, payer);
  const [hold] = await tx.acrossCommunities(() => tx.rows<Hold>(selectHold, { holdId }));
  if (hold?.kind !== 'REDEMPTION') throw new Refusal('NOT_A_SHOP_HOLD', {}, ['input', 'holdId']);
  return hold;
}

const selectPayer = statement(
  'timebank.selectPayer',
  `select a.* from entry e join coin_account a on a.foundation_id = e.foundation_id and a.id = e.account_id
   where e.foundation_id = :foundationId and e.transfer_id = :holdId and e.layer = 'PENDING_OUT' and e.amount < 0`,
);
const selectHold = statement(
  'timebank.selectHold',
  `select t.amount, t.kind, e.account_id as shop_account_id from transfer t
   join entry e on e.foundation_id = t.foundation_id and e.transfer_id = t.id and e.layer = 'PENDING_IN'
   where t.foundation_id = :foundationId and t.id = :holdId and t.phase = 'PENDING'`,
);
