import { statement } from '../../platform/database/statement.ts';

/** Parameters of the judgement of volunteers for one request. */
export interface JudgingParameters {
  readonly requestId: string;
  /** Begins and ends of the requested windows. */
  readonly windowsFrom: readonly string[];
  readonly windowsTo: readonly string[];
  /** Time zone of the foundation. */
  readonly zone: string;
  /** Minutes of service. */
  readonly minutes: number;
  /** Community of the elder. */
  readonly communityId: string;
  readonly elderId: string;
  readonly language: string | null;
  readonly gender: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly qualificationCodes: readonly string[];
  /** Teams that are asked; empty when all are. */
  readonly teamIds: readonly string[];
  /** Minutes of rest between two visits. */
  readonly restMinutes: number;
  readonly dayMinutesMax: number;
  readonly weekMinutesMax: number;
  readonly refusesDoubleBooking: boolean;
  readonly refusesOverwork: boolean;
  /** Communities and persons whose volunteers the caller may see. */
  readonly visibleCommunityIds: readonly string[];
  readonly visiblePersonIds: readonly string[];
  /** Whether the caller may see all volunteers. */
  readonly seesAll: boolean;
  /** Minutes of tolerated overlap and missing rest. */
  readonly graceMinutes: number;
  /** Requests of the same joint visit, whose plan sets the time between elders. */
  readonly jointRequestIds: readonly string[];
}

/**
 * Judges volunteers for one request: the single judgement of `candidates` and of every assignment.
 * It runs across the foundation (`rowsAcrossCommunities`), since visits in other communities make a
 * volunteer busy as well. Of their visits only sums and free periods are returned.
 *
 * `JudgingParameters` explains the parameters. `of` narrows each step to some volunteers.
 *
 * Free periods are multiranges: weekly and extra availability inside the requested windows, minus
 * busy times. Times of day become instants in the foundation's zone, so a day with a clock change
 * has its real length. Reasons and obstacles are codes: `hard` ones exclude a volunteer, `flagged`
 * ones would if the policy refused them.
 *
 * From `fact` on, each step reads the one before once and is fenced by OFFSET 0. Only a step that
 * is read three times is materialized.
 */
