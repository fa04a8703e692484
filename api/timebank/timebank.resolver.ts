import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { decodeId } from '../../schema/ids.ts';
import { CoinAccount, CoinAccountConnection } from '../../schema/timebank/coin-account.ts';
import {
  CloseCoinAccountInput,
  CoinAccountPayload,
  GrantCoinsInput,
  ReopenCoinAccountInput,
  ReverseTransferInput,
  SetCoinAccountLimitInput,
  TransferCoinsInput,
  TransferPayload,
} from '../../schema/timebank/coin-inputs.ts';
import { DateTime } from '../../schema/scalars.ts';
import { CoinBatchPayload, GrantCoinsInBatchInput } from '../../schema/timebank/coin-batch.ts';
import {
  BalanceTime,
  StatementFile,
  StatementFormat,
  TransferExplanation,
} from '../../schema/timebank/statement.ts';
import { TransferConnection } from '../../schema/timebank/transfer.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { idFrom } from '../platform/common/ids.ts';
import { idsIn, spanOf, valuesIn } from '../platform/reads/filter-values.ts';
import { CoinAccountFilter, TransferFilter } from '../../schema/timebank/timebank-filters.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import { grantCoinsInBatch } from './coin-grant-batch.service.ts';
import * as coins from './coins.service.ts';
import { statementFile } from './account-statement-export.ts';
import { explainTransfer } from './coin-provenance.queries.ts';
import { accountById, coinAccountList, transferById, transferList } from './timebank.queries.ts';

@Resolver()
export class TimebankResolver {
  @Query(() => CoinAccountConnection, {
    description: 'Coin accounts that the caller may see, oldest first.',
  })
  async coinAccounts(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => CoinAccountFilter, {
      nullable: true,
      description: 'Filter of the accounts.',
    })
    filter?: CoinAccountFilter,
  ) {
    return coinAccountList.page(ctx, page, {
      ownerKinds: valuesIn(filter?.ownerKinds, 'ownerKinds'),
      communityIds: idsIn('community', filter?.communityIds, 'communityIds'),
      units: valuesIn(filter?.units, 'units'),
      isOpen: filter?.isOpen ?? null,
    });
  }

  @Query(() => CoinAccount, {
    nullable: true,
    description:
      'Coin account with the given id. Null when it does not exist or the caller may not see it.',
  })
  async coinAccount(
    @Ctx('ctx') ctx: Context,
    @Arg('id', () => ID, { description: 'Id of the account.' }) id: string,
  ): Promise<CoinAccount | null> {
    const { foundationId } = ctx;
    const uuid = decodeId('coinacc', id);
    return uuid && foundationId ? ctx.load(accountById, uuid) : null;
  }

  @Query(() => TransferConnection, {
    description: 'Transfers that the caller may see, newest first.',
  })
  async transfers(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => TransferFilter, {
      nullable: true,
      description: 'Filter of the transfers.',
    })
    filter?: TransferFilter,
  ) {
    const booked = spanOf(filter?.booked);
    const happened = spanOf(filter?.happened);
    return transferList.page(ctx, page, {
      kinds: valuesIn(filter?.kinds, 'kinds'),
      bookedFrom: booked.from,
      bookedTo: booked.to,
      happenedFrom: happened.from,
      happenedTo: happened.to,
    });
  }

  @Query(() => TransferExplanation, {
    nullable: true,
    complexity: 50,
    description:
      'Provenance of a transfer: its coins back to the original grants and forward to later spending. Null when the caller may not see it.',
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
      "Statement of an account as a file in the caller's language, with event time and booking time of each line. Null when the caller may not see the account.",
  })
  async statementFile(
    @Ctx('ctx') ctx: Context,
    @Arg('accountId', () => ID, { description: 'Id of the account.' }) accountId: string,
    @Arg('from', () => DateTime, { description: 'Start of the period, inclusive.' })
    from: string,
    @Arg('to', () => DateTime, { description: 'End of the period, exclusive.' }) to: string,
    @Arg('format', () => StatementFormat, { description: 'File format.' }) format: StatementFormat,
    @Arg('by', () => BalanceTime, {
      nullable: true,
      description:
        'Whether the period selects by event time or by booking time. HAPPENED when omitted.',
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
    description:
      'Grants coins from a fund to many holders by a table, all or none. By default it is a trial run.',
  })
  async grantCoinsInBatch(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => GrantCoinsInBatchInput, { description: 'Input for `grantCoinsInBatch`.' })
    input: GrantCoinsInBatchInput,
  ) {
    return { batch: await grantCoinsInBatch(ctx, input) };
  }

  @Mutation(() => TransferPayload, { description: 'Grants coins from a fund to one holder.' })
  async grantCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => GrantCoinsInput, { description: 'Input for `grantCoins`.' })
    input: GrantCoinsInput,
  ) {
    return transferPayload(ctx, await coins.grantCoins(ctx, input));
  }

  @Mutation(() => TransferPayload, {
    description:
      'Transfers coins of a holder to a person as a gift, or to a fund or the foundation as a donation.',
  })
  async transferCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => TransferCoinsInput, { description: 'Input for `transferCoins`.' })
    input: TransferCoinsInput,
  ) {
    return transferPayload(ctx, await coins.transferCoins(ctx, input));
  }

  @Mutation(() => TransferPayload, {
    description:
      'Reverses a transfer by a linked opposite one, once. The coins return to the lots that they came from.',
  })
  async reverseTransfer(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ReverseTransferInput, { description: 'Input for `reverseTransfer`.' })
    input: ReverseTransferInput,
  ) {
    return transferPayload(ctx, await coins.reverseTransfer(ctx, input));
  }

  @Mutation(() => CoinAccountPayload, {
    description: 'Sets a balance limit for one account, or restores the limit of the coin policy.',
  })
  async setCoinAccountLimit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetCoinAccountLimitInput, {
      description: 'Input for `setCoinAccountLimit`.',
    })
    input: SetCoinAccountLimitInput,
  ) {
    return accountPayload(ctx, await coins.setCoinAccountLimit(ctx, input));
  }

  @Mutation(() => CoinAccountPayload, {
    description: 'Closes an empty account.',
  })
  async closeCoinAccount(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CloseCoinAccountInput, { description: 'Input for `closeCoinAccount`.' })
    input: CloseCoinAccountInput,
  ) {
    return accountPayload(ctx, await coins.closeCoinAccount(ctx, input));
  }

  @Mutation(() => CoinAccountPayload, { description: 'Reopens a closed account.' })
  async reopenCoinAccount(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ReopenCoinAccountInput, { description: 'Input for `reopenCoinAccount`.' })
    input: ReopenCoinAccountInput,
  ) {
    return accountPayload(ctx, await coins.reopenCoinAccount(ctx, input));
  }
}

async function transferPayload(ctx: Context, { transferId }: { transferId: string }) {
  return { transfer: await ctx.load(transferById, transferId) };
}

async function accountPayload(ctx: Context, { accountId }: { accountId: string }) {
  return { account: await ctx.load(accountById, accountId) };
}
