import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { ArrayMaxSize, IsOptional, Max, Min } from 'class-validator';
import { Extensions, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ChangeInput, KeyedInput } from '../change-input.ts';
import { Channel } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned } from '../node.ts';
import { Elder } from '../people/elder.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { Visit } from '../requests/visit.ts';

/** An elder's feedback about a visit. */
@ObjectType({
  description:
    'Feedback of an elder about a visit: satisfaction, thanks to the volunteer and problems solved.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'feedback' })
@Entity({
  tableName: 'visit_feedback',
  comment:
    'Feedback of an elder about a visit: satisfaction, thanks and problems solved. Append-only.',
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

  @Field(() => Int, {
    nullable: true,
    description: 'Satisfaction from 1 (not at all) to 5 (very).',
  })
  @Property({ type: 'integer', nullable: true })
  satisfaction?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Thanks of the elder, visible to the volunteer too.',
  })
  @Property({ type: 'text', nullable: true })
  thanks?: string | null;

  @Field(() => [String], { description: 'Problems that the visit solved, each in a few words.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  problemsSolved!: string[];

  /** Note for the dispatcher only; see the field of the same name. */
  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Field(() => DateTime, { description: 'Time of the feedback.' })
  @Property({ type: Instant })
  givenAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of the account that entered it.' })
  @Property({ type: 'text' })
  actorName!: string;

  @Property({ type: 'uuid', nullable: true })
  actedForPersonId?: string | null;

  @Field(() => Channel, { description: 'Channel by which the information reached the platform.' })
  @Property({ type: 'text' })
  channel!: Channel;
}

@InputType({ description: 'Input for `giveFeedback`. Omit what the elder did not mention.' })
export class GiveFeedbackInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the visit.' })
  visitId!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Satisfaction from 1 (not at all) to 5 (very).',
  })
  @IsOptional()
  @Min(1)
  @Max(5)
  satisfaction?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Thanks for the volunteer; at most 2,000 characters.',
  })
  @Text({ lengthMax: 2_000, mayBeBlank: true })
  thanks?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Problems that the visit solved, at most 10, each of at most 200 characters.',
  })
  @IsOptional()
  @ArrayMaxSize(10)
  problemsSolved?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Note for the dispatcher that the volunteer does not see; at most 2,000 characters.',
  })
  @Text({ lengthMax: 2_000, mayBeBlank: true })
  note?: string | null;
}

export const OutcomeScale = { UCLA_3: 'UCLA_3', WHO_5: 'WHO_5' } as const;
export type OutcomeScale = (typeof OutcomeScale)[keyof typeof OutcomeScale];

registerEnumType(OutcomeScale, {
  name: 'OutcomeScale',
  description: 'Short questionnaires that take a few minutes.',
  valuesConfig: {
    UCLA_3: {
      description:
        'UCLA three-item loneliness scale (Hughes and others, 2004). Three answers of 1 (hardly ever), 2 (some of the time) or 3 (often). Score: their sum, 3 to 9; higher is lonelier.',
    },
    WHO_5: {
      description:
        'WHO-5 well-being index (WHO, 1998). Five answers of 0 (at no time) to 5 (all of the time). Score: their sum times four, 0 to 100; higher is better.',
    },
  },
});

export const OutcomePhase = { BEFORE: 'BEFORE', DURING: 'DURING', AFTER: 'AFTER' } as const;
export type OutcomePhase = (typeof OutcomePhase)[keyof typeof OutcomePhase];

registerEnumType(OutcomePhase, {
  name: 'OutcomePhase',
  description: 'Stage of service at which a scale was answered.',
  valuesConfig: {
    BEFORE: { description: 'Before the service began.' },
    DURING: { description: 'During the service.' },
    AFTER: { description: 'After the service, or at the end of a programme.' },
  },
});

/** Answers of an elder to a short scale. */
@ObjectType({
  description:
    'Answers of an elder to a short scale of loneliness or well-being, taken with consent.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'outcome' })
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

  @Field(() => OutcomeScale, { description: 'Scale that was answered.' })
  @Property({ type: 'text' })
  scale!: OutcomeScale;

  @Field(() => OutcomePhase, { description: 'Stage of service.' })
  @Property({ type: 'text' })
  phase!: OutcomePhase;

  @Field(() => [Int], { description: 'Answers in the order of the questions.' })
  @Property({ type: 'int[]', columnType: 'int4[]' })
  answers!: number[];

  @Field(() => Int, { description: 'Score by the rule of the scale.' })
  @Property({ type: 'integer' })
  score!: number;

  @Field(() => DateTime, { description: 'Time of the answers.' })
  @Property({ type: Instant })
  measuredAt!: string;

  @Property({ type: Instant })
  writtenAt!: string;

  @Field(() => String, {
    description: 'Name of the person who consented to the questions and to storing the answers.',
  })
  @Property({ type: 'text' })
  consentGivenBy!: string;

  @Field(() => DateTime, { description: 'Time of the consent.' })
  @Property({ type: Instant })
  consentGivenAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of the account that entered it.' })
  @Property({ type: 'text' })
  actorName!: string;

  @Property({ type: 'uuid', nullable: true })
  actedForPersonId?: string | null;

  @Field(() => Channel, { description: 'Channel by which the information reached the platform.' })
  @Property({ type: 'text' })
  channel!: Channel;
}

@InputType({ description: 'Input for `recordOutcome`.' })
export class RecordOutcomeInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the elder.' })
  elderId!: string;

  @Field(() => OutcomeScale, { description: 'Scale that was answered.' })
  scale!: OutcomeScale;

  @Field(() => OutcomePhase, { description: 'Stage of service.' })
  phase!: OutcomePhase;

  @Field(() => [Int], { description: 'Answers in the order of the questions.' })
  @ArrayMaxSize(5)
  answers!: number[];

  @Field(() => DateTime, { nullable: true, description: 'Time of the answers. Now when omitted.' })
  @IsOptional()
  measuredAt?: string | null;

  @Field(() => Boolean, {
    description:
      'Whether the elder, or a person who may decide for the elder, consented to the questions and to storing the answers.',
  })
  consentGiven!: boolean;

  @Field(() => String, {
    description:
      'Name of the person who consented: the elder, or a person who may decide for the elder.',
  })
  @Text({ lengthMax: 200 })
  consentGivenBy!: string;
}

@InputType({ description: 'Input for `withdrawOutcomeConsent`.' })
export class WithdrawOutcomeConsentInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the elder.' })
  elderId!: string;

  @Field(() => String, {
    description:
      'Person who withdrew the consent and form of the withdrawal; at most 2,000 characters.',
  })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@ObjectType({
  description: 'Result of `recordOutcome` or `withdrawOutcomeConsent`.',
  simpleResolvers: true,
})
export class OutcomePayload extends Payload {
  @Field(() => Elder, {
    nullable: true,
    description: 'The elder. Null when the mutation was refused.',
  })
  elder?: Elder | null;

  @Field(() => OutcomeMeasure, {
    nullable: true,
    description:
      'Recorded answers. Null when the mutation was refused or the answers were removed.',
  })
  measure?: OutcomeMeasure | null;

  @Field(() => Int, { nullable: true, description: 'Number of answers that were removed.' })
  removed?: number | null;
}
