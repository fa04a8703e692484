import { ArrayMaxSize, ArrayMinSize, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Payload } from '../errors.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { PresenceInput } from './evidence-inputs.ts';
import { Gender, ServiceRequest, Urgency } from './service-request.ts';
import { TimeWindowInput } from './time-window.ts';
import { Visit } from './visit.ts';

/** Two pages of Chinese; also what the column takes. */
const noteLengthMax = 2_000;
const placeLengthMax = 500;
const keyLengthMax = 200;
/** Nobody serves more than a day without a break. */
const minutesMax = 1_440;
/** A joint visit of more people is an activity. */
const volunteersMax = 20;
const teamsMax = 10;
/** Morning or afternoon of two days, and one to spare. */
const windowsMax = 5;
const languageLengthMax = 100;

@InputType({ description: 'A new request for help.' })
export class OpenServiceRequestInput extends ActingInput {
  @Field(() => String, {
    description:
      'Your own id for this call. Sent again with the same input it gives the same request and holds coins once.',
  })
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether the same kind of help at the same time is meant a second time for the elder. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;

  @Field(() => ID, { description: 'Elder who is to be helped.' })
  elderId!: string;

  @Field(() => ID, { description: 'What kind of help.' })
  kindId!: string;

  @Field(() => DateTime, { description: 'Earliest requested begin.' })
  requestedFrom!: string;

  @Field(() => DateTime, { description: 'Latest requested end.' })
  requestedTo!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Expected length in minutes. The usual length of the kind when left out.',
  })
  @IsOptional()
  @Min(1)
  @Max(minutesMax)
  minutesExpected?: number | null;

  @Field(() => Urgency, { defaultValue: Urgency.NORMAL, description: 'How soon help is needed.' })
  urgency: Urgency = Urgency.NORMAL;

  @Field(() => String, { nullable: true, description: 'Where to go, in words; at most 500 characters.' })
  @Text({ lengthMax: placeLengthMax, mayBeBlank: true })
  place?: string | null;

  @Field(() => String, { nullable: true, description: 'What the helper should know; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  note?: string | null;

  @Field(() => [TimeWindowInput], {
    nullable: true,
    description: 'Alternatives inside requestedFrom..requestedTo, at most 5. That whole stretch when left out.',
  })
  @IsOptional()
  @ArrayMaxSize(windowsMax)
  @ValidateNested({ each: true })
  windows?: TimeWindowInput[] | null;

  @Field(() => String, { nullable: true, description: 'Language or dialect that the helper should speak.' })
  @Text({ lengthMax: languageLengthMax, mayBeBlank: true })
  language?: string | null;

  @Field(() => Gender, { nullable: true, description: 'Gender that the helper should have.' })
  @IsOptional()
  genderPreference?: Gender | null;

  @Field(() => Float, { nullable: true, description: 'Latitude of the place in degrees (WGS 84).' })
  @IsOptional()
  @Min(-90)
  @Max(90)
  latitude?: number | null;

  @Field(() => Float, { nullable: true, description: 'Longitude of the place in degrees (WGS 84).' })
  @IsOptional()
  @Min(-180)
  @Max(180)
  longitude?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What only those who go, their leader and the dispatcher may read, about health for instance; at most 2,000 characters.',
  })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  sensitiveNote?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many volunteers it takes, at most 20. As the kind says when left out. Coins are held for each.',
  })
  @IsOptional()
  @Min(1)
  @Max(volunteersMax)
  volunteersNeeded?: number | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Teams that are asked, of one or several communities, at most 10. Any team when left out.',
  })
  @IsOptional()
  @ArrayMaxSize(teamsMax)
  teamIds?: string[] | null;
}

@InputType({ description: 'A volunteer takes on an open request, or the leader of a team does for one of hers.' })
export class AcceptServiceRequestInput extends ActingInput {
  @Field(() => ID, { description: 'The request.' })
  requestId!: string;

  @Field(() => ID, { description: 'Volunteer who will go.' })
  volunteerId!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the volunteer will come, inside a requested window. Its begin when left out.',
  })
  @IsOptional()
  begin?: string | null;

  @Field(() => Int, { description: 'Version of the request that you saw.' })
  expectedVersion!: number;
}

@InputType({ description: 'A dispatcher gives an open request to a volunteer.' })
export class AssignServiceRequestInput extends AcceptServiceRequestInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Why this volunteer goes although `candidates` names an obstacle: NOT_FREE, TOO_FAR, TEAM_NOT_ASKED or GENDER_OTHER, each of which is refused without a reason. It stands in the history; at most 2,000 characters.',
  })
  @Text({ lengthMax: noteLengthMax })
  reason?: string | null;
}

@InputType({ description: 'What is to happen with a request, and why.' })
class RequestAndReason extends ActingInput {
  @Field(() => ID, { description: 'The request.' })
  requestId!: string;

