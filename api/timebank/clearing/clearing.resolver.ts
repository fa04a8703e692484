import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { encodeId } from '../../../schema/ids.ts';
import {
  ClearingLeg,
  ClearingLegConnection,
  ClearingOrder,
  ClearingOrderConnection,
  ClearingPartner,
  ClearingPartnerConnection,
  ClearingPosition,
  ClearingPositionConnection,
  ClearingRegisterEntry,
  ClearingRegisterEntryConnection,
} from '../../../schema/timebank/clearing.ts';
import {
  ClearingOrderPayload,
  ClearingPositionPayload,
  RecallCoinsInput,
  ReturnCoinsInput,
  SendCoinsInput,
  SetClearingLimitsInput,
  SettleClearingInput,
  SettleClearingPayload,
} from '../../../schema/timebank/clearing-inputs.ts';
import { CoinAccount } from '../../../schema/timebank/coin-account.ts';
import { Transfer } from '../../../schema/timebank/transfer.ts';
import { Related } from '../../platform/reads/related.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { PageArgs } from '../../platform/reads/pagination.ts';
import { accountById, transferById } from '../timebank.queries.ts';
import {
  clearingOrderById,
  listLegs,
  listOrders,
  listPartners,
  listPositions,
  listRegister,
  positionOf,
} from './clearing.queries.ts';
import * as clearing from './clearing.service.ts';
import { recallCoins, returnCoins } from './returns.service.ts';

@Resolver()
export class ClearingResolver {
  @Query(() => ClearingOrderConnection, {
    description: 'Coin orders to and from other foundations that the caller may see, newest first.',
  })
  async clearingOrders(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listOrders(ctx, page);
  }

  @Query(() => ClearingPartnerConnection, { description: 'Foundations that coins can be sent to.' })
  async clearingPartners(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listPartners(ctx, page);
  }

  @Query(() => ClearingPosition, {
    nullable: true,
    complexity: 5,
    description:
      'Clearing position of this foundation, for callers who see the whole foundation. Null for others, and when the foundation never took part.',
  })
  async clearingPosition(@Ctx('ctx') ctx: Context): Promise<ClearingPosition | null> {
    return ctx.allows('clearing:read') ? positionOf(ctx, ctx.foundationId) : null;
  }

  @Query(() => ClearingPositionConnection, {
    description: 'Clearing positions of all foundations. Visible to the head bank.',
  })
  async clearingPositions(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listPositions(ctx, page);
  }

  @Query(() => ClearingRegisterEntryConnection, {
    description:
      'Orders between all foundations, newest first, without persons. Visible to the head bank.',
  })
  async clearingRegister(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listRegister(ctx, page);
  }

  @Query(() => ClearingLegConnection, {
    description:
      'Settlement parts, newest first. Callers who see the whole foundation get its parts; the head bank gets all.',
  })
  async clearingLegs(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listLegs(ctx, page);
  }

  @Mutation(() => ClearingPositionPayload, {
    description:
      'Sets the clearing limits of a foundation, or stops its clearing. Only the head bank may do this.',
  })
  async setClearingLimits(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetClearingLimitsInput, { description: 'Input for `setClearingLimits`.' })
    input: SetClearingLimitsInput,
  ) {
    const { foundationId } = await clearing.setClearingLimits(ctx, input);
    return { position: await positionOf(ctx, foundationId) };
  }

  @Mutation(() => ClearingOrderPayload, {
    description: 'Sends coins of a holder to an account in another foundation.',
  })
  async sendCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SendCoinsInput, { description: 'Input for `sendCoins`.' })
    input: SendCoinsInput,
  ) {
    const { orderRowId } = await clearing.sendCoins(ctx, input);
    return { order: await ctx.load(clearingOrderById, orderRowId) };
  }

  @Mutation(() => ClearingOrderPayload, {
    description:
      'Recalls coins that are on their way to another foundation. They return unless they have already arrived.',
  })
  async recallCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecallCoinsInput, { description: 'Input for `recallCoins`.' })
    input: RecallCoinsInput,
  ) {
    const { orderRowId } = await recallCoins(ctx, input);
    return { order: await ctx.load(clearingOrderById, orderRowId) };
  }

  @Mutation(() => ClearingOrderPayload, {
    description: 'Returns coins that came from another foundation, as if they had never been sent.',
  })
  async returnCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ReturnCoinsInput, { description: 'Input for `returnCoins`.' })
    input: ReturnCoinsInput,
  ) {
    const { orderRowId } = await returnCoins(ctx, input);
    return { order: await ctx.load(clearingOrderById, orderRowId) };
  }

  @Mutation(() => SettleClearingPayload, {
    description: 'Settles the net debts between all foundations. Only the head bank may do this.',
  })
  async settleClearing(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SettleClearingInput, { description: 'Input for `settleClearing`.' })
    input: SettleClearingInput,
  ) {
    return { legs: await clearing.settleClearing(ctx, input) };
  }
}

@Resolver(() => ClearingOrder)
export class ClearingOrderFields {
  @Related<ClearingOrder>(() => CoinAccount, {
    by: 'accountId',
    from: accountById,
    nullable: true,
    description: 'Account in this foundation. Null when the caller may not see it.',
  })
  readonly account!: CoinAccount | null;

  @Related<ClearingOrder>(() => Transfer, {
    by: 'holdId',
    from: transferById,
    nullable: true,
    description: 'Hold on the coins while they were on their way.',
  })
  readonly hold!: Transfer | null;

  @Related<ClearingOrder>(() => Transfer, {
    by: 'transferId',
    from: transferById,
    nullable: true,
    description: 'Transfer that booked the order in this foundation.',
  })
  readonly transfer!: Transfer | null;

  @Related<ClearingOrder>(() => Transfer, {
    by: 'returnTransferId',
    from: transferById,
    nullable: true,
    description: 'Transfer that reversed the booking after a return.',
  })
  readonly returnTransfer!: Transfer | null;
}

@Resolver(() => ClearingLeg)
export class ClearingLegFields {
  @FieldResolver(() => ID, { description: 'Id shared by all parts of one settlement.' })
  settlement(@Root() leg: ClearingLeg): string {
    return leg.settlementId;
  }

  @FieldResolver(() => ID, { description: 'Foundation that this part belongs to.' })
  foundationId(@Root() leg: ClearingLeg): string {
    return encodeId('foundation', leg.foundationId);
  }
}

@Resolver(() => ClearingPosition)
export class ClearingPositionFields {
  @FieldResolver(() => ID, { description: 'Id of the foundation.' })
  foundationId(@Root() position: ClearingPosition): string {
    return encodeId('foundation', position.id);
  }
}

@Resolver(() => ClearingPartner)
export class ClearingPartnerFields {
  @FieldResolver(() => ID, { description: 'Id of the foundation, for use in `sendCoins`.' })
  foundationId(@Root() partner: ClearingPartner): string {
    return encodeId('foundation', partner.id);
  }
}

@Resolver(() => ClearingRegisterEntry)
export class ClearingRegisterEntryFields {
  @FieldResolver(() => String, {
    name: 'number',
    description: 'Number of the order, the same in both foundations.',
  })
  orderNumber(@Root() entry: ClearingRegisterEntry): string {
    return entry.id;
  }
}
