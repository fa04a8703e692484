import { Arg, Args, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { encodeId, type IdPrefix, idPrefixes } from '../../schema/ids.ts';
import { Elder } from '../../schema/people/elder.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import { CoinAmount, DateTime } from '../../schema/scalars.ts';
import { CoinAccount } from '../../schema/timebank/coin-account.ts';
import { CoinLot, CoinLotConnection } from '../../schema/timebank/coin-lot.ts';
import { CoinPolicy, CoinRules } from '../../schema/timebank/coin-policy.ts';
import {
  BalanceTime,
  CoinProvenance,
  StatementLine,
  StatementLineConnection,
  TransferEntry,
} from '../../schema/timebank/statement.ts';
import { Transfer } from '../../schema/timebank/transfer.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import { rulesOf, type StoredRules } from './coin-rules.ts';
import {
  accountById,
  accountByPerson,
  balancesAt,
  listLots,
  listStatement,
  lotById,
  minutesByVolunteer,
  reversalOf,
  settlementOf,
  sidesByTransfer,
  transferById,
} from './timebank.queries.ts';

@Resolver(() => CoinAccount)
export class CoinAccountFields {
  @FieldResolver(() => CoinAmount, { description: 'What can be spent now: posted less held.' })
  available(@Root() account: CoinAccount): bigint {
    return BigInt(account.posted) - BigInt(account.pendingOut);
  }

  @FieldResolver(() => CoinAmount, {
    complexity: 5,
    description: 'What it stood at at an instant.',
  })
  async balanceAt(
    @Root() account: CoinAccount,
    @Ctx('ctx') ctx: Context,
    @Arg('at', () => DateTime, { description: 'The instant.' }) at: string,
    @Arg('by', () => BalanceTime, {
      defaultValue: BalanceTime.BOOKED,
      description: 'Whether what counts is what had been booked by then, or what had happened.',
    })
    by: BalanceTime,
  ): Promise<string> {
    return (await ctx.load(balancesAt(at, by), account.id)) ?? '0';
  }

  @FieldResolver(() => CoinLotConnection, {
    description: 'The coins that are in it by lots, oldest first. Empty for accounts that issue coins.',
  })
  async lots(@Root() account: CoinAccount, @Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listLots(ctx, account.id, page);
  }

  @FieldResolver(() => StatementLineConnection, {
    description:
      'What was booked for good, newest first: by the time when it happened where a period is asked for, else in the order of the books.',
  })
  async statement(
    @Root() account: CoinAccount,
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('from', () => DateTime, { nullable: true, description: 'Only what happened at this instant or later.' })
    from?: string,
    @Arg('to', () => DateTime, { nullable: true, description: 'Only what happened before this instant.' })
    to?: string,
    @Arg('by', () => BalanceTime, {
      nullable: true,
      description: 'Whether the period is of what happened in it, or of what was booked in it. HAPPENED when left out.',
    })
    by?: BalanceTime,
  ) {
    return listStatement(ctx, account.id, page, { from, to, by: by ?? BalanceTime.HAPPENED });
  }
}

@Resolver(() => StatementLine)
export class StatementLineFields {
  @FieldResolver(() => Transfer, { nullable: true, description: 'The transfer that it belongs to.' })
  async transfer(@Root() line: StatementLine, @Ctx('ctx') ctx: Context): Promise<Transfer | null> {
    return ctx.load(transferById, line.transferId);
  }
}

@Resolver(() => TransferEntry)
export class TransferSideFields {
  @FieldResolver(() => CoinAccount, { nullable: true, description: 'The account, where you may see it.' })
  async account(@Root() side: TransferEntry, @Ctx('ctx') ctx: Context): Promise<CoinAccount | null> {
    return ctx.load(accountById, side.accountId);
  }
}

@Resolver(() => Transfer)
export class TransferFields {
  @FieldResolver(() => [TransferEntry], {
    complexity: 4,
    description: 'What it did to which account, as far as you may see.',
  })
  async sides(@Root() transfer: Transfer, @Ctx('ctx') ctx: Context): Promise<TransferEntry[]> {
    return (await ctx.load(sidesByTransfer, transfer.id)) ?? [];
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description: 'Global id of what it was done for: a visit, a request, a fund. Fetch it by `node(id:)`.',
  })
  concerns(@Root() { businessKind, businessId }: Transfer): string | null {
    if (!businessKind || !businessId || !Object.hasOwn(idPrefixes, businessKind)) return null;
    return encodeId(businessKind as IdPrefix, businessId);
  }

  @FieldResolver(() => Transfer, { nullable: true, description: 'The transfer that this one undoes.' })
  async reverses(@Root() transfer: Transfer, @Ctx('ctx') ctx: Context): Promise<Transfer | null> {
    return transfer.reversesId ? ctx.load(transferById, transfer.reversesId) : null;
  }

  @FieldResolver(() => Transfer, { nullable: true, description: 'The transfer that undid this one.' })
  async reversedBy(@Root() transfer: Transfer, @Ctx('ctx') ctx: Context): Promise<Transfer | null> {
    return ctx.load(reversalOf, transfer.id);
  }

  @FieldResolver(() => Transfer, { nullable: true, description: 'The hold that this one settles.' })
  async settles(@Root() transfer: Transfer, @Ctx('ctx') ctx: Context): Promise<Transfer | null> {
    return transfer.pendingId ? ctx.load(transferById, transfer.pendingId) : null;
  }

  @FieldResolver(() => Transfer, { nullable: true, description: 'The transfer that settled this hold.' })
  async settledBy(@Root() transfer: Transfer, @Ctx('ctx') ctx: Context): Promise<Transfer | null> {
    return ctx.load(settlementOf, transfer.id);
  }
}

