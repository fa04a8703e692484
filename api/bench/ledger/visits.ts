import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type * as TestPlatformModule from '../../testing/test-platform.ts';

/**
 * An open request, an eligible volunteer, and all values that distinguish its rows from another's.
 */
export interface PreparedRequest extends Record<string, string> {
  key: string;
  requestId: string;
  holdId: string;
  elderId: string;
  elderPersonId: string;
  volunteerId: string;
  volunteerPersonId: string;
}

/** A visit that awaits certification. */
export interface PreparedVisit extends PreparedRequest {
  visitId: string;
}

interface Sizes {
  /** Number of elders, and of volunteers. */
  accounts: number;
  count: number;
}

/**
 * Inserts ended visits, each with its request and its held coins, for the given numbers of
 * accounts.
 */
export async function prepareVisits(
  platform: TestPlatformModule.TestPlatform,
  sizes: Sizes,
): Promise<PreparedVisit[]> {
  return prepare<PreparedVisit>(platform, sizes, {
    state: 'AWAITING_CERTIFICATION',
    version: 4,
    from: `now() - interval '2 hours'`,
    isVisited: true,
  });
}

/**
 * Inserts open requests of tomorrow, each with its held coins, and volunteers of the team qingman.
 */
export async function prepareOpenRequests(
  platform: TestPlatformModule.TestPlatform,
  sizes: Sizes,
): Promise<PreparedRequest[]> {
  return prepare<PreparedRequest>(platform, sizes, {
    state: 'OPEN',
    version: 1,
    from: `now() + interval '1 day'`,
    isVisited: false,
  });
}

interface Stage {
  state: string;
  version: number;
  /** Begin of the requested window of two hours. */
  from: string;
  isVisited: boolean;
}

