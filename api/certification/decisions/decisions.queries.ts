import type { ReadContext, Loader } from '../../platform/reads/read-context.ts';
import type {
  Certification,
  CertificationReadiness,
} from '../../../schema/certification/certification.ts';
import type { EvidencePolicy } from '../../../schema/certification/evidence-policy.ts';
import type { EvidenceKind } from '../../../schema/certification/evidence.ts';
import type { NoShow } from '../../../schema/certification/no-show.ts';
import type { ReviewItem } from '../../../schema/certification/review-item.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { statement, statementsNamed } from '../../platform/database/statement.ts';
import { loaderById, loaderByParent } from '../../platform/reads/loaders.ts';
import { VisibleList } from '../../platform/reads/visible-list.ts';
import { isNotWithdrawn } from '../evidence/evidence-records.ts';
import { countedMinutes, weighed } from './decide.ts';
import { policyInForce, type PolicyInForce, policyOf, selectPolicyOf } from './evidence-policy.ts';

export const certificationById = loaderById<Certification>(
  'certification.certificationById',
  'certification',
);
export const reviewItemById = loaderById<ReviewItem>('certification.reviewItemById', 'review_item');
export const noShowById = loaderById<NoShow>('certification.noShowById', 'no_show');
export const policyById = loaderById<EvidencePolicy>('certification.policyById', 'evidence_policy');

/** A visit has few decisions; the bound guards against a runaway loop. */
export const certificationsByVisit = loaderByParent<Certification>(
  'certification.certificationsByVisit',
  `select parent.id as parent_id, decision.* from unnest(:parentIds::uuid[]) as parent (id)
   cross join lateral (
     select * from certification c where c.foundation_id = :foundationId and c.visit_id = parent.id order by c.version desc limit 50
   ) as decision`,
);

/** Readiness of visits for certification as of now, for many visits in one statement. */
export const readinessByVisit: Loader<string, CertificationReadiness> = {
  name: 'certificationReadinessByVisit',
  async batch(ctx: Context, visitIds) {
    const rows = await ctx.rows<ReadinessRow>(selectReadiness, { visitIds });
    return new Map(rows.map((row) => [row.visitId, readinessOf(row)]));
  },
};

interface ReadinessRow {
  visitId: string;
  policy: EvidencePolicy | null;
  kinds: EvidenceKind[];
  open: number;
  checkedInAt: string | null;
  checkedOutAt: string | null;
}

function readinessOf({
  policy: row,
  kinds,
  open,
  checkedInAt,
  checkedOutAt,
}: ReadinessRow): CertificationReadiness {
  const policy = policyOf(row);
  const { kinds: present, missing, weight, isEnough } = weighed(policy, kinds);
  const { weightNeeded, isReviewNeeded, version: policyVersion } = policy;
  const minutes = countedMinutes(policy, checkedInAt, checkedOutAt);
  return {
    present,
    missing,
    weight,
    weightNeeded,
    isEnough,
    minutes,
    openReviews: open,
    isReviewNeeded,
    policyVersion,
  };
}

const selectReadiness = statement(
  'certification.selectReadiness',
  `select v.id as visit_id, v.checked_in_at, v.checked_out_at, ${selectPolicyOf('r.kind_id', 'coalesce(v.checked_in_at, r.requested_from)')} as policy,
     array(select distinct e.kind from evidence e where e.foundation_id = :foundationId and e.visit_id = v.id and e.counts and ${isNotWithdrawn('e')})
       || case when v.checked_in_at is null then '{}'::text[] else '{CHECK_IN}' end
       || case when v.checked_out_at is null then '{}'::text[] else '{CHECK_OUT}' end as kinds,
     (select count(*)::integer from review_item i where i.foundation_id = :foundationId and i.visit_id = v.id and i.state = 'OPEN') as open
   from visit v join service_request r on r.foundation_id = :foundationId and r.id = v.request_id
   where v.foundation_id = :foundationId and v.id = any (:visitIds)`,
);

export const reviewItemsByVisit = loaderByParent<ReviewItem>(
  'certification.reviewItemsByVisit',
  `select parent.id as parent_id, item.* from unnest(:parentIds::uuid[]) as parent (id)
   cross join lateral (
     select * from review_item r where r.foundation_id = :foundationId and r.visit_id = parent.id order by r.id limit 50
   ) as item`,
);

