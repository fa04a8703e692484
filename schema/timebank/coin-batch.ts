import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { KeyedInput } from '../change-input.ts';
import { ErrorCode } from '../error-code.ts';
import { Payload } from '../errors.ts';
import { CoinAmount } from '../scalars.ts';
import { Text } from '../text.ts';

/** Size of a list of a thousand lines with a reason each. */
const csvLengthMax = 200_000;

@InputType({ description: 'Input for `grantCoinsInBatch`.' })
export class GrantCoinsInBatchInput extends KeyedInput {
  @Field(() => ID, { description: 'Coin account of the granting fund.' })
  fundAccountId!: string;

  @Field(() => String, {
    description:
      'CSV with the header `to,amount,reason` (对象, 数量, 原因), at most 1,000 lines and one for each holder. The first column is a global id of a coin account, elder, volunteer or person. The second is an amount of coins such as `1.50`. The third is the reason and may be empty.',
  })
  @Text({ lengthMax: csvLengthMax, isFile: true })
  csv!: string;

  @Field(() => String, {
    description: 'Reason for lines without one of their own; at most 2,000 characters.',
  })
  @Text({ lengthMax: 2_000 })
  reason!: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description:
      'Whether to run a trial only. Everything is checked as for a booking, but nothing is booked.',
  })
  isDryRun: boolean = true;
}

@ObjectType({ description: 'Result of one line of the table.', simpleResolvers: true })
export class BatchLine {
  @Field(() => Int, { description: 'Line of the file at which the entry begins, counted from 1.' })
  line!: number;

  /** Account of the holder that was found, or null. A stored answer holds no names. */
  accountId!: string | null;

  @Field(() => CoinAmount, {
    nullable: true,
    description: 'Coins of the line. Null when they could not be read.',
  })
  amount?: string | null;

  @Field(() => ErrorCode, {
    nullable: true,
    description: 'Code of the error. Null when the line is valid.',
  })
  code?: string | null;
}

@ObjectType({
  description: 'Batch of grants: a trial, a booking, or a refusal of the whole batch.',
  simpleResolvers: true,
})
export class CoinBatch {
  @Field(() => Boolean, { description: 'Whether the batch is booked.' })
  isBooked!: boolean;

  @Field(() => Int, { description: 'Number of valid lines.' })
  fineCount!: number;

  @Field(() => CoinAmount, { description: 'Total coins of the valid lines.' })
  total!: string;

  @Field(() => [BatchLine], { description: 'All lines in the order of the file, at most 1,000.' })
  lines!: BatchLine[];
}

@ObjectType({ description: 'Result of `grantCoinsInBatch`.', simpleResolvers: true })
export class CoinBatchPayload extends Payload {
  @Field(() => CoinBatch, {
    nullable: true,
    description: 'The batch. Null when the whole input was refused.',
  })
  batch?: CoinBatch | null;
}
