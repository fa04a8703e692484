import { newId } from '../../../schema/ids.ts';
import type { Figures } from '../../../schema/certification/certification.ts';
import type { ReviewKind } from '../../../schema/certification/review-item.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { isNotWithdrawn } from '../evidence/evidence-records.ts';
import { defaultThresholds } from './evidence-policy.ts';

/**
 * Compares a visit with all others of its volunteer and adds anomalies to the review queue, each
 * once. The thresholds come from the policy in force at the visit. Flags only; never refuses. One
 * statement over all communities that the volunteer serves.
 */
export async function detectAnomalies(
  tx: MutationTransaction,
  visit: Visit,
  request: Pick<ServiceRequest, 'minutesExpected'>,
): Promise<void> {
  await tx.acrossCommunities(() =>
    tx.rows(insertAnomalies, {
      visitId: visit.id,
      minutesExpected: request.minutesExpected,
      defaultThresholds: JSON.stringify(defaultThresholds),
      itemIds: Array.from({ length: oddPerVisitMax }, newId),
    }),
  );
}

/** Adds an immediately known anomaly to the review queue, once for each visit. */
export async function addReviewItem(
  tx: MutationTransaction,
  visit: Pick<Visit, 'id' | 'communityId' | 'volunteerPersonId'>,
  kind: ReviewKind,
  figures: Figures,
): Promise<void> {
  const { id, communityId, volunteerPersonId } = visit;
  await tx.rowsAcrossCommunities(insertItem, {
    id: newId(),
    communityId,
    visitId: id,
    volunteerPersonId,
    kind,
    figures: JSON.stringify(figures),
  });
}

/** A visit with twenty anomalies is under review anyway. */
const oddPerVisitMax = 20;

