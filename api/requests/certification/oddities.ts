import { newId } from '../../../schema/ids.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { MutationTransaction } from '../../platform/context.ts';
import { statement } from '../../platform/database/reader.ts';

/**
 * Looks at a visit beside all others of its volunteer and puts what is odd into the review queue, each oddity once.
 * It checks and flags; it never refuses. One statement, over all communities that the volunteer serves.
 */
export async function lookForOddities(
  tx: MutationTransaction,
  visit: Visit,
  request: Pick<ServiceRequest, 'minutesExpected'>,
): Promise<void> {
  await tx.acrossCommunities(() =>
    tx.rows(insertOddities, [
      tx.foundationId,
      visit.id,
      request.minutesExpected,
      bounds.overlapSecondsMin,
      bounds.kilometresPerHourMax,
      bounds.travelMetresMin,
      bounds.ratioMax,
      bounds.ratioMin,
      bounds.minutesPerDayMax,
      Array.from({ length: oddPerVisitMax }, newId),
    ]),
  );
}

/** Somebody with twenty oddities in one visit is looked at already. */
const oddPerVisitMax = 20;

/** Where "odd" begins. Each is a reason to look, not to punish. */
const bounds = {
  /** Clocks differ a little, and two visits next door may touch. */
  overlapSecondsMin: 120,
  /** Faster than any way through a city. */
  kilometresPerHourMax: 120,
  /** Below it the inaccuracy of two places says nothing. */
  travelMetresMin: 2_000,
  /** Measured against expected minutes. */
  ratioMax: 2.5,
  ratioMin: 0.25,
  /** Twelve hours of service in one day. */
  minutesPerDayMax: 720,
};

const insertOddities = statement(
  `with own as (
     select v.*, f.time_zone from visit v join foundation f on f.id = v.foundation_id where v.foundation_id = $1 and v.id = $2
   ), near as (
     select o.* from own join visit o on o.foundation_id = $1 and o.volunteer_id = own.volunteer_id and o.id <> own.id
     where o.checked_in_at between own.checked_in_at - interval '1 day' and own.checked_out_at + interval '1 day'
       and o.checked_out_at is not null and o.state in ('CHECKED_OUT', 'CERTIFIED', 'DISPUTED')
   ), found (kind, other_visit_id, figures) as (
     select 'OVERLAP', o.id, jsonb_build_object('minutes',
       ceil(extract(epoch from least(own.checked_out_at, o.checked_out_at) - greatest(own.checked_in_at, o.checked_in_at)) / 60))
     from own, near o
     where extract(epoch from least(own.checked_out_at, o.checked_out_at) - greatest(own.checked_in_at, o.checked_in_at)) > $4::integer
     union all
     select * from (
       select distinct on (there.visit_id) 'IMPOSSIBLE_TRAVEL', there.visit_id, jsonb_build_object(
         'kilometres', round(way.metres::numeric / 1000, 1), 'minutes', round(way.seconds::numeric / 60, 1),
         'kilometresPerHour', round((way.metres / greatest(way.seconds, 1) * 3.6)::numeric))
       from evidence here
       join evidence there on there.foundation_id = $1 and there.volunteer_person_id = here.volunteer_person_id and there.kind = 'PLACE'
         and there.visit_id <> here.visit_id and there.happened_at between here.happened_at - interval '12 hours' and here.happened_at + interval '12 hours'
       cross join lateral (select
         2 * 6371008 * asin(least(1, sqrt(sin(radians(there.latitude - here.latitude) / 2) ^ 2
           + cos(radians(here.latitude)) * cos(radians(there.latitude)) * sin(radians(there.longitude - here.longitude) / 2) ^ 2)))
           - here.accuracy_metres - there.accuracy_metres as metres,
         abs(extract(epoch from there.happened_at - here.happened_at)) as seconds) as way
       where here.foundation_id = $1 and here.visit_id = $2 and here.kind = 'PLACE'
         and way.metres > $6::integer and way.metres / greatest(way.seconds, 1) * 3.6 > $5::integer
       order by there.visit_id, way.metres / greatest(way.seconds, 1) desc
     ) as travel
     union all
     select 'RATIO', null, jsonb_build_object('minutes', round(extract(epoch from own.checked_out_at - own.checked_in_at) / 60), 'minutesExpected', $3::integer)
     from own where extract(epoch from own.checked_out_at - own.checked_in_at) / 60 not between $3::integer * $8::numeric and $3::integer * $7::numeric
     union all
     select 'IMPLAUSIBLE_HOURS', null, jsonb_build_object('minutes', round(day.seconds / 60), 'visits', day.visits)
     from own cross join lateral (
       select sum(extract(epoch from v.checked_out_at - v.checked_in_at)) as seconds, count(*) as visits
       from visit v where v.foundation_id = $1 and v.volunteer_id = own.volunteer_id
         and v.checked_in_at between own.checked_in_at - interval '1 day' and own.checked_in_at + interval '1 day'
         and (v.checked_in_at at time zone own.time_zone)::date = (own.checked_in_at at time zone own.time_zone)::date
         and v.checked_out_at is not null and v.state in ('CHECKED_OUT', 'CERTIFIED', 'DISPUTED')
     ) as day where day.seconds / 60 > $9::integer
     union all
     select 'DOOR_CODE_WRONG', null, jsonb_build_object('tries', count(*)) from evidence e
     where e.foundation_id = $1 and e.visit_id = $2 and e.kind = 'DOOR_CODE' having count(*) > 0 and not bool_or(e.counts)
     union all
     select 'PLACE_FAR', null, jsonb_build_object('metres', min(e.distance_metres)) from evidence e
     where e.foundation_id = $1 and e.visit_id = $2 and 'PLACE_FAR' = any (e.flags) having count(*) > 0
     union all
     select 'LATE_UPLOAD', null, jsonb_build_object('hours', round(extract(epoch from max(e.arrived_at - e.happened_at)) / 3600)) from evidence e
     where e.foundation_id = $1 and e.visit_id = $2 and e.kind in ('CHECK_IN', 'CHECK_OUT') and 'LATE_UPLOAD' = any (e.flags) having count(*) > 0
   )
   insert into review_item (foundation_id, id, community_id, visit_id, volunteer_person_id, kind, other_visit_id, figures, state)
   select $1, ($10::uuid[])[row_number() over (order by found.kind)], own.community_id, own.id, own.volunteer_person_id, found.kind, found.other_visit_id, found.figures, 'OPEN'
   from own, found where own.checked_out_at is not null or found.kind in ('DOOR_CODE_WRONG', 'PLACE_FAR')
   limit 20 on conflict do nothing`,
);
