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

@Resolver()
export class ClearingResolver {
  @Query(() => ClearingOrderConnection, {
    description: 'Coins that went to other foundations or came from them, as far as you may see, newest first.',
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
      'Where this foundation stands in clearing, for those who see the whole of it. Null when it never took part, and for others.',
  })
  async clearingPosition(@Ctx('ctx') ctx: Context): Promise<ClearingPosition | null> {
    return ctx.allows('clearing:read') ? positionOf(ctx, ctx.foundationId) : null;
  }

  @Query(() => ClearingPositionConnection, {
    description: 'Where all foundations stand in clearing; for the head bank.',
  })
  async clearingPositions(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listPositions(ctx, page);
  }

  @Query(() => ClearingRegisterEntryConnection, {
    description: 'Orders among all foundations, newest first, without persons; for the head bank.',
  })
  async clearingRegister(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listRegister(ctx, page);
  }

  @Query(() => ClearingLegConnection, {
    description:
      'Parts of settlements, newest first: those of this foundation for those who see the whole of it, all of them for the head bank.',
  })
  async clearingLegs(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listLegs(ctx, page);
  }

  @Mutation(() => ClearingPositionPayload, {
    description: 'The head bank lets a foundation into clearing, says how far it may go, or stops it.',
  })
  async setClearingLimits(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetClearingLimitsInput, { description: 'Which foundation, and how far.' })
    input: SetClearingLimitsInput,
  ) {
    const { foundationId } = await clearing.setClearingLimits(ctx, input);
    return { position: await positionOf(ctx, foundationId) };
  }

  @Mutation(() => ClearingOrderPayload, { description: 'A holder sends coins to somebody in another foundation.' })
  async sendCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SendCoinsInput, { description: 'Whose coins, to whom, how many.' }) input: SendCoinsInput,
  ) {
    const { orderRowId } = await clearing.sendCoins(ctx, input);
    return { order: await ctx.load(clearingOrderById, orderRowId) };
  }

  @Mutation(() => ClearingOrderPayload, {
    description:
      'Calls coins back that are on their way to another foundation: they come back, unless they had arrived before.',
  })
  async recallCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecallCoinsInput, { description: 'Which order, and why.' }) input: RecallCoinsInput,
  ) {
    const { orderRowId } = await clearing.recallCoins(ctx, input);
    return { order: await ctx.load(clearingOrderById, orderRowId) };
  }

  @Mutation(() => ClearingOrderPayload, {
    description: 'Sends coins back that came from another foundation, as if they had never gone.',
  })
  async returnCoins(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ReturnCoinsInput, { description: 'Which order, and why.' }) input: ReturnCoinsInput,
  ) {
    const { orderRowId } = await clearing.returnCoins(ctx, input);
    return { order: await ctx.load(clearingOrderById, orderRowId) };
  }

  @Mutation(() => SettleClearingPayload, {
    description: 'The head bank nets what the foundations owe each other and has it settled.',
  })
  async settleClearing(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SettleClearingInput, { description: 'At what price.' }) input: SettleClearingInput,
  ) {
    return { legs: await clearing.settleClearing(ctx, input) };
  }
}

@Resolver(() => ClearingOrder)
export class ClearingOrderFields {
  @FieldResolver(() => CoinAccount, {
    nullable: true,
    description: 'Account in this foundation, where you may see it.',
  })
  async account(@Root() order: ClearingOrder, @Ctx('ctx') ctx: Context): Promise<CoinAccount | null> {
    return order.accountId ? ctx.load(accountById, order.accountId) : null;
  }

  @FieldResolver(() => Transfer, { nullable: true, description: 'The hold while they were on their way.' })
  async hold(@Root() order: ClearingOrder, @Ctx('ctx') ctx: Context): Promise<Transfer | null> {
    return order.holdId ? ctx.load(transferById, order.holdId) : null;
  }

  @FieldResolver(() => Transfer, { nullable: true, description: 'The booking in this foundation.' })
  async transfer(@Root() order: ClearingOrder, @Ctx('ctx') ctx: Context): Promise<Transfer | null> {
    return order.transferId ? ctx.load(transferById, order.transferId) : null;
  }

  @FieldResolver(() => Transfer, { nullable: true, description: 'The booking that undid it, after a return.' })
  async returnTransfer(@Root() order: ClearingOrder, @Ctx('ctx') ctx: Context): Promise<Transfer | null> {
    return order.returnTransferId ? ctx.load(transferById, order.returnTransferId) : null;
  }
}

@Resolver(() => ClearingLeg)
export class ClearingLegFields {
  @FieldResolver(() => ID, { description: 'The same in all parts of one settlement.' })
  settlement(@Root() leg: ClearingLeg): string {
    return leg.settlementId;
  }

  @FieldResolver(() => ID, { description: 'Whose part it is.' })
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
  @FieldResolver(() => ID, { description: 'Id of the foundation, for `sendCoins`.' })
  foundationId(@Root() partner: ClearingPartner): string {
    return encodeId('foundation', partner.id);
  }
}

@Resolver(() => ClearingRegisterEntry)
export class ClearingRegisterEntryFields {
  @FieldResolver(() => String, { name: 'number', description: 'Number of the order, the same in both foundations.' })
  orderNumber(@Root() entry: ClearingRegisterEntry): string {
    return entry.id;
  }
}
