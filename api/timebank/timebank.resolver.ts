import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { decodeId } from '../../schema/ids.ts';
import { CoinAccount, CoinAccountConnection } from '../../schema/timebank/coin-account.ts';
import {
  CloseCoinAccountInput,
  CoinAccountPayload,
  GrantCoinsInput,
  ReverseTransferInput,
  SetCoinAccountLimitInput,
  TransferCoinsInput,
  TransferPayload,
} from '../../schema/timebank/coin-inputs.ts';
import { DateTime } from '../../schema/scalars.ts';
import { CoinBatchPayload, GrantCoinsInBatchInput } from '../../schema/timebank/coin-batch.ts';
import { BalanceTime, StatementFile, StatementFormat, TransferExplanation } from '../../schema/timebank/statement.ts';
import { TransferConnection } from '../../schema/timebank/transfer.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { idFrom } from '../platform/ids.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import { grantCoinsInBatch } from './coin-grant-batch.service.ts';
import * as coins from './coins.service.ts';
import { statementFile } from './account-statement-export.ts';
import { explainTransfer } from './coin-provenance.queries.ts';
import { accountById, listAccounts, listTransfers, transferById } from './timebank.queries.ts';

@Resolver()
export class TimebankResolver {
  @Query(() => CoinAccountConnection, { description: 'Coin accounts that you may see, oldest first.' })
  async accounts(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listAccounts(ctx, page);
  }

  @Query(() => CoinAccount, {
    nullable: true,
    description: 'One coin account. Null when there is none or it is not yours to see.',
  })
  async account(
    @Ctx('ctx') ctx: Context,
    @Arg('id', () => ID, { description: 'Id of the account.' }) id: string,
  ): Promise<CoinAccount | null> {
    const { foundationId } = ctx;
    const uuid = decodeId('coinacc', id);
    return uuid && foundationId ? ctx.load(accountById, uuid) : null;
  }

  @Query(() => TransferConnection, { description: 'Movements of coins that you may see, newest first.' })
  async transfers(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listTransfers(ctx, page);
  }

  @Query(() => TransferExplanation, {
    nullable: true,
    complexity: 50,
    description:
      'Explains a transfer: from its coins back to the grants they began with, and forward to what they were spent on. Null when it is not yours to see.',
  })
  async explainTransfer(
    @Ctx('ctx') ctx: Context,
    @Arg('id', () => ID, { description: 'Id of the transfer.' }) id: string,
  ): Promise<TransferExplanation | null> {
    return explainTransfer(ctx, idFrom('transfer', id, 'id'));
  }

  @Query(() => StatementFile, {
    nullable: true,
    complexity: 100,
    description:
      'The statement of an account as a file in your language, with both times of each line. Null when the account is not yours to see.',
  })
  async statementFile(
    @Ctx('ctx') ctx: Context,
    @Arg('accountId', () => ID, { description: 'Id of the account.' }) accountId: string,
    @Arg('from', () => DateTime, { description: 'What happened at this instant or later.' }) from: string,
    @Arg('to', () => DateTime, { description: 'What happened before this instant.' }) to: string,
    @Arg('format', () => StatementFormat, { description: 'Which kind of file.' }) format: StatementFormat,
    @Arg('by', () => BalanceTime, {
      nullable: true,
      description: 'Whether the period is of what happened in it, or of what was booked in it. HAPPENED when left out.',
    })
    by?: BalanceTime,
  ): Promise<StatementFile | null> {
    return statementFile(
      ctx,
      idFrom('coinacc', accountId, 'accountId'),
      { from, to, by: by ?? BalanceTime.HAPPENED },
      format,
    );
  }

  @Mutation(() => CoinBatchPayload, {
    description: 'Grants coins from a fund to many by a table, all or none. Tries only, unless told otherwise.',
  })
  async grantCoinsInBatch(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => GrantCoinsInBatchInput, { description: 'Which fund, and the table.' })
    input: GrantCoinsInBatchInput,
  ) {
    return { batch: await grantCoinsInBatch(ctx, input) };
  }

  @Mutation(() => TransferPayload, { description: 'A fund grants coins to one holder.' })
  async grantCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => GrantCoinsInput, { description: 'Which fund, to whom, how many, and why.' })
    input: GrantCoinsInput,
  ) {
    return transferPayload(ctx, await coins.grantCoins(ctx, input));
  }

  @Mutation(() => TransferPayload, { description: 'A holder gives coins to a person, or donates them.' })
  async transferCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => TransferCoinsInput, { description: 'Whose coins, to whom, how many, and why.' })
    input: TransferCoinsInput,
  ) {
    return transferPayload(ctx, await coins.transferCoins(ctx, input));
  }

  @Mutation(() => TransferPayload, {
    description:
      'Undoes a transfer by a linked opposite one, once. The coins go back into the lots that they came from.',
  })
  async reverseTransfer(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ReverseTransferInput, { description: 'Which transfer, and what was wrong with it.' })
    input: ReverseTransferInput,
  ) {
    return transferPayload(ctx, await coins.reverseTransfer(ctx, input));
  }

  @Mutation(() => CoinAccountPayload, {
    description: 'Gives an account a limit of its own, or lets the policy decide again.',
  })
  async setCoinAccountLimit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetCoinAccountLimitInput, { description: 'Which account, and how many coins at most.' })
    input: SetCoinAccountLimitInput,
  ) {
    return accountPayload(ctx, await coins.setCoinAccountLimit(ctx, input));
  }

  @Mutation(() => CoinAccountPayload, { description: 'Closes an empty account, or opens a closed one again.' })
  async closeCoinAccount(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CloseCoinAccountInput, { description: 'Which account, and why.' })
    input: CloseCoinAccountInput,
  ) {
    return accountPayload(ctx, await coins.closeCoinAccount(ctx, input));
  }
}

async function transferPayload(ctx: Context, { transferId }: { transferId: string }) {
  return { transfer: await ctx.load(transferById, transferId) };
}

async function accountPayload(ctx: Context, { accountId }: { accountId: string }) {
  return { account: await ctx.load(accountById, accountId) };
}
