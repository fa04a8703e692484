import { decodeAnyId, newId } from '../../../schema/ids.ts';
import type { CoinAccount } from '../../../schema/timebank/coin-account.ts';
import type {
  OpenCoinAccountInput,
  RecordFundExpenseInput,
  RecordFundIncomeInput,
  RedeemCoinsInput,
  SettleShopInput,
} from '../../../schema/timebank/money-inputs.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import {
  authorizeRedemption,
  happenedAtOf,
  holdersOf,
  seeAccount,
  subjectOf,
} from '../accounts.ts';
import { rulesInForce } from '../coin-rules.ts';
import { book, post } from '../ledger.ts';

/**
 * Opens an account for a fund, a shop or a team. Only a fund of coins may be negative, since it
 * issues them.
 * Refuses with NOT_ALLOWED, OWNER_KIND_NOT_OPENED, NOT_FOUND, ACCOUNT_EXISTS, WRONG_UNIT (teams
 * hold coins only).
 */
export async function openCoinAccount(
  ctx: Context,
  input: OpenCoinAccountInput,
): Promise<{ accountId: string }> {
  return ctx.mutate({ operation: 'openCoinAccount', input }, async (tx) => {
    const accountId = newId();
    await tx.authorize('coins:open', {}, { kind: 'coinacc', id: accountId, reason: input.name });
    const { ownerKind, unit, name } = input;
    if (ownerKind !== 'FUND' && ownerKind !== 'SHOP' && ownerKind !== 'TEAM')
      throw new Refusal('OWNER_KIND_NOT_OPENED', { ownerKind }, ['input', 'ownerKind']);
    if (ownerKind === 'TEAM' && unit === 'CNY')
      throw new Refusal('WRONG_UNIT', { from: 'COIN', to: 'CNY', unit }, ['input', 'unit']);
    const { ownerId, communityId } = await ownerOf(tx, input);
    const availableMin = ownerKind === 'FUND' && unit === 'COIN' ? null : '0';
    const parameters = {
      accountId,
      communityId,
      ownerKind,
      ownerId,
      name,
      unit,
      availableMin,
    };
    const [opened] = await tx.rows(insertAccount, parameters);
    if (!opened) throw new Refusal('ACCOUNT_EXISTS', {}, ['input', 'unit']);
    return { accountId };
  });
}

/**
 * Records money that a fund received from outside.
 * Refuses with NOT_FOUND, NOT_ALLOWED, NOT_AN_ACCOUNT_OF_MONEY, and as happenedAtOf and `post` of
 * ledger.ts do.
 */
export async function recordFundIncome(
  ctx: Context,
  input: RecordFundIncomeInput,
): Promise<{ transferId: string }> {
  return recordMoney(ctx, 'recordFundIncome', input);
}

/**
 * Records money that a fund paid out. Refuses as `recordFundIncome` does, and with
 * INSUFFICIENT_MONEY.
 */
export async function recordFundExpense(
  ctx: Context,
  input: RecordFundExpenseInput,
): Promise<{ transferId: string }> {
  return recordMoney(ctx, 'recordFundExpense', input);
}

/**
 * Spends coins of a holder at a shop.
 * Refuses with NOT_FOUND, NOT_ALLOWED (also for staff who are merchants),
 * ACTING_FOR_HOLDER_NEEDED, NOT_A_SHOP, GROUPS_ONLY_DONATE, BELOW_REDEEM_MIN, and as `post` of
 * ledger.ts does.
 */
export async function redeemCoins(
  ctx: Context,
  input: RedeemCoinsInput,
): Promise<{ transferId: string }> {
  const from = idFrom('coinacc', input.fromAccountId, 'input', 'fromAccountId');
  const to = idFrom('coinacc', input.shopAccountId, 'input', 'shopAccountId');
  return ctx.mutate({ operation: 'redeemCoins', input }, async (tx) => {
    const holder = await seeAccount(tx, from);
    const about = { kind: 'coinacc', id: from, reason: input.reason ?? null };
    await authorizeRedemption(tx, holder, to, about);
    const { groupsOnlyDonate } = await rulesInForce(tx, ctx.now());
    if (holder.ownerKind !== 'PERSON' && groupsOnlyDonate) throw new Refusal('GROUPS_ONLY_DONATE');
    const transferId = await post(tx, {
      clientId: `redeem:${tx.actor.accountId}:${input.idempotencyKey}`,
      kind: 'REDEMPTION',
      from,
      to,
      amount: input.amount,
      happenedAt: null,
      reason: input.reason ?? null,
    });
    return { transferId };
  });
}

/**
 * Settles with a shop: a fund takes the shop's coins back and pays money for them, both or neither.
 * Refuses with NOT_FOUND, NOT_ALLOWED (also for merchants), NOT_A_SHOP, NOT_A_FUND, NO_ACCOUNT
 * when one of them has no account of money, and as `post` of ledger.ts does.
 */
