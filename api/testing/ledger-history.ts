import type { TestPlatform } from './test-platform.ts';

/**
 * Books grants in a past month of the foundation `sicheng`, each followed by its reversal, so that
 * no balance of later days changes, and writes as many hours. For tests of growth: the API cannot
 * book thousands in the past.
 */
export async function addLedgerMonth(
  platform: TestPlatform,
  month: string,
  count: number,
): Promise<void> {
  const { fixtures } = platform;
  const foundation = fixtures.foundations['sicheng']!;
  const [fund, account] = ['fund@sicheng', 'poor@xinxian'].map(
    (name) => fixtures.coinAccounts[name],
  );
  const community = fixtures.communities['xinxian'];
  const person = fixtures.persons['poor@xinxian'];
  const booked = (n: string) =>
    `(timestamptz '${month}-02 00:00:00+08' + ${n} * interval '${Math.floor(2_000_000 / count)} seconds')`;
  await platform.sql(
    `with grants as (
       select n, new_id(${booked('n')}) as id, ${booked('n')} as at, n % 2 = 0 as is_reversal from generate_series(1, ${2 * Math.ceil(count / 2)}) n
     ), booked as (
       insert into transfer (foundation_id, id, community_ids, person_ids, client_id, request_hash, phase, kind, amount, happened_at, booked_at, reverses_id, actor_account_id)
       select $1, id, array[$2::uuid], array[$3::uuid], '${month}:' || n, '-', 'POSTED', case when is_reversal then 'REVERSAL' else 'GRANT' end, 100, at, at,
         case when is_reversal then lag(id) over (order by n) end, $1
       from grants order by n
     )
     insert into entry (foundation_id, id, community_id, person_id, transfer_id, account_id, layer, amount, booked_at, balance_after)
     select $1, new_id(at), community_id, person_id, id, account_id, 'POSTED', case when is_reversal then -side.amount else side.amount end, at, case when is_reversal then 0 else side.amount end
     from grants, (values (null::uuid, null::uuid, $4::uuid, -100), ($2::uuid, $3::uuid, $5::uuid, 100)) as side (community_id, person_id, account_id, amount)
     order by n, side.amount`,
    [foundation, community, person, fund, account],
  );
  await platform.sql(
    `insert into hours_record (foundation_id, id, community_id, volunteer_id, person_id, minutes, category, happened_at, booked_at, business_kind, business_id)
     select $1, new_id(${booked('n')}), $2, $3, $4, 60, 'chat', ${booked('n')}, ${booked('n')}, 'visit', gen_random_uuid() from generate_series(1, ${count}) n`,
    [
      foundation,
      community,
      fixtures.volunteers['volunteer@xinxian'],
      fixtures.persons['volunteer@xinxian'],
    ],
  );
  await platform.sql('select ledger_adopt($1)', [foundation]);
  await platform.sql('analyze');
}
