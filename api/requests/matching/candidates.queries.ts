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
 * `JudgingParameters` explains the parameters. `volunteers` selects those to judge. All other rows are
 * read by volunteer, so the cost does not depend on other volunteers or on past years.
 *
 * Free periods are multiranges: weekly and extra availability inside the requested windows, minus
 * busy times. Times of day become instants in the foundation's zone, so a day with a clock change
 * has its real length. Reasons and obstacles are codes: `hard` ones exclude a volunteer, `flagged`
 * ones would if the policy refused them.
 *
 * From `fact` on, each step reads the one before once and is fenced by OFFSET 0. Only a step that
 * is read three times is materialized.
 */
const judging = (volunteers: string) => `
  with pool as materialized (
    ${volunteers}
  ), span as (
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
  ), fact as (
    select v.id, v.is_vetted, v.community_id = :communityId as is_home, t.serves,
      cardinality(:teamIds::uuid[]) = 0 or t.is_asked as is_asked,
      v.id = any (array(select pairing.volunteer_id from pairing where foundation_id = :foundationId and elder_id = :elderId and ended_at is null)) as is_paired,
      v.id = any (array(select decline.volunteer_id from request_decline decline where foundation_id = :foundationId and request_id = :requestId)) as has_declined, coalesce(q.names @> :qualificationCodes::text[], false) as is_qualified,
      s.is_told or u.extra is not null as is_told,
      (case when not s.is_told then w.windows + coalesce(u.extra, '{}') else coalesce(s.free, '{}') + coalesce(u.extra, '{}') end
        * w.windows) - coalesce(u.blocked, '{}') as free,
      coalesce(l.busy, '{}') as busy, coalesce(l.busy_at_least, '{}') as busy_at_least, coalesce(l.taken, '{}') as taken, w.windows, coalesce(l.week_minutes, 0) as week_minutes, coalesce(l.day_minutes, 0) as day_minutes,
      coalesce(star.level, 0) as stars, f.gender, f.metres_max, coalesce(:language = any (f.languages), false) as speaks,
      -- least() passes over nulls, so an unknown place would be at the other end of the world.
      case when f.latitude is not null and :latitude::float8 is not null then (2 * 6371000 * asin(least(1, sqrt(sin(radians(f.latitude - :latitude) / 2) ^ 2
        + cos(radians(:latitude)) * cos(radians(f.latitude)) * sin(radians(f.longitude - :longitude) / 2) ^ 2))))::int end as metres
    from request w cross join pool v
    cross join lateral (
      select coalesce(bool_or(m.team_id = any (array(select a.team_id from team_area a where a.foundation_id = :foundationId and a.community_id = :communityId))), false) as serves,
        coalesce(bool_or(m.team_id = any (:teamIds)), false) as is_asked
      from team_member m where m.foundation_id = :foundationId and m.volunteer_id = v.id
    ) t
    -- Whoever told of other weekdays only is not free on this one; whoever told of none is asked.
    cross join lateral (
      select count(*) > 0 as is_told, range_agg(case when c.is_even
        then tstzrange(c.day_from + make_interval(mins => o.from_minute), c.day_from + make_interval(mins => o.to_minute))
        else tstzrange((c.day + make_interval(mins => o.from_minute)) at time zone :zone, (c.day + make_interval(mins => o.to_minute)) at time zone :zone)
        end) filter (where c.day is not null) as free
      from availability_slot o left join calendar c on c.weekday = o.weekday
      where o.foundation_id = :foundationId and o.volunteer_id = v.id
    ) s
    cross join lateral (
      select range_agg(e.stretch) filter (where e.is_free) as extra, range_agg(e.stretch) filter (where not e.is_free) as blocked
      from (
        select x.is_free, tstzrange((x.day + make_interval(mins => x.from_minute)) at time zone :zone, (x.day + make_interval(mins => x.to_minute)) at time zone :zone) as stretch
        from availability_exception x where x.foundation_id = :foundationId and x.volunteer_id = v.id
          and x.day >= (select min(day)::date from calendar) and x.day <= (select max(day)::date from calendar)
      ) e
    ) u
    cross join lateral (
      select
        range_agg(case when i.request_id = any (:jointRequestIds::uuid[]) then tstzrange(i.planned_from, i.planned_to)
          else tstzrange(i.planned_from - w.rest, i.planned_to + w.rest) end) filter (where i.state in ('PLANNED', 'CHECKED_IN')) as busy,
        range_agg(case when i.request_id = any (:jointRequestIds::uuid[]) or w.grace >= w.rest then tstzrange(i.planned_from, i.planned_to)
          else tstzrange(i.planned_from - w.rest + w.grace, i.planned_to + w.rest - w.grace) end)
          filter (where i.state in ('PLANNED', 'CHECKED_IN')) as busy_at_least,
        range_agg(case when i.planned_to - i.planned_from > w.grace * 2 then tstzrange(i.planned_from + w.grace, i.planned_to - w.grace)
          else tstzrange(i.planned_from, i.planned_to) end) filter (where i.state in ('PLANNED', 'CHECKED_IN')) as taken,
        (sum(date_part('epoch', i.planned_to - i.planned_from)) filter (where i.planned_from >= w.week_from and i.planned_from < w.week_to) / 60)::int as week_minutes,
        (sum(date_part('epoch', i.planned_to - i.planned_from)) filter (where i.planned_from >= w.day_from and i.planned_from < w.day_to) / 60)::int as day_minutes
      from visit i where i.foundation_id = :foundationId and i.volunteer_id = v.id and i.request_id <> :requestId
        and i.state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED')
        and i.planned_from > (select first - interval '8 days' from request) and i.planned_from < (select last + interval '8 days' from request)
    ) l
    cross join lateral (
      select array_agg(q.name) as names from qualification q
      where q.foundation_id = :foundationId and q.volunteer_id = v.id and q.name = any (:qualificationCodes) and q.withdrawn_at is null
        and q.valid_from <= w.last and (q.valid_to is null or q.valid_to >= w.last)
    ) q
    left join lateral (
      select level from star_award a where a.foundation_id = :foundationId and a.volunteer_id = v.id order by a.id desc limit 1
    ) star on true
    left join lateral (
      select * from volunteer_profile p where p.foundation_id = :foundationId and p.volunteer_id = v.id limit 1
    ) f on true
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

/** Volunteers who do not take part already, by a condition. */
const volunteersWhere = (condition: string): string => `
    select v.id, v.community_id, v.is_vetted from volunteer v where v.foundation_id = :foundationId${condition}
      and v.id <> all (array(
        select i.volunteer_id from visit i where i.foundation_id = :foundationId and i.request_id = :requestId
          and i.state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED', 'DISPUTED')))`;

/** The same for each value of an array: one descent of an index each, whatever the planner expects. */
const volunteersBy = (column: string, values: string): string => `
    select v.* from unnest(${values}::uuid[]) as seen (id)
    cross join lateral (${volunteersWhere(` and v.${column} = seen.id`)} offset 0) v`;

/**
 * Ranks all candidates in one statement. `:after` is a cursor: whether eligible, score, id.
 * Ordered by eligibility, score and id: the same facts give the same list.
 */
const ranking = (volunteers: string) => `${judging(volunteers)}, ranked as materialized (
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
  order by p.is_eligible desc, p.score desc, p.id desc`;

/** Of the volunteers whom the caller sees by community or by person. */
export const selectCandidates = statement(
  'requests.selectCandidates',
  ranking(`${volunteersBy('community_id', ':visibleCommunityIds')}
    union ${volunteersBy('person_id', ':visiblePersonIds')}`),
);

/** Of all volunteers of the foundation. */
export const selectAllCandidates = statement(
  'requests.selectAllCandidates',
  ranking(volunteersWhere('')),
);

/**
 * The same judgement of given volunteers at one time: the obstacles and flags of each. Also
 * gives the first time inside the windows at which all could come, preferring their stated
 * availability.
 */
export const selectJudgement = statement(
  'requests.selectJudgement',
  `${judging('select v.id, v.community_id, v.is_vetted from volunteer v where v.foundation_id = :foundationId and v.id = any (:volunteerIds::uuid[])')}, common as (
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
