import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { KeyedInput } from '../change-input.ts';
import { Payload } from '../errors.ts';
import { CoinAmount, MoneyAmount } from '../scalars.ts';
import { Text } from '../text.ts';
import { ClearingLeg, ClearingOrder, ClearingPosition } from './clearing.ts';

const reasonLengthMax = 2_000;

@InputType({ description: 'Input for `setClearingLimits`.' })
export class SetClearingLimitsInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the foundation.' })
  foundationId!: string;

  @Field(() => ID, {
    description:
      "Coin account of the foundation's fund that settles. It takes over coins that the foundation's people received, and pays for coins that they sent.",
  })
  fundAccountId!: string;

  @Field(() => CoinAmount, {
    description: 'Largest amount of coins that may have left without being settled.',
  })
  owedMax!: bigint;

  @Field(() => CoinAmount, {
    description: 'Largest amount of coins that may have arrived without being settled.',
  })
  claimMax!: bigint;

  @Field(() => Boolean, {
    defaultValue: true,
    description:
      "Whether the foundation's people may send and receive coins. False stops new orders; those under way are finished.",
  })
  isOpen: boolean = true;

  @Field(() => String, { description: 'Reason; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `sendCoins`.' })
export class SendCoinsInput extends KeyedInput {
  @Field(() => ID, { description: 'Coin account of the sender.' })
  fromAccountId!: string;

  @Field(() => ID, { description: 'The other foundation, from `clearingPartners`.' })
  toFoundationId!: string;

  @Field(() => ID, {
    description: 'Coin account of the receiver in the other foundation, as the receiver stated it.',
  })
  toAccountId!: string;

  @Field(() => CoinAmount, { description: 'Amount of coins.' })
  amount!: bigint;

  @Field(() => String, {
    nullable: true,
    description: 'Message to the receiver; at most 2,000 characters.',
  })
  @Text({ lengthMax: reasonLengthMax, mayBeBlank: true })
  reason?: string | null;
}

@InputType({ description: 'Input for `returnCoins`.' })
export class ReturnCoinsInput extends KeyedInput {
  @Field(() => ID, { description: 'Order that brought the coins.' })
  orderId!: string;

  @Field(() => String, { description: 'Reason; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `recallCoins`.' })
export class RecallCoinsInput extends KeyedInput {
  @Field(() => ID, { description: 'Order that sends the coins.' })
  orderId!: string;

  @Field(() => String, { description: 'Reason; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `settleClearing`.' })
export class SettleClearingInput extends KeyedInput {
  @Field(() => MoneyAmount, {
    description: 'Price of one coin in yuan. With zero, coins are settled without money.',
  })
  yuanPerCoin!: bigint;

  @Field(() => String, { description: 'Note, for example the month; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@ObjectType({
  description: 'Result of `sendCoins`, `recallCoins` or `returnCoins`.',
  simpleResolvers: true,
})
export class ClearingOrderPayload extends Payload {
  @Field(() => ClearingOrder, {
    nullable: true,
    description: 'Order after the change. Null when it was refused at once.',
  })
  order?: ClearingOrder | null;
}

@ObjectType({ description: 'Result of `setClearingLimits`.', simpleResolvers: true })
export class ClearingPositionPayload extends Payload {
  @Field(() => ClearingPosition, {
    nullable: true,
    description: 'Clearing position after the change. Null when the mutation was refused.',
  })
  position?: ClearingPosition | null;
}

@ObjectType({ description: 'Result of `settleClearing`.', simpleResolvers: true })
export class SettleClearingPayload extends Payload {
  @Field(() => [ClearingLeg], {
    nullable: true,
    description:
      'Part of each foundation, debtors first. Empty when nobody owes anything. Null when the mutation was refused.',
  })
  legs?: ClearingLeg[] | null;
}
