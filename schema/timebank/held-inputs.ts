import { IsOptional } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../change-input.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { Text } from '../text.ts';

const reasonLengthMax = 2_000;

@InputType({
  description:
    'Input for `holdCoins`. A shop can use it for goods that are ordered now and collected later.',
})
export class HoldCoinsInput extends KeyedInput {
  @Field(() => ID, { description: 'Coin account of the payer.' })
  fromAccountId!: string;

  @Field(() => ID, { description: 'Coin account of the shop.' })
  shopAccountId!: string;

  @Field(() => CoinAmount, { description: 'Amount of coins.' })
  amount!: bigint;

  @Field(() => DateTime, {
    description:
      'Expiry of the hold, at most 31 days ahead. The coins return automatically if nobody has settled the hold by then.',
  })
  expiresAt!: string;

  @Field(() => String, { nullable: true, description: 'Purpose; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax, mayBeBlank: true })
  reason?: string | null;
}

@InputType({ description: 'Input for `postHeldCoins`.' })
export class PostHeldCoinsInput extends KeyedInput {
  @Field(() => ID, { description: 'Hold to settle: the transfer that `holdCoins` returned.' })
  holdId!: string;

  @Field(() => CoinAmount, {
    nullable: true,
    description:
      'Amount to post. The remainder returns to the holder. The whole hold when omitted.',
  })
  @IsOptional()
  amount?: bigint | null;

  @Field(() => String, { nullable: true, description: 'Purpose; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax, mayBeBlank: true })
  reason?: string | null;
}

@InputType({ description: 'Input for `releaseHeldCoins`.' })
export class ReleaseHeldCoinsInput extends KeyedInput {
  @Field(() => ID, { description: 'Hold to settle: the transfer that `holdCoins` returned.' })
  holdId!: string;

  @Field(() => String, { nullable: true, description: 'Reason; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax, mayBeBlank: true })
  reason?: string | null;
}
