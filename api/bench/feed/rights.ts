import pg from 'pg';
import { newId } from '../../../schema/ids.ts';
import type { Settlers } from '../../testing/settlers.ts';

/** Dispatchers of one community, each of whom has another one besides, so that no two have the same rights. Gives the ids of their accounts. */
export async function differentDispatchers(databaseUrl: string, settlers: Settlers, count: number): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const foundationId = settlers.foundations['sicheng'];
  const accountIds = Array.from({ length: count }, () => newId());
  const communityIds = accountIds.map(() => newId());
  await pool.query(
    `insert into account (id, display_name) select id, 'dispatcher' from unnest($1::uuid[]) as new (id)`,
    [accountIds],
  );
  await pool.query(
    `insert into community (foundation_id, id, slug, name, district)
     select $1, id, 'c-' || no, '社区', '区' from unnest($2::uuid[]) with ordinality as new (id, no)`,
    [foundationId, communityIds],
  );
  await pool.query(
    `insert into role_grant (id, account_id, role, foundation_id, community_id, valid_from)
     select gen_random_uuid(), account_id, 'DISPATCHER', $1, community_id, now() - interval '1 day'
     from (select unnest($2::uuid[]) as account_id, unnest($3::uuid[]) as community_id
       union all select unnest($2::uuid[]), $4::uuid) as held`,
    [foundationId, accountIds, communityIds, settlers.communities['xinxian']],
  );
  await pool.end();
  return accountIds;
}
