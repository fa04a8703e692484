import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, Instant } from '../columns.ts';
import { ErrorParam } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { EvidenceKind } from './evidence.ts';
import { EvidencePolicy } from './evidence-policy.ts';
import { Visit } from './visit.ts';

export const CertificationOutcome = {
  CERTIFIED: 'CERTIFIED',
  CORRECTED: 'CORRECTED',
  REVOKED: 'REVOKED',
  REJECTED: 'REJECTED',
} as const;
export type CertificationOutcome = (typeof CertificationOutcome)[keyof typeof CertificationOutcome];

registerEnumType(CertificationOutcome, {
  name: 'CertificationOutcome',
  description: 'What was decided about a visit.',
  valuesConfig: {
    CERTIFIED: { description: 'Accepted: hours were written and coins moved.' },
    CORRECTED: { description: 'Accepted with other figures than before: hours and coins followed by linked records.' },
    REVOKED: { description: 'Taken back after it was accepted: hours and coins were reversed by linked records.' },
    REJECTED: { description: 'Not accepted: no hours, and the held coins were released.' },
  },
});

export type Figures = Record<string, string | number>;

/** One step of a decision as it is stored: a code of the platform, and the figures that were used. */
export interface StoredStep {
  code: string;
  passed: boolean;
  figures: Figures;
}

/** One step of a decision, told. */
@ObjectType({
  description: 'One step of a decision, with the figures that were used at the time. Later changes do not touch it.',
  simpleResolvers: true,
})
export class TraceStep {
  @Field(() => String, { description: 'Stable code, for example `TRACE_EVIDENCE_WEIGHED`.' })
  code!: string;

  @Field(() => Boolean, {
    description: 'Whether the step went as the policy asks. Where not, the reason tells why it was decided so.',
  })
  passed!: boolean;

  @Field(() => String, { description: 'One sentence for a person, in the language of `Accept-Language`.' })
  text!: string;

  @Field(() => [ErrorParam], { description: 'The figures.' })
  figures!: ErrorParam[];
}

/** What certifying would find now. Computed, never stored: the decision keeps its own figures. */
@ObjectType({
  description:
    'How far the evidence of a visit goes by the policy that it falls under: what certifying would find now.',
  simpleResolvers: true,
})
export class CertificationReadiness {
  @Field(() => [EvidenceKind], { description: 'Evidence that counts.' })
  present!: EvidenceKind[];

  @Field(() => [EvidenceKind], { description: 'Evidence that the policy asks for and that is not there.' })
  missing!: EvidenceKind[];

  @Field(() => Int, { description: 'Weight of what counts.' })
  weight!: number;

  @Field(() => Int, { description: 'Weight that the policy asks for.' })
  weightNeeded!: number;

  @Field(() => Boolean, { description: 'Whether that is enough. Where not, certifying takes a reason.' })
  isEnough!: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes that certifying would give, by the rounding of the policy. Null until the volunteer has left.',
  })
  minutes?: number | null;

  @Field(() => Int, { description: 'Anomalies that wait for review, as far as you may see them.' })
  openReviews!: number;

  @Field(() => Boolean, { description: 'Whether these must be resolved first.' })
  isReviewNeeded!: boolean;

  @Field(() => Int, { description: 'Version of the policy.' })
  policyVersion!: number;
}

/** A decision about a visit. A correction is a further one; the latest holds. */
@ObjectType({
  implements: Node,
  description:
    'A decision about a visit with the figures that it was made of. A correction is a further one; the latest holds.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'certification' })
@Entity({
  tableName: 'certification',
  comment: 'A decision about a visit with the figures that it was made of. Append-only: a correction is a new version.',
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

  @Field(() => Int, { description: 'Which decision about this visit it is, from 1 on.' })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => CertificationOutcome, { description: 'What was decided.' })
  @Property({ type: 'text' })
  outcome!: CertificationOutcome;

  @Field(() => Int, { description: 'Minutes that count after it.' })
  @Property({ type: 'integer' })
  minutes!: number;

  @Field(() => CoinAmount, { description: 'Coins that the volunteer has for it after it.' })
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

  @Field(() => String, { nullable: true, description: 'Why, where a reason was needed or given.' })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;

  @Field(() => DateTime, { description: 'When it was decided.' })
  @Property({ type: Instant })
  decidedAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of whoever decided.' })
  @Property({ type: 'text' })
  actorName!: string;
}
