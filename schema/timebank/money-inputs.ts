import { IsOptional } from 'class-validator';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { KeyedInput } from '../change-input.ts';
import { Payload } from '../errors.ts';
import { CoinAmount, DateTime, MoneyAmount } from '../scalars.ts';
import { Text } from '../text.ts';
import { AccountOwnerKind, CoinUnit } from './coin-account.ts';
import { Transfer } from './transfer.ts';

const reasonLengthMax = 2_000;
const nameLengthMax = 200;

@InputType({ description: 'Input for `openCoinAccount`.' })
export class OpenCoinAccountInput extends KeyedInput {
  @Field(() => AccountOwnerKind, {
    description:
      'Kind of holder: FUND, SHOP or TEAM. People receive their account at registration.',
  })
  ownerKind!: AccountOwnerKind;

  @Field(() => ID, {
    nullable: true,
    description:
      'The team, or another account of the same fund or shop to which a second unit is added. Omit it for a new fund or shop.',
  })
  @IsOptional()
  ownerId?: string | null;

  @Field(() => CoinUnit, { description: 'Unit of the amounts.' })
  unit!: CoinUnit;

  @Field(() => String, { description: 'Name of the holder; at most 200 characters.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;
}

/** Fields of both bookings of money. */
@InputType({ description: 'Fields of every booking of money.' })
abstract class MoneyInput extends KeyedInput {
  @Field(() => ID, { description: 'Money account of the fund (unit CNY).' })
  fundAccountId!: string;

  @Field(() => MoneyAmount, { description: 'Amount in yuan.' })
  amount!: bigint;

  @Field(() => String, {
    description: 'Payer or payee, document and purpose; at most 2,000 characters.',
  })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of receipt or payment. Now when omitted.',
  })
  @IsOptional()
  happenedAt?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Whether to book in the oldest open month, as an adjustment, when the event's own month is closed.",
  })
  asAdjustment: boolean = false;
}

@InputType({ description: 'Input for `recordFundIncome`.' })
export class RecordFundIncomeInput extends MoneyInput {}

@InputType({ description: 'Input for `recordFundExpense`.' })
export class RecordFundExpenseInput extends MoneyInput {}

@InputType({ description: 'Input for `redeemCoins`.' })
export class RedeemCoinsInput extends KeyedInput {
  @Field(() => ID, { description: 'Coin account of the payer.' })
  fromAccountId!: string;

  @Field(() => ID, { description: 'Coin account of the shop.' })
  shopAccountId!: string;

  @Field(() => CoinAmount, { description: 'Amount of coins.' })
  amount!: bigint;

  @Field(() => String, { nullable: true, description: 'Purpose; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax, mayBeBlank: true })
  reason?: string | null;
}

@InputType({ description: 'Input for `settleShop`.' })
export class SettleShopInput extends KeyedInput {
  @Field(() => ID, { description: 'Coin account of the shop.' })
  shopAccountId!: string;

  @Field(() => ID, { description: 'Coin account of the fund, which also has a money account.' })
  fundAccountId!: string;

  @Field(() => CoinAmount, { description: 'Amount of coins.' })
  coins!: bigint;

  @Field(() => MoneyAmount, { description: 'Money that the shop receives for the coins, in yuan.' })
  money!: bigint;

  @Field(() => String, { description: 'Document of the settlement; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@ObjectType({ description: 'Result of `settleShop`.', simpleResolvers: true })
export class SettleShopPayload extends Payload {
  @Field(() => Transfer, {
    nullable: true,
    description: 'Transfer of the coins to the fund. Null when the mutation was refused.',
  })
  coins?: Transfer | null;

  @Field(() => Transfer, {
    nullable: true,
    description: 'Transfer of the money to the shop. Null when the mutation was refused.',
  })
  money?: Transfer | null;
}
