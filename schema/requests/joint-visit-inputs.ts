import { ArrayMaxSize, ArrayMinSize, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput, KeyedInput } from '../change-input.ts';
import { Payload } from '../errors.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { JointVisit } from './joint-visit.ts';

const nameLengthMax = 200;
const textLengthMax = 2_000;
const placeLengthMax = 500;
/** As many elders as can be visited one after another in a day. */
const stopsMax = 20;
const teamsMax = 10;
/** Total of all teams, as for any request. */
const volunteersMax = 20;

@InputType({ description: 'One elder of a joint visit.' })
export class JointVisitStopInput {
  @Field(() => ID, { description: 'Id of the elder.' })
  elderId!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Start of the visit to this elder. Follows the previous visit and the travel time when omitted.',
  })
  @IsOptional()
  begin?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Place of the service, in words; at most 500 characters.',
  })
  @Text({ lengthMax: placeLengthMax, mayBeBlank: true })
  place?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Note for the helpers; at most 2,000 characters.',
  })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  note?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Sensitive note for the assigned volunteers, their leader and the dispatcher only; at most 2,000 characters.',
  })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  sensitiveNote?: string | null;
}

@InputType({ description: 'Input for `planJointVisit`.' })
export class PlanJointVisitInput extends KeyedInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether a second visit of the same kind at the same time is intended for an elder. Without it the answer is POSSIBLE_DUPLICATE with the id of the first plan or request.',
  })
  allowDuplicate: boolean = false;

  @Field(() => String, { description: 'Name of the joint visit; at most 200 characters.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => ID, { description: 'Id of the service kind.' })
  kindId!: string;

  @Field(() => [ID], {
    description: 'Teams that take part, of one or several communities, at most 10.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(teamsMax)
  teamIds!: string[];

  @Field(() => [JointVisitStopInput], {
    description: 'Elders in the order of the visits, at most 20.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(stopsMax)
  @ValidateNested({ each: true })
  stops!: JointVisitStopInput[];

  @Field(() => DateTime, { description: 'Start of the first visit.' })
  begin!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes with each elder. The usual duration of the service kind when omitted.',
  })
  @IsOptional()
  @Min(1)
  @Max(1_440)
  minutesEach?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes between two elders. The rest required by the dispatch policy when omitted.',
  })
  @IsOptional()
  @Min(0)
  @Max(480)
  minutesBetween?: number | null;

  @Field(() => Int, {
    defaultValue: 1,
    description:
      'Number of volunteers of each team who visit each elder, at most 20 in all. Coins are held for each of them.',
  })
  @Min(1)
  @Max(volunteersMax)
  volunteersOfEachTeam: number = 1;

  @Field(() => String, {
    nullable: true,
    description: 'Note for all participants; at most 2,000 characters.',
  })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  note?: string | null;
}

@InputType({ description: 'Joint visit in the version that the caller last read.' })
class JointVisitSeen extends ChangeInput {
  @Field(() => ID, { description: 'Id of the joint visit.' })
  jointVisitId!: string;

  @Field(() => Int, { description: 'Version of the plan that the caller last read.' })
  expectedVersion!: number;
}

@InputType({
  description:
    'Joint visit in the version that the caller last read, with the reason for the change.',
})
class JointVisitAndReason extends JointVisitSeen {
  @Field(() => String, { description: 'Reason in words; at most 2,000 characters.' })
  @Text({ lengthMax: textLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `acceptJointVisit`.' })
export class AcceptJointVisitInput extends JointVisitSeen {
  @Field(() => ID, { description: 'Id of the team.' })
  teamId!: string;

  @Field(() => [ID], {
    description: 'Members who take part. All of them are assigned to every elder, or none.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(volunteersMax)
  volunteerIds!: string[];
}

@InputType({ description: 'Input for `withdrawFromJointVisit`.' })
export class WithdrawFromJointVisitInput extends JointVisitAndReason {
  @Field(() => ID, { description: 'Id of the volunteer.' })
  volunteerId!: string;
}

@InputType({ description: 'Input for `rescheduleJointVisit`.' })
export class RescheduleJointVisitInput extends JointVisitAndReason {
  @Field(() => DateTime, {
    description: 'New start of the first visit. The others follow with unchanged intervals.',
  })
  begin!: string;
}

@InputType({
  description:
    'Input for `cancelJointVisit`. Requests that have not begun are cancelled and their coins released.',
})
export class CancelJointVisitInput extends JointVisitAndReason {}

@ObjectType({ description: 'Result of a change to a joint visit.', simpleResolvers: true })
export class JointVisitPayload extends Payload {
  @Field(() => JointVisit, {
    nullable: true,
    description: 'Plan after the change. Null when the mutation was refused.',
  })
  jointVisit?: JointVisit | null;
}
