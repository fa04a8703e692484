import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { ArrayMaxSize, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';
import { Extensions, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Volunteer } from '../people/volunteer.ts';
import { Day } from '../days.ts';
import { Text } from '../text.ts';
import { Gender } from './service-request.ts';

/** Three stretches a day; more is a calendar, not a habit. */
const slotsMax = 21;
const languagesMax = 20;
const textLengthMax = 2_000;
const clockPattern = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const clockMessage = { message: 'write a time of day such as 09:30, at most 24:00.' };

/** What is kept for a volunteer alone, with what row-level security needs. */
abstract class OfVolunteer extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Volunteer, { mapToPk: true, fieldName: 'volunteer_id' })
  volunteerId!: string;

  @Property({ type: 'uuid' })
  personId!: string;
}

/** A stretch of a weekday in which a volunteer can usually come. */
@ObjectType({ description: 'A stretch of a weekday in which a volunteer can usually come.', simpleResolvers: true })
@Entity({
  tableName: 'availability_slot',
  comment: 'A stretch of a weekday, local time, in which a volunteer can usually come.',
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

/** A day on which a volunteer can come, or cannot, other than usually. */
@ObjectType({
  implements: Node,
  description: 'A day on which a volunteer can come, or cannot, other than usually.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'exception' })
@Entity({
  tableName: 'availability_exception',
  comment: 'A day on which a volunteer can come, or cannot, other than usually.',
})
export class AvailabilityException extends OfVolunteer {
  @Field(() => String, { description: "The day in the foundation's zone, for example `2026-03-05`." })
  @Property({ type: 'date', columnType: 'date' })
  day!: string;

  @Property({ type: 'integer' })
  fromMinute!: number;

  @Property({ type: 'integer' })
  toMinute!: number;

  @Field(() => Boolean, { description: 'True: can come then. False: cannot.' })
  @Property({ type: 'boolean' })
  isFree!: boolean;

  @Field(() => String, {
    nullable: true,
    simple: false,
    description:
      'Why, in words. For the volunteer, leaders of her teams, the dispatcher and administrators; null for others, who need to know when and not why.',
  })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;
}

/** What a volunteer says of herself so that requests that suit are put to her. */
@ObjectType({
  description: 'What a volunteer says of themselves so that requests that suit are put to them.',
  simpleResolvers: true,
})
@Entity({
  tableName: 'volunteer_profile',
  comment: 'What a volunteer says of herself so that requests that suit are put to her.',
})
export class VolunteerProfile extends OfVolunteer {
  @Field(() => [String], { description: 'Languages and dialects they speak.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  languages: string[] = [];

  @Field(() => Gender, { nullable: true, description: 'Gender, where told.' })
  @Property({ type: 'text', nullable: true })
  gender?: Gender | null;

  /** Where she sets out from. Only distances are worked out of it; nobody is shown the point. */
  @Property({ type: 'double', columnType: 'float8', nullable: true })
  latitude?: number | null;

  @Property({ type: 'double', columnType: 'float8', nullable: true })
  longitude?: number | null;

  @Field(() => Int, { nullable: true, description: 'How far they go, in metres. Null: anywhere.' })
  @Property({ type: 'integer', nullable: true })
  metresMax?: number | null;
}

/** That a volunteer will not take a request she was offered. */
@Entity({
  tableName: 'request_decline',
  comment: 'That a volunteer will not take a request she was offered. Append-only.',
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

@InputType({ description: 'A stretch of a weekday, local time.' })
export class AvailabilitySlotInput {
  @Field(() => Int, { description: 'Day of the week, 1 for Monday to 7 for Sunday.' })
  @Min(1)
  @Max(7)
  weekday!: number;

  @Field(() => String, { description: 'From, for example `09:00`.' })
  @Matches(clockPattern, clockMessage)
  from!: string;

  @Field(() => String, { description: 'Until, for example `12:30`; `24:00` is the end of the day.' })
  @Matches(clockPattern, clockMessage)
  to!: string;
}

@InputType({ description: 'About which volunteer.' })
class AboutVolunteer extends ActingInput {
  @Field(() => ID, { description: 'The volunteer.' })
  volunteerId!: string;
}

@InputType({ description: 'When a volunteer can usually come. It takes the place of what was said before.' })
export class SetAvailabilityInput extends AboutVolunteer {
  @Field(() => [AvailabilitySlotInput], { description: 'Stretches of the week, at most 21. None: says nothing.' })
  @ArrayMaxSize(slotsMax)
  @ValidateNested({ each: true })
  weekly!: AvailabilitySlotInput[];
}

@InputType({ description: 'A day that is other than usual.' })
export class AddAvailabilityExceptionInput extends AboutVolunteer {
  @Field(() => String, { description: "The day in the foundation's zone, for example `2026-03-05`." })
  @Day()
  day!: string;

  @Field(() => String, { defaultValue: '00:00', description: 'From; the begin of the day when left out.' })
  @Matches(clockPattern, clockMessage)
  from: string = '00:00';

  @Field(() => String, { defaultValue: '24:00', description: 'Until; the end of the day when left out.' })
  @Matches(clockPattern, clockMessage)
  to: string = '24:00';

  @Field(() => Boolean, { description: 'True: can come then. False: cannot.' })
  isFree!: boolean;

  @Field(() => String, { nullable: true, description: 'Why, in words.' })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  reason?: string | null;
}

@InputType({ description: 'A day that is as usual after all.' })
export class RemoveAvailabilityExceptionInput extends ActingInput {
  @Field(() => ID, { description: 'The exception.' })
  exceptionId!: string;
}

@InputType({ description: 'What a volunteer says of themselves. It takes the place of what was said before.' })
export class SetVolunteerProfileInput extends AboutVolunteer {
  @Field(() => [String], { description: 'Languages and dialects they speak, at most 20.' })
  @ArrayMaxSize(languagesMax)
  @Matches(/^[\p{L}\p{N} ()·-]{1,100}$/u, { each: true, message: 'write the name of a language.' })
  languages!: string[];

  @Field(() => Gender, { nullable: true, description: 'Gender, where they want to tell.' })
  @IsOptional()
  gender?: Gender | null;

  @Field(() => Float, { nullable: true, description: 'Latitude of where they set out from (WGS 84).' })
  @IsOptional()
  @Min(-90)
  @Max(90)
  latitude?: number | null;

  @Field(() => Float, { nullable: true, description: 'Longitude of where they set out from (WGS 84).' })
  @IsOptional()
  @Min(-180)
  @Max(180)
  longitude?: number | null;

  @Field(() => Int, { nullable: true, description: 'How far they go, in metres. Anywhere when left out.' })
  @IsOptional()
  @Min(100)
  @Max(1_000_000)
  metresMax?: number | null;
}

@ObjectType({ description: 'What became of what a volunteer said of themselves.', simpleResolvers: true })
export class VolunteerProfilePayload extends Payload {
  @Field(() => Volunteer, { nullable: true, description: 'The volunteer. Null when it was refused.' })
  volunteer?: Volunteer | null;
}
