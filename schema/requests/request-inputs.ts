import { ArrayMaxSize, ArrayMinSize, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput, KeyedInput } from '../change-input.ts';
import { Payload } from '../errors.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { Gender, ServiceRequest, Urgency } from './service-request.ts';
import { TimeWindowInput } from './time-window.ts';
import { Visit } from './visit.ts';

/** About two pages of Chinese text, which is also the limit of the column. */
const noteLengthMax = 2_000;
const placeLengthMax = 500;
/** Longest duration in minutes: nobody serves more than a day without a break. */
const minutesMax = 1_440;
/** Most volunteers for one request; a joint visit of more people is an activity. */
const volunteersMax = 20;
const teamsMax = 10;
/** Morning and afternoon of two days, and one more. */
const windowsMax = 5;
const languageLengthMax = 100;

@InputType({ description: 'Input for `openServiceRequest`.' })
export class OpenServiceRequestInput extends KeyedInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether a second request of the same kind at the same time is intended for the elder. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;

  @Field(() => ID, { description: 'Elder who receives the service.' })
  elderId!: string;

  @Field(() => ID, { description: 'Id of the service kind.' })
  kindId!: string;

  @Field(() => DateTime, { description: 'Earliest requested start.' })
  requestedFrom!: string;

  @Field(() => DateTime, { description: 'Latest requested end.' })
  requestedTo!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Expected duration in minutes. The usual duration of the service kind when omitted.',
  })
  @IsOptional()
  @Min(1)
  @Max(minutesMax)
  minutesExpected?: number | null;

  @Field(() => Urgency, { defaultValue: Urgency.NORMAL, description: 'Urgency of the request.' })
  urgency: Urgency = Urgency.NORMAL;

  @Field(() => String, {
    nullable: true,
    description: 'Place of the service, in words; at most 500 characters.',
  })
  @Text({ lengthMax: placeLengthMax, mayBeBlank: true })
  place?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Note for the helper; at most 2,000 characters.',
  })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  note?: string | null;

  @Field(() => [TimeWindowInput], {
    nullable: true,
    description:
      'Alternative windows inside requestedFrom..requestedTo, at most 5. The whole range when omitted.',
  })
  @IsOptional()
  @ArrayMaxSize(windowsMax)
  @ValidateNested({ each: true })
  windows?: TimeWindowInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Language or dialect that the helper should speak.',
  })
  @Text({ lengthMax: languageLengthMax, mayBeBlank: true })
  language?: string | null;

  @Field(() => Gender, { nullable: true, description: 'Preferred gender of the helper.' })
  @IsOptional()
  genderPreference?: Gender | null;

  @Field(() => Float, { nullable: true, description: 'Latitude of the place in degrees (WGS 84).' })
  @IsOptional()
  @Min(-90)
  @Max(90)
  latitude?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Longitude of the place in degrees (WGS 84).',
  })
  @IsOptional()
  @Min(-180)
  @Max(180)
  longitude?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Sensitive note, for example about health, for the assigned volunteers, their leader and the dispatcher only; at most 2,000 characters.',
  })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  sensitiveNote?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Number of volunteers needed, at most 20. The usual number of the service kind when omitted. Coins are held for each of them.',
  })
  @IsOptional()
  @Min(1)
  @Max(volunteersMax)
  volunteersNeeded?: number | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Teams that are asked, of one or several communities, at most 10. Any team when omitted.',
  })
  @IsOptional()
  @ArrayMaxSize(teamsMax)
  teamIds?: string[] | null;
}

@InputType({ description: 'Input for `acceptServiceRequest`.' })
export class AcceptServiceRequestInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the request.' })
  requestId!: string;

  @Field(() => ID, { description: 'Volunteer who will serve.' })
  volunteerId!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Start of the visit, inside a requested window. The start of the window when omitted.',
  })
  @IsOptional()
  begin?: string | null;

  @Field(() => Int, { description: 'Version of the request that the caller last read.' })
  expectedVersion!: number;
}

@InputType({ description: 'Input for `assignServiceRequest`.' })
export class AssignServiceRequestInput extends AcceptServiceRequestInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Reason for assigning a volunteer despite an obstacle in `candidates`; at most 2,000 characters. NOT_FREE, TOO_FAR, TEAM_NOT_ASKED and GENDER_OTHER are refused without one. It is stored in the history.',
  })
  @Text({ lengthMax: noteLengthMax })
  reason?: string | null;
}

