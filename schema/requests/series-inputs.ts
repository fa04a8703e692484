import { ArrayMaxSize, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput, KeyedInput } from '../change-input.ts';
import { Payload } from '../errors.ts';
import { LocalDateTime, LocalTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { RequestSeries, type SeriesTemplate } from './request-series.ts';
import { Gender, Urgency } from './service-request.ts';

const textLengthMax = 2_000;
const placeLengthMax = 500;
const languageLengthMax = 100;
const ruleLengthMax = 500;
/** The same limit as for a single request. */
const windowsMax = 5;
const teamsMax = 10;

@InputType({ description: 'Time window that suits on the day of each occurrence.' })
export class SeriesWindowInput {
  @Field(() => LocalTime, { description: 'Earliest start.' })
  from!: string;

  @Field(() => LocalTime, { description: 'Latest end. `00:00:00` is the end of the day.' })
  to!: string;
}

@InputType({ description: 'Details that every occurrence shares.' })
export class SeriesTemplateInput extends KeyedInput implements Omit<SeriesTemplate, 'teamIds'> {
  @Field(() => Int, {
    nullable: true,
    description:
      'Expected duration in minutes. The usual duration of the service kind when omitted.',
  })
  @IsOptional()
  @Min(1)
  @Max(1_440)
  minutesExpected?: number | null;

  @Field(() => Urgency, { nullable: true, description: 'Urgency. NORMAL when omitted.' })
  @IsOptional()
  urgency?: Urgency | null;

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
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  note?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Language or dialect that the helper should speak.',
  })
  @Text({ lengthMax: languageLengthMax, mayBeBlank: true })
  language?: string | null;

  @Field(() => Gender, { nullable: true, description: 'Preferred gender of the helper.' })
  @IsOptional()
  genderPreference?: Gender | null;

  @Field(() => Int, { nullable: true, description: 'Number of volunteers needed, at most 20.' })
  @IsOptional()
  @Min(1)
  @Max(20)
  volunteersNeeded?: number | null;

  @Field(() => [SeriesWindowInput], {
    nullable: true,
    description:
      'Alternative windows on the day of each occurrence, inside its window, at most 5. The whole window when omitted or empty.',
  })
  @IsOptional()
  @ArrayMaxSize(windowsMax)
  @ValidateNested({ each: true })
  windows?: SeriesWindowInput[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Teams that are asked, of one or several communities, at most 10. Any team when omitted or empty.',
  })
  @IsOptional()
  @ArrayMaxSize(teamsMax)
  teamIds?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Sensitive note of each request, for the assigned volunteers, their leader and the dispatcher; at most 2,000 characters. An empty text removes it.',
  })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  sensitiveNote?: string | null;
}

@InputType({ description: 'Input for `createRequestSeries`.' })
export class CreateRequestSeriesInput extends SeriesTemplateInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether a second series of the same kind, rule and start is intended for the elder. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;

  @Field(() => ID, { description: 'Elder who receives the service.' })
  elderId!: string;

  @Field(() => ID, { description: 'Id of the service kind.' })
  kindId!: string;

  @Field(() => String, {
    description: 'Recurrence rule of RFC 5545, at most daily, for example `FREQ=WEEKLY;BYDAY=MO`.',
  })
  @Text({ lengthMax: ruleLengthMax })
  rule!: string;

  @Field(() => LocalDateTime, {
    description: 'First start in the time zone of the foundation.',
  })
  startsAt!: string;

  @Field(() => Int, {
    description: 'Minutes from the earliest start to the latest end of each occurrence.',
  })
  @Min(1)
  @Max(10_080)
  windowMinutes!: number;
}

@InputType({ description: 'Input for `skipSeriesOccurrence`.' })
export class SkipSeriesOccurrenceInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the series.' })
  seriesId!: string;

  @Field(() => Int, { description: 'Version of the series that the caller last read.' })
  expectedVersion!: number;

  @Field(() => LocalDateTime, { description: 'Occurrence by the rule.' })
  occurrence!: string;

  @Field(() => String, { description: 'Reason in words; at most 2,000 characters.' })
  @Text({ lengthMax: textLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `endRequestSeries`.' })
export class EndRequestSeriesInput extends SkipSeriesOccurrenceInput {}

@InputType({ description: 'Input for `changeRequestSeries`. Omitted fields stay unchanged.' })
export class ChangeRequestSeriesInput extends SeriesTemplateInput {
  @Field(() => ID, { description: 'Id of the series.' })
  seriesId!: string;

  @Field(() => Int, { description: 'Version of the series that the caller last read.' })
  expectedVersion!: number;

  @Field(() => LocalDateTime, { description: 'First occurrence that changes, by the old rule.' })
  occurrence!: string;

  @Field(() => String, { nullable: true, description: 'New recurrence rule.' })
  @Text({ lengthMax: ruleLengthMax })
  rule?: string | null;

  @Field(() => LocalDateTime, {
    nullable: true,
    description: 'New first start. The changed occurrence when omitted.',
  })
  startsAt?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes from the earliest start to the latest end.',
  })
  @IsOptional()
  @Min(1)
  @Max(10_080)
  windowMinutes?: number | null;

  @Field(() => String, { description: 'Reason in words; at most 2,000 characters.' })
  @Text({ lengthMax: textLengthMax })
  reason!: string;
}

@ObjectType({ description: 'Result of a change to a series.', simpleResolvers: true })
export class RequestSeriesPayload extends Payload {
  @Field(() => RequestSeries, {
    nullable: true,
    description:
      'Series after the change, or the one that continues it. Null when the mutation was refused.',
  })
  series?: RequestSeries | null;
}