export const noShowByVisit = loaderByParent<NoShow>(
  'certification.noShowByVisit',
  'select visit_id as parent_id, * from no_show where foundation_id = :foundationId and visit_id = any (:parentIds)',
);

const countNoShowsOf = statementsNamed('certification.countNoShowsOf');
export const noShowsByVolunteer = countOfNoShows('VOLUNTEER', 'volunteer_person_id');
export const noShowsByElder = countOfNoShows('ELDER', 'elder_person_id');

/** Items of the review queue, oldest first. */
export const reviewItemList = new VisibleList<
  ReviewItem,
  {
    states: readonly string[] | null;
    kinds: readonly string[] | null;
    communityIds: readonly string[] | null;
  }
>({
  name: 'certification.listReviewItems',
  table: 'review_item',
  order: { direction: 'asc' },
  ways: [{ of: 'managedCommunityIds', column: 'community_id' }],
  conditions: {
    states: 't.state = any (:states)',
    kinds: 't.kind = any (:kinds)',
    communityIds: { each: 'community_id' },
  },
});

/** No-shows, newest first. */
export const noShowList = new VisibleList<
  NoShow,
  {
    sides: readonly string[] | null;
    communityIds: readonly string[] | null;
    from: string | null;
    to: string | null;
  }
>({
  name: 'certification.listNoShows',
  table: 'no_show',
  order: { direction: 'desc' },
  ways: [
    { of: 'visibleCommunityIds', column: 'community_id' },
    { of: 'personIds', column: 'elder_person_id' },
    { of: 'personIds', column: 'volunteer_person_id' },
  ],
  conditions: {
    sides: 't.side = any (:sides)',
    communityIds: { each: 'community_id' },
    from: 't.reported_at >= :from',
    to: 't.reported_at < :to',
  },
});

/** The policy in force for a kind; null selects the policy for kinds without one of their own. */
export async function currentPolicy(
  ctx: ReadContext,
  kindId: string | null,
): Promise<PolicyToTell> {
  const policy = kindId === null ? null : ((await ctx.load(policyByKind, kindId)) ?? null);
  const found = policy ?? (await ctx.load(generalPolicy, ctx.foundationId));
  return {
    validFrom: new Date(0).toISOString(),
    ...found,
    id: found?.id ?? ctx.foundationId,
  } as PolicyToTell;
}

/** The built-in policy has no row. It takes the foundation's id, so that its id is stable. */
export type PolicyToTell = PolicyInForce & { id: string; validFrom: string };

/** A kind's own policy; no entry when the kind has none. */
const policyByKind: Loader<string, PolicyInForce> = {
  name: 'policyByKind',
  async batch(ctx: Context, kindIds) {
    const rows = await ctx.rows<EvidencePolicy & { kindId: string }>(selectOfKinds, {
      kindIds,
      at: ctx.now(),
    });
    return new Map(rows.map((row) => [row.kindId, policyOf(row)]));
  },
};

const generalPolicy: Loader<string, PolicyInForce> = {
  name: 'generalPolicy',
  async batch(ctx: Context, foundationIds) {
    const policy = await policyInForce(ctx, ctx.foundationId, null, ctx.now());
    return new Map(foundationIds.map((id) => [id, policy]));
  },
};

const selectOfKinds = statement(
  'certification.selectOfKinds',
  `select distinct on (kind_id) * from evidence_policy where foundation_id = :foundationId and kind_id = any (:kindIds) and valid_from <= :at
   order by kind_id, valid_from desc, version desc`,
);

function countOfNoShows(side: string, column: string): Loader<string, number> {
  const query = countNoShowsOf(
    `select ${column} as person_id, count(*)::integer as count from no_show where foundation_id = :foundationId and ${column} = any (:personIds) and side = '${side}' group by 1`,
    side,
  );
  return {
    name: `noShows:${side}`,
    async batch(ctx: Context, personIds) {
      const rows = await ctx.rows<{ personId: string; count: number }>(query, {
        personIds,
      });
      return new Map(rows.map((row) => [row.personId, row.count]));
    },
  };
}