const insertItem = statement(
  'certification.insertItem',
  `insert into review_item (foundation_id, id, community_id, visit_id, volunteer_person_id, kind, figures, state)
   values (:foundationId, :id, :communityId, :visitId, :volunteerPersonId, :kind, :figures, 'OPEN') on conflict do nothing`,
);
const insertAnomalies = statement(
  'certification.insertAnomalies',
  `with own as (
     select v.*, f.time_zone, bound.*, extract(epoch from v.checked_out_at - v.checked_in_at) / 60 as measured
     from visit v
     join foundation f on f.id = v.foundation_id
     join service_request r on r.foundation_id = :foundationId and r.id = v.request_id
     cross join lateral jsonb_to_record(:defaultThresholds::jsonb || coalesce((
       select p.anomalies from evidence_policy p
       where p.foundation_id = :foundationId and (p.kind_id = r.kind_id or p.kind_id is null) and p.valid_from <= coalesce(v.checked_in_at, r.requested_from)
       order by p.kind_id nulls last, p.valid_from desc, p.version desc limit 1), '{}')) as bound (
         "overlapMinutesMax" numeric, "kilometresPerHourMax" numeric, "travelMetresMin" integer, "expectedPercentMin" numeric,
         "expectedPercentMax" numeric, "minutesPerDayMax" numeric, "pairVisitsMax" integer, "pairDays" integer, "sheetMinutesMax" numeric,
         "lateUploadHoursMax" numeric)
     where v.foundation_id = :foundationId and v.id = :visitId
   ), near as (
     select o.* from own join visit o on o.foundation_id = :foundationId and o.volunteer_id = own.volunteer_id and o.id <> own.id
     where o.checked_in_at between own.checked_in_at - interval '1 day' and own.checked_out_at + interval '1 day'
       and o.checked_out_at is not null and o.state in ('CHECKED_OUT', 'CERTIFIED', 'DISPUTED')
   ), found (kind, other_visit_id, figures) as (
     select 'OVERLAP', o.id, jsonb_build_object('minutes',
       round(extract(epoch from least(own.checked_out_at, o.checked_out_at) - greatest(own.checked_in_at, o.checked_in_at)) / 60))
     from own, near o
     where extract(epoch from least(own.checked_out_at, o.checked_out_at) - greatest(own.checked_in_at, o.checked_in_at)) > own."overlapMinutesMax" * 60
     union all
     select * from (
       select distinct on (there.visit_id) 'IMPOSSIBLE_TRAVEL', there.visit_id, jsonb_build_object(
         'kilometres', round(way.metres::numeric / 1000, 1), 'minutes', round(way.seconds::numeric / 60, 1),
         'kilometresPerHour', round((way.metres / greatest(way.seconds, 1) * 3.6)::numeric))
       from own
       join evidence here on here.foundation_id = :foundationId and here.visit_id = own.id and here.kind = 'PLACE' and ${isNotWithdrawn('here')}
       join evidence there on there.foundation_id = :foundationId and there.volunteer_person_id = here.volunteer_person_id and there.kind = 'PLACE' and ${isNotWithdrawn('there')}
         and there.visit_id <> here.visit_id and there.happened_at between here.happened_at - interval '12 hours' and here.happened_at + interval '12 hours'
       cross join lateral (select
         2 * 6371008 * asin(least(1, sqrt(sin(radians(there.latitude - here.latitude) / 2) ^ 2
           + cos(radians(here.latitude)) * cos(radians(there.latitude)) * sin(radians(there.longitude - here.longitude) / 2) ^ 2)))
           - here.accuracy_metres - there.accuracy_metres as metres,
         abs(extract(epoch from there.happened_at - here.happened_at)) as seconds) as way
       where way.metres > own."travelMetresMin" and way.metres / greatest(way.seconds, 1) * 3.6 > own."kilometresPerHourMax"
       order by there.visit_id, way.metres / greatest(way.seconds, 1) desc
     ) as travel
     union all
     select 'RATIO', null, jsonb_build_object('minutes', greatest(1, ceil(own.measured)), 'minutesExpected', :minutesExpected::integer)
     from own where own.measured not between :minutesExpected::integer * own."expectedPercentMin" / 100 and :minutesExpected::integer * own."expectedPercentMax" / 100
     union all
     select 'PAIR_OFTEN', null, jsonb_build_object('visits', pair.visits, 'visitsInAll', pair.visits_in_all, 'days', own."pairDays")
     from own cross join lateral (
       select count(*) filter (where v.elder_person_id = own.elder_person_id) as visits, count(*) as visits_in_all
       from visit v where v.foundation_id = :foundationId and v.volunteer_id = own.volunteer_id
         and v.checked_in_at > own.checked_in_at - own."pairDays" * interval '1 day' and v.checked_in_at <= own.checked_in_at
         and v.checked_out_at is not null and v.state in ('CHECKED_OUT', 'CERTIFIED', 'DISPUTED')
     ) as pair
     where pair.visits > own."pairVisitsMax" and not exists (
       select from visit v join review_item i on i.foundation_id = :foundationId and i.visit_id = v.id and i.kind = 'PAIR_OFTEN'
       where v.foundation_id = :foundationId and v.volunteer_id = own.volunteer_id and v.elder_person_id = own.elder_person_id
         and v.checked_in_at > own.checked_in_at - own."pairDays" * interval '1 day')
     union all
     select 'IMPLAUSIBLE_HOURS', null, jsonb_build_object('minutes', round(day.seconds / 60), 'visits', day.visits)
     from own cross join lateral (
       select sum(extract(epoch from v.checked_out_at - v.checked_in_at)) as seconds, count(*) as visits
       from visit v where v.foundation_id = :foundationId and v.volunteer_id = own.volunteer_id
         and v.checked_in_at between own.checked_in_at - interval '1 day' and own.checked_in_at + interval '1 day'
         and (v.checked_in_at at time zone own.time_zone)::date = (own.checked_in_at at time zone own.time_zone)::date
         and v.checked_out_at is not null and v.state in ('CHECKED_OUT', 'CERTIFIED', 'DISPUTED')
     ) as day where day.seconds / 60 > own."minutesPerDayMax"
     union all
     select 'SHEET_DIFFERS', null, jsonb_strip_nulls(jsonb_build_object(
       'variant', case when sheet.sheet_volunteers is null then 'MINUTES' when sheet.sheet_minutes is null then 'VOLUNTEERS' end,
       'sheetMinutes', sheet.sheet_minutes, 'minutes', round(own.measured), 'sheetVolunteers', sheet.sheet_volunteers, 'volunteers', came.volunteers))
     from own cross join lateral (
       select e.sheet_minutes, e.sheet_volunteers from evidence e
       where e.foundation_id = :foundationId and e.visit_id = :visitId and e.kind = 'SHEET' and (e.sheet_minutes is not null or e.sheet_volunteers is not null) and ${isNotWithdrawn('e')}
       order by e.arrived_at desc, e.id desc limit 1
     ) as sheet cross join lateral (
       select count(*) as volunteers from visit v
       where v.foundation_id = :foundationId and v.request_id = own.request_id and v.state not in ('WITHDRAWN', 'NO_SHOW')
     ) as came
     where abs(sheet.sheet_minutes - own.measured) > own."sheetMinutesMax" or sheet.sheet_volunteers <> came.volunteers
     union all
     select 'DOOR_CODE_WRONG', null, jsonb_build_object('tries', count(*)) from evidence e
     where e.foundation_id = :foundationId and e.visit_id = :visitId and e.kind = 'DOOR_CODE' and ${isNotWithdrawn('e')} having count(*) > 0 and not bool_or(e.counts)
     union all
     select 'PLACE_FAR', null, jsonb_build_object('metres', min(e.distance_metres)) from evidence e
     where e.foundation_id = :foundationId and e.visit_id = :visitId and 'PLACE_FAR' = any (e.flags) and ${isNotWithdrawn('e')} having count(*) > 0
     union all
     select 'LATE_UPLOAD', null, jsonb_build_object('hours', round(late.seconds / 3600)) from own cross join lateral (
       select extract(epoch from max(e.arrived_at - e.happened_at)) as seconds from evidence e
       where e.foundation_id = :foundationId and e.visit_id = :visitId and e.kind in ('CHECK_IN', 'CHECK_OUT') and ${isNotWithdrawn('e')}
     ) as late where late.seconds > own."lateUploadHoursMax" * 3600
   )
   insert into review_item (foundation_id, id, community_id, visit_id, volunteer_person_id, kind, other_visit_id, figures, state)
   select :foundationId, (:itemIds::uuid[])[row_number() over (order by found.kind)], own.community_id, own.id, own.volunteer_person_id, found.kind, found.other_visit_id, found.figures, 'OPEN'
   from own, found where own.checked_out_at is not null or found.kind in ('DOOR_CODE_WRONG', 'PLACE_FAR')
   limit 20 on conflict do nothing`,
);
