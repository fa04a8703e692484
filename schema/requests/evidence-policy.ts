import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { ArrayMaxSize, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Extensions, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { EvidenceKind } from './evidence.ts';
import { type AnomalyThresholds, AnomalyThresholdsInput } from './anomaly-thresholds.ts';
import { ServiceKind } from './service-kind.ts';

export const HoursRounding = {
  MINUTE_COMPLETED: 'MINUTE_COMPLETED',
  MINUTE_BEGUN: 'MINUTE_BEGUN',
  HALF_HOUR_NEAREST: 'HALF_HOUR_NEAREST',
  HALF_HOUR_COMPLETED: 'HALF_HOUR_COMPLETED',
  HOUR_COMPLETED: 'HOUR_COMPLETED',
} as const;
export type HoursRounding = (typeof HoursRounding)[keyof typeof HoursRounding];

registerEnumType(HoursRounding, {
  name: 'HoursRounding',
  description:
    'How the time from check-in to check-out becomes certified time. It is measured in whole seconds, since clocks and networks know no less.',
  valuesConfig: {
    MINUTE_COMPLETED: { description: 'Only completed minutes count, and at least one.' },
    MINUTE_BEGUN: { description: 'Every begun minute counts.' },
    HALF_HOUR_NEAREST: { description: 'To the nearest half hour.' },
    HALF_HOUR_COMPLETED: { description: 'Only completed half hours count.' },
    HOUR_COMPLETED: { description: 'Only completed hours count.' },
  },
});

export const SingleDispatcherRule = { CALL_BACK: 'CALL_BACK', OTHERS_EVIDENCE: 'OTHERS_EVIDENCE' } as const;
export type SingleDispatcherRule = (typeof SingleDispatcherRule)[keyof typeof SingleDispatcherRule];

registerEnumType(SingleDispatcherRule, {
  name: 'SingleDispatcherRule',
  description:
    'What takes the place of a second dispatcher where the only dispatcher of a community entered all evidence of a visit and certifies it.',
  valuesConfig: {
    CALL_BACK: {
      description:
        'The dispatcher certifies. A random sample waits in the review queue for somebody else, who asks the elder whether the visit took place.',
    },
    OTHERS_EVIDENCE: {
      description:
        "The dispatcher certifies only with evidence that somebody else entered: the elder's or the family's own confirmation, a check-in by the volunteer, a call by the team leader.",
    },
  },
});

/** How much each kind of evidence weighs. */
export type EvidenceWeights = Partial<Record<EvidenceKind, number>>;

/** What evidence a foundation asks for before it certifies, for one kind of help or for all others, from an instant on. */
@ObjectType({
  implements: Node,
  description:
    'What evidence a foundation asks for before it certifies, for one kind of help or for all others, from an instant on.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'evidencepolicy' })
@Entity({
  tableName: 'evidence_policy',
  comment: 'What evidence a foundation asks for before it certifies. Append-only: a change is a new version.',
})
export class EvidencePolicy extends FoundationOwned {
  @ManyToOne(() => ServiceKind, { mapToPk: true, fieldName: 'kind_id', nullable: true })
  kindId?: string | null;

  @Field(() => Int, { description: 'Version. 0 is what the platform does where a foundation has decided nothing.' })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => DateTime, { description: 'From when on it holds, by the time of the visit.' })
  @Property({ type: Instant })
  validFrom!: string;

  @Field(() => [EvidenceKind], { description: 'Evidence without which a reason must be given to certify.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  requiredEvidence!: EvidenceKind[];

  @Property({ type: 'json', columnType: 'jsonb' })
  weights!: EvidenceWeights;

  @Field(() => Int, { description: 'Weight that the evidence must reach together, or a reason must be given.' })
  @Property({ type: 'integer' })
  weightNeeded!: number;

  @Field(() => HoursRounding, { description: 'How measured time becomes certified time.' })
  @Property({ type: 'text' })
  rounding!: HoursRounding;

  @Field(() => Int, { description: 'Most minutes that one visit can count.' })
  @Property({ type: 'integer' })
  minutesMax!: number;

  @Field(() => Int, { description: "How far from the elder's door a place still counts, in metres." })
  @Property({ type: 'integer' })
  placeMetresMax!: number;

  @Field(() => Boolean, { description: 'Whether open review items must be resolved before a visit is certified.' })
  @Property({ type: 'boolean' })
  isReviewNeeded!: boolean;

  @Field(() => SingleDispatcherRule, {
    description:
      'What holds where the only dispatcher of a community entered all evidence of a visit. Where another one dispatches there, the other one certifies.',
  })
  @Property({ type: 'text' })
  singleDispatcher!: SingleDispatcherRule;

  @Field(() => Int, { description: 'Per cent of such visits that are drawn for a call-back.' })
  @Property({ type: 'integer' })
  callBackPercent!: number;

  /** What the foundation decided itself; the usual bounds stand for the rest. */
  @Property({ type: 'json', columnType: 'jsonb' })
  anomalies!: Partial<AnomalyThresholds>;

  @Field(() => String, { nullable: true, description: 'Why it was decided.' })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;

  @Property({ type: Instant })
  writtenAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;
}

@ObjectType({ description: 'How much one kind of evidence weighs.', simpleResolvers: true })
export class EvidenceWeight {
  @Field(() => EvidenceKind, { description: 'The kind of evidence.' })
  kind!: EvidenceKind;

  @Field(() => Int, { description: 'Its weight; several of a kind weigh once.' })
  weight!: number;
}

@InputType({ description: 'How much one kind of evidence is to weigh.' })
export class EvidenceWeightInput {
  @Field(() => EvidenceKind, { description: 'The kind of evidence.' })
  kind!: EvidenceKind;

  @Field(() => Int, { description: 'Its weight, 0 to 1000; several of a kind weigh once.' })
  @Min(0)
  @Max(1_000)
  weight!: number;
}

@InputType({ description: 'What evidence is to be asked for from an instant on.' })
export class SetEvidencePolicyInput extends ActingInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Kind of help. All kinds without a policy of their own when left out.',
  })
  kindId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'From when on, by the time of the visit. Now when left out.' })
  @IsOptional()
  validFrom?: string | null;

  @Field(() => [EvidenceKind], { description: 'Evidence that must be there.' })
  @ArrayMaxSize(20)
  requiredEvidence!: EvidenceKind[];

  @Field(() => [EvidenceWeightInput], { description: 'Weights. What is left out keeps the usual one.' })
  @ArrayMaxSize(20)
  @ValidateNested()
  weights!: EvidenceWeightInput[];

  @Field(() => Int, { description: 'Weight that must be reached together, 0 to 1000.' })
  @Min(0)
  @Max(1_000)
  weightNeeded!: number;

  @Field(() => HoursRounding, { description: 'How measured time becomes certified time.' })
  rounding!: HoursRounding;

  @Field(() => Int, { description: 'Most minutes that one visit can count, 1 to 1440.' })
  @Min(1)
  @Max(1_440)
  minutesMax!: number;

  @Field(() => Int, { description: "How far from the elder's door a place still counts, 10 to 100000 metres." })
  @Min(1)
  @Max(100_000)
  placeMetresMax!: number;

  @Field(() => Boolean, { description: 'Whether open review items must be resolved first.' })
  isReviewNeeded!: boolean;

  @Field(() => SingleDispatcherRule, {
    defaultValue: SingleDispatcherRule.CALL_BACK,
    description: 'What holds where the only dispatcher of a community entered all evidence of a visit.',
  })
  singleDispatcher: SingleDispatcherRule = SingleDispatcherRule.CALL_BACK;

  @Field(() => Int, {
    defaultValue: 20,
    description: 'Per cent of such visits that are drawn for a call-back, 1 to 100.',
  })
  @Min(1)
  @Max(100)
  callBackPercent: number = 20;

  @Field(() => AnomalyThresholdsInput, {
    nullable: true,
    description: 'Anomaly thresholds. The usual bounds when left out.',
  })
  @IsOptional()
  @ValidateNested()
  anomalies?: AnomalyThresholdsInput | null;

  @Field(() => String, { description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@ObjectType({ description: 'What became of a policy.', simpleResolvers: true })
export class EvidencePolicyPayload extends Payload {
  @Field(() => EvidencePolicy, { nullable: true, description: 'The new version. Null when it was refused.' })
  policy?: EvidencePolicy | null;
}
