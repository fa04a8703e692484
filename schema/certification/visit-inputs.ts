import { IsOptional, Max, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { ChangeInput, KeyedInput } from '../change-input.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { PresenceInput } from './evidence-inputs.ts';

/** About two pages of Chinese text, which is also the limit of the column. */
const noteLengthMax = 2_000;
/** Longest duration in minutes: nobody serves more than a day without a break. */
const minutesMax = 1_440;

@InputType({ description: 'Input for `checkIn`.' })
export class CheckInInput extends PresenceInput {
  @Field(() => ID, { description: 'Id of the visit.' })
  visitId!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Time of the event, if it is entered later. Now when omitted. An implausible time of a device is replaced by the current time and flagged. A time that staff enter for somebody else may not lie in the future.',
  })
  @IsOptional()
  at?: string | null;
}

@InputType({ description: 'Input for `undoCheckIn`.' })
export class UndoCheckInInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the visit.' })
  visitId!: string;

  @Field(() => Int, { description: 'Version of the request that the caller last read.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'Reason why it was a mistake; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `undoCheckOut`.' })
export class UndoCheckOutInput extends UndoCheckInInput {}

@InputType({ description: 'Input for `checkOut`.' })
export class CheckOutInput extends CheckInInput {
  @Field(() => String, {
    nullable: true,
    description: 'Work done, in words; at most 2,000 characters.',
  })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  note?: string | null;
}

@InputType({ description: 'Input for `certifyVisit`.' })
export class CertifyVisitInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the visit.' })
  visitId!: string;

  @Field(() => Int, { description: 'Version of the request that the caller last read.' })
  expectedVersion!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes to certify, if they differ from the time between check-in and check-out. A reason is then required.',
  })
  @IsOptional()
  @Min(1)
  @Max(minutesMax)
  minutes?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Reason for different minutes, or for certifying with missing evidence.',
  })
  @Text({ lengthMax: noteLengthMax })
  reason?: string | null;
}

@InputType({ description: 'Input for `disputeVisit`.' })
export class DisputeVisitInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the visit.' })
  visitId!: string;

  @Field(() => Int, { description: 'Version of the request that the caller last read.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'Problem in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}
