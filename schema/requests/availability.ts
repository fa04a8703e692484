import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { ArrayMaxSize, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Extensions, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput, RequiredKey } from '../change-input.ts';
import { Instant } from '../columns.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Volunteer } from '../people/volunteer.ts';
import { Written } from '../input-rules.ts';
import { CalendarDate, LocalTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { Gender } from './service-request.ts';

/** Three time slots a day; anything finer is a calendar, not a habit. */
const slotsMax = 21;
const languagesMax = 20;
const textLengthMax = 2_000;

/** Fields of a row about one volunteer, including those needed by row-level security. */
abstract class OfVolunteer extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Volunteer, { mapToPk: true, fieldName: 'volunteer_id' })
  volunteerId!: string;

  @Property({ type: 'uuid' })
  personId!: string;
}

/** Slot of a weekday in which a volunteer is usually available. */
@ObjectType({
  description: 'Slot of a weekday in which a volunteer is usually available.',
  simpleResolvers: true,
})
@Entity({
  tableName: 'availability_slot',
  comment: 'Slot of a weekday, in local time, in which a volunteer is usually available.',
})
export class AvailabilitySlot extends OfVolunteer {
  @Field(() => Int, { description: 'Day of the week, 1 for Monday to 7 for Sunday.' })
  @Property({ type: 'integer' })
  weekday!: number;

  @Property({ type: 'integer' })
  fromMinute!: number;

  @Property({ type: 'integer' })
  toMinute!: number;
}

