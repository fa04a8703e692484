import type { Community } from '../../schema/communities/community.ts';
import type { CommunityImpact, Impact } from '../../schema/impact/impact.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { statement } from '../platform/database/statement.ts';
import { suppressedCells } from './small-cells.ts';

interface ImpactRow {
  communityId: string | null;
  visitsCertified: number;
  eldersServed: number;
  volunteersServing: number;
  minutesCertified: number;
  coinsPaid: string;
  requestsOpened: number;
}

/**
 * Computes impact figures from visits and hours records, so every figure leads back to visible
 * rows. Figures that the caller may not see, or that cover too few people, are left out and marked.
 */
export async function impactOf(ctx: Context, from: string, to: string): Promise<Impact> {
  const isWhole = ctx.allows('impact:readWhole');
  const communities = await ctx.rows<Community>(selectCommunities, { from, to });
  const permitted = communities.filter(({ id }) =>
    ctx.allows('impact:readCommunity', { communityId: id }),
  );
  const own = isWhole ? null : permitted.map(({ id }) => id);
  const [rows, [setting]] = await Promise.all([
    ctx.rows<ImpactRow>(selectImpact, { from, to, communityIds: own }),
    ctx.rows<{ threshold: number }>(selectThreshold),
  ]);
  const threshold = setting?.threshold ?? 5;
  const figuresOf = (id: string | null) =>
    rows.find(({ communityId }) => communityId === id) ?? nothing;
  const mayBeSmall = (communityId: string) => ctx.allows('impact:readSmallCells', { communityId });
  const cells = permitted
    .filter(({ id }) => !mayBeSmall(id))
    .map(({ id }) => ({ id, ...figuresOf(id) }));
  const suppressed = suppressedCells(cells, threshold);
  const whole = figuresOf(null);
  const isWholeSmall = cells.length > 0 && whole.eldersServed > 0 && whole.eldersServed < threshold;
  return {
    from,
    to,
    isWhole,
    smallCellThreshold: threshold,
    communities: communities.map((community): CommunityImpact => {
      if (!permitted.includes(community)) return { community, absence: 'NOT_PERMITTED' };
      if (suppressed.has(community.id)) return { community, absence: 'TOO_FEW_PEOPLE' };
      const { volunteersServing, ...figures } = figuresOf(community.id);
      const areFew =
        volunteersServing > 0 && volunteersServing < threshold && !mayBeSmall(community.id);
      return { ...figures, volunteersServing: areFew ? null : volunteersServing, community };
    }),
    ...(isWholeSmall
      ? { absence: 'TOO_FEW_PEOPLE' as const }
      : {
          visitsCertified: whole.visitsCertified,
          eldersServed: whole.eldersServed,
          minutesCertified: whole.minutesCertified,
        }),
  };
}

const nothing = {
  visitsCertified: 0,
  eldersServed: 0,
  volunteersServing: 0,
  minutesCertified: 0,
  coinsPaid: '0',
  requestsOpened: 0,
};

const selectThreshold = statement(
  'impact.selectThreshold',
  'select small_cell_threshold as threshold from foundation where id = :foundationId',
);
/** Communities that existed before the period ended, or were served in it. */
const selectCommunities = statement(
  'impact.selectCommunities',
  `select c.* from community c join foundation f on f.id = c.foundation_id
   where c.foundation_id = :foundationId and (c.opened_at < (:to::date)::timestamp at time zone f.time_zone or exists (
     select from visit v where v.foundation_id = :foundationId and v.community_id = c.id and v.state = 'CERTIFIED'
       and v.checked_in_at >= (:from::date)::timestamp at time zone f.time_zone and v.checked_in_at < (:to::date)::timestamp at time zone f.time_zone))
   order by c.id`,
);

/**
 * Days are counted in the foundation's zone. The row without a community is the total, which counts
 * each elder once.
 */
const selectImpact = statement(
  'impact.selectImpact',
  `
  with period as (
    select (:from::date)::timestamp at time zone f.time_zone as begins, (:to::date)::timestamp at time zone f.time_zone as ends
    from foundation f where f.id = :foundationId
  ), served as (
    select v.community_id, count(*)::int as visits, count(distinct v.elder_person_id)::int as elders,
      count(distinct v.volunteer_id)::int as volunteers, coalesce(sum(v.coins_paid), 0)::bigint as coins
    from visit v, period p
    where v.foundation_id = :foundationId and v.state = 'CERTIFIED' and v.checked_in_at >= p.begins and v.checked_in_at < p.ends
      and (:communityIds::uuid[] is null or v.community_id = any (:communityIds))
    group by grouping sets ((v.community_id), ())
  ), hours as (
    select h.community_id, coalesce(sum(h.minutes), 0)::int as minutes
    from hours_record h, period p
    where h.foundation_id = :foundationId and h.happened_at >= p.begins and h.happened_at < p.ends
      and (:communityIds::uuid[] is null or h.community_id = any (:communityIds))
    group by grouping sets ((h.community_id), ())
  ), opened as (
    select r.community_id, count(*)::int as requests
    from service_request r, period p
    where r.foundation_id = :foundationId and r.opened_at >= p.begins and r.opened_at < p.ends
      and (:communityIds::uuid[] is null or r.community_id = any (:communityIds))
    group by grouping sets ((r.community_id), ())
  )
  select coalesce(s.community_id, h.community_id, o.community_id) as community_id,
    coalesce(s.visits, 0) as visits_certified, coalesce(s.elders, 0) as elders_served, coalesce(s.volunteers, 0) as volunteers_serving,
    coalesce(h.minutes, 0) as minutes_certified, coalesce(s.coins, 0) as coins_paid, coalesce(o.requests, 0) as requests_opened
  from served s
  full join hours h on coalesce(h.community_id, '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(s.community_id, '00000000-0000-0000-0000-000000000000'::uuid)
  full join opened o on coalesce(o.community_id, '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(s.community_id, h.community_id, '00000000-0000-0000-0000-000000000000'::uuid)`,
);
