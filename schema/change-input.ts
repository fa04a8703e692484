import { IsOptional } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { ActingInput } from './acting-for.ts';
import { Text } from './text.ts';

/**
 * Days for which the answer under an idempotency key is kept. A client retries within minutes, and
 * a phone without a network within days.
 */
export const idempotencyKeyDays = 7;

const keyLengthMax = 200;
const description = [
  `Client-generated id of this call, at most ${keyLengthMax} characters.`,
  'A repeated call with the same input changes nothing more and returns the first answer.',
  'Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`.',
  "Keys belong to the caller's account in a foundation.",
  `A key lasts ${idempotencyKeyDays} days; a refused call leaves it free.`,
].join(' ');

/** Declares the required idempotency key of an input. */
export function RequiredKey(): PropertyDecorator {
  return (target, property) => {
    Field(() => String, { description })(target, property as string);
    Text({ lengthMax: keyLengthMax })(target, property);
  };
}

/**
 * Optional fields in the input of every mutation. `ctx.mutate` reads them centrally, so no mutation
 * can ignore them.
 */
@InputType({ description: 'Optional fields in the input of every mutation.' })
export abstract class ChangeInput extends ActingInput {
  @Field(() => String, { nullable: true, description })
  @IsOptional()
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey?: string | null;
}

/**
 * Input of a mutation that must not be repeated by accident: it makes a new row, moves coins or
 * money, or addresses a person. Without a key, a retry would do it again.
 */
@InputType({ description: 'Fields in the input of a mutation that must not be repeated.' })
export abstract class KeyedInput extends ChangeInput {
  @RequiredKey()
  override idempotencyKey!: string;
}