const judging = (of: (volunteer: string) => string, alsoWanted = '') => `
  with span as (
    select range_agg(tstzrange(w.f, w.t)) as windows, min(w.f) as first, max(w.t) as last,
      date_trunc('day', min(w.f) at time zone :zone) as day, date_trunc('week', min(w.f) at time zone :zone) as week
    from unnest(:windowsFrom::timestamptz[], :windowsTo::timestamptz[]) as w (f, t)
  ), request as materialized (
    -- The day and the week of the begin as instants, so that a visit is counted to them by comparing.
    select windows, first, last, make_interval(mins => :minutes::int) as length, make_interval(mins => :restMinutes::int) as rest, make_interval(mins => :graceMinutes::int) as grace,
      day at time zone :zone as day_from, (day + interval '1 day') at time zone :zone as day_to,
      week at time zone :zone as week_from, (week + interval '7 days') at time zone :zone as week_to
    from span
  ), calendar as (
    -- Two months of days at most; the limit is also what the planner counts with. On a day without a change of the clocks a time of
    -- day is its begin and so many minutes, which saves asking the zone for each stretch.
    select day, extract(isodow from day)::int as weekday, day at time zone :zone as day_from,
      (day + interval '1 day') at time zone :zone - day at time zone :zone = interval '24 hours' as is_even
    from request, generate_series(
      date_trunc('day', first at time zone :zone), date_trunc('day', last at time zone :zone), interval '1 day') as day limit 62
  ), usual as materialized (
    select s.volunteer_id, range_agg(case when s.is_even
      then tstzrange(s.day_from + make_interval(mins => s.from_minute), s.day_from + make_interval(mins => s.to_minute))
      else tstzrange((s.day + make_interval(mins => s.from_minute)) at time zone :zone, (s.day + make_interval(mins => s.to_minute)) at time zone :zone)
      end) as free
    from (select d.day, d.day_from, d.is_even, o.volunteer_id, o.from_minute, o.to_minute
      from calendar d join availability_slot o on o.foundation_id = :foundationId and o.weekday = d.weekday${of('o.volunteer_id')}
      order by o.volunteer_id offset 0) s
    group by s.volunteer_id
  ), unusual as materialized (
    select e.volunteer_id,
      range_agg(tstzrange((e.day + make_interval(mins => e.from_minute)) at time zone :zone,
        (e.day + make_interval(mins => e.to_minute)) at time zone :zone)) filter (where e.is_free) as extra,
      range_agg(tstzrange((e.day + make_interval(mins => e.from_minute)) at time zone :zone,
        (e.day + make_interval(mins => e.to_minute)) at time zone :zone)) filter (where not e.is_free) as blocked
    from calendar d join availability_exception e on e.foundation_id = :foundationId and e.day = d.day::date${of('e.volunteer_id')}
    group by e.volunteer_id
  ), load as materialized (
    select v.volunteer_id,
      range_agg(case when v.request_id = any (:jointRequestIds::uuid[]) then tstzrange(v.planned_from, v.planned_to)
        else tstzrange(v.planned_from - w.rest, v.planned_to + w.rest) end) filter (where v.state in ('PLANNED', 'CHECKED_IN')) as busy,
      range_agg(case when v.request_id = any (:jointRequestIds::uuid[]) or w.grace >= w.rest then tstzrange(v.planned_from, v.planned_to)
        else tstzrange(v.planned_from - w.rest + w.grace, v.planned_to + w.rest - w.grace) end)
        filter (where v.state in ('PLANNED', 'CHECKED_IN')) as busy_at_least,
      range_agg(case when v.planned_to - v.planned_from > w.grace * 2 then tstzrange(v.planned_from + w.grace, v.planned_to - w.grace)
        else tstzrange(v.planned_from, v.planned_to) end) filter (where v.state in ('PLANNED', 'CHECKED_IN')) as taken,
      (sum(date_part('epoch', v.planned_to - v.planned_from)) filter (where v.planned_from >= w.week_from and v.planned_from < w.week_to) / 60)::int as week_minutes,
      (sum(date_part('epoch', v.planned_to - v.planned_from)) filter (where v.planned_from >= w.day_from and v.planned_from < w.day_to) / 60)::int as day_minutes
    from request w join visit v on v.foundation_id = :foundationId and v.request_id <> :requestId${of('v.volunteer_id')}
      and v.state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED')
      and v.planned_from > w.first - interval '8 days' and v.planned_from < w.last + interval '8 days'
    group by v.volunteer_id
  ), serving as materialized (
    select m.volunteer_id, bool_or(a.community_id is not null) as serves, bool_or(m.team_id = any (:teamIds)) as is_asked
    from team_member m
    left join team_area a on a.foundation_id = m.foundation_id and a.team_id = m.team_id and a.community_id = :communityId
    where m.foundation_id = :foundationId${of('m.volunteer_id')} group by m.volunteer_id
  ), qualified as materialized (
    select q.volunteer_id, array_agg(q.name) as names from request w
    join qualification q on q.foundation_id = :foundationId and q.name = any (:qualificationCodes) and q.withdrawn_at is null${of('q.volunteer_id')}
      and q.valid_from <= w.last and (q.valid_to is null or q.valid_to >= w.last)
    group by q.volunteer_id
  ), star as materialized (
    select distinct on (volunteer_id) volunteer_id, level from star_award where foundation_id = :foundationId${of('volunteer_id')} order by volunteer_id, id desc
  ), fact as (
    select v.id, v.is_vetted, v.community_id = :communityId as is_home, coalesce(t.serves, false) as serves,
      cardinality(:teamIds::uuid[]) = 0 or coalesce(t.is_asked, false) as is_asked,
      p.volunteer_id is not null as is_paired, d.volunteer_id is not null as has_declined, coalesce(q.names @> :qualificationCodes::text[], false) as is_qualified,
      told.that or u.extra is not null as is_told,
      (case when not told.that then w.windows + coalesce(u.extra, '{}') else coalesce(s.free, '{}') + coalesce(u.extra, '{}') end
        * w.windows) - coalesce(u.blocked, '{}') as free,
      coalesce(l.busy, '{}') as busy, coalesce(l.busy_at_least, '{}') as busy_at_least, coalesce(l.taken, '{}') as taken, w.windows, coalesce(l.week_minutes, 0) as week_minutes, coalesce(l.day_minutes, 0) as day_minutes,
      coalesce(star.level, 0) as stars, f.gender, f.metres_max, coalesce(:language = any (f.languages), false) as speaks,
      -- least() passes over nulls, so an unknown place would be at the other end of the world.
      case when f.latitude is not null and :latitude::float8 is not null then (2 * 6371000 * asin(least(1, sqrt(sin(radians(f.latitude - :latitude) / 2) ^ 2
        + cos(radians(:latitude)) * cos(radians(f.latitude)) * sin(radians(f.longitude - :longitude) / 2) ^ 2))))::int end as metres
    from request w cross join volunteer v
    left join serving t on t.volunteer_id = v.id
    left join usual s on s.volunteer_id = v.id
    -- Whoever told of other weekdays only is not free on this one; whoever told of none is asked.
    cross join lateral (select s.volunteer_id is not null or exists (
      select from availability_slot o where o.foundation_id = :foundationId and o.volunteer_id = v.id) as that offset 0) told
    left join unusual u on u.volunteer_id = v.id
    left join load l on l.volunteer_id = v.id
    left join qualified q on q.volunteer_id = v.id
    left join star on star.volunteer_id = v.id
    left join volunteer_profile f on f.foundation_id = v.foundation_id and f.volunteer_id = v.id
    left join pairing p on p.foundation_id = v.foundation_id and p.volunteer_id = v.id and p.elder_id = :elderId and p.ended_at is null
    left join request_decline d on d.foundation_id = v.foundation_id and d.volunteer_id = v.id and d.request_id = :requestId
    where v.foundation_id = :foundationId${of('v.id')} and (:seesAll or v.community_id = any (:visibleCommunityIds) or v.person_id = any (:visiblePersonIds))${alsoWanted}
    offset 0
  ), free as (
    select f.*, w.length, exists (select from unnest(f.free) stretch where upper(stretch) - lower(stretch) >= w.length) as is_free
    from fact f, request w offset 0
  ), begun as (
    -- Whoever is not free then may be asked to come all the same, so when she could come is worked out for her too.
    select f.*, case when f.is_free then f.free else f.windows end - f.busy as stretches,
      case when f.is_free then f.free else f.windows end - f.busy_at_least as stretches_at_least,
      case when f.is_free then f.free else f.windows end - f.taken as stretches_without_rest
    from free f offset 0
  ), timed as (
    -- With the whole rest if there is such a time; a rest may be short by the minutes of grace.
    select b.*, coalesce(
      (select min(lower(stretch)) from unnest(b.stretches) stretch where upper(stretch) - lower(stretch) >= b.length),
      (select min(lower(stretch)) from unnest(b.stretches_at_least) stretch where upper(stretch) - lower(stretch) >= b.length)) as first_begin
    from begun b offset 0
  ), kept as (
    select t.*, case when is_free then first_begin end as begin, first_begin is null and exists (
      select from unnest(t.stretches_without_rest) stretch where upper(stretch) - lower(stretch) >= t.length) as lacks_rest
    from timed t offset 0
  ), judged as (
    select k.*,
      case when is_vetted and is_free and is_asked and (cardinality(:qualificationCodes::text[]) = 0 or is_qualified)
          and not (first_begin is null and case when lacks_rest then :refusesOverwork::boolean else :refusesDoubleBooking::boolean end)
          and not (:refusesOverwork and (day_minutes + :minutes > :dayMinutesMax or week_minutes + :minutes > :weekMinutesMax))
          and metres > metres_max is not true and gender <> :gender is not true then '{}'::text[]
      else array_remove(array[
        case when not is_vetted then 'NOT_VETTED' end,
        case when cardinality(:qualificationCodes::text[]) > 0 and not is_qualified then 'QUALIFICATION_MISSING' end,
        case when not is_free then 'NOT_FREE' end,
        case when first_begin is null and not lacks_rest and :refusesDoubleBooking then 'DOUBLE_BOOKED' end,
        case when first_begin is null and lacks_rest and :refusesOverwork then 'REST_TOO_SHORT' end,
        case when :refusesOverwork and day_minutes + :minutes > :dayMinutesMax then 'OVERWORKED_DAY' end,
        case when :refusesOverwork and week_minutes + :minutes > :weekMinutesMax then 'OVERWORKED_WEEK' end,
        case when metres > metres_max then 'TOO_FAR' end,
        case when not is_asked then 'TEAM_NOT_ASKED' end,
        case when gender <> :gender then 'GENDER_OTHER' end], null) end as hard,
      array_remove(array[
        case when first_begin is null and not lacks_rest and not :refusesDoubleBooking then 'DOUBLE_BOOKED' end,
        case when first_begin is null and lacks_rest and not :refusesOverwork then 'REST_TOO_SHORT' end,
        case when not :refusesOverwork and day_minutes + :minutes > :dayMinutesMax then 'OVERWORKED_DAY' end,
        case when not :refusesOverwork and week_minutes + :minutes > :weekMinutesMax then 'OVERWORKED_WEEK' end], null) as flagged,
      (case when is_paired then 400 else 0 end + case when is_told and begin is not null then 100 else 0 end
        + case when gender = :gender then 80 when :gender is not null and gender is not null then -200 else 0 end
        + case when speaks then 80 else 0 end
        + case when is_home then 50 when serves then 40 else 0 end - least(coalesce(metres, 3000) / 100, 100)
        - case when has_declined then 300 else 0 end - case when begin is null then 100 else 0 end
        + stars * 10 - week_minutes / 30) as score
    from kept k offset 0
  )`;

