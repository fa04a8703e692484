import { newId } from '../../schema/ids.ts';
import type { TestPlatform } from './test-platform.ts';

/**
 * Adds volunteers in new communities of `sicheng`, twenty in each. Each has availability on five
 * days, a star, a profile, a team and two visits: one now and one of last year. Bypasses row-level
 * security and references. For tests of growth.
 */
export async function addVolunteers(
  { fixtures, ...platform }: TestPlatform,
  count: number,
): Promise<void> {
  const salt = `c${newId().slice(-12)}`;
  const each = `select n, gen_random_uuid() as id from generate_series(0, ${count - 1}) n`;
  const scope = `'${fixtures.foundations['sicheng']}'::uuid as foundation_id, (array(select id from community where slug like '${salt}-%'))[1 + n / 20] as community_id`;
  const columns = 'foundation_id, community_id';
  await platform.sql(`do $$ begin
    set local session_replication_role = replica;
    insert into community (foundation_id, id, slug, name, district)
      select '${fixtures.foundations['sicheng']}', gen_random_uuid(), '${salt}-' || n, '社区', '区' from generate_series(0, ${Math.ceil(count / 20)}) n;
    create temp table crowd on commit drop as select id, id as person_id, ${scope} from (${each}) as made;
    insert into person (${columns}, id, name) select ${columns}, id, '众' || left(id::text, 8) from crowd;
    insert into person_detail (${columns}, id, phone_index) select ${columns}, id, sha256(id::text::bytea) from crowd;
    insert into volunteer (${columns}, id, person_id, display_name, is_vetted) select ${columns}, id, person_id, '志愿者', true from crowd;
    insert into volunteer_profile (${columns}, id, volunteer_id, person_id) select ${columns}, id, id, person_id from crowd;
    insert into availability_slot (${columns}, id, volunteer_id, person_id, weekday, from_minute, to_minute)
      select ${columns}, gen_random_uuid(), id, person_id, day, 480, 1080 from crowd, generate_series(1, 5) day;
    insert into team_member (${columns}, id, team_id, volunteer_id)
      select ${columns}, gen_random_uuid(), '${fixtures.teams['qingman']}', id from crowd;
    insert into star_award (${columns}, id, volunteer_id, volunteer_person_id, level, minutes, policy_version, awarded_at)
      select ${columns}, gen_random_uuid(), id, person_id, 1, 600, 1, now() from crowd;
    insert into visit (${columns}, id, request_id, elder_person_id, volunteer_id, volunteer_person_id, state, planned_from, planned_to, hold_id)
      select c.foundation_id, c.community_id, gen_random_uuid(), gen_random_uuid(), r.elder_person_id, c.id, c.person_id, 'CERTIFIED', at, at + interval '1 hour', r.hold_ids[1]
      from crowd c, (values (now()), (now() - interval '1 year')) as time (at), (select * from service_request order by id limit 1) r;
  end $$`);
  await platform.sql('analyze');
}
