import { IsOptional } from 'class-validator';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Payload } from '../errors.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { CoinAccount } from './coin-account.ts';
import { Transfer } from './transfer.ts';

const keyLengthMax = 200;
const reasonLengthMax = 2_000;

/** What every mutation has that moves coins. */
@InputType({ description: 'What every input has that moves coins.' })
export abstract class CoinInput extends ActingInput {
  @Field(() => String, {
    description: 'Your own id for this call. Sent again with the same input it is answered with the first answer.',
  })
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey!: string;
}

@InputType({ description: 'Coins that a fund grants to one holder.' })
export class GrantCoinsInput extends CoinInput {
  @Field(() => ID, { description: 'Coin account of the fund that grants.' })
  fundAccountId!: string;

  @Field(() => ID, { description: 'Coin account that receives.' })
  toAccountId!: string;

  @Field(() => CoinAmount, { description: 'How many.' })
  amount!: bigint;

  @Field(() => String, { description: 'Why, for example the decision that approved it; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was granted. Now when left out.' })
  @IsOptional()
  happenedAt?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether to book it in the oldest open month when its own is closed, as an adjustment.',
  })
  asAdjustment: boolean = false;
}

export const TransferPurpose = { GIFT: 'GIFT', DONATION: 'DONATION' } as const;
export type TransferPurpose = (typeof TransferPurpose)[keyof typeof TransferPurpose];

registerEnumType(TransferPurpose, {
  name: 'TransferPurpose',
  description: 'Why a holder parts with coins.',
  valuesConfig: {
    GIFT: { description: 'For a person, as the coin policy allows.' },
    DONATION: { description: 'For a fund or the foundation, which takes the coins out of circulation.' },
  },
});

@InputType({ description: 'Coins that a holder gives away.' })
export class TransferCoinsInput extends CoinInput {
  @Field(() => ID, { description: 'Coin account that gives.' })
  fromAccountId!: string;

  @Field(() => ID, { description: 'Coin account that receives.' })
  toAccountId!: string;

  @Field(() => CoinAmount, { description: 'How many.' })
  amount!: bigint;

  @Field(() => TransferPurpose, { description: 'Whether it is a gift or a donation.' })
  purpose!: TransferPurpose;

  @Field(() => String, { nullable: true, description: 'A word with it; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax, mayBeBlank: true })
  reason?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was given. Now when left out.' })
  @IsOptional()
  happenedAt?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether to book it in the oldest open month when its own is closed, as an adjustment.',
  })
  asAdjustment: boolean = false;
}

@InputType({ description: 'A transfer to undo by a linked opposite one.' })
export class ReverseTransferInput extends CoinInput {
  @Field(() => ID, { description: 'The transfer.' })
  transferId!: string;

  @Field(() => String, { description: 'What was wrong with it; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@InputType({ description: 'What an account may do from now on.' })
export class SetCoinAccountLimitInput extends ActingInput {
  @Field(() => ID, { description: 'The account.' })
  accountId!: string;

  @Field(() => CoinAmount, {
    nullable: true,
    description: 'How many coins it may hold at most, instead of what the policy says. Null: as the policy says.',
  })
  balanceMax?: bigint | null;

  @Field(() => String, { description: 'Why; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@InputType({ description: 'An account to close or to open again.' })
export class CloseCoinAccountInput extends ActingInput {
  @Field(() => ID, { description: 'The account.' })
  accountId!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'True opens a closed account again.' })
  reopen: boolean = false;

  @Field(() => String, { description: 'Why; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@ObjectType({ description: 'The transfer that was booked, or why not.', simpleResolvers: true })
export class TransferPayload extends Payload {
  @Field(() => Transfer, { nullable: true, description: 'The transfer. Null when it was refused.' })
  transfer?: Transfer | null;
}

@ObjectType({ description: 'The account as it is now, or why it was not changed.', simpleResolvers: true })
export class CoinAccountPayload extends Payload {
  @Field(() => CoinAccount, { nullable: true, description: 'The account. Null when the change was refused.' })
  account?: CoinAccount | null;
}