async function prepare<Prepared extends pg.QueryResultRow>(
  platform: TestPlatformModule.TestPlatform,
  { accounts, count }: Sizes,
  { state, version, from, isVisited }: Stage,
): Promise<Prepared[]> {
  const foundation = platform.fixtures.foundations['sicheng']!;
  const community = platform.fixtures.communities['xinxian']!;
  const names = [foundation, community, platform.fixtures.kinds['companionship@sicheng']!];
  const [fund, clearing] = [
    platform.fixtures.coinAccounts['fund@sicheng']!,
    platform.fixtures.coinAccounts['clearing@sicheng']!,
  ];
  // Ids are derived from kind and number of a row, so that references need no lookup.
  const salt = randomUUID();
  const id = (what: string, n: string) =>
    `overlay(overlay(md5('${salt}:${what}:' || ${n}) placing '01900000' || '0000' || '7' from 1 for 13) placing '8' from 17 for 1)::uuid`;
  const pair = `(n % ${accounts})`;
  const people = `generate_series(0, ${accounts - 1}) n`;
  const visits = `generate_series(1, ${count}) n`;
  const coins = 100 * Math.ceil(count / accounts) + 100;
  const booked = `timestamptz '${new Date().toISOString()}'`;
  const held = `(${booked} + interval '1 millisecond')`;
  const statements = [
    ...(['elder', 'volunteer'] as const).flatMap((what) => [
      `insert into person (foundation_id, id, community_id, name, has_smartphone) select $1, ${id(`${what}-person`, 'n')}, $2, '${what} ' || n, true from ${people}`,
      `insert into coin_account (foundation_id, id, community_id, owner_kind, owner_id, name, available_min)
       select $1, ${id(`${what}-coins`, 'n')}, $2, 'PERSON', ${id(`${what}-person`, 'n')}, '${what} ' || n, 0 from ${people}`,
      `insert into ${what} (foundation_id, id, community_id, person_id, display_name${what === 'volunteer' ? ', is_vetted' : ''}) select $1, ${id(what, 'n')}, $2, ${id(`${what}-person`, 'n')}, '${what} ' || n${what === 'volunteer' ? ', true' : ''} from ${people}`,
    ]),
    `insert into transfer (foundation_id, id, community_ids, person_ids, client_id, request_hash, phase, kind, amount, happened_at, booked_at, actor_account_id)
     select $1, ${id('grant', 'n')}, array[$2], array[${id('elder-person', 'n')}], '${salt}:grant:' || n, '-', 'POSTED', 'GRANT', ${coins}, ${booked}, ${booked}, $1 from ${people}`,
    `insert into entry (foundation_id, id, community_id, person_id, transfer_id, account_id, layer, amount, booked_at, balance_after)
     select $1, ${id('grant-out', 'n')}, null, null, ${id('grant', 'n')}, '${fund}', 'POSTED', -${coins}, ${booked},
       (select posted from coin_account where id = '${fund}') - ${coins} * row_number() over (order by ${id('grant-out', 'n')}) from ${people}
     union all select $1, ${id('grant-in', 'n')}, $2, ${id('elder-person', 'n')}, ${id('grant', 'n')}, ${id('elder-coins', 'n')}, 'POSTED', ${coins}, ${booked}, ${coins} from ${people}`,
    `insert into transfer (foundation_id, id, community_ids, person_ids, client_id, request_hash, phase, kind, amount, happened_at, booked_at, business_kind, business_id, actor_account_id)
     select $1, ${id('hold', 'n')}, array[$2], array[${id('elder-person', pair)}], 'booking:' || ${id('request', 'n')}, '-', 'PENDING', 'BOOKING', 100, ${booked},
       ${held}, 'request', ${id('request', 'n')}, $1 from ${visits}`,
    `insert into entry (foundation_id, id, community_id, person_id, transfer_id, account_id, layer, amount, booked_at)
     select $1, ${id('hold-out', 'n')}, $2, ${id('elder-person', pair)}, ${id('hold', 'n')}, ${id('elder-coins', pair)}, 'PENDING_OUT', -100, ${held} from ${visits}
     union all select $1, ${id('hold-in', 'n')}, null, null, ${id('hold', 'n')}, '${clearing}', 'PENDING_IN', 100, ${held} from ${visits}`,
    `update coin_account a set posted = s.posted, pending_out = s.pending_out, pending_in = s.pending_in from (
       select account_id, coalesce(sum(amount) filter (where layer = 'POSTED'), 0) as posted,
         coalesce(-sum(amount) filter (where layer = 'PENDING_OUT'), 0) as pending_out,
         coalesce(sum(amount) filter (where layer = 'PENDING_IN'), 0) as pending_in
       from entry where foundation_id = $1 group by account_id) s where a.foundation_id = $1 and a.id = s.account_id`,
    'select ledger_adopt($1)',
    `insert into service_request (foundation_id, id, community_id, elder_id, elder_person_id, kind_id, state, urgency, requested_from, requested_to, minutes_expected, coins_held, hold_ids, channel, opened_at, version)
     select $1, ${id('request', 'n')}, $2, ${id('elder', pair)}, ${id('elder-person', pair)}, $3, '${state}', 'NORMAL', ${from}, ${from} + interval '2 hours', 60, 100,
       array[${id('hold', 'n')}], 'APP', now() - interval '1 day', ${version} from ${visits}`,
    ...(isVisited
      ? [
          `insert into visit (foundation_id, id, community_id, request_id, elder_person_id, volunteer_id, volunteer_person_id, hold_id, state, checked_in_at, checked_out_at)
     select $1, ${id('visit', 'n')}, $2, ${id('request', 'n')}, ${id('elder-person', pair)}, ${id('volunteer', pair)}, ${id('volunteer-person', pair)},
       ${id('hold', 'n')}, 'CHECKED_OUT', now() - interval '50 minutes', now() - interval '5 minutes' from ${visits}`,
        ]
      : [
          `insert into team_member (foundation_id, id, community_id, team_id, volunteer_id) select $1, ${id('member', 'n')}, $2, '${platform.fixtures.teams['qingman']}', ${id('volunteer', 'n')} from ${people}`,
        ]),
  ];
  for (const text of statements) {
    await platform.sql(
      names.reduce((sql, name, index) => sql.replaceAll(`$${index + 1}`, `'${name}'::uuid`), text),
    );
  }
  await platform.sql('analyze');
  if (isVisited) {
    return platform.sql<Prepared>(
      `select gen_random_uuid() as key, v.id as "visitId", r.id as "requestId", v.hold_id as "holdId", r.elder_id as "elderId", r.elder_person_id as "elderPersonId",
         v.volunteer_id as "volunteerId", v.volunteer_person_id as "volunteerPersonId"
       from visit v join service_request r on r.foundation_id = v.foundation_id and r.id = v.request_id
       where v.foundation_id = $1 and v.state = 'CHECKED_OUT' and r.id in (select ${id('request', 'n')} from ${visits})`,
      [foundation],
    );
  }
  return platform.sql<Prepared>(
    `select gen_random_uuid() as key, ${id('request', 'n')} as "requestId", ${id('hold', 'n')} as "holdId", ${id('elder', pair)} as "elderId",
       ${id('elder-person', pair)} as "elderPersonId", ${id('volunteer', pair)} as "volunteerId", ${id('volunteer-person', pair)} as "volunteerPersonId"
     from ${visits}`,
  );
}