  @Field(() => Int, { description: 'Version of the request that you saw.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({ description: 'Who gives up a place, and why.' })
export class WithdrawFromServiceRequestInput extends RequestAndReason {
  @Field(() => ID, {
    nullable: true,
    description: 'Volunteer who cannot come. Needed where several are expected and you are none of them.',
  })
  @IsOptional()
  volunteerId?: string | null;
}

@InputType({ description: 'Calls a request off. Held coins are released.' })
export class CancelServiceRequestInput extends RequestAndReason {}

@InputType({ description: 'A dispatcher finds that a request should not be shown to volunteers.' })
export class RejectServiceRequestInput extends RequestAndReason {}

@InputType({ description: 'A dispatcher lets volunteers see a request that waited for review.' })
export class ApproveServiceRequestInput extends ActingInput {
  @Field(() => ID, { description: 'The request.' })
  requestId!: string;

  @Field(() => Int, { description: 'Version of the request that you saw.' })
  expectedVersion!: number;
}

@InputType({ description: 'A volunteer says that she will not take a request that she was offered.' })
export class DeclineServiceRequestInput extends ActingInput {
  @Field(() => ID, { description: 'The request.' })
  requestId!: string;

  @Field(() => ID, { description: 'Volunteer who declines.' })
  volunteerId!: string;

  @Field(() => String, { nullable: true, description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  reason?: string | null;
}

@InputType({ description: 'A team takes on a request as a unit, with the members who will go.' })
export class AcceptServiceRequestAsTeamInput extends ActingInput {
  @Field(() => ID, { description: 'The request.' })
  requestId!: string;

  @Field(() => ID, { description: 'The team.' })
  teamId!: string;

  @Field(() => [ID], { description: 'Members who will go, at most 20; all of them are taken on, or none.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(volunteersMax)
  volunteerIds!: string[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When they will come, inside a requested window. Its begin when left out.',
  })
  @IsOptional()
  begin?: string | null;

  @Field(() => Int, { description: 'Version of the request that you saw.' })
  expectedVersion!: number;
}

@InputType({ description: 'What is different about a request from now on. What is left out stays as it is.' })
export class ChangeServiceRequestInput extends RequestAndReason {
  @Field(() => Urgency, { nullable: true, description: 'How soon help is needed.' })
  @IsOptional()
  urgency?: Urgency | null;

  @Field(() => Int, { nullable: true, description: 'Expected length in minutes; the held coins follow.' })
  @IsOptional()
  @Min(1)
  @Max(minutesMax)
  minutesExpected?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many volunteers it takes, not fewer than have taken it on; the held coins follow.',
  })
  @IsOptional()
  @Min(1)
  @Max(volunteersMax)
  volunteersNeeded?: number | null;

  @Field(() => String, { nullable: true, description: 'Where to go, in words; at most 500 characters.' })
  @Text({ lengthMax: placeLengthMax, mayBeBlank: true })
  place?: string | null;

  @Field(() => String, { nullable: true, description: 'What the helper should know; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  note?: string | null;

  @Field(() => String, { nullable: true, description: 'What only those who go may read. Blank takes it away.' })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  sensitiveNote?: string | null;

  @Field(() => String, { nullable: true, description: 'Language or dialect that the helper should speak.' })
  @Text({ lengthMax: languageLengthMax, mayBeBlank: true })
  language?: string | null;

  @Field(() => Gender, { nullable: true, description: 'Gender that the helper should have.' })
  @IsOptional()
  genderPreference?: Gender | null;
}

@InputType({
  description: 'Another time for a request. Volunteers who cannot come then are released where you say so.',
})
export class RescheduleServiceRequestInput extends RequestAndReason {
  @Field(() => [TimeWindowInput], { description: 'Windows that would suit now, at most 5.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(windowsMax)
  @ValidateNested({ each: true })
  windows!: TimeWindowInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether volunteers who are expected are released and the request is offered anew. Else they are kept.',
  })
  releasesVolunteers: boolean = false;
}

@InputType({ description: 'The volunteer has arrived.' })
export class CheckInInput extends PresenceInput {
  @Field(() => ID, { description: 'The visit.' })
  visitId!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When, if it is entered later. Now when left out. A time that cannot be right is replaced by now and flagged; nobody is kept from the door.',
  })
  @IsOptional()
  at?: string | null;
}

@InputType({ description: 'Input for `undoCheckIn`.' })
export class UndoCheckInInput extends ActingInput {
  @Field(() => ID, { description: 'The visit.' })
  visitId!: string;

  @Field(() => Int, { description: 'Version of the request that you saw.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'Why it was a mistake; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `undoCheckOut`.' })
export class UndoCheckOutInput extends UndoCheckInInput {}

@InputType({ description: 'The volunteer has left.' })
export class CheckOutInput extends CheckInInput {
  @Field(() => String, { nullable: true, description: 'What was done, in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  note?: string | null;
}

@InputType({ description: 'A second person accepts what a visit rests on; hours and coins follow.' })
export class CertifyVisitInput extends ActingInput {
  @Field(() => String, {
    description: 'Your own id for this call. Sent again with the same input it certifies and pays once.',
  })
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey!: string;

  @Field(() => ID, { description: 'The visit.' })
  visitId!: string;

  @Field(() => Int, { description: 'Version of the request that you saw.' })
  expectedVersion!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes to certify, when they differ from check-in to check-out. Then a reason is needed.',
  })
  @IsOptional()
  @Min(1)
  @Max(minutesMax)
  minutes?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why the minutes differ, or why it is certified although evidence is missing.',
  })
  @Text({ lengthMax: noteLengthMax })
  reason?: string | null;
}

@InputType({ description: 'Somebody objects to a visit, before it is certified or after.' })
export class DisputeVisitInput extends ActingInput {
  @Field(() => ID, { description: 'The visit.' })
  visitId!: string;

  @Field(() => Int, { description: 'Version of the request that you saw.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'What is wrong, in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@ObjectType({ description: 'What became of a change to a request.', simpleResolvers: true })
export class ServiceRequestPayload extends Payload {
  @Field(() => ServiceRequest, {
    nullable: true,
    description: 'The request after the change. Null when it was refused.',
  })
  request?: ServiceRequest | null;
}

@ObjectType({ description: 'What became of a change to a visit.', simpleResolvers: true })
export class VisitPayload extends Payload {
  @Field(() => Visit, { nullable: true, description: 'The visit after the change. Null when it was refused.' })
  visit?: Visit | null;
}
