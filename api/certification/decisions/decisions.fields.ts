import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { ErrorParam } from '../../../schema/errors.ts';
import { Elder } from '../../../schema/people/elder.ts';
import { Volunteer } from '../../../schema/people/volunteer.ts';
import {
  Certification,
  CertificationReadiness,
  type Figures,
  TraceStep,
} from '../../../schema/certification/certification.ts';
import { EvidencePolicy, EvidenceWeight } from '../../../schema/certification/evidence-policy.ts';
import type { EvidenceKind } from '../../../schema/certification/evidence.ts';
import { NoShow } from '../../../schema/certification/no-show.ts';
import { AnomalyThresholds } from '../../../schema/certification/anomaly-thresholds.ts';
import { ReviewItem } from '../../../schema/certification/review-item.ts';
import { ServiceKind } from '../../../schema/requests/service-kind.ts';
import { Visit } from '../../../schema/requests/visit.ts';
import { Related } from '../../platform/reads/related.ts';
import type { FieldContext } from '../../platform/context/field-context.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { kindById, visitById } from '../../requests/requests.queries.ts';
import {
  certificationsByVisit,
  currentPolicy,
  noShowByVisit,
  noShowsByElder,
  noShowsByVolunteer,
  reviewItemsByVisit,
  readinessByVisit,
} from './decisions.queries.ts';
import { defaultThresholds, defaultWeights } from './evidence-policy.ts';

@Resolver(() => Visit)
export class VisitCertification {
  @FieldResolver(() => Certification, {
    nullable: true,
    complexity: 2,
    description: 'Decision in force. Null until the first decision.',
  })
  async certification(
    @Root() visit: Visit,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<Certification | null> {
    return (await ctx.load(certificationsByVisit, visit.id))?.[0] ?? null;
  }

  @Related<Visit>(() => [Certification], {
    by: 'id',
    from: certificationsByVisit,
    complexity: 3,
    description: 'All decisions, latest first, at most 50.',
  })
  readonly certifications!: Certification[];

  @Related<Visit>(() => [ReviewItem], {
    by: 'id',
    from: reviewItemsByVisit,
    complexity: 2,
    description: 'Anomalies of the visit, at most 50. Visible to reviewers.',
  })
  readonly reviewItems!: ReviewItem[];

  @Related<Visit>(() => CertificationReadiness, {
    by: 'id',
    from: readinessByVisit,
    nullable: true,
    complexity: 3,
    description:
      'Evidence measured against the policy in force for the visit, as certification would find it now. Null for callers who may not see the request.',
  })
  readonly certificationReadiness!: CertificationReadiness | null;

  @FieldResolver(() => NoShow, {
    nullable: true,
    description: 'No-show that ended the visit. Null when there was none.',
  })
  async noShow(@Root() visit: Visit, @Ctx('ctx') ctx: FieldContext): Promise<NoShow | null> {
    return (await ctx.load(noShowByVisit, visit.id))?.[0] ?? null;
  }
}

@Resolver(() => Certification)
export class CertificationFields {
  @FieldResolver(() => [TraceStep], {
    complexity: 2,
    description: 'Steps of the decision in order, with the figures used.',
  })
  trace(
    @Root() { trace }: Certification,
    @Ctx('ctx') { services, locale, timeZone }: Context,
  ): TraceStep[] {
    return trace.map(({ code, passed, figures }) => {
      const { message, params } = services.messages.userError(
        new Refusal(code, figures),
        locale,
        timeZone,
      );
      return { code, passed, text: message, figures: params };
    });
  }
}

@Resolver(() => ReviewItem)
export class ReviewItemFields {
  @Related<ReviewItem>(() => Visit, {
    by: 'visitId',
    from: visitById,
    nullable: true,
    description: 'Visit with the anomaly.',
  })
  readonly visit!: Visit | null;

  @Related<ReviewItem>(() => Visit, {
    by: 'otherVisitId',
    from: visitById,
    nullable: true,
    description:
      'Second visit of an anomaly between two visits. Null when there is none or the caller may not see it.',
  })
  readonly otherVisit!: Visit | null;

  @FieldResolver(() => [ErrorParam], { description: 'Figures that the anomaly is based on.' })
  figures(@Root() { figures }: ReviewItem): ErrorParam[] {
    return told(figures);
  }

  @FieldResolver(() => String, {
    description: 'One sentence for people, in the language of `Accept-Language`.',
  })
  text(
    @Root() { kind, figures }: ReviewItem,
    @Ctx('ctx') { services, locale, timeZone }: Context,
  ): string {
    return services.messages.userError(new Refusal(`REVIEW_${kind}`, figures), locale, timeZone)
      .message;
  }
}

@Resolver(() => NoShow)
export class NoShowFields {
  @Related<NoShow>(() => Visit, {
    by: 'visitId',
    from: visitById,
    nullable: true,
    description: 'Visit that did not take place.',
  })
  readonly visit!: Visit | null;
}

@Resolver(() => EvidencePolicy)
export class EvidencePolicyFields {
  @FieldResolver(() => [EvidenceWeight], { description: 'Weight of each kind of evidence.' })
  weights(@Root() { weights }: EvidencePolicy): EvidenceWeight[] {
    return Object.entries({ ...defaultWeights, ...weights }).map(([kind, weight]) => ({
      kind: kind as EvidenceKind,
      weight,
    }));
  }

  @FieldResolver(() => AnomalyThresholds, {
    description: 'Anomaly thresholds in force at the time of the visit.',
  })
  anomalies(@Root() { anomalies }: EvidencePolicy): AnomalyThresholds {
    return { ...defaultThresholds, ...anomalies };
  }

  @Related<EvidencePolicy>(() => ServiceKind, {
    by: 'kindId',
    from: kindById,
    nullable: true,
    description:
      'Service kind that the policy applies to. Null for all kinds without a policy of their own.',
  })
  readonly kind!: ServiceKind | null;
}

@Resolver(() => ServiceKind)
export class ServiceKindEvidence {
  @FieldResolver(() => EvidencePolicy, {
    complexity: 2,
    description: 'Evidence policy now in force for certifying visits of this kind.',
  })
  async evidencePolicy(
    @Root() { id }: ServiceKind,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<object> {
    return currentPolicy(ctx, id);
  }
}

@Resolver(() => Volunteer)
export class VolunteerNoShows {
  @FieldResolver(() => Int, {
    complexity: 2,
    description: 'Number of no-shows of this volunteer that the caller may see.',
  })
  async noShowCount(
    @Root() { personId }: Volunteer,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<number> {
    return (await ctx.load(noShowsByVolunteer, personId)) ?? 0;
  }
}

@Resolver(() => Elder)
export class ElderNoShows {
  @FieldResolver(() => Int, {
    complexity: 2,
    description: 'Number of visits at which this elder was absent and which the caller may see.',
  })
  async noShowCount(@Root() { personId }: Elder, @Ctx('ctx') ctx: FieldContext): Promise<number> {
    return (await ctx.load(noShowsByElder, personId)) ?? 0;
  }
}

function told(figures: Figures): ErrorParam[] {
  return Object.entries(figures).map(([name, value]) => ({ name, value: String(value) }));
}
