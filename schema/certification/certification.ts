import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, Instant } from '../columns.ts';
import { describedEnum } from '../described-enum.ts';
import { ErrorParam } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { EvidenceKind } from './evidence.ts';
import { EvidencePolicy } from './evidence-policy.ts';
import { Visit } from '../requests/visit.ts';

export const CertificationOutcome = {
  CERTIFIED: 'CERTIFIED',
  CORRECTED: 'CORRECTED',
  REVOKED: 'REVOKED',
  REJECTED: 'REJECTED',
} as const;
export type CertificationOutcome = (typeof CertificationOutcome)[keyof typeof CertificationOutcome];

registerEnumType(CertificationOutcome, {
  name: 'CertificationOutcome',
  description: 'Decision about a visit.',
  valuesConfig: {
    CERTIFIED: { description: 'Accepted. Hours were written and coins moved.' },
    CORRECTED: {
      description:
        'Accepted with other figures than before. Linked records adjusted hours and coins.',
    },
    REVOKED: { description: 'Revoked after acceptance. Linked records reversed hours and coins.' },
    REJECTED: { description: 'Rejected. No hours were written, and the held coins were released.' },
  },
});

export type Figures = Record<string, string | number>;

/** Steps of decisions. */
export const TraceStepCode = describedEnum(
  'TraceStepCode',
  'Step of a decision. New values may be added: show `text` of an unknown one.',
  {
    TRACE_MEASURED: 'Minutes between check-in and check-out.',
    TRACE_ROUNDED: 'Minutes after rounding by the evidence policy.',
    TRACE_CAPPED: 'Minutes after the limit of one visit.',
    TRACE_MINUTES_CHANGED: 'The certifier chose other minutes than were measured.',
    TRACE_EVIDENCE_WEIGHED: 'Evidence measured against the evidence policy.',
    TRACE_OVERRIDDEN: 'Certified although evidence is missing.',
    TRACE_REVIEWED: 'Anomalies, open and resolved.',
    TRACE_SECOND_PERSON: 'Decided by a person who did not perform the visit.',
    TRACE_SOLE_AUTHOR: 'Decided by the author of all evidence. No call-back was drawn.',
    TRACE_CALL_BACK_DRAWN: 'Decided by the author of all evidence. A call-back was drawn.',
    TRACE_COINS: 'Coins earned, held and paid.',
    TRACE_COINS_LEFT: 'Coins that stayed with the volunteer.',
    TRACE_STAR: 'Star level of the volunteer before and after.',
    TRACE_CORRECTED: 'Minutes before and after a correction.',
    TRACE_REVOKED: 'The certification was revoked.',
    TRACE_REJECTED: 'The visit was not certified.',
  },
);
export type TraceStepCode = keyof typeof TraceStepCode;

/** One step of a decision as stored: a code of the platform and the figures used. */
export interface StoredStep {
  code: TraceStepCode;
  passed: boolean;
  figures: Figures;
}

/** One step of a decision as shown to the caller. */
@ObjectType({
  description:
    'One step of a decision, with the figures used at the time. Later changes do not affect it.',
  simpleResolvers: true,
})
export class TraceStep {
  @Field(() => TraceStepCode, { description: 'Kind of step.' })
  code!: TraceStepCode;

  @Field(() => Boolean, {
    description: 'Whether the step met the policy. Otherwise the reason explains the decision.',
  })
  passed!: boolean;

  @Field(() => String, {
    description: 'One sentence for people, in the language of `Accept-Language`.',
  })
  text!: string;

  @Field(() => [ErrorParam], { description: 'Figures used in the step.' })
  figures!: ErrorParam[];
}

/**
 * Expected result of a certification. It is calculated, never stored; the decision stores its own
 * figures.
 */
@ObjectType({
  description:
    'Evidence of a visit measured against its policy, as a certification would find it now.',
  simpleResolvers: true,
})
export class CertificationReadiness {
  @Field(() => [EvidenceKind], { description: 'Evidence that counts.' })
  present!: EvidenceKind[];

  @Field(() => [EvidenceKind], {
    description: 'Evidence that the policy requires and the visit lacks.',
  })
  missing!: EvidenceKind[];

  @Field(() => Int, { description: 'Total weight of the evidence that counts.' })
  weight!: number;

  @Field(() => Int, { description: 'Weight that the policy requires.' })
  weightNeeded!: number;

  @Field(() => Boolean, {
    description: 'Whether the evidence suffices. Otherwise certification needs a reason.',
  })
  isEnough!: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes that a certification would grant, by the rounding of the policy. Null until the volunteer has left.',
  })
  minutes?: number | null;

  @Field(() => Int, { description: 'Open anomalies that the caller may see.' })
  openReviews!: number;

  @Field(() => Boolean, { description: 'Whether these anomalies must be resolved first.' })
  isReviewNeeded!: boolean;

  @Field(() => Int, { description: 'Version of the evidence policy.' })
  policyVersion!: number;
}

/** A decision about a visit. A correction is a further decision; the latest one is in force. */
@ObjectType({
  implements: Node,
  description:
    'Decision about a visit, with the figures that it is based on. A correction is a further decision; the latest one is in force.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'certification' })
@Entity({
  tableName: 'certification',
  comment:
    'Decision about a visit, with the figures that it is based on. Append-only: a correction is a new version.',
})
export class Certification extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Visit, { mapToPk: true, fieldName: 'visit_id' })
  visitId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Field(() => Int, { description: 'Number of the decision about this visit, counted from 1.' })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => CertificationOutcome, { description: 'Decision that was made.' })
  @Property({ type: 'text' })
  outcome!: CertificationOutcome;

  @Field(() => Int, { description: 'Minutes that count after the decision.' })
  @Property({ type: 'integer' })
  minutes!: number;

  @Field(() => CoinAmount, { description: 'Coins paid for the visit after the decision.' })
  @Property({ type: Amount })
  coinsPaid!: string;

  @Property({ type: 'json', columnType: 'jsonb' })
  trace!: StoredStep[];

  @ManyToOne(() => EvidencePolicy, { mapToPk: true, fieldName: 'policy_id', nullable: true })
  policyId?: string | null;

  @Property({ type: 'uuid', nullable: true })
  paymentId?: string | null;

  @Property({ type: 'uuid', nullable: true })
  hoursRecordId?: string | null;

  @Field(() => String, { nullable: true, description: 'Reason. Null when none was given.' })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;

  @Field(() => DateTime, { description: 'Time of the decision.' })
  @Property({ type: Instant })
  decidedAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of the account that decided.' })
  @Property({ type: 'text' })
  actorName!: string;
}
