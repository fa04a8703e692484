import { IsOptional } from 'class-validator';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Payload } from '../errors.ts';
import { CoinAmount, DateTime, MoneyAmount } from '../scalars.ts';
import { Text } from '../text.ts';
import { AccountOwnerKind, CoinUnit } from './coin-account.ts';
import { CoinInput } from './coin-inputs.ts';
import { Transfer } from './transfer.ts';

const reasonLengthMax = 2_000;
const nameLengthMax = 200;

@InputType({ description: 'An account to open for a fund, a shop or a team.' })
export class OpenCoinAccountInput extends ActingInput {
  @Field(() => AccountOwnerKind, {
    description: 'FUND, SHOP or TEAM. People have theirs from the day of their registration.',
  })
  ownerKind!: AccountOwnerKind;

  @Field(() => ID, {
    nullable: true,
    description:
      'The team; or another account of the same fund or shop, to give it a second one in the other unit. Leave it out for a new fund or shop.',
  })
  @IsOptional()
  ownerId?: string | null;

  @Field(() => CoinUnit, { description: 'What it counts.' })
  unit!: CoinUnit;

  @Field(() => String, { description: 'Name of the holder; at most 200 characters.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;
}

/** What both bookings of money say. */
@InputType({ description: 'What every booking of money says.' })
abstract class MoneyInput extends CoinInput {
  @Field(() => ID, { description: "The fund's account of money (unit CNY)." })
  fundAccountId!: string;

  @Field(() => MoneyAmount, { description: 'How much.' })
  amount!: bigint;

  @Field(() => String, {
    description: 'From whom and on what document, or to whom and for what; at most 2,000 characters.',
  })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was received or paid. Now when left out.' })
  @IsOptional()
  happenedAt?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether to book it in the oldest open month when its own is closed, as an adjustment.',
  })
  asAdjustment: boolean = false;
}

@InputType({ description: 'Money that a fund received.' })
export class RecordFundIncomeInput extends MoneyInput {}

@InputType({ description: 'Money that a fund paid out.' })
export class RecordFundExpenseInput extends MoneyInput {}

@InputType({ description: 'Coins that a holder spends at a shop.' })
export class RedeemCoinsInput extends CoinInput {
  @Field(() => ID, { description: 'Coin account that pays.' })
  fromAccountId!: string;

  @Field(() => ID, { description: 'Coin account of the shop.' })
  shopAccountId!: string;

  @Field(() => CoinAmount, { description: 'How many.' })
  amount!: bigint;

  @Field(() => String, { nullable: true, description: 'For what; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax, mayBeBlank: true })
  reason?: string | null;
}

@InputType({ description: 'Coins in the till of a shop that a fund takes back against money.' })
export class SettleShopInput extends CoinInput {
  @Field(() => ID, { description: 'Coin account of the shop.' })
  shopAccountId!: string;

  @Field(() => ID, { description: 'Coin account of the fund, which has an account of money too.' })
  fundAccountId!: string;

  @Field(() => CoinAmount, { description: 'How many coins.' })
  coins!: bigint;

  @Field(() => MoneyAmount, { description: 'How much money the shop gets for them.' })
  money!: bigint;

  @Field(() => String, { description: 'On what document; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@ObjectType({ description: 'The two transfers of a settlement, or why there are none.', simpleResolvers: true })
export class SettleShopPayload extends Payload {
  @Field(() => Transfer, { nullable: true, description: 'The coins that went back to the fund.' })
  coins?: Transfer | null;

  @Field(() => Transfer, { nullable: true, description: 'The money that the shop got.' })
  money?: Transfer | null;
}
