import { Arg, Args, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { encodeId, type IdPrefix, idPrefixes } from '../../schema/ids.ts';
import { Elder } from '../../schema/people/elder.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import { CoinAmount, DateTime } from '../../schema/scalars.ts';
import { CoinAccount } from '../../schema/timebank/coin-account.ts';
import { BatchLine } from '../../schema/timebank/coin-batch.ts';
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
import { Related } from '../platform/reads/related.ts';
import type { FieldContext } from '../platform/context/field-context.ts';
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

@Resolver(() => BatchLine)
export class BatchLineFields {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Name of the holder that was found. Null when none was found.',
  })
  async name(
    @Root() { accountId }: BatchLine,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<string | null> {
    const account = accountId === null ? null : await ctx.load(accountById, accountId);
    return account?.name ?? null;
  }
}

@Resolver(() => CoinAccount)
export class CoinAccountFields {
  @FieldResolver(() => CoinAmount, { description: 'Spendable amount: posted less held.' })
  available(@Root() account: CoinAccount): bigint {
    return BigInt(account.posted) - BigInt(account.pendingOut);
  }

  @FieldResolver(() => CoinAmount, {
    complexity: 5,
    description: 'Balance at an instant.',
  })
  async balanceAt(
    @Root() account: CoinAccount,
    @Ctx('ctx') ctx: FieldContext,
    @Arg('at', () => DateTime, { description: 'Instant of the balance.' }) at: string,
    @Arg('by', () => BalanceTime, {
      defaultValue: BalanceTime.BOOKED,
      description: 'Whether the balance counts transfers by booking time or by event time.',
    })
    by: BalanceTime,
  ): Promise<string> {
    return (await ctx.load(balancesAt(at, by), account.id)) ?? '0';
  }

  @FieldResolver(() => CoinLotConnection, {
    description: 'Coin lots in the account, oldest first. Empty for accounts that issue coins.',
  })
  async lots(
    @Root() account: CoinAccount,
    @Ctx('ctx') ctx: FieldContext,
    @Args(() => PageArgs) page: PageArgs,
  ) {
    return listLots(ctx, account.id, page);
  }

  @FieldResolver(() => StatementLineConnection, {
    description:
      'Posted lines of the account, newest first. Ordered by event time when a period is given, otherwise in booking order.',
  })
  async statement(
    @Root() account: CoinAccount,
    @Ctx('ctx') ctx: FieldContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('from', () => DateTime, {
      nullable: true,
      description: 'Only lines at this instant or later.',
    })
    from?: string,
    @Arg('to', () => DateTime, { nullable: true, description: 'Only lines before this instant.' })
    to?: string,
    @Arg('by', () => BalanceTime, {
      nullable: true,
      description:
        'Whether the period selects by event time or by booking time. HAPPENED when omitted.',
    })
    by?: BalanceTime,
  ) {
    return listStatement(ctx, account.id, page, { from, to, by: by ?? BalanceTime.HAPPENED });
  }
}

@Resolver(() => StatementLine)
export class StatementLineFields {
  @Related<StatementLine>(() => Transfer, {
    by: 'transferId',
    from: transferById,
    nullable: true,
    description: 'Transfer that the line belongs to.',
  })
  readonly transfer!: Transfer | null;
}

@Resolver(() => TransferEntry)
export class TransferSideFields {
  @Related<TransferEntry>(() => CoinAccount, {
    by: 'accountId',
    from: accountById,
    nullable: true,
    description: 'Account of the entry. Null when the caller may not see it.',
  })
  readonly account!: CoinAccount | null;
}

@Resolver(() => Transfer)
export class TransferFields {
  @Related<Transfer>(() => [TransferEntry], {
    by: 'id',
    from: sidesByTransfer,
    complexity: 4,
    description: 'Entries of the transfer that the caller may see, one for each account.',
  })
  readonly sides!: TransferEntry[];

  @FieldResolver(() => ID, {
    nullable: true,
    description:
      'Global id of the object that the transfer is for: a visit, a request or a fund. Fetch it by `node(id:)`.',
  })
  concerns(@Root() { businessKind, businessId }: Transfer): string | null {
    if (!businessKind || !businessId || !Object.hasOwn(idPrefixes, businessKind)) return null;
    return encodeId(businessKind as IdPrefix, businessId);
  }

  @Related<Transfer>(() => Transfer, {
    by: 'reversesId',
    from: transferById,
    nullable: true,
    description: 'Transfer that this one reverses.',
  })
  readonly reverses!: Transfer | null;

  @Related<Transfer>(() => Transfer, {
    by: 'id',
    from: reversalOf,
    nullable: true,
    description: 'Transfer that reverses this one.',
  })
  readonly reversedBy!: Transfer | null;

  @Related<Transfer>(() => Transfer, {
    by: 'pendingId',
    from: transferById,
    nullable: true,
    description: 'Hold that this transfer settles.',
  })
  readonly settles!: Transfer | null;

  @Related<Transfer>(() => Transfer, {
    by: 'id',
    from: settlementOf,
    nullable: true,
    description: 'Transfer that settles this hold.',
  })
  readonly settledBy!: Transfer | null;
}

@Resolver(() => CoinProvenance)
export class CoinProvenanceFields {
  @Related<CoinProvenance>(() => CoinLot, {
    by: 'lotId',
    from: lotById,
    nullable: true,
    description: 'Lot that the coins were in. Null when the caller may not see it.',
  })
  readonly lot!: CoinLot | null;

  @Related<CoinProvenance>(() => Transfer, {
    by: 'transferId',
    from: transferById,
    nullable: true,
    description: 'Transfer that brought the coins there or took them out.',
  })
  readonly transfer!: Transfer | null;

  @Related<CoinProvenance>(() => CoinAccount, {
    by: 'fundAccountId',
    from: accountById,
    nullable: true,
    description: 'Account that first issued the coins.',
  })
  readonly issuer!: CoinAccount | null;
}

@Resolver(() => CoinLot)
export class CoinLotFields {
  @Related<CoinLot>(() => CoinAccount, {
    by: 'fundAccountId',
    from: accountById,
    nullable: true,
    description: 'Account that issued these coins, often a fund.',
  })
  readonly issuer!: CoinAccount | null;

  @Related<CoinLot>(() => Transfer, {
    by: 'transferId',
    from: transferById,
    nullable: true,
    description: 'Transfer that brought the coins.',
  })
  readonly transfer!: Transfer | null;
}

@Resolver(() => CoinPolicy)
export class CoinPolicyFields {
  @FieldResolver(() => CoinRules, { description: 'Rules of the policy.' })
  rules(@Root() policy: CoinPolicy): CoinRules {
    return rulesOf(policy.rules as StoredRules);
  }
}

@Resolver(() => Elder)
export class ElderCoins {
  @Related<Elder>(() => CoinAccount, {
    by: 'personId',
    from: accountByPerson,
    nullable: true,
    description: 'Coin account of the person. Null when the caller may not see it.',
  })
  readonly coinAccount!: CoinAccount | null;
}

@Resolver(() => Volunteer)
export class VolunteerCoins {
  @Related<Volunteer>(() => CoinAccount, {
    by: 'personId',
    from: accountByPerson,
    nullable: true,
    description: 'Coin account of the person. Null when the caller may not see it.',
  })
  readonly coinAccount!: CoinAccount | null;

  @FieldResolver(() => Int, {
    description: 'Total certified minutes of service in the hours records that the caller may see.',
  })
  async minutesCertified(
    @Root() volunteer: Volunteer,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<number> {
    return (await ctx.load(minutesByVolunteer, volunteer.id)) ?? 0;
  }
}
