import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { CoinAccountPayload, TransferPayload } from '../../../schema/timebank/coin-inputs.ts';
import {
  OpenCoinAccountInput,
  RecordFundExpenseInput,
  RecordFundIncomeInput,
  RedeemCoinsInput,
  SettleShopInput,
  SettleShopPayload,
} from '../../../schema/timebank/money-inputs.ts';
import {
  HoldCoinsInput,
  PostHeldCoinsInput,
  ReleaseHeldCoinsInput,
} from '../../../schema/timebank/held-inputs.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { accountById, transferById } from '../timebank.queries.ts';
import * as held from './held-coins.service.ts';
import * as money from './money.service.ts';

@Resolver()
export class MoneyResolver {
  @Mutation(() => CoinAccountPayload, {
    description: 'Opens an account of coins or money for a fund, a shop or a team.',
  })
  async openCoinAccount(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => OpenCoinAccountInput, { description: 'Input for `openCoinAccount`.' })
    input: OpenCoinAccountInput,
  ) {
    const { accountId } = await money.openCoinAccount(ctx, input);
    return { account: await ctx.load(accountById, accountId) };
  }

  @Mutation(() => TransferPayload, { description: 'Records money that a fund received.' })
  async recordFundIncome(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecordFundIncomeInput, { description: 'Input for `recordFundIncome`.' })
    input: RecordFundIncomeInput,
  ) {
    return transferPayload(ctx, await money.recordFundIncome(ctx, input));
  }

  @Mutation(() => TransferPayload, { description: 'Records money that a fund paid out.' })
  async recordFundExpense(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecordFundExpenseInput, { description: 'Input for `recordFundExpense`.' })
    input: RecordFundExpenseInput,
  ) {
    return transferPayload(ctx, await money.recordFundExpense(ctx, input));
  }

  @Mutation(() => TransferPayload, {
    description: 'Redeems coins of a holder at a shop, within the coin policy.',
  })
  async redeemCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RedeemCoinsInput, { description: 'Input for `redeemCoins`.' })
    input: RedeemCoinsInput,
  ) {
    return transferPayload(ctx, await money.redeemCoins(ctx, input));
  }

  @Mutation(() => TransferPayload, {
    description: 'Holds coins of an account for a shop until they are paid, released or expired.',
  })
  async holdCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => HoldCoinsInput, { description: 'Input for `holdCoins`.' })
    input: HoldCoinsInput,
  ) {
    return transferPayload(ctx, await held.holdCoins(ctx, input));
  }

  @Mutation(() => TransferPayload, {
    description:
      'Posts all or part of a hold to the shop, once. The remainder returns to the holder.',
  })
  async postHeldCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => PostHeldCoinsInput, { description: 'Input for `postHeldCoins`.' })
    input: PostHeldCoinsInput,
  ) {
    return transferPayload(ctx, await held.postHeldCoins(ctx, input));
  }

  @Mutation(() => TransferPayload, {
    description: 'Releases a hold for a shop and returns its coins to the holder, once.',
  })
  async releaseHeldCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ReleaseHeldCoinsInput, { description: 'Input for `releaseHeldCoins`.' })
    input: ReleaseHeldCoinsInput,
  ) {
    return transferPayload(ctx, await held.releaseHeldCoins(ctx, input));
  }

  @Mutation(() => SettleShopPayload, {
    description:
      "Settles with a shop: the fund takes back the shop's coins and pays money for them, both or neither.",
  })
  async settleShop(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SettleShopInput, { description: 'Input for `settleShop`.' })
    input: SettleShopInput,
  ) {
    const { coinsId, moneyId } = await money.settleShop(ctx, input);
    return {
      coins: coinsId && (await ctx.load(transferById, coinsId)),
      money: moneyId && (await ctx.load(transferById, moneyId)),
    };
  }
}

async function transferPayload(ctx: Context, { transferId }: { transferId: string }) {
  return { transfer: await ctx.load(transferById, transferId) };
}
