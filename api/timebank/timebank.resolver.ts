import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import { decodeId } from '../../schema/ids.ts';
import { CoinAccount, CoinAccountConnection } from '../../schema/timebank/coin-account.ts';
import { TransferConnection } from '../../schema/timebank/transfer.ts';
import type { Context } from '../platform/context.ts';
import { PageArgs } from '../platform/page.ts';
import { accountById, listAccounts, listTransfers } from './timebank.queries.ts';

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
}
