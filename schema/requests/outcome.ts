import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { ArrayMaxSize, IsOptional, Max, Min } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ActingInput, Channel } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned } from '../node.ts';
import { Elder } from '../people/elder.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { Visit } from './visit.ts';

/** What an elder says about a visit. */
@ObjectType({
  description: 'What an elder says about a visit: how content, thanks to the volunteer, and what it solved.',
  simpleResolvers: true,
})
@Entity({
  tableName: 'visit_feedback',
  comment: 'What an elder says about a visit: how content, thanks, and what it solved. Append-only.',
})
export class VisitFeedback extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Visit, { mapToPk: true, fieldName: 'visit_id' })
  visitId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Field(() => Int, { nullable: true, description: 'How content, from 1 (not at all) to 5 (very).' })
  @Property({ type: 'integer', nullable: true })
  satisfaction?: number | null;

  @Field(() => String, { nullable: true, description: 'Thanks, which the volunteer reads too.' })
  @Property({ type: 'text', nullable: true })
  thanks?: string | null;

  @Field(() => [String], { description: 'What it solved, each in a few words.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  problemsSolved!: string[];

  /** For the dispatcher alone; see the field of the same name. */
  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Field(() => DateTime, { description: 'When it was said.' })
  @Property({ type: Instant })
  givenAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of whoever entered it.' })
  @Property({ type: 'text' })
  actorName!: string;

  @Property({ type: 'uuid', nullable: true })
  actedForPersonId?: string | null;

  @Field(() => Channel, { description: 'How it reached the platform.' })
  @Property({ type: 'text' })
  channel!: Channel;
}

@InputType({ description: 'What an elder says about a visit. Leave out what was not said.' })
export class GiveFeedbackInput extends ActingInput {
  @Field(() => ID, { description: 'The visit.' })
  visitId!: string;

  @Field(() => Int, { nullable: true, description: 'How content, from 1 (not at all) to 5 (very).' })
  @IsOptional()
  @Min(1)
  @Max(5)
  satisfaction?: number | null;

  @Field(() => String, { nullable: true, description: 'Thanks for the volunteer; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000, mayBeBlank: true })
  thanks?: string | null;

  @Field(() => [String], { nullable: true, description: 'What it solved, at most 10 of at most 200 characters.' })
  @IsOptional()
  @ArrayMaxSize(10)
  problemsSolved?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Something for the dispatcher that the volunteer does not read; at most 2,000 characters.',
  })
  @Text({ lengthMax: 2_000, mayBeBlank: true })
  note?: string | null;
}

export const OutcomeScale = { UCLA_3: 'UCLA_3', WHO_5: 'WHO_5' } as const;
export type OutcomeScale = (typeof OutcomeScale)[keyof typeof OutcomeScale];

registerEnumType(OutcomeScale, {
  name: 'OutcomeScale',
  description: 'Short scales that are answered in a few minutes.',
  valuesConfig: {
    UCLA_3: {
      description:
        'UCLA three-item loneliness scale (Hughes and others, 2004): three answers of 1 (hardly ever), 2 (some of the time), 3 (often). Score: their sum, 3 to 9; higher is lonelier.',
    },
    WHO_5: {
      description:
        'WHO-5 well-being index (WHO, 1998): five answers of 0 (at no time) to 5 (all of the time). Score: their sum times four, 0 to 100; higher is better.',
    },
  },
});

export const OutcomePhase = { BEFORE: 'BEFORE', DURING: 'DURING', AFTER: 'AFTER' } as const;
export type OutcomePhase = (typeof OutcomePhase)[keyof typeof OutcomePhase];

registerEnumType(OutcomePhase, {
  name: 'OutcomePhase',
  description: 'When in the course of service a scale was answered.',
  valuesConfig: {
    BEFORE: { description: 'Before the service began.' },
    DURING: { description: 'While it goes on.' },
    AFTER: { description: 'After it ended, or at the end of a programme.' },
  },
});

/** Answers of an elder to a short scale. */
@ObjectType({
  description: 'Answers of an elder to a short scale of loneliness or well-being, taken with consent.',
  simpleResolvers: true,
})
@Entity({
  tableName: 'outcome_measure',
  comment:
    'Answers of an elder to a short scale of loneliness or well-being, taken with consent and removed when it is withdrawn.',
})
export class OutcomeMeasure extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Elder, { mapToPk: true, fieldName: 'elder_id' })
  elderId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @Field(() => OutcomeScale, { description: 'Which scale.' })
  @Property({ type: 'text' })
  scale!: OutcomeScale;

  @Field(() => OutcomePhase, { description: 'When in the course of service.' })
  @Property({ type: 'text' })
  phase!: OutcomePhase;

  @Field(() => [Int], { description: 'The answers, in the order of the questions.' })
  @Property({ type: 'int[]', columnType: 'int4[]' })
  answers!: number[];

  @Field(() => Int, { description: 'Score by the rule of the scale.' })
  @Property({ type: 'integer' })
  score!: number;

  @Field(() => DateTime, { description: 'When it was answered.' })
  @Property({ type: Instant })
  measuredAt!: string;

  @Property({ type: Instant })
  writtenAt!: string;

  @Field(() => String, { description: 'Who gave consent to ask and to keep it.' })
  @Property({ type: 'text' })
  consentGivenBy!: string;

  @Field(() => DateTime, { description: 'When consent was given.' })
  @Property({ type: Instant })
  consentGivenAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of whoever entered it.' })
  @Property({ type: 'text' })
  actorName!: string;

  @Property({ type: 'uuid', nullable: true })
  actedForPersonId?: string | null;

  @Field(() => Channel, { description: 'How it reached the platform.' })
  @Property({ type: 'text' })
  channel!: Channel;
}

