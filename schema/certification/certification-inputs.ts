import { IsOptional, Max, Min } from 'class-validator';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { ChangeInput, KeyedInput } from '../change-input.ts';
import { Text } from '../text.ts';

const noteLengthMax = 2_000;
const minutesMax = 1_440;

/** Fields of every input that changes a decision about a visit. */
@InputType({ description: 'Fields of every input that changes a decision about a visit.' })
export class DecisionInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the visit.' })
  visitId!: string;

  @Field(() => Int, { description: 'Version of the request that the caller last read.' })
  expectedVersion!: number;

  @Field(() => String, {
    description: 'Reason in words; at most 2,000 characters. It is stored with the decision.',
  })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether to leave coins that the volunteer has already spent. Hours and star level are corrected; the coins are written off with the given reason.',
  })
  leaveCoins: boolean = false;
}

@InputType({ description: 'Input for `correctVisit`.' })
export class CorrectVisitInput extends DecisionInput {
  @Field(() => Int, { description: 'Correct minutes, 0 to 1440.' })
  @Min(0)
  @Max(minutesMax)
  minutes!: number;
}

@InputType({ description: 'Input for `revokeCertification`.' })
export class RevokeCertificationInput extends DecisionInput {}

export const DisputeDecision = {
  DISMISSED: 'DISMISSED',
  CORRECTED: 'CORRECTED',
  UPHELD: 'UPHELD',
} as const;
export type DisputeDecision = (typeof DisputeDecision)[keyof typeof DisputeDecision];

registerEnumType(DisputeDecision, {
  name: 'DisputeDecision',
  description: 'Outcome of a dispute.',
  valuesConfig: {
    DISMISSED: { description: 'The visit keeps the state that it had before the dispute.' },
    CORRECTED: { description: 'The visit counts with the minutes that are given.' },
    UPHELD: { description: 'The visit does not count: it gives neither hours nor coins.' },
  },
});

@InputType({ description: 'Input for `resolveDispute`.' })
export class ResolveDisputeInput extends DecisionInput {
  @Field(() => DisputeDecision, { description: 'Outcome of the dispute.' })
  decision!: DisputeDecision;

  @Field(() => Int, { nullable: true, description: 'Correct minutes, for CORRECTED only.' })
  @IsOptional()
  @Min(0)
  @Max(minutesMax)
  minutes?: number | null;
}

export const NoShowSide = { VOLUNTEER: 'VOLUNTEER', ELDER: 'ELDER' } as const;
export type NoShowSide = (typeof NoShowSide)[keyof typeof NoShowSide];

registerEnumType(NoShowSide, {
  name: 'NoShowSide',
  description: 'Side that was absent in a no-show.',
  valuesConfig: {
    VOLUNTEER: { description: 'The volunteer did not come.' },
    ELDER: { description: 'The elder was not there.' },
  },
});

@InputType({ description: 'Input for `reportNoShow`.' })
export class ReportNoShowInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the visit.' })
  visitId!: string;

  @Field(() => Int, { description: 'Version of the request that the caller last read.' })
  expectedVersion!: number;

  @Field(() => NoShowSide, {
    description:
      'Side that was absent. Without the volunteer the request opens again; without the elder it ends and the coins are released.',
  })
  side!: NoShowSide;

  @Field(() => String, { description: 'Description of the event; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}
