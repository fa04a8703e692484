import type { Community } from '../../schema/communities/community.ts';
import type { Context } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';

interface ImpactRow {
  communityId: string | null;
  visitsCertified: number;
  eldersServed: number;
  volunteersServing: number;
  minutesCertified: number;
  coinsPaid: string;
  requestsOpened: number;
}

/** Counted from the visits and the hours record themselves, so every figure leads back to rows that can be shown. */
export async function impactOf(ctx: Context, from: string, to: string) {
  const [rows, communities] = await Promise.all([
    ctx.rows<ImpactRow>(selectImpact, [ctx.foundationId, from, to]),
    ctx.rows<Community>(selectCommunities, [ctx.foundationId]),
  ]);
  const byCommunity = new Map(rows.map((row) => [row.communityId, row]));
  const whole = byCommunity.get(null) ?? nothing;
  return {
    from,
    to,
    communities: communities.map((community) => ({ ...nothing, ...byCommunity.get(community.id), community })),
    visitsCertified: whole.visitsCertified,
    eldersServed: whole.eldersServed,
    minutesCertified: whole.minutesCertified,
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

const selectCommunities = statement('select * from community where foundation_id = $1 order by id');

/** Days are counted in the foundation's zone. The row without a community is the whole, where an elder counts once. */
const selectImpact = statement(`
  with period as (
    select ($2::date)::timestamp at time zone f.time_zone as begins, ($3::date)::timestamp at time zone f.time_zone as ends
    from foundation f where f.id = $1
  ), served as (
    select v.community_id, count(*)::int as visits, count(distinct v.elder_person_id)::int as elders,
      count(distinct v.volunteer_id)::int as volunteers, coalesce(sum(v.coins_paid), 0)::bigint as coins
    from visit v, period p
    where v.foundation_id = $1 and v.state = 'CERTIFIED' and v.checked_in_at >= p.begins and v.checked_in_at < p.ends
    group by grouping sets ((v.community_id), ())
  ), hours as (
    select h.community_id, coalesce(sum(h.minutes), 0)::int as minutes
    from hours_record h, period p
    where h.foundation_id = $1 and h.happened_at >= p.begins and h.happened_at < p.ends
    group by grouping sets ((h.community_id), ())
  ), opened as (
    select r.community_id, count(*)::int as requests
    from service_request r, period p
    where r.foundation_id = $1 and r.opened_at >= p.begins and r.opened_at < p.ends
    group by grouping sets ((r.community_id), ())
  )
  select coalesce(s.community_id, h.community_id, o.community_id) as community_id,
    coalesce(s.visits, 0) as visits_certified, coalesce(s.elders, 0) as elders_served, coalesce(s.volunteers, 0) as volunteers_serving,
    coalesce(h.minutes, 0) as minutes_certified, coalesce(s.coins, 0) as coins_paid, coalesce(o.requests, 0) as requests_opened
  from served s
  full join hours h on coalesce(h.community_id, '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(s.community_id, '00000000-0000-0000-0000-000000000000'::uuid)
  full join opened o on coalesce(o.community_id, '00000000-0000-0000-0000-000000000000'::uuid) = coalesce(s.community_id, h.community_id, '00000000-0000-0000-0000-000000000000'::uuid)`);
