import { IsOptional } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { ActingInput } from './acting-for.ts';
import { Text } from './text.ts';

const keyLengthMax = 200;

/** What the input of every change to the organisation may carry besides. */
@InputType({ description: 'What every change may carry besides.' })
export abstract class ChangeInput extends ActingInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Your own id for this call. Sent again with the same input it changes nothing more and gives the same answer.',
  })
  @IsOptional()
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey?: string | null;
}
