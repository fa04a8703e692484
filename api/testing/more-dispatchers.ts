import { newPool } from '../platform/database/postgres-clients.ts';
import { newId } from '../../schema/ids.ts';
import type { Fixtures } from './fixtures.ts';

/**
 * Adds dispatchers of xinxian, each with a separate account. `different`: each also has another
 * community, so that no two have the same authorization; otherwise all have the same. Gives the
 * account ids.
 */
export async function moreDispatchers(
  databaseUrl: string,
  fixtures: Fixtures,
  count: number,
  kind: 'different' | 'alike',
): Promise<string[]> {
  const pool = newPool({ connectionString: databaseUrl, max: 1 });
  const foundationId = fixtures.foundations['sicheng'];
  const accountIds = Array.from({ length: count }, () => newId());
  await pool.query(
    `insert into account (id, display_name) select id, 'dispatcher ' || no from unnest($1::uuid[]) with ordinality as new (id, no)`,
    [accountIds],
  );
  const grant = `insert into role_grant (id, account_id, role, foundation_id, community_id, valid_from)
    select gen_random_uuid(), account_id, 'DISPATCHER', $1, community_id, now() - interval '1 day'`;
  await pool.query(
    `${grant} from unnest($2::uuid[]) as account_id, (select $3::uuid as community_id) as home`,
    [foundationId, accountIds, fixtures.communities['xinxian']],
  );
  if (kind === 'different') {
    const communityIds = accountIds.map(() => newId());
    await pool.query(
      `insert into community (foundation_id, id, slug, name, district)
       select $1, id, 'c-' || no, '社区', '区' from unnest($2::uuid[]) with ordinality as new (id, no)`,
      [foundationId, communityIds],
    );
    await pool.query(
      `${grant} from unnest($2::uuid[], $3::uuid[]) as own (account_id, community_id)`,
      [foundationId, accountIds, communityIds],
    );
  }
  await pool.end();
  return accountIds;
}
