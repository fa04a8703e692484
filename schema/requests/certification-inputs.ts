import { IsOptional, Max, Min } from 'class-validator';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Text } from '../text.ts';

const noteLengthMax = 2_000;
const minutesMax = 1_440;

/** What every change of a decision asks for. */
@InputType({ description: 'A change of what was decided about a visit.' })
export class DecisionInput extends ActingInput {
  @Field(() => String, { description: 'Your own id for this call. Sent again with the same input it is done once.' })
  @Text({ lengthMax: 200 })
  idempotencyKey!: string;

  @Field(() => ID, { description: 'The visit.' })
  visitId!: string;

  @Field(() => Int, { description: 'Version of the request that you saw.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'Why, in words; at most 2,000 characters. It stays with the decision.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Leave coins where they are that the volunteer has spent already: hours and star are put right, the coins are written off with your reason.',
  })
  leaveCoins: boolean = false;
}

@InputType({ description: 'Other figures for a visit that was certified.' })
export class CorrectVisitInput extends DecisionInput {
  @Field(() => Int, { description: 'Minutes that are right, 0 to 1440.' })
  @Min(0)
  @Max(minutesMax)
  minutes!: number;
}

@InputType({ description: 'Takes a certification back.' })
export class RevokeCertificationInput extends DecisionInput {}

export const DisputeDecision = { DISMISSED: 'DISMISSED', CORRECTED: 'CORRECTED', UPHELD: 'UPHELD' } as const;
export type DisputeDecision = (typeof DisputeDecision)[keyof typeof DisputeDecision];

registerEnumType(DisputeDecision, {
  name: 'DisputeDecision',
  description: 'How a dispute ends.',
  valuesConfig: {
    DISMISSED: { description: 'The visit stays what it was before somebody objected.' },
    CORRECTED: { description: 'The visit counts with the minutes that are given.' },
    UPHELD: { description: 'The visit does not count: no hours, no coins.' },
  },
});

@InputType({ description: 'How a dispute about a visit ends.' })
export class ResolveDisputeInput extends DecisionInput {
  @Field(() => DisputeDecision, { description: 'How it ends.' })
  decision!: DisputeDecision;

  @Field(() => Int, { nullable: true, description: 'For CORRECTED: minutes that are right.' })
  @IsOptional()
  @Min(0)
  @Max(minutesMax)
  minutes?: number | null;
}

export const NoShowSide = { VOLUNTEER: 'VOLUNTEER', ELDER: 'ELDER' } as const;
export type NoShowSide = (typeof NoShowSide)[keyof typeof NoShowSide];

registerEnumType(NoShowSide, {
  name: 'NoShowSide',
  description: 'Who was waited for in vain.',
  valuesConfig: {
    VOLUNTEER: { description: 'The volunteer did not come.' },
    ELDER: { description: 'The elder was not there.' },
  },
});

@InputType({ description: 'Somebody was waited for in vain.' })
export class ReportNoShowInput extends ActingInput {
  @Field(() => ID, { description: 'The visit.' })
  visitId!: string;

  @Field(() => Int, { description: 'Version of the request that you saw.' })
  expectedVersion!: number;

  @Field(() => NoShowSide, {
    description:
      'Who did not come. Without the volunteer the request is open again; without the elder it ends and the coins are released.',
  })
  side!: NoShowSide;

  @Field(() => String, { description: 'What happened, in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}
