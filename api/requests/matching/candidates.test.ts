import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeId, newId } from '../../../schema/ids.ts';
import { findActor } from '../../identity/load-actor.ts';
import { Context } from '../../platform/context/operation-context.ts';
import {
  type Statement,
  statementAround,
  type StatementParameters,
} from '../../platform/database/statement.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { candidatesFor } from './candidates.ts';
import { selectCandidates } from './candidates.queries.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import type { Input } from '../../testing/scenario/fixture-ids.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
const dayMs = 86_400_000;
/** Noon in Asia/Shanghai, a week ahead. */
const noonMs = Math.ceil(Date.now() / dayMs) * dayMs + 7 * dayMs + 4 * 3_600_000;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
});
afterAll(() => platform.close());

function hours(from: number): string {
  return new Date(noonMs + from * 3_600_000).toISOString();
}

async function opened(caller: Actor, elder: string, more: Input = {}): Promise<string> {
  return (await caller.opens({ elder, requestedFrom: hours(0), requestedTo: hours(1), ...more }))
    .id;
}

test('a volunteer with a visit in a community that the dispatcher does not see is not proposed as free', async () => {
  const elsewhere = await scenario.actor('dispatcher@dafangjia');
  const requestId = await opened(dispatcher, 'elder@xinxian');
  const query = `query ($id: ID!) { candidates(requestId: $id, first: 20) { consideredCount nodes { volunteer { displayName } weekMinutes
    shortfalls { code } } } }`;
  const judged = async () => {
    const { candidates } = await dispatcher.query(query, { id: requestId });
    return candidates.nodes.find(
      (each: { volunteer: { displayName: string } }) => each.volunteer.displayName === '何小芽',
    );
  };
  expect(await judged()).toMatchObject({
    weekMinutes: 0,
    shortfalls: [{ code: 'AVAILABILITY_NOT_TOLD' }],
  });
  const other = await opened(elsewhere, 'elder@dafangjia');
  // Bypasses row-level security, since no dispatcher reaches both.
  await platform.sql(
    `insert into visit (foundation_id, id, community_id, request_id, elder_person_id, volunteer_id, volunteer_person_id, state, planned_from, planned_to, hold_id)
     select r.foundation_id, $2, r.community_id, r.id, r.elder_person_id, v.id, v.person_id, 'PLANNED', $3, $4, r.hold_ids[1]
     from service_request r, volunteer v where r.community_id = $1 and v.id = $5`,
    [
      platform.fixtures.communities['dafangjia'],
      newId(),
      hours(0),
      hours(1),
      platform.fixtures.volunteers['volunteer@chaoxi'],
    ],
  );
  expect(await judged()).toMatchObject({
    weekMinutes: 60,
    shortfalls: [{ code: 'DOUBLE_BOOKED' }, { code: 'AVAILABILITY_NOT_TOLD' }],
  });
  // The result shows that the volunteer is busy and no other detail of the visit.
  expect(await dispatcher.seesRequest(other)).toBeNull();
  // Judging across communities reveals no volunteers: dafangjia's dispatcher sees no helper of
  // xinxian.
  const { candidates } = await elsewhere.query(query, { id: other });
  expect(candidates.consideredCount).toBe(0);
});

test('one statement judges ten thousand volunteers and reads each of their rows once', async () => {
  const count = 10_000;
  await crowd(count);
  const id = await opened(dispatcher, 'elder@xinxian', {
    language: '普通话',
    genderPreference: 'FEMALE',
    requestedTo: hours(3),
    latitude: 39.9,
    longitude: 116.4,
  });
  const query = `query ($id: ID!, $first: Int!) { candidates(requestId: $id, first: $first) { consideredCount eligibleCount nodes { score volunteer { displayName } } } }`;
  const counted = async (first: number) => {
    const { headers, data } = await dispatcher.send(query, { id, first });
    return { statements: headers.get('x-statement-count'), ...data.candidates };
  };
  const one = await counted(1);
  const many = await counted(100);
  expect(many.consideredCount).toBeGreaterThan(count);
  expect(many.nodes.length).toBe(100);
  expect(many.statements).toBe(one.statements);
  // Measures the plan, not the time: volunteers, profiles, teams, five availability rows and two
  // visits each are ten rows. Reading a table twice would be more.
  const read = await rowsRead(id);
  expect(read).toBeGreaterThan(9 * count);
  expect(read).toBeLessThan(12 * count);
});

