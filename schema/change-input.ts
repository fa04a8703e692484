import { IsOptional } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { ActingInput } from './acting-for.ts';
import { Text } from './text.ts';

const keyLengthMax = 200;

/** Optional fields in the input of every change to the organisation. */
@InputType({ description: 'Optional fields in the input of every change to the organisation.' })
export abstract class ChangeInput extends ActingInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Client-generated id of this call. A repeated call with the same input changes nothing more and returns the same answer.',
  })
  @IsOptional()
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey?: string | null;
}
