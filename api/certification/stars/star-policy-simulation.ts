import type {
  StarPolicySimulation,
  StarPolicyDifference,
  StarPolicyLevel,
} from '../../../schema/certification/star.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { mustRise } from './stars.service.ts';

/**
 * Simulates a star policy on the hours certified until an instant, per volunteer, beside the stars
 * held then. Writes nothing. Refuses with STAR_HOURS_NOT_RISING, NOT_ALLOWED.
 */
export async function simulateStarPolicy(
  ctx: Context,
  hours: readonly number[],
  at: string,
): Promise<StarPolicySimulation> {
  ctx.authorize('starPolicy:try');
  mustRise(hours, ['hours']);
  const [row] = await ctx.rows<SimulationRow>(selectSimulation, {
    hours,
    awardedAt: at,
    differencesMax,
  });
  if (!row) throw new Error('A statement without a condition gave no row.');
  return { ...row, levels: row.levels ?? [], differences: row.differences ?? [] };
}

type SimulationRow = Omit<StarPolicySimulation, 'levels' | 'differences'> & {
  levels: StarPolicyLevel[] | null;
  differences: StarPolicyDifference[] | null;
};

/** The limit that the description in the schema states. */
const differencesMax = 100;

const selectSimulation = statement(
  'certification.selectSimulation',
  `with served as (
     select v.id, v.display_name, coalesce(h.minutes, 0) as minutes, coalesce((
       select a.level from star_award a where a.foundation_id = :foundationId and a.volunteer_id = v.id and a.awarded_at <= :awardedAt order by a.id desc limit 1), 0) as held,
       (select count(*)::integer from unnest(:hours::integer[]) as t (hours) where coalesce(h.minutes, 0) >= t.hours * 60) as would_be
     from volunteer v left join (
       select volunteer_id, sum(minutes) as minutes from hours_record where foundation_id = :foundationId and booked_at <= :awardedAt group by volunteer_id
     ) as h on h.volunteer_id = v.id
     where v.foundation_id = :foundationId
   ), different as (
     select *, row_number() over (order by minutes desc, id) as place from served where held <> would_be
   )
   select count(*)::integer as volunteer_count, count(*) filter (where would_be > held)::integer as risen_count,
     count(*) filter (where would_be < held)::integer as fallen_count,
     (select jsonb_agg(jsonb_build_object('level', level, 'held', (select count(*) from served where held = level),
        'wouldBe', (select count(*) from served where would_be = level)) order by level)
      from generate_series(0, (select max(greatest(held, would_be)) from served)) as level) as levels,
     (select jsonb_agg(jsonb_build_object('volunteerId', d.id, 'minutes', d.minutes, 'held', d.held, 'wouldBe', d.would_be, 'reachedAt', to_char(
        (select min(run.booked_at) from (
           select r.booked_at, sum(r.minutes) over (order by r.booked_at, r.id) as so_far from hours_record r
           where r.foundation_id = :foundationId and r.volunteer_id = d.id and r.booked_at <= :awardedAt
         ) as run where d.would_be > 0 and run.so_far >= (:hours::integer[])[d.would_be] * 60) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        ) order by d.place)
      from different d where d.place <= :differencesMax) as differences
   from served`,
);
