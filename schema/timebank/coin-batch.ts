import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Payload } from '../errors.ts';
import { CoinAmount } from '../scalars.ts';
import { Text } from '../text.ts';

/** A list of a thousand lines with a reason each. */
const csvLengthMax = 200_000;

@InputType({ description: 'Coins that a fund grants to many, as a table.' })
export class GrantCoinsInBatchInput extends ActingInput {
  @Field(() => String, {
    description: 'Your own id for this call. Sent again with the same input it is answered with the first answer.',
  })
  @Text({ lengthMax: 200 })
  idempotencyKey!: string;

  @Field(() => ID, { description: 'Coin account of the fund that grants.' })
  fundAccountId!: string;

  @Field(() => String, {
    description:
      'CSV with the header `to,amount,reason` (对象, 数量, 原因): a global id of a coin account, an elder, a volunteer or a person; coins such as `1.50`; and why (may be empty). At most 1,000 lines, and one for each holder.',
  })
  @Text({ lengthMax: csvLengthMax, isFile: true })
  csv!: string;

  @Field(() => String, { description: 'Why, for lines that do not say it themselves; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'True only tries: everything is checked as if it were booked, and nothing is.',
  })
  isDryRun: boolean = true;
}

@ObjectType({ description: 'What became of a line of the table.', simpleResolvers: true })
export class BatchLine {
  @Field(() => Int, { description: 'Line of the file that it begins in, counted from 1.' })
  line!: number;

  @Field(() => String, { nullable: true, description: 'Name of the holder that was found.' })
  name?: string | null;

  @Field(() => CoinAmount, { nullable: true, description: 'Coins of the line, where they could be read.' })
  amount?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of what is wrong with it. Null when it is fine.' })
  code?: string | null;
}

@ObjectType({ description: 'A batch of grants: tried, booked, or refused as a whole.', simpleResolvers: true })
export class CoinBatch {
  @Field(() => Boolean, { description: 'Whether it is in the books now.' })
  isBooked!: boolean;

  @Field(() => Int, { description: 'Lines that are fine.' })
  fineCount!: number;

  @Field(() => CoinAmount, { description: 'Coins of these lines together.' })
  total!: string;

  @Field(() => [BatchLine], { description: 'Every line, in the order of the file; at most 1,000.' })
  lines!: BatchLine[];
}

@ObjectType({ description: 'What a batch of grants came to.', simpleResolvers: true })
export class CoinBatchPayload extends Payload {
  @Field(() => CoinBatch, { nullable: true, description: 'The batch. Null when the whole input was refused.' })
  batch?: CoinBatch | null;
}
