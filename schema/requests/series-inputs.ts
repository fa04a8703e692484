import { ArrayMaxSize, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Payload } from '../errors.ts';
import { WallTime } from '../days.ts';
import { Text } from '../text.ts';
import { RequestSeries, type SeriesTemplate } from './request-series.ts';
import { Gender, Urgency } from './service-request.ts';

const textLengthMax = 2_000;
const placeLengthMax = 500;
const languageLengthMax = 100;
const ruleLengthMax = 500;
const keyLengthMax = 200;
/** As many as a single request has. */
const windowsMax = 5;
const teamsMax = 10;
const timeOfDayMessage = { message: 'write a time of day such as 09:00.' };

@InputType({ description: 'A stretch of the day of each occurrence that would suit.' })
export class SeriesWindowInput {
  @Field(() => String, { description: 'Earliest begin by the wall clock, for example `09:00`.' })
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, timeOfDayMessage)
  from!: string;

  @Field(() => String, { description: 'Latest end, for example `11:00`; `24:00` is the end of the day.' })
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, timeOfDayMessage)
  to!: string;
}

@InputType({ description: 'What every occurrence asks for.' })
export class SeriesTemplateInput extends ActingInput implements Omit<SeriesTemplate, 'teamIds'> {
  @Field(() => Int, { nullable: true, description: 'Expected length in minutes. As the kind says when left out.' })
  @IsOptional()
  @Min(1)
  @Max(1_440)
  minutesExpected?: number | null;

  @Field(() => Urgency, { nullable: true, description: 'How soon help is needed. NORMAL when left out.' })
  @IsOptional()
  urgency?: Urgency | null;

  @Field(() => String, { nullable: true, description: 'Where to go, in words; at most 500 characters.' })
  @Text({ lengthMax: placeLengthMax, mayBeBlank: true })
  place?: string | null;

  @Field(() => String, { nullable: true, description: 'What the helper should know; at most 2,000 characters.' })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  note?: string | null;

  @Field(() => String, { nullable: true, description: 'Language or dialect that the helper should speak.' })
  @Text({ lengthMax: languageLengthMax, mayBeBlank: true })
  language?: string | null;

  @Field(() => Gender, { nullable: true, description: 'Gender that the helper should have.' })
  @IsOptional()
  genderPreference?: Gender | null;

  @Field(() => Int, { nullable: true, description: 'How many volunteers it takes, at most 20.' })
  @IsOptional()
  @Min(1)
  @Max(20)
  volunteersNeeded?: number | null;

  @Field(() => [SeriesWindowInput], {
    nullable: true,
    description:
      'Alternatives on the day of each occurrence, inside its window, at most 5. That whole window when left out, or empty.',
  })
  @IsOptional()
  @ArrayMaxSize(windowsMax)
  @ValidateNested({ each: true })
  windows?: SeriesWindowInput[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Teams that are asked, of one or several communities, at most 10. Any team when left out, or empty.',
  })
  @IsOptional()
  @ArrayMaxSize(teamsMax)
  teamIds?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What only those who go, their leader and the dispatcher may read; at most 2,000 characters. Each request carries it; empty takes it away.',
  })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  sensitiveNote?: string | null;
}

@InputType({ description: 'A request that recurs.' })
export class CreateRequestSeriesInput extends SeriesTemplateInput {
  @Field(() => String, {
    description: 'Your own id for this call. Sent again with the same input it gives the same series.',
  })
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether the same kind of help by the same rule and begin is meant a second time for the elder. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;

  @Field(() => ID, { description: 'Elder who is to be helped.' })
  elderId!: string;

  @Field(() => ID, { description: 'What kind of help.' })
  kindId!: string;

  @Field(() => String, {
    description: 'Recurrence rule of RFC 5545, daily at most, for example `FREQ=WEEKLY;BYDAY=MO`.',
  })
  @Text({ lengthMax: ruleLengthMax })
  rule!: string;

  @Field(() => String, {
    description: 'First begin by the wall clock of the foundation, for example `2026-03-05T09:00`.',
  })
  @WallTime()
  startsAt!: string;

  @Field(() => Int, { description: 'Minutes from the earliest begin to the latest end of each occurrence.' })
  @Min(1)
  @Max(10_080)
  windowMinutes!: number;
}

@InputType({ description: 'One occurrence of a series is left out.' })
export class SkipSeriesOccurrenceInput extends ActingInput {
  @Field(() => ID, { description: 'The series.' })
  seriesId!: string;

  @Field(() => Int, { description: 'Version of the series that you saw.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'The occurrence, as the rule makes it, for example `2026-03-05T09:00`.' })
  @WallTime()
  occurrence!: string;

  @Field(() => String, { description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: textLengthMax })
  reason!: string;
}

@InputType({ description: 'A series ends.' })
export class EndRequestSeriesInput extends SkipSeriesOccurrenceInput {}

@InputType({ description: 'An occurrence and all that follow are otherwise. What is left out stays as it is.' })
export class ChangeRequestSeriesInput extends SeriesTemplateInput {
  @Field(() => String, { description: 'Your own id for this call. Sent again with the same input it changes once.' })
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey!: string;

  @Field(() => ID, { description: 'The series.' })
  seriesId!: string;

  @Field(() => Int, { description: 'Version of the series that you saw.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'First occurrence that is otherwise, as the old rule makes it.' })
  @WallTime()
  occurrence!: string;

  @Field(() => String, { nullable: true, description: 'New recurrence rule.' })
  @Text({ lengthMax: ruleLengthMax })
  rule?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'New first begin by the wall clock. That occurrence when left out.',
  })
  @WallTime()
  startsAt?: string | null;

  @Field(() => Int, { nullable: true, description: 'Minutes from the earliest begin to the latest end.' })
  @IsOptional()
  @Min(1)
  @Max(10_080)
  windowMinutes?: number | null;

  @Field(() => String, { description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: textLengthMax })
  reason!: string;
}

@ObjectType({ description: 'What became of a change to a series.', simpleResolvers: true })
export class RequestSeriesPayload extends Payload {
  @Field(() => RequestSeries, {
    nullable: true,
    description: 'The series, or what continues it, after the change. Null when it was refused.',
  })
  series?: RequestSeries | null;
}
