import type pg from 'pg';

export const dispatcherOfMany = 'dispatcher-of-many@large-1';

/**
 * Adds a dispatcher of many communities in the first generated foundation. Missing communities are
 * added empty. Idempotent.
 */
export async function addDispatcherOfMany(
  administrator: pg.Client,
  communities: number,
): Promise<void> {
  const { rows } = await administrator.query<{ id: string; isThere: boolean }>(
    `select f.id, exists (select from account where persona = $1) as "isThere" from foundation f where f.slug = 'large-1'`,
    [dispatcherOfMany],
  );
  const [{ id: foundation, isThere }] = rows as [(typeof rows)[number]];
  if (isThere) return;
  await administrator.query(
    `insert into community (foundation_id, id, slug, name, district)
     select $1, uuidv7(), 'more-' || n, '更多社区 ' || n, '示例区' from generate_series(1, $2 - (select count(*) from community where foundation_id = $1)) n`,
    [foundation, communities],
  );
  await administrator.query(
    `insert into account (id, display_name, persona) values (uuidv7(), '多社区调度员', $1)`,
    [dispatcherOfMany],
  );
  await administrator.query(
    `insert into role_grant (id, account_id, role, foundation_id, community_id, valid_from)
     select uuidv7(), a.id, 'DISPATCHER', c.foundation_id, c.id, now() - interval '1 day'
     from account a, (select * from community where foundation_id = $1 order by id limit $2) c where a.persona = $3`,
    [foundation, communities, dispatcherOfMany],
  );
  await administrator.query('analyze community; analyze role_grant');
}