@Resolver(() => CoinProvenance)
export class CoinProvenanceFields {
  @FieldResolver(() => CoinLot, { nullable: true, description: 'The lot that they lay in, where you may see it.' })
  async lot(@Root() trace: CoinProvenance, @Ctx('ctx') ctx: Context): Promise<CoinLot | null> {
    return ctx.load(lotById, trace.lotId);
  }

  @FieldResolver(() => Transfer, { nullable: true, description: 'The transfer that brought them there, or took them.' })
  async transfer(@Root() trace: CoinProvenance, @Ctx('ctx') ctx: Context): Promise<Transfer | null> {
    return ctx.load(transferById, trace.transferId);
  }

  @FieldResolver(() => CoinAccount, { nullable: true, description: 'The account that issued them in the first place.' })
  async issuer(@Root() trace: CoinProvenance, @Ctx('ctx') ctx: Context): Promise<CoinAccount | null> {
    return ctx.load(accountById, trace.fundAccountId);
  }
}

@Resolver(() => CoinLot)
export class CoinLotFields {
  @FieldResolver(() => CoinAccount, { nullable: true, description: 'Account that issued these coins, often a fund.' })
  async issuer(@Root() lot: CoinLot, @Ctx('ctx') ctx: Context): Promise<CoinAccount | null> {
    return ctx.load(accountById, lot.fundAccountId);
  }

  @FieldResolver(() => Transfer, { nullable: true, description: 'The transfer that brought them.' })
  async transfer(@Root() lot: CoinLot, @Ctx('ctx') ctx: Context): Promise<Transfer | null> {
    return ctx.load(transferById, lot.transferId);
  }
}

@Resolver(() => CoinPolicy)
export class CoinPolicyFields {
  @FieldResolver(() => CoinRules, { description: 'The rules.' })
  rules(@Root() policy: CoinPolicy): CoinRules {
    return rulesOf(policy.rules as StoredRules);
  }
}

@Resolver(() => Elder)
export class ElderCoins {
  @FieldResolver(() => CoinAccount, {
    nullable: true,
    description: 'Coin account, for those who may see it. Null for others.',
  })
  async coinAccount(@Root() elder: Elder, @Ctx('ctx') ctx: Context): Promise<CoinAccount | null> {
    return ctx.load(accountByPerson, elder.personId);
  }
}

@Resolver(() => Volunteer)
export class VolunteerCoins {
  @FieldResolver(() => CoinAccount, {
    nullable: true,
    description: 'Coin account, for those who may see it. Null for others.',
  })
  async coinAccount(@Root() volunteer: Volunteer, @Ctx('ctx') ctx: Context): Promise<CoinAccount | null> {
    return ctx.load(accountByPerson, volunteer.personId);
  }

  @FieldResolver(() => Int, { description: 'Certified minutes of service so far, as far as you may see their record.' })
  async minutesCertified(@Root() volunteer: Volunteer, @Ctx('ctx') ctx: Context): Promise<number> {
    return (await ctx.load(minutesByVolunteer, volunteer.id)) ?? 0;
  }
}