/** Rows that the statement reads from tables, discarded ones included, as run by the dispatcher. */
async function rowsRead(requestId: string): Promise<number> {
  const { services } = platform.app;
  const accountId = platform.fixtures.accounts['dispatcher@xinxian'] ?? '';
  const claims = { accountId, foundationId: null, appId: null, scopes: null };
  const found = await findActor(services.database, claims);
  const ctx = new Context(services, found?.actor ?? null, 'en');
  const run = ctx.rowsAcrossCommunities.bind(ctx);
  let plan: PlanNode | null = null;
  ctx.rowsAcrossCommunities = async <T>(
    query: Statement,
    parameters?: StatementParameters,
  ): Promise<T[]> => {
    expect(query).toBe(selectCandidates);
    const explain = statementAround(
      query,
      'explain',
      (text) => `explain (analyze, timing off, format json) ${text}`,
    );
    const [row] = await run<Record<string, [{ Plan: PlanNode }]>>(explain, parameters);
    plan = Object.values(row ?? {})[0]?.[0].Plan ?? null;
    return [];
  };
  const [row] = await platform.sql<{ id: string }>(
    'select id from service_request order by id desc limit 1',
  );
  expect(encodeId('request', row?.id ?? '')).toBe(requestId);
  await candidatesFor(ctx, row?.id ?? '', { first: 20 });
  await ctx.closeReader();
  if (!plan) throw new Error('The statement was not run.');
  return rowsOf(plan);
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

function rowsOf(node: PlanNode): number {
  const own = node['Relation Name']
    ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    : 0;
  return (node.Plans ?? []).reduce((sum, each) => sum + rowsOf(each), own);
}

/**
 * Inserts volunteers with availability on five days, profiles, a team and two visits each,
 * bypassing row-level security.
 */
async function crowd(count: number): Promise<void> {
  const scope = [
    platform.fixtures.foundations['sicheng'],
    platform.fixtures.communities['xinxian'],
  ];
  const ids = Array.from({ length: count }, () => newId());
  await platform.sql(
    `insert into person (foundation_id, id, community_id, name) select $1, id, $2, 'p' from unnest($3::uuid[]) id`,
    [...scope, ids],
  );
  await platform.sql(
    `insert into volunteer (foundation_id, id, community_id, person_id, display_name, is_vetted)
     select $1, id, $2, id, 'v' || n, n % 10 > 0 from unnest($3::uuid[]) with ordinality as v (id, n)`,
    [...scope, ids],
  );
  await platform.sql(
    `insert into volunteer_profile (foundation_id, id, community_id, volunteer_id, person_id, languages, gender, latitude, longitude, metres_max)
     select $1, id, $2, id, id, array['普通话'], case n % 2 when 0 then 'FEMALE' else 'MALE' end, 39.9 + n / 1e6, 116.4, 5000
     from unnest($3::uuid[]) with ordinality as v (id, n)`,
    [...scope, ids],
  );
  await platform.sql(
    `insert into team_member (foundation_id, id, community_id, team_id, volunteer_id)
     select $1, gen_random_uuid(), $2, $4, id from unnest($3::uuid[]) as v (id)`,
    [...scope, ids, platform.fixtures.teams['qingman']],
  );
  await platform.sql(
    `insert into availability_slot (foundation_id, id, community_id, volunteer_id, person_id, weekday, from_minute, to_minute)
     select $1, gen_random_uuid(), $2, id, id, day, 480 + n % 300, 1080 from unnest($3::uuid[]) with ordinality as v (id, n), generate_series(1, 5) day`,
    [...scope, ids],
  );
  await platform.sql(
    `insert into visit (foundation_id, id, community_id, request_id, elder_person_id, volunteer_id, volunteer_person_id, state, planned_from, planned_to, hold_id)
     select $1, gen_random_uuid(), $2, r.id, $4, v.id, v.id,
       case nth when 1 then 'PLANNED' else 'CERTIFIED' end, begin, begin + interval '1 hour', r.hold_ids[1]
     from unnest($3::uuid[]) with ordinality as v (id, n), generate_series(1, 2) nth,
       (select id, hold_ids from service_request order by id limit 1) as r,
       lateral (select $5::timestamptz + make_interval(hours => 20 * (1 - nth) + (n % 5)::int) as begin) at`,
    [...scope, ids, platform.fixtures.persons['elder@xinxian'], hours(0)],
  );
  await platform.sql('analyze');
}
