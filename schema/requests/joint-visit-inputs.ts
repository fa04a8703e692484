import { ArrayMaxSize, ArrayMinSize, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Payload } from '../errors.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { JointVisit } from './joint-visit.ts';

const keyLengthMax = 200;
const nameLengthMax = 200;
const textLengthMax = 2_000;
const placeLengthMax = 500;
/** As many elders as can be visited one after another in a day. */
const stopsMax = 20;
const teamsMax = 10;
/** Of all teams together, as for any request. */
const volunteersMax = 20;

@InputType({ description: 'One elder of a joint visit.' })
export class JointVisitStopInput {
  @Field(() => ID, { description: 'The elder.' })
  elderId!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When this elder is visited. After the one before, with the time between, when left out.',
  })
  @IsOptional()
  begin?: string | null;

  @Field(() => String, { nullable: true, description: 'Where to go, in words; at most 500 characters.' })
  @Text({ lengthMax: placeLengthMax, mayBeBlank: true })
  place?: string | null;

  @Field(() => String, { nullable: true, description: 'What the helpers should know; at most 2,000 characters.' })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  note?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What only those who go, their leader and the dispatcher may read; at most 2,000 characters.',
  })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  sensitiveNote?: string | null;
}

@InputType({ description: 'Teams visit several elders together, one after another.' })
export class PlanJointVisitInput extends ActingInput {
  @Field(() => String, { description: 'Your own id for this call. Sent again with the same input it plans once.' })
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether the same kind of help at the same time is meant a second time for an elder. Without it the answer is POSSIBLE_DUPLICATE with the id of the first plan or request.',
  })
  allowDuplicate: boolean = false;

  @Field(() => String, { description: 'What it is called; at most 200 characters.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => ID, { description: 'What kind of help.' })
  kindId!: string;

  @Field(() => [ID], { description: 'Teams that go, of one or several communities, at most 10.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(teamsMax)
  teamIds!: string[];

  @Field(() => [JointVisitStopInput], { description: 'Elders in the order in which they are visited, at most 20.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(stopsMax)
  @ValidateNested({ each: true })
  stops!: JointVisitStopInput[];

  @Field(() => DateTime, { description: 'When the first elder is visited.' })
  begin!: string;

  @Field(() => Int, { nullable: true, description: 'Minutes with each elder. As the kind says when left out.' })
  @IsOptional()
  @Min(1)
  @Max(1_440)
  minutesEach?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes from one elder to the next. The rest that the dispatch rules ask for when left out.',
  })
  @IsOptional()
  @Min(0)
  @Max(480)
  minutesBetween?: number | null;

  @Field(() => Int, {
    defaultValue: 1,
    description: 'How many volunteers of each team visit each elder; coins are held for each. At most 20 in all.',
  })
  @Min(1)
  @Max(volunteersMax)
  volunteersOfEachTeam: number = 1;

  @Field(() => String, { nullable: true, description: 'What all who go should know; at most 2,000 characters.' })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  note?: string | null;
}

@InputType({ description: 'A joint visit as it was seen.' })
class JointVisitSeen extends ActingInput {
  @Field(() => ID, { description: 'The joint visit.' })
  jointVisitId!: string;

  @Field(() => Int, { description: 'Version of the plan that you saw.' })
  expectedVersion!: number;
}

@InputType({ description: 'A joint visit as it was seen, and why it is to change.' })
class JointVisitAndReason extends JointVisitSeen {
  @Field(() => String, { description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: textLengthMax })
  reason!: string;
}

@InputType({ description: 'A team takes its part in a joint visit on, with the members who will go to every elder.' })
export class AcceptJointVisitInput extends JointVisitSeen {
  @Field(() => ID, { description: 'The team.' })
  teamId!: string;

  @Field(() => [ID], { description: 'Members who will go; all of them are taken on for every elder, or none.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(volunteersMax)
  volunteerIds!: string[];
}

@InputType({ description: 'A volunteer cannot come to a joint visit after all.' })
export class WithdrawFromJointVisitInput extends JointVisitAndReason {
  @Field(() => ID, { description: 'The volunteer.' })
  volunteerId!: string;
}

@InputType({ description: 'A joint visit is moved as a whole.' })
export class RescheduleJointVisitInput extends JointVisitAndReason {
  @Field(() => DateTime, { description: 'When the first elder is visited now; the others follow as before.' })
  begin!: string;
}

@InputType({
  description: 'Calls a joint visit off. Requests that nobody has begun are called off, and coins released.',
})
export class CancelJointVisitInput extends JointVisitAndReason {}

@ObjectType({ description: 'What became of a change to a joint visit.', simpleResolvers: true })
export class JointVisitPayload extends Payload {
  @Field(() => JointVisit, { nullable: true, description: 'The plan after the change. Null when it was refused.' })
  jointVisit?: JointVisit | null;
}