export async function settleShop(
  ctx: Context,
  input: SettleShopInput,
): Promise<{ coinsId: string | null; moneyId: string | null }> {
  const shopAccountId = idFrom('coinacc', input.shopAccountId, 'input', 'shopAccountId');
  const fundAccountId = idFrom('coinacc', input.fundAccountId, 'input', 'fundAccountId');
  return ctx.mutate({ operation: 'settleShop', input }, async (tx) => {
    const shop = await seeAccount(tx, shopAccountId);
    await tx.authorize('money:settle', await holdersOf(tx, [shop]), {
      kind: 'coinacc',
      id: shopAccountId,
      reason: input.reason,
    });
    const fund = await seeAccount(tx, fundAccountId);
    if (shop.ownerKind !== 'SHOP') throw new Refusal('NOT_A_SHOP', {}, ['input', 'shopAccountId']);
    if (fund.ownerKind !== 'FUND') throw new Refusal('NOT_A_FUND', {}, ['input', 'fundAccountId']);
    const common = {
      do: 'POST',
      kind: 'SHOP_SETTLEMENT',
      happenedAt: null,
      business: { kind: 'fund', id: fund.ownerId },
      reason: input.reason,
    } as const;
    const key = `${tx.actor.accountId}:${input.idempotencyKey}`;
    const [coins, money] = await book(tx, [
      { ...common, clientId: `shop-coins:${key}`, from: shop.id, to: fund.id, amount: input.coins },
      {
        ...common,
        clientId: `shop-money:${key}`,
        unit: 'CNY',
        from: { ownerKind: 'FUND', ownerId: fund.ownerId },
        to: { ownerKind: 'SHOP', ownerId: shop.ownerId },
        amount: input.money,
      },
    ]);
    return { coinsId: coins?.id ?? null, moneyId: money?.id ?? null };
  });
}

async function recordMoney(
  ctx: Context,
  operation: 'recordFundIncome' | 'recordFundExpense',
  input: RecordFundIncomeInput,
): Promise<{ transferId: string }> {
  const accountId = idFrom('coinacc', input.fundAccountId, 'input', 'fundAccountId');
  const isIncome = operation === 'recordFundIncome';
  return ctx.mutate({ operation, input }, async (tx) => {
    const fund = await seeAccount(tx, accountId);
    await tx.authorize('money:record', subjectOf(fund), {
      kind: 'coinacc',
      id: accountId,
      reason: input.reason,
    });
    if (fund.ownerKind !== 'FUND' || fund.unit !== 'CNY')
      throw new Refusal('NOT_AN_ACCOUNT_OF_MONEY', {}, ['input', 'fundAccountId']);
    // Outside money: the foundation's own money account is negative by the sum of all funds.
    const outside = { ownerKind: 'FOUNDATION', ownerId: tx.foundationId } as const;
    const transferId = await post(tx, {
      clientId: `${operation}:${tx.actor.accountId}:${input.idempotencyKey}`,
      kind: isIncome ? 'FUND_INCOME' : 'FUND_EXPENSE',
      unit: 'CNY',
      from: isIncome ? outside : accountId,
      to: isIncome ? accountId : outside,
      amount: input.amount,
      happenedAt: happenedAtOf(tx, input.happenedAt),
      business: { kind: 'fund', id: fund.ownerId },
      reason: input.reason,
      mayAdjust: input.asAdjustment,
    });
    return { transferId };
  });
}

interface Owner {
  ownerId: string;
  communityId: string | null;
}

async function ownerOf(
  tx: MutationTransaction,
  { ownerKind, ownerId }: OpenCoinAccountInput,
): Promise<Owner> {
  if (!ownerId && ownerKind !== 'TEAM') return { ownerId: newId(), communityId: null };
  const id = decodeAnyId(ownerId ?? '');
  const refused = new Refusal(
    'NOT_FOUND',
    { what: ownerKind === 'TEAM' ? 'Team' : 'CoinAccount' },
    ['input', 'ownerId'],
  );
  if (ownerKind === 'TEAM') {
    if (id?.prefix !== 'team') throw refused;
    const [team] = await tx.rows<{ communityId: string }>(selectTeam, { teamId: id.uuid });
    if (!team) throw refused;
    return { ownerId: id.uuid, communityId: team.communityId };
  }
  if (id?.prefix !== 'coinacc') throw refused;
  const [known] = await tx.rows<Pick<CoinAccount, 'ownerId'>>(selectOwner, {
    ownerId: id.uuid,
    ownerKind,
  });
  if (!known) throw refused;
  return { ownerId: known.ownerId, communityId: null };
}

const insertAccount = statement(
  'timebank.insertAccount',
  `insert into coin_account (foundation_id, id, community_id, owner_kind, owner_id, name, unit, available_min) values (:foundationId, :accountId, :communityId, :ownerKind, :ownerId, :name, :unit, :availableMin)
   on conflict (foundation_id, owner_kind, owner_id, unit) do nothing returning id`,
);
const selectTeam = statement(
  'timebank.selectTeam',
  'select community_id from team where foundation_id = :foundationId and id = :teamId',
);
const selectOwner = statement(
  'timebank.selectOwner',
  'select owner_id from coin_account where foundation_id = :foundationId and id = :ownerId and owner_kind = :ownerKind',
);
