import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Elder } from '../../schema/people/elder.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import { CoinAmount } from '../../schema/scalars.ts';
import { CoinAccount } from '../../schema/timebank/coin-account.ts';
import type { Context } from '../platform/context.ts';
import { accountByPerson, minutesByVolunteer } from './timebank.queries.ts';

@Resolver(() => CoinAccount)
export class CoinAccountFields {
  @FieldResolver(() => CoinAmount, { description: 'What can be spent now: posted less held.' })
  available(@Root() account: CoinAccount): bigint {
    return BigInt(account.posted) - BigInt(account.pendingOut);
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
