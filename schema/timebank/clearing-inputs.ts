import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Payload } from '../errors.ts';
import { CoinAmount, MoneyAmount } from '../scalars.ts';
import { Text } from '../text.ts';
import { ClearingLeg, ClearingOrder, ClearingPosition } from './clearing.ts';
import { CoinInput } from './coin-inputs.ts';

const keyLengthMax = 200;
const reasonLengthMax = 2_000;

@InputType({ description: 'How far the head bank lets a foundation go in clearing.' })
export class SetClearingLimitsInput extends ActingInput {
  @Field(() => ID, { description: 'The foundation.' })
  foundationId!: string;

  @Field(() => ID, {
    description:
      'Coin account of its fund that settles: it takes over what its people received, and pays for what they sent away.',
  })
  fundAccountId!: string;

  @Field(() => CoinAmount, { description: 'The most that may have left and not be settled.' })
  owedMax!: bigint;

  @Field(() => CoinAmount, { description: 'The most that may have come in and not be settled.' })
  claimMax!: bigint;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether its people may send and receive. False stops new orders; those under way are finished.',
  })
  isOpen: boolean = true;

  @Field(() => String, { description: 'Why; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@InputType({ description: 'Coins for somebody in another foundation.' })
export class SendCoinsInput extends CoinInput {
  @Field(() => ID, { description: 'Coin account that sends.' })
  fromAccountId!: string;

  @Field(() => ID, { description: 'The other foundation; see `clearingPartners`.' })
  toFoundationId!: string;

  @Field(() => ID, { description: 'Coin account of the receiver over there, as they told you.' })
  toAccountId!: string;

  @Field(() => CoinAmount, { description: 'How many.' })
  amount!: bigint;

  @Field(() => String, { nullable: true, description: 'A word with it; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax, mayBeBlank: true })
  reason?: string | null;
}

@InputType({ description: 'Coins from another foundation to send back.' })
export class ReturnCoinsInput extends ActingInput {
  @Field(() => String, {
    description: 'Your own id for this call. Sent again with the same input it is answered with the first answer.',
  })
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey!: string;

  @Field(() => ID, { description: 'The order that brought them.' })
  orderId!: string;

  @Field(() => String, { description: 'Why; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@InputType({ description: 'Coins on their way to another foundation to call back.' })
export class RecallCoinsInput extends CoinInput {
  @Field(() => ID, { description: 'The order that sends them.' })
  orderId!: string;

  @Field(() => String, { description: 'Why; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@InputType({ description: 'A settlement among all foundations that clear.' })
export class SettleClearingInput extends ActingInput {
  @Field(() => String, {
    description: 'Your own id for this call. Sent again it is answered with the settlement that it drew up first.',
  })
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey!: string;

  @Field(() => MoneyAmount, {
    description: 'Yuan that one coin is settled with. Zero: coins are settled without money.',
  })
  yuanPerCoin!: bigint;

  @Field(() => String, { description: 'A word with it, for example the month; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax })
  reason!: string;
}

@ObjectType({ description: 'The order as it is now, or why it was refused.', simpleResolvers: true })
export class ClearingOrderPayload extends Payload {
  @Field(() => ClearingOrder, { nullable: true, description: 'The order. Null when it was refused at once.' })
  order?: ClearingOrder | null;
}

@ObjectType({ description: 'Where the foundation stands, or why nothing was changed.', simpleResolvers: true })
export class ClearingPositionPayload extends Payload {
  @Field(() => ClearingPosition, { nullable: true, description: 'Where it stands. Null when it was refused.' })
  position?: ClearingPosition | null;
}

@ObjectType({ description: 'The settlement that was drawn up, or why not.', simpleResolvers: true })
export class SettleClearingPayload extends Payload {
  @Field(() => [ClearingLeg], {
    nullable: true,
    description:
      'The part of each foundation, debtors first. Empty when nobody owes anything; null when it was refused.',
  })
  legs?: ClearingLeg[] | null;
}