@InputType({ description: 'Request to act on, and the reason.' })
class RequestAndReason extends ChangeInput {
  @Field(() => ID, { description: 'Id of the request.' })
  requestId!: string;

  @Field(() => Int, { description: 'Version of the request that the caller last read.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'Reason in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `withdrawFromServiceRequest`.' })
export class WithdrawFromServiceRequestInput extends RequestAndReason {
  @Field(() => ID, {
    nullable: true,
    description:
      'Volunteer to withdraw. Required when several volunteers are expected and the caller is none of them.',
  })
  @IsOptional()
  volunteerId?: string | null;
}

@InputType({ description: 'Input for `cancelServiceRequest`. The held coins are released.' })
export class CancelServiceRequestInput extends RequestAndReason {}

@InputType({ description: 'Input for `rejectServiceRequest`.' })
export class RejectServiceRequestInput extends RequestAndReason {}

@InputType({ description: 'Input for `approveServiceRequest`.' })
export class ApproveServiceRequestInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the request.' })
  requestId!: string;

  @Field(() => Int, { description: 'Version of the request that the caller last read.' })
  expectedVersion!: number;
}

@InputType({ description: 'Input for `declineServiceRequest`.' })
export class DeclineServiceRequestInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the request.' })
  requestId!: string;

  @Field(() => ID, { description: 'Volunteer who declines the offer.' })
  volunteerId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Reason in words; at most 2,000 characters.',
  })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  reason?: string | null;
}

@InputType({ description: 'Input for `acceptServiceRequestAsTeam`.' })
export class AcceptServiceRequestAsTeamInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the request.' })
  requestId!: string;

  @Field(() => ID, { description: 'Id of the team.' })
  teamId!: string;

  @Field(() => [ID], {
    description: 'Members who will serve, at most 20. All of them are assigned, or none.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(volunteersMax)
  volunteerIds!: string[];

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Start of the visits, inside a requested window. The start of the window when omitted.',
  })
  @IsOptional()
  begin?: string | null;

  @Field(() => Int, { description: 'Version of the request that the caller last read.' })
  expectedVersion!: number;
}

@InputType({ description: 'Input for `changeServiceRequest`. Omitted fields stay unchanged.' })
export class ChangeServiceRequestInput extends RequestAndReason {
  @Field(() => Urgency, { nullable: true, description: 'Urgency of the request.' })
  @IsOptional()
  urgency?: Urgency | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Expected duration in minutes. The held coins follow.',
  })
  @IsOptional()
  @Min(1)
  @Max(minutesMax)
  minutesExpected?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Number of volunteers needed, not fewer than have accepted. The held coins follow.',
  })
  @IsOptional()
  @Min(1)
  @Max(volunteersMax)
  volunteersNeeded?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Place of the service, in words; at most 500 characters.',
  })
  @Text({ lengthMax: placeLengthMax, mayBeBlank: true })
  place?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Note for the helper; at most 2,000 characters.',
  })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  note?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Sensitive note for the assigned volunteers. An empty text removes it.',
  })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  sensitiveNote?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Language or dialect that the helper should speak.',
  })
  @Text({ lengthMax: languageLengthMax, mayBeBlank: true })
  language?: string | null;

  @Field(() => Gender, { nullable: true, description: 'Preferred gender of the helper.' })
  @IsOptional()
  genderPreference?: Gender | null;
}

@InputType({
  description:
    'Input for `rescheduleServiceRequest`. Volunteers who cannot come at the new time are released only if `releasesVolunteers` is set.',
})
export class RescheduleServiceRequestInput extends RequestAndReason {
  @Field(() => [TimeWindowInput], {
    description: 'Time windows that now suit the elder, at most 5.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(windowsMax)
  @ValidateNested({ each: true })
  windows!: TimeWindowInput[];

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether to release the expected volunteers and offer the request again. Otherwise they are kept.',
  })
  releasesVolunteers: boolean = false;
}

@ObjectType({ description: 'Result of a change to a request.', simpleResolvers: true })
export class ServiceRequestPayload extends Payload {
  @Field(() => ServiceRequest, {
    nullable: true,
    description: 'Request after the change. Null when the mutation was refused.',
  })
  request?: ServiceRequest | null;
}

@ObjectType({ description: 'Result of a change to a visit.', simpleResolvers: true })
export class VisitPayload extends Payload {
  @Field(() => Visit, {
    nullable: true,
    description: 'Visit after the change. Null when the mutation was refused.',
  })
  visit?: Visit | null;
}
