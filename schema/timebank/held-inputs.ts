import { IsOptional } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { CoinAmount, DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { CoinInput } from './coin-inputs.ts';

const reasonLengthMax = 2_000;

@InputType({ description: 'Coins to set aside for a shop, such as for something that is ordered and fetched later.' })
export class HoldCoinsInput extends CoinInput {
  @Field(() => ID, { description: 'Coin account that will pay.' })
  fromAccountId!: string;

  @Field(() => ID, { description: 'Coin account of the shop.' })
  shopAccountId!: string;

  @Field(() => CoinAmount, { description: 'How many.' })
  amount!: bigint;

  @Field(() => DateTime, {
    description: 'When they come back by themselves if nobody has settled the hold by then; at most 31 days ahead.',
  })
  expiresAt!: string;

  @Field(() => String, { nullable: true, description: 'For what; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax, mayBeBlank: true })
  reason?: string | null;
}

@InputType({ description: 'Held coins to pay to the shop.' })
export class PostHeldCoinsInput extends CoinInput {
  @Field(() => ID, { description: 'The hold: the transfer that `holdCoins` answered with.' })
  holdId!: string;

  @Field(() => CoinAmount, {
    nullable: true,
    description: 'How many of them; the rest comes back. All when left out.',
  })
  @IsOptional()
  amount?: bigint | null;

  @Field(() => String, { nullable: true, description: 'For what; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax, mayBeBlank: true })
  reason?: string | null;
}

@InputType({ description: 'Held coins to give back.' })
export class ReleaseHeldCoinsInput extends CoinInput {
  @Field(() => ID, { description: 'The hold: the transfer that `holdCoins` answered with.' })
  holdId!: string;

  @Field(() => String, { nullable: true, description: 'Why; at most 2,000 characters.' })
  @Text({ lengthMax: reasonLengthMax, mayBeBlank: true })
  reason?: string | null;
}