/** Excludes volunteers who take part already. */
const takesNoPart = ` and not exists (
      select from visit i where i.foundation_id = :foundationId and i.request_id = :requestId and i.volunteer_id = v.id
        and i.state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED', 'DISPUTED'))`;

/**
 * Ranks all candidates in one statement. `:after` is a cursor: whether eligible, score, id.
 * Ordered by eligibility, score and id: the same facts give the same list.
 */
export const selectCandidates = statement(
  'requests.selectCandidates',
  `${judging(() => '', takesNoPart)}, ranked as materialized (
    -- Only what a row is shown with; what is remarked is put into words for the page alone.
    select id, score, begin, metres, week_minutes, stars, hard, flagged, cardinality(hard) = 0 as is_eligible,
      is_told, has_declined, gender, speaks, is_paired, is_qualified, is_home, serves
    from judged
  ), page as (
    select r.*,
      flagged || array_remove(array[
        case when has_declined then 'DECLINED_BEFORE' end,
        case when :gender::text is not null and gender is null then 'GENDER_NOT_TOLD' end,
        case when :language::text is not null and not speaks then 'LANGUAGE_NOT_SPOKEN' end,
        case when not is_told then 'AVAILABILITY_NOT_TOLD' end], null) as soft,
      array_remove(array[
        case when is_paired then 'PAIRED' end,
        case when is_told and begin is not null then 'FREE_THEN' end,
        case when cardinality(:qualificationCodes::text[]) > 0 and is_qualified then 'QUALIFIED' end,
        case when speaks then 'SPEAKS_LANGUAGE' end,
        case when gender = :gender then 'GENDER_AS_PREFERRED' end,
        case when is_home then 'SAME_COMMUNITY' end,
        case when serves then 'TEAM_SERVES' end,
        case when metres <= 1000 then 'NEAR' end,
        case when stars > 0 then 'HAS_STARS' end,
        case when week_minutes = 0 then 'NOTHING_ELSE_THIS_WEEK' end], null) as reasons
    from (
      select * from ranked
      where :after::text is null or (is_eligible::int, score, id) < (split_part(:after, '|', 1)::int, split_part(:after, '|', 2)::int, split_part(:after, '|', 3)::uuid)
      order by is_eligible desc, score desc, id desc limit :limit
    ) r
  ), obstacle as (
    select code, count(*)::int as count, (count(*) filter (where cardinality(hard) = 1))::int as only_count
    from ranked, unnest(hard) as code where not is_eligible group by code
  ), summary as (
    select count(*)::int as considered_count, (count(*) filter (where is_eligible))::int as eligible_count,
      coalesce((select jsonb_agg(jsonb_build_object('code', code, 'count', count, 'onlyCount', only_count) order by count desc, code)
        from obstacle), '[]') as obstacles
    from ranked
  )
  select s.*, p.id, p.score, p.begin, p.metres as distance_metres, p.week_minutes, p.stars, p.hard, p.soft, p.reasons, p.is_eligible
  from summary s left join page p on true
  order by p.is_eligible desc, p.score desc, p.id desc`,
);