@InputType({ description: 'Answers of an elder to a short scale.' })
export class RecordOutcomeInput extends ActingInput {
  @Field(() => String, {
    description: 'Your own id for this call. Sent again with the same input it is recorded once.',
  })
  @Text({ lengthMax: 200 })
  idempotencyKey!: string;

  @Field(() => ID, { description: 'The elder.' })
  elderId!: string;

  @Field(() => OutcomeScale, { description: 'Which scale.' })
  scale!: OutcomeScale;

  @Field(() => OutcomePhase, { description: 'When in the course of service.' })
  phase!: OutcomePhase;

  @Field(() => [Int], { description: 'The answers, in the order of the questions.' })
  @ArrayMaxSize(5)
  answers!: number[];

  @Field(() => DateTime, { nullable: true, description: 'When it was answered. Now when left out.' })
  @IsOptional()
  measuredAt?: string | null;

  @Field(() => Boolean, {
    description: 'Whether the elder, or whoever may decide for them, agreed to be asked and that it is kept.',
  })
  consentGiven!: boolean;

  @Field(() => String, { description: 'Who agreed: the elder, or the name of whoever may decide for them.' })
  @Text({ lengthMax: 200 })
  consentGivenBy!: string;
}

@InputType({ description: 'An elder does not want answers to scales to be kept any more.' })
export class WithdrawOutcomeConsentInput extends ActingInput {
  @Field(() => ID, { description: 'The elder.' })
  elderId!: string;

  @Field(() => String, { description: 'Who said so, and how; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@ObjectType({ description: 'What became of answers to a scale.', simpleResolvers: true })
export class OutcomePayload extends Payload {
  @Field(() => Elder, { nullable: true, description: 'The elder. Null when it was refused.' })
  elder?: Elder | null;

  @Field(() => OutcomeMeasure, {
    nullable: true,
    description: 'What was recorded. Null when it was refused or removed.',
  })
  measure?: OutcomeMeasure | null;

  @Field(() => Int, { nullable: true, description: 'How many answers were removed.' })
  removed?: number | null;
}
