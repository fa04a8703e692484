import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { ArrayMaxSize, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Extensions, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { KeyedInput } from '../change-input.ts';
import { Instant } from '../columns.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { EvidenceKind } from './evidence.ts';
import { type AnomalyThresholds, AnomalyThresholdsInput } from './anomaly-thresholds.ts';
import { ServiceKind } from '../requests/service-kind.ts';

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
    'Rounding of the time from check-in to check-out. The time is measured in whole seconds, because clocks and networks are no more precise.',
  valuesConfig: {
    MINUTE_COMPLETED: { description: 'Completed minutes only, at least one.' },
    MINUTE_BEGUN: { description: 'Every started minute.' },
    HALF_HOUR_NEAREST: { description: 'Nearest half hour.' },
    HALF_HOUR_COMPLETED: { description: 'Completed half hours only.' },
    HOUR_COMPLETED: { description: 'Completed hours only.' },
  },
});

export const SingleDispatcherRule = {
  CALL_BACK: 'CALL_BACK',
  OTHERS_EVIDENCE: 'OTHERS_EVIDENCE',
} as const;
export type SingleDispatcherRule = (typeof SingleDispatcherRule)[keyof typeof SingleDispatcherRule];

registerEnumType(SingleDispatcherRule, {
  name: 'SingleDispatcherRule',
  description:
    'Safeguard for communities with one dispatcher. It applies when that dispatcher entered all evidence of a visit and certifies it.',
  valuesConfig: {
    CALL_BACK: {
      description:
        'The dispatcher certifies. A random sample enters the review queue; another person asks the elder whether the visit took place.',
    },
    OTHERS_EVIDENCE: {
      description:
        "The dispatcher certifies only with evidence that somebody else entered. It is a confirmation by elder or family, a volunteer's check-in or a team leader's call.",
    },
  },
});

/** Weight of each kind of evidence. */
export type EvidenceWeights = Partial<Record<EvidenceKind, number>>;

/**
 * Evidence that a foundation requires before certification, for one service kind or all others,
 * from an instant on.
 */