/**
 * The same judgement of given volunteers at one time: the obstacles and flags of each. Also
 * gives the first time inside the windows at which all could come, preferring their stated
 * availability.
 */
export const selectJudgement = statement(
  'requests.selectJudgement',
  `${judging((volunteer) => ` and ${volunteer} = any (:volunteerIds::uuid[])`)}, common as (
    select range_intersect_agg(stretches) as stretches, range_intersect_agg(stretches_at_least) as stretches_at_least from judged
  )
  select j.id, j.hard, j.flagged, j.day_minutes, j.week_minutes,
    (ceil(coalesce((select max(extract(epoch from least(v.planned_to, w.last) - greatest(v.planned_from, w.first)) / 60) from visit v
      where v.foundation_id = :foundationId and v.volunteer_id = j.id and v.request_id <> :requestId and v.request_id <> all (:jointRequestIds::uuid[])
        and v.state in ('PLANNED', 'CHECKED_IN')
        and v.planned_from < w.last + interval '1 day' and v.planned_to > w.first - interval '1 day'), 0)))::int as overlap_minutes,
    coalesce(
      (select min(lower(stretch)) from common c, unnest(c.stretches) stretch where upper(stretch) - lower(stretch) >= w.length),
      (select min(lower(stretch)) from common c, unnest(c.stretches_at_least) stretch where upper(stretch) - lower(stretch) >= w.length)
    ) as common_begin
  from judged j, request w`,
);
