import { IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingForInput } from '../acting-for.ts';
import { Payload } from '../errors.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { PresenceInput } from './evidence-inputs.ts';
import { ServiceRequest, Urgency } from './service-request.ts';
import { Visit } from './visit.ts';

/** Two pages of Chinese; also what the column takes. */
const noteLengthMax = 2_000;
const placeLengthMax = 500;
const keyLengthMax = 200;
/** Nobody serves more than a day without a break. */
const minutesMax = 1_440;

@InputType({ description: 'A new wish for help.' })
export class OpenServiceRequestInput {
  @Field(() => String, {
    description:
      'Your own id for this call. Sent again with the same input it gives the same request and holds coins once.',
  })
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey!: string;

  @Field(() => ID, { description: 'Elder who is to be helped.' })
  elderId!: string;

  @Field(() => ID, { description: 'What kind of help.' })
  kindId!: string;

  @Field(() => DateTime, { description: 'Earliest wished begin.' })
  wishedFrom!: string;

  @Field(() => DateTime, { description: 'Latest wished end.' })
  wishedTo!: string;

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

  @Field(() => ActingForInput, {
    nullable: true,
    description: 'For whom you do this. Leave it out when you act for yourself.',
  })
  @IsOptional()
  @ValidateNested()
  actingFor?: ActingForInput | null;
}

@InputType({ description: 'A volunteer takes on an open request, or the leader of a team does for one of hers.' })
export class AcceptServiceRequestInput {
  @Field(() => ID, { description: 'The request.' })
  requestId!: string;

  @Field(() => ID, { description: 'Volunteer who will go.' })
  volunteerId!: string;

  @Field(() => Int, { description: 'Version of the request that you saw.' })
  expectedVersion!: number;

  @Field(() => ActingForInput, {
    nullable: true,
    description: 'For whom you do this. Leave it out when you act for yourself.',
  })
  @IsOptional()
  @ValidateNested()
  actingFor?: ActingForInput | null;
}

@InputType({ description: 'A dispatcher gives an open request to a volunteer.' })
export class AssignServiceRequestInput extends AcceptServiceRequestInput {}

@InputType({ description: 'What is to happen with a request, and why.' })
export class WithdrawFromServiceRequestInput {
  @Field(() => ID, { description: 'The request.' })
  requestId!: string;

  @Field(() => Int, { description: 'Version of the request that you saw.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;

  @Field(() => ActingForInput, {
    nullable: true,
    description: 'For whom you do this. Leave it out when you act for yourself.',
  })
  @IsOptional()
  @ValidateNested()
  actingFor?: ActingForInput | null;
}

@InputType({ description: 'Calls a request off. Held coins are released.' })
export class CancelServiceRequestInput extends WithdrawFromServiceRequestInput {}

@InputType({ description: 'The volunteer has arrived.' })
export class CheckInInput extends PresenceInput {
  @Field(() => ID, { description: 'The visit.' })
  visitId!: string;

  @Field(() => DateTime, { nullable: true, description: 'When, if it is entered later. Now when left out.' })
  @IsOptional()
  at?: string | null;

  @Field(() => ActingForInput, {
    nullable: true,
    description: 'For whom you do this. Leave it out when you act for yourself.',
  })
  @IsOptional()
  @ValidateNested()
  actingFor?: ActingForInput | null;
}

@InputType({ description: 'The volunteer has left.' })
export class CheckOutInput extends CheckInInput {
  @Field(() => String, { nullable: true, description: 'What was done, in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  note?: string | null;
}

@InputType({ description: 'A second person accepts what a visit rests on; hours and coins follow.' })
export class CertifyVisitInput {
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

  @Field(() => String, { nullable: true, description: 'Why the minutes differ.' })
  @Text({ lengthMax: noteLengthMax })
  reason?: string | null;

  @Field(() => ActingForInput, {
    nullable: true,
    description: 'For whom you do this. Leave it out when you act for yourself.',
  })
  @IsOptional()
  @ValidateNested()
  actingFor?: ActingForInput | null;
}

@InputType({ description: 'Somebody objects to a visit that waits for certification.' })
export class DisputeVisitInput {
  @Field(() => ID, { description: 'The visit.' })
  visitId!: string;

  @Field(() => Int, { description: 'Version of the request that you saw.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'What is wrong, in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;

  @Field(() => ActingForInput, {
    nullable: true,
    description: 'For whom you do this. Leave it out when you act for yourself.',
  })
  @IsOptional()
  @ValidateNested()
  actingFor?: ActingForInput | null;
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