@ObjectType({
  implements: Node,
  description:
    'Evidence that a foundation requires before certification, for one service kind or all others, from an instant on.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'evidencepolicy' })
@Entity({
  tableName: 'evidence_policy',
  comment:
    'Evidence that a foundation requires before certification. Append-only: a change is a new version.',
})
export class EvidencePolicy extends FoundationOwned {
  @ManyToOne(() => ServiceKind, { mapToPk: true, fieldName: 'kind_id', nullable: true })
  kindId?: string | null;

  @Field(() => Int, {
    description:
      'Version. Version 0 is the default of the platform until a foundation sets its own.',
  })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => DateTime, { description: 'Start of validity, compared with the time of the visit.' })
  @Property({ type: Instant })
  validFrom!: string;

  @Field(() => [EvidenceKind], {
    description: 'Kinds of evidence without which a certification needs a reason.',
  })
  @Property({ type: 'text[]', columnType: 'text[]' })
  requiredEvidence!: EvidenceKind[];

  @Property({ type: 'json', columnType: 'jsonb' })
  weights!: EvidenceWeights;

  @Field(() => Int, {
    description: 'Total weight of evidence below which a certification needs a reason.',
  })
  @Property({ type: 'integer' })
  weightNeeded!: number;

  @Field(() => HoursRounding, { description: 'Rounding of measured time to certified time.' })
  @Property({ type: 'text' })
  rounding!: HoursRounding;

  @Field(() => Int, { description: 'Most minutes that one visit can count.' })
  @Property({ type: 'integer' })
  minutesMax!: number;

  @Field(() => Int, {
    description: "Greatest distance from the elder's door at which a place counts, in metres.",
  })
  @Property({ type: 'integer' })
  placeMetresMax!: number;

  @Field(() => Boolean, {
    description: 'Whether open review items must be resolved before certification.',
  })
  @Property({ type: 'boolean' })
  isReviewNeeded!: boolean;

  @Field(() => SingleDispatcherRule, {
    description:
      'Safeguard when the only dispatcher of a community entered all evidence of a visit. In communities with several dispatchers, another one certifies.',
  })
  @Property({ type: 'text' })
  singleDispatcher!: SingleDispatcherRule;

  @Field(() => Int, { description: 'Percentage of such visits that are drawn for a call-back.' })
  @Property({ type: 'integer' })
  callBackPercent!: number;

  /** Thresholds that the foundation set itself; defaults apply to the rest. */
  @Property({ type: 'json', columnType: 'jsonb' })
  anomalies!: Partial<AnomalyThresholds>;

  @Field(() => String, { nullable: true, description: 'Reason for the policy.' })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;

  @Property({ type: Instant })
  writtenAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;
}

@ObjectType({ description: 'Weight of one kind of evidence.', simpleResolvers: true })
export class EvidenceWeight {
  @Field(() => EvidenceKind, { description: 'Kind of evidence.' })
  kind!: EvidenceKind;

  @Field(() => Int, { description: 'Weight. Several pieces of one kind count once.' })
  weight!: number;
}

@InputType({ description: 'Weight to set for one kind of evidence.' })
export class EvidenceWeightInput {
  @Field(() => EvidenceKind, { description: 'Kind of evidence.' })
  kind!: EvidenceKind;

  @Field(() => Int, { description: 'Weight, 0 to 1000. Several pieces of one kind count once.' })
  @Min(0)
  @Max(1_000)
  weight!: number;
}

@InputType({ description: 'Input for `setEvidencePolicy`.' })
export class SetEvidencePolicyInput extends KeyedInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Id of the service kind. All kinds without a policy of their own when omitted.',
  })
  kindId?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Start of validity, compared with the time of the visit. Now when omitted.',
  })
  @IsOptional()
  validFrom?: string | null;

  @Field(() => [EvidenceKind], { description: 'Kinds of evidence that are required.' })
  @ArrayMaxSize(20)
  requiredEvidence!: EvidenceKind[];

  @Field(() => [EvidenceWeightInput], {
    description: 'Weights of kinds of evidence. Omitted kinds keep the default.',
  })
  @ArrayMaxSize(20)
  @ValidateNested()
  weights!: EvidenceWeightInput[];

  @Field(() => Int, { description: 'Required total weight, 0 to 1000.' })
  @Min(0)
  @Max(1_000)
  weightNeeded!: number;

  @Field(() => HoursRounding, { description: 'Rounding of measured time to certified time.' })
  rounding!: HoursRounding;

  @Field(() => Int, { description: 'Most minutes that one visit can count, 1 to 1440.' })
  @Min(1)
  @Max(1_440)
  minutesMax!: number;

  @Field(() => Int, {
    description:
      "Greatest distance from the elder's door at which a place counts in metres, 10 to 100000.",
  })
  @Min(1)
  @Max(100_000)
  placeMetresMax!: number;

  @Field(() => Boolean, { description: 'Whether open review items must be resolved first.' })
  isReviewNeeded!: boolean;

  @Field(() => SingleDispatcherRule, {
    defaultValue: SingleDispatcherRule.CALL_BACK,
    description:
      'Safeguard when the only dispatcher of a community entered all evidence of a visit.',
  })
  singleDispatcher: SingleDispatcherRule = SingleDispatcherRule.CALL_BACK;

  @Field(() => Int, {
    defaultValue: 20,
    description: 'Percentage of such visits that are drawn for a call-back, 1 to 100.',
  })
  @Min(1)
  @Max(100)
  callBackPercent: number = 20;

  @Field(() => AnomalyThresholdsInput, {
    nullable: true,
    description: 'Anomaly thresholds. Defaults when omitted.',
  })
  @IsOptional()
  @ValidateNested()
  anomalies?: AnomalyThresholdsInput | null;

  @Field(() => String, { description: 'Reason in words; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@ObjectType({ description: 'Result of a change to an evidence policy.', simpleResolvers: true })
export class EvidencePolicyPayload extends Payload {
  @Field(() => EvidencePolicy, {
    nullable: true,
    description: 'The new version. Null when the mutation was refused.',
  })
  policy?: EvidencePolicy | null;
}
