import { IsOptional } from 'class-validator';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { ChangeInput, KeyedInput } from '../change-input.ts';
import { Payload } from '../errors.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { CoinAccount } from './coin-account.ts';
import { Transfer } from './transfer.ts';

const reasonLengthMax = 2_000;

@InputType({ description: 'Input for `grantCoins`.' })
export class GrantCoinsInput extends KeyedInput {
  @Field(() => ID, { description: 'Coin account of the granting fund.' })
  fundAccountId!: string;

  @Field(() => ID, { description: 'Coin account of the receiver.' })
  toAccountId!: string;

  @Field(() => CoinAmount, { description: 'Amount of coins.' })
  amount!: bigint;

  @Field(() => String, {
    description:
      'Reason, for example the decision that approved the grant; at most 2,000 characters.',
  })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;

  @Field(() => DateTime, { nullable: true, description: 'Time of the grant. Now when omitted.' })
  @IsOptional()
  happenedAt?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Whether to book in the oldest open month, as an adjustment, when the event's own month is closed.",
  })
  asAdjustment: boolean = false;
}

export const TransferPurpose = { GIFT: 'GIFT', DONATION: 'DONATION' } as const;
export type TransferPurpose = (typeof TransferPurpose)[keyof typeof TransferPurpose];

registerEnumType(TransferPurpose, {
  name: 'TransferPurpose',
  description: 'Purpose for which a holder gives coins away.',
  valuesConfig: {
    GIFT: { description: 'Gift to a person, within the coin policy.' },
    DONATION: {
      description:
        'Donation to a fund or the foundation, which takes the coins out of circulation.',
    },
  },
});

@InputType({ description: 'Input for `transferCoins`.' })
export class TransferCoinsInput extends KeyedInput {
  @Field(() => ID, { description: 'Coin account of the giver.' })
  fromAccountId!: string;

  @Field(() => ID, { description: 'Coin account of the receiver.' })
  toAccountId!: string;

  @Field(() => CoinAmount, { description: 'Amount of coins.' })
  amount!: bigint;

  @Field(() => TransferPurpose, { description: 'Whether the coins are a gift or a donation.' })
  purpose!: TransferPurpose;

  @Field(() => String, {
    nullable: true,
    description: 'Message to the receiver; at most 2,000 characters.',
  })
  @Text({ lengthMax: reasonLengthMax, mayBeBlank: true })
  reason?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Time of the gift. Now when omitted.' })
  @IsOptional()
  happenedAt?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Whether to book in the oldest open month, as an adjustment, when the event's own month is closed.",
  })
  asAdjustment: boolean = false;
}

@InputType({ description: 'Input for `reverseTransfer`.' })
export class ReverseTransferInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the transfer.' })
  transferId!: string;

  @Field(() => String, { description: 'Error in the transfer; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `setCoinAccountLimit`.' })
export class SetCoinAccountLimitInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the account.' })
  accountId!: string;

  @Field(() => CoinAmount, {
    nullable: true,
    description:
      "Most coins that the account may hold, in place of the coin policy's limit. Null restores the policy's limit.",
  })
  balanceMax?: bigint | null;

  @Field(() => String, { description: 'Reason; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@InputType()
abstract class ChangeOfCoinAccount extends ChangeInput {
  @Field(() => ID, { description: 'Id of the account.' })
  accountId!: string;

  @Field(() => String, { description: 'Reason; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `closeCoinAccount`.' })
export class CloseCoinAccountInput extends ChangeOfCoinAccount {}

@InputType({ description: 'Input for `reopenCoinAccount`.' })
export class ReopenCoinAccountInput extends ChangeOfCoinAccount {}

@ObjectType({ description: 'Result of a mutation that books a transfer.', simpleResolvers: true })
export class TransferPayload extends Payload {
  @Field(() => Transfer, {
    nullable: true,
    description: 'Transfer that was booked. Null when the mutation was refused.',
  })
  transfer?: Transfer | null;
}

@ObjectType({ description: 'Result of a change to a coin account.', simpleResolvers: true })
export class CoinAccountPayload extends Payload {
  @Field(() => CoinAccount, {
    nullable: true,
    description: 'Account after the change. Null when the change was refused.',
  })
  account?: CoinAccount | null;
}