/** Day on which the availability of a volunteer differs from the usual week. */
@ObjectType({
  implements: Node,
  description: 'Day on which the availability of a volunteer differs from the usual week.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'exception' })
@Entity({
  tableName: 'availability_exception',
  comment: 'Day on which the availability of a volunteer differs from the usual week.',
})
export class AvailabilityException extends OfVolunteer {
  @Field(() => CalendarDate, { description: 'Day in the time zone of the foundation.' })
  @Property({ type: 'date', columnType: 'date' })
  day!: string;

  @Property({ type: 'integer' })
  fromMinute!: number;

  @Property({ type: 'integer' })
  toMinute!: number;

  @Field(() => Boolean, { description: 'Whether the volunteer is available on that day.' })
  @Property({ type: 'boolean' })
  isFree!: boolean;

  @Field(() => String, {
    nullable: true,
    simple: false,
    description:
      "Reason in words. Visible to the volunteer, leaders of the volunteer's teams, the dispatcher and administrators. Null for others.",
  })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;
}

/** Preferences of a volunteer, used to match suitable requests. */
@ObjectType({
  description: 'Preferences of a volunteer, used to match suitable requests.',
  simpleResolvers: true,
})
@Entity({
  tableName: 'volunteer_profile',
  comment: 'Preferences of a volunteer, used to match suitable requests.',
})
export class VolunteerProfile extends OfVolunteer {
  @Field(() => [String], { description: 'Languages and dialects that the volunteer speaks.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  languages: string[] = [];

  @Field(() => Gender, {
    nullable: true,
    description: 'Gender. Null when the volunteer has not stated it.',
  })
  @Property({ type: 'text', nullable: true })
  gender?: Gender | null;

  /**
   * Starting point of the volunteer's journeys. It serves only to calculate distances and is shown
   * to nobody.
   */
  @Property({ type: 'double', columnType: 'float8', nullable: true })
  latitude?: number | null;

  @Property({ type: 'double', columnType: 'float8', nullable: true })
  longitude?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Longest distance that the volunteer travels, in metres. Null for any distance.',
  })
  @Property({ type: 'integer', nullable: true })
  metresMax?: number | null;
}

/** Decision of a volunteer to decline an offered request. */
@Entity({
  tableName: 'request_decline',
  comment: 'Decision of a volunteer to decline an offered request. Append-only.',
})
export class RequestDecline extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @Property({ type: 'uuid' })
  requestId!: string;

  @Property({ type: 'uuid' })
  volunteerId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Property({ type: 'text', nullable: true })
  reason?: string | null;

  @Property({ type: Instant })
  declinedAt!: string;
}

@InputType({ description: 'Slot of a weekday, in local time.' })
export class AvailabilitySlotInput {
  @Field(() => Int, { description: 'Day of the week, 1 for Monday to 7 for Sunday.' })
  @Min(1)
  @Max(7)
  weekday!: number;

  @Field(() => LocalTime, { description: 'Start.' })
  from!: string;

  @Field(() => LocalTime, { description: 'End. `00:00:00` is the end of the day.' })
  to!: string;
}

@InputType({ description: 'Input that identifies a volunteer.' })
class AboutVolunteer extends ChangeInput {
  @Field(() => ID, { description: 'Id of the volunteer.' })
  volunteerId!: string;
}

@InputType({ description: 'Input for `setAvailability`. It replaces the earlier availability.' })
export class SetAvailabilityInput extends AboutVolunteer {
  @Field(() => [AvailabilitySlotInput], {
    description: 'Slots of the week, at most 21. An empty list states no availability.',
  })
  @ArrayMaxSize(slotsMax)
  @ValidateNested({ each: true })
  weekly!: AvailabilitySlotInput[];
}

@InputType({ description: 'Input for `addAvailabilityException`.' })
export class AddAvailabilityExceptionInput extends AboutVolunteer {
  @RequiredKey()
  override idempotencyKey!: string;

  @Field(() => CalendarDate, { description: 'Day in the time zone of the foundation.' })
  day!: string;

  @Field(() => LocalTime, {
    defaultValue: '00:00',
    description: 'Start. The beginning of the day when omitted.',
  })
  from: string = '00:00';

  @Field(() => LocalTime, {
    defaultValue: '00:00',
    description: 'End. `00:00:00` is the end of the day, also when omitted.',
  })
  to: string = '00:00';

  @Field(() => Boolean, { description: 'Whether the volunteer is available on that day.' })
  isFree!: boolean;

  @Field(() => String, { nullable: true, description: 'Reason in words.' })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  reason?: string | null;
}

@InputType({ description: 'Input for `removeAvailabilityException`.' })
export class RemoveAvailabilityExceptionInput extends ChangeInput {
  @Field(() => ID, { description: 'Exception to remove.' })
  exceptionId!: string;
}

@InputType({ description: 'Input for `setVolunteerProfile`. It replaces the earlier profile.' })
export class SetVolunteerProfileInput extends AboutVolunteer {
  @Field(() => [String], {
    description: 'Languages and dialects that the volunteer speaks, at most 20.',
  })
  @ArrayMaxSize(languagesMax)
  @Written(/^[\p{L}\p{N} ()·-]{1,100}$/u, 'LANGUAGE_INVALID', { each: true })
  languages!: string[];

  @Field(() => Gender, {
    nullable: true,
    description: 'Gender, if the volunteer wants to state it.',
  })
  @IsOptional()
  gender?: Gender | null;

  @Field(() => Float, {
    nullable: true,
    description: "Latitude of the volunteer's starting point in degrees (WGS 84).",
  })
  @IsOptional()
  @Min(-90)
  @Max(90)
  latitude?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Longitude of the volunteer's starting point in degrees (WGS 84).",
  })
  @IsOptional()
  @Min(-180)
  @Max(180)
  longitude?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Longest distance that the volunteer travels, in metres. Any distance when omitted.',
  })
  @IsOptional()
  @Min(100)
  @Max(1_000_000)
  metresMax?: number | null;
}

@ObjectType({
  description: "Result of a change to a volunteer's availability or profile.",
  simpleResolvers: true,
})
export class VolunteerProfilePayload extends Payload {
  @Field(() => Volunteer, {
    nullable: true,
    description: 'The volunteer. Null when the mutation was refused.',
  })
  volunteer?: Volunteer | null;
}
