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
import { HoldCoinsInput, PostHeldCoinsInput, ReleaseHeldCoinsInput } from '../../../schema/timebank/held-inputs.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { accountById, transferById } from '../timebank.queries.ts';
import * as held from './held-coins.service.ts';
import * as money from './money.service.ts';

@Resolver()
export class MoneyResolver {
  @Mutation(() => CoinAccountPayload, {
    description: 'Opens an account of coins or of money for a fund, a shop or a team.',
  })
  async openCoinAccount(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => OpenCoinAccountInput, { description: 'For whom, and what it counts.' })
    input: OpenCoinAccountInput,
  ) {
    const { accountId } = await money.openCoinAccount(ctx, input);
    return { account: await ctx.load(accountById, accountId) };
  }

  @Mutation(() => TransferPayload, { description: 'Books money that a fund received.' })
  async recordFundIncome(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecordFundIncomeInput, { description: 'Which fund, how much, and from whom.' })
    input: RecordFundIncomeInput,
  ) {
    return transferPayload(ctx, await money.recordFundIncome(ctx, input));
  }

  @Mutation(() => TransferPayload, { description: 'Books money that a fund paid out.' })
  async recordFundExpense(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecordFundExpenseInput, { description: 'Which fund, how much, and for what.' })
    input: RecordFundExpenseInput,
  ) {
    return transferPayload(ctx, await money.recordFundExpense(ctx, input));
  }

  @Mutation(() => TransferPayload, { description: 'A holder spends coins at a shop, as the coin policy allows.' })
  async redeemCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RedeemCoinsInput, { description: 'Whose coins, at which shop, how many.' })
    input: RedeemCoinsInput,
  ) {
    return transferPayload(ctx, await money.redeemCoins(ctx, input));
  }

  @Mutation(() => TransferPayload, {
    description: 'Sets coins of a holder aside for a shop, until they are paid, given back, or their time is over.',
  })
  async holdCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => HoldCoinsInput, { description: 'Whose coins, for which shop, how many, until when.' })
    input: HoldCoinsInput,
  ) {
    return transferPayload(ctx, await held.holdCoins(ctx, input));
  }

  @Mutation(() => TransferPayload, {
    description: 'Pays a shop out of coins that are held for it, all or a part, once. The rest comes back.',
  })
  async postHeldCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => PostHeldCoinsInput, { description: 'Which hold, and how many of its coins.' })
    input: PostHeldCoinsInput,
  ) {
    return transferPayload(ctx, await held.postHeldCoins(ctx, input));
  }

  @Mutation(() => TransferPayload, { description: 'Gives coins back that are held for a shop, once.' })
  async releaseHeldCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ReleaseHeldCoinsInput, { description: 'Which hold, and why.' })
    input: ReleaseHeldCoinsInput,
  ) {
    return transferPayload(ctx, await held.releaseHeldCoins(ctx, input));
  }

  @Mutation(() => SettleShopPayload, {
    description: 'A fund takes back coins that a shop took, and pays it for them: both or neither.',
  })
  async settleShop(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SettleShopInput, { description: 'Which shop and fund, how many coins, how much money.' })
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
