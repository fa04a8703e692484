import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';
import { Extensions, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingForInput, type Channel } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Elder } from '../people/elder.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { ServiceKind } from './service-kind.ts';
import { Gender, Urgency } from './service-request.ts';

const textLengthMax = 2_000;
const placeLengthMax = 500;
const languageLengthMax = 100;
const ruleLengthMax = 500;
const keyLengthMax = 200;
const localPattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/;
const localMessage = { message: 'write a time of the wall clock such as 2026-03-05T09:00.' };

/** What every occurrence of a series wishes. */
export interface SeriesWish {
  minutesExpected?: number | null;
  urgency?: Urgency | null;
  place?: string | null;
  note?: string | null;
  language?: string | null;
  genderWish?: Gender | null;
  volunteersNeeded?: number | null;
}

/** A wish that comes again and again by a rule. */
@ObjectType({
  implements: Node,
  description:
    'A wish that comes again and again by a rule. Its requests are opened, and their coins held, two weeks ahead.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'series' })
@Entity({ tableName: 'request_series', comment: 'A wish that comes again and again by a rule.' })
export class RequestSeries extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Elder, { mapToPk: true, fieldName: 'elder_id' })
  elderId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @ManyToOne(() => ServiceKind, { mapToPk: true, fieldName: 'kind_id' })
  kindId!: string;

  @Field(() => String, { description: 'Recurrence rule of RFC 5545, for example `FREQ=WEEKLY;BYDAY=MO,TH`.' })
  @Property({ type: 'text' })
  rule!: string;

  @Field(() => String, {
    description: "First begin by the wall clock of the foundation's zone, for example `2026-03-05T09:00`.",
  })
  @Property({ type: 'text' })
  startsAt!: string;

  @Field(() => Int, { description: 'Minutes from the earliest begin to the latest end of each occurrence.' })
  @Property({ type: 'integer' })
  windowMinutes!: number;

  @Property({ type: 'json', columnType: 'jsonb' })
  wish!: SeriesWish;

  @Property({ type: 'text' })
  channel!: Channel;

  @Field(() => [String], { description: 'Occurrences that were left out.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  skipped: string[] = [];

  @Field(() => [String], {
    description:
      'Occurrences for which no request could be opened, for want of coins for instance. Somebody must see to them.',
  })
  @Property({ type: 'text[]', columnType: 'text[]' })
  failed: string[] = [];

  @Field(() => String, { nullable: true, description: 'Code of why the last one of those failed.' })
  @Property({ type: 'text', nullable: true })
  failureCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Nothing comes from here on. Null while it goes on by its rule.',
  })
  @Property({ type: 'text', nullable: true })
  endsBefore?: string | null;

  /** The last occurrence that was made, or tried. */
  @Property({ type: 'text', nullable: true })
  madeUntil?: string | null;

  /** When the platform makes the next one; null when there is none. */
  @Property({ type: Instant, nullable: true })
  dueAt?: string | null;

  @ManyToOne(() => RequestSeries, { mapToPk: true, fieldName: 'previous_id', nullable: true })
  previousId?: string | null;

  @Field(() => DateTime, { description: 'When it was set up.' })
  @Property({ type: Instant })
  begunAt!: string;

  @Property({ type: 'uuid' })
  begunByAccountId!: string;

  @Field(() => String, { nullable: true, description: 'Why it ended, or was continued otherwise.' })
  @Property({ type: 'text', nullable: true })
  endReason?: string | null;

  @Field(() => Int, { description: 'Rises with every change. Send it back as `expectedVersion`.' })
  @Property({ type: 'integer' })
  version!: number;
}

export const RequestSeriesConnection = connectionOf(() => RequestSeries, 'RequestSeries');

@InputType({ description: 'What every occurrence wishes.' })
class SeriesWishInput implements SeriesWish {
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
  genderWish?: Gender | null;

  @Field(() => Int, { nullable: true, description: 'How many volunteers it takes, at most 20.' })
  @IsOptional()
  @Min(1)
  @Max(20)
  volunteersNeeded?: number | null;

  @Field(() => ActingForInput, {
    nullable: true,
    description: 'For whom you do this. Leave it out when you act for yourself.',
  })
  @IsOptional()
  @ValidateNested()
  actingFor?: ActingForInput | null;
}

@InputType({ description: 'A wish that comes again and again.' })
export class BeginSeriesInput extends SeriesWishInput {
  @Field(() => String, {
    description: 'Your own id for this call. Sent again with the same input it gives the same series.',
  })
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey!: string;

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
  @Matches(localPattern, localMessage)
  startsAt!: string;

  @Field(() => Int, { description: 'Minutes from the earliest begin to the latest end of each occurrence.' })
  @Min(1)
  @Max(10_080)
  windowMinutes!: number;
}

@InputType({ description: 'One occurrence of a series is left out.' })
export class SkipOccurrenceInput {
  @Field(() => ID, { description: 'The series.' })
  seriesId!: string;

  @Field(() => Int, { description: 'Version of the series that you saw.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'The occurrence, as the rule makes it, for example `2026-03-05T09:00`.' })
  @Matches(localPattern, localMessage)
  occurrence!: string;

  @Field(() => String, { description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: textLengthMax })
  reason!: string;
}

@InputType({ description: 'A series ends.' })
export class EndSeriesInput extends SkipOccurrenceInput {}

@InputType({ description: 'An occurrence and all that follow are otherwise. What is left out stays as it is.' })
export class ChangeSeriesInput extends SeriesWishInput {
  @Field(() => String, { description: 'Your own id for this call. Sent again with the same input it changes once.' })
  @Text({ lengthMax: keyLengthMax })
  idempotencyKey!: string;

  @Field(() => ID, { description: 'The series.' })
  seriesId!: string;

  @Field(() => Int, { description: 'Version of the series that you saw.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'First occurrence that is otherwise, as the old rule makes it.' })
  @Matches(localPattern, localMessage)
  occurrence!: string;

  @Field(() => String, { nullable: true, description: 'New recurrence rule.' })
  @Text({ lengthMax: ruleLengthMax })
  rule?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'New first begin by the wall clock. That occurrence when left out.',
  })
  @IsOptional()
  @Matches(localPattern, localMessage)
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
