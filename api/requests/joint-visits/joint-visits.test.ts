import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor } from '../../testing/scenario/actor.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { fullHourIn } from '../../testing/scenario/times.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let haoyiya: Actor;
let qingman: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  haoyiya = await scenario.actor('leader@chaoxi');
  qingman = await scenario.actor('leader@xinxian');
  const admin = await scenario.actor('admin@sicheng');
  await admin.grantsCoins('poor@xinxian', '30.00');
});
afterAll(() => platform.close());

const hour = 3_600_000;
/** Instants as the platform writes them: without zero fractions. */
const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
const at = (hours: number) => fullHourIn(hours, platform.clock.nowMs());

const selection = `jointVisit { id version name beginsAt endsAt cancelledAt teams { name } requests {
  id version state audience alarms requestedFrom requestedTo coinsHeld volunteersNeeded note
  visits { state plannedFrom flags volunteer { id } } } }`;

function round(more: object = {}): object {
  return {
    idempotencyKey: newKey(),
    name: '我们的雷锋日',
    kind: 'companionship@sicheng',
    teams: ['haoyiya', 'qingman'],
    stops: [
      { elderId: scenario.id.elder('elder@xinxian'), note: '带健身器' },
      { elderId: scenario.id.elder('poor@xinxian') },
    ],
    begin: at(48),
    minutesEach: 60,
    minutesBetween: 15,
    ...more,
  };
}

const planned = async (more: object = {}, caller = dispatcher) =>
  (await caller.mutate('planJointVisit', round(more), selection)).jointVisit;
const look = async (id: string, caller = dispatcher) =>
  (
    await caller.query(
      `query ($id: ID!) { node(id: $id) { ... on JointVisit ${selection.slice(11)} } }`,
      { id },
    )
  ).node;
const part = (jointVisitId: string, team: string, personas: string[], expectedVersion: number) => ({
  jointVisitId,
  team,
  volunteers: personas,
  expectedVersion,
});
const statesOf = ({ requests }: { requests: { state: string }[] }) =>
  requests.map(({ state }) => state);

describe('two teams of two communities visit several elders together', () => {
  let id: string;

  test('a plan makes one request for each elder, one after another, with a slot for each team', async () => {
    const begin = at(48);
    const joint = await planned({ begin, note: '八点半在居委会门口集合' });
    id = joint.id;
    expect(joint).toMatchObject({
      name: '我们的雷锋日',
      beginsAt: begin,
      teams: [{ name: '好益芽服务队' }, { name: '情满楼院绿色家园' }],
      requests: [
        {
          state: 'OPEN',
          audience: 'TEAM',
          requestedFrom: begin,
          volunteersNeeded: 2,
          coinsHeld: '2.00',
          note: '带健身器',
        },
        { state: 'OPEN', requestedFrom: iso(Date.parse(begin) + 75 * 60_000), coinsHeld: '2.00' },
      ],
    });
    expect(Date.parse(joint.endsAt)).toBe(Date.parse(begin) + 135 * 60_000);
    // Both teams and both communities see the plan, others do not.
    for (const persona of [
      'leader@chaoxi',
      'leader@xinxian',
      'dispatcher@chaoxi',
      'volunteer@chaoxi',
    ])
      expect([persona, (await look(id, await scenario.actor(persona))).requests.length]).toEqual([
        persona,
        2,
      ]);
    for (const persona of ['dispatcher@dafangjia', 'admin@yigong80', 'merchant@sicheng'])
      expect([persona, await look(id, await scenario.actor(persona))]).toEqual([persona, null]);
    const { jointVisits } = await haoyiya.query(
      '{ jointVisits(first: 5) { nodes { id } totalCount } }',
    );
    expect(jointVisits).toEqual({ nodes: [{ id }], totalCount: 1 });
    const { jointVisit } = await haoyiya.seesRequest(joint.requests[0], 'jointVisit { name note }');
    expect(jointVisit).toEqual({
      name: '我们的雷锋日',
      note: '八点半在居委会门口集合',
    });
  });

  test('each team accepts its own part as a whole, and no more', async () => {
    const both = part(id, 'haoyiya', ['volunteer@chaoxi', 'second@chaoxi'], 1);
    const refused = await haoyiya.tryMutate('acceptJointVisit', both);
    expect(refused.errors).toMatchObject([
      { code: 'PLACES_KEPT', message: expect.stringContaining('情满楼院绿色家园') },
    ]);
    expect(
      (await look(id)).requests.flatMap(({ visits }: { visits: unknown[] }) => visits),
    ).toEqual([]);
    await expect(
      qingman.tryMutate('acceptJointVisit', part(id, 'haoyiya', ['volunteer@chaoxi'], 1)),
    ).toBeRefused('NOT_ALLOWED');
    await expect(
      haoyiya.tryMutate('acceptJointVisit', part(id, 'haoyiya', ['unvetted@chaoxi'], 1)),
    ).toBeRefused('VOLUNTEER_NOT_VETTED');
    await expect(
      haoyiya.tryMutate('acceptJointVisit', part(id, 'haoyiya', ['volunteer@chaoxi'], 7)),
    ).toBeRefused('VERSION_CONFLICT');
    const { jointVisit } = await haoyiya.mutate(
      'acceptJointVisit',
      part(id, 'haoyiya', ['volunteer@chaoxi'], 1),
      selection,
    );
    expect(statesOf(jointVisit)).toEqual(['OPEN', 'OPEN']);
    expect(jointVisit.requests).toMatchObject([
      { visits: [{ state: 'PLANNED' }] },
      { visits: [{ state: 'PLANNED' }] },
    ]);
    // A single member cannot take slots reserved for the other team either.
    const second = await scenario.actor('second@chaoxi');
    await expect(second.accepts(jointVisit.requests[0])).toBeRefused('PLACES_KEPT');
    await expect(
      haoyiya.tryMutate('acceptJointVisit', part(id, 'haoyiya', ['second@chaoxi'], 2)),
    ).toBeRefused('JOINT_VISIT_NOT_OPEN');
    const { jointVisit: full } = await qingman.mutate(
      'acceptJointVisit',
      part(id, 'qingman', ['volunteer@xinxian'], 2),
      selection,
    );
    expect(statesOf(full)).toEqual(['ASSIGNED', 'ASSIGNED']);
  });

  test('a joint visit moves with all of its volunteers, or not at all', async () => {
    const before = await look(id);
    const begin = iso(Date.parse(before.beginsAt) + hour / 2);
    const { jointVisit } = await dispatcher.mutate(
      'rescheduleJointVisit',
      { jointVisitId: id, expectedVersion: 3, begin, reason: '下雨' },
      selection,
    );
    expect(jointVisit).toMatchObject({ beginsAt: begin, version: 4 });
    for (const [index, request] of jointVisit.requests.entries()) {
      expect(Date.parse(request.requestedFrom)).toBe(
        Date.parse(before.requests[index].requestedFrom) + hour / 2,
      );
      for (const visit of request.visits) expect(visit.plannedFrom).toBe(request.requestedFrom);
    }
    await expect(
      dispatcher.tryMutate('rescheduleJointVisit', {
        jointVisitId: id,
        expectedVersion: 4,
        begin: at(-48),
        reason: '-',
      }),
    ).toBeRefused('TIME_WINDOW_PAST');
    expect((await look(id)).beginsAt).toBe(begin);
    const move = { jointVisitId: id, expectedVersion: 4, begin, reason: '-' };
    await expect(haoyiya.tryMutate('rescheduleJointVisit', move)).toBeRefused('NOT_ALLOWED');
  });

  test('a volunteer withdraws from the whole joint visit, and the slot stays with the team unless the dispatcher assigns it', async () => {
    const { jointVisit } = await qingman.mutate(
      'withdrawFromJointVisit',
      { jointVisitId: id, volunteer: 'volunteer@xinxian', expectedVersion: 4, reason: '病了' },
      selection,
    );
    expect(statesOf(jointVisit)).toEqual(['OPEN', 'OPEN']);
    const [first] = jointVisit.requests;
    const second = await scenario.actor('second@chaoxi');
    await expect(second.accepts(first)).toBeRefused('PLACES_KEPT');
    await dispatcher.assigns(first, 'second@chaoxi');
    // The other team can still accept its remaining part.
    const { jointVisit: full } = await qingman.mutate(
      'acceptJointVisit',
      part(id, 'qingman', ['both@xinxian'], 5),
      selection,
    );
    expect(statesOf(full)).toEqual(['ASSIGNED', 'ASSIGNED']);
  });

  test('a joint visit is cancelled as a whole, and all coins go back', async () => {
    const held = async () =>
      (
        await platform.sql<{ held: string }>(
          'select sum(pending_out)::text as held from coin_account',
        )
      )[0]?.held;
    expect(await held()).toBe('400');
    const cancel = { jointVisitId: id, expectedVersion: 6, reason: '疫情' };
    await expect(qingman.tryMutate('cancelJointVisit', cancel)).toBeRefused('NOT_ALLOWED');
    const { jointVisit } = await dispatcher.mutate('cancelJointVisit', cancel, selection);
    expect(statesOf(jointVisit)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(jointVisit.cancelledAt).not.toBeNull();
    expect(await held()).toBe('0');
    await expect(
      dispatcher.tryMutate('cancelJointVisit', { ...cancel, expectedVersion: 7 }),
    ).toBeRefused('JOINT_VISIT_NOT_OPEN');
  });
});

test('a joint visit is offered only to its teams, and a missing one raises an alarm a day before', async () => {
  const { id } = await planned({ begin: at(72) });
  await haoyiya.mutate('acceptJointVisit', part(id, 'haoyiya', ['volunteer@chaoxi'], 1), selection);
  platform.clock.advance(47 * 60);
  await platform.app.jobs.runDueTasks();
  for (const request of (await look(id)).requests)
    expect(request).toMatchObject({ audience: 'TEAM', alarms: [] });
  platform.clock.advance(4 * 60);
  await platform.app.jobs.runDueTasks();
  for (const request of (await look(id)).requests)
    expect(request).toMatchObject({ state: 'OPEN', audience: 'TEAM', alarms: ['UNFILLED'] });
  await qingman.mutate(
    'acceptJointVisit',
    part(id, 'qingman', ['volunteer@xinxian'], 2),
    selection,
  );
  for (const request of (await look(id)).requests)
    expect(request).toMatchObject({ state: 'ASSIGNED', alarms: [] });
});

test('the foundation plans a joint visit over several communities, also outside of the area of a team', async () => {
  const admin = await scenario.actor('admin@sicheng');
  const stops = [
    { elderId: scenario.id.elder('elder@xinxian') },
    { elderId: scenario.id.elder('elder@dafangjia') },
  ];
  await expect(dispatcher.tryMutate('planJointVisit', round({ stops }))).toBeRefused('NOT_FOUND');
  const { id } = await planned({ stops, begin: at(96) }, admin);
  const seen = await look(id, haoyiya);
  expect(seen.requests).toHaveLength(2);
  await haoyiya.mutate(
    'acceptJointVisit',
    part(id, 'haoyiya', ['second@chaoxi'], 1),
    'jointVisit { id }',
  );
  await qingman.mutate(
    'acceptJointVisit',
    part(id, 'qingman', ['volunteer@xinxian'], 2),
    'jointVisit { id }',
  );
  expect(statesOf(await look(id, admin))).toEqual(['ASSIGNED', 'ASSIGNED']);
  // A dispatcher of one community does not decide for the other.
  const cancel = { jointVisitId: id, expectedVersion: 3, reason: '-' };
  await expect(
    (await scenario.actor('dispatcher@dafangjia')).tryMutate('cancelJointVisit', cancel),
  ).toBeRefused('NOT_ALLOWED');
  await admin.mutate('cancelJointVisit', cancel, 'jointVisit { id }');
});

test('the plan sets the time between two elders, not the rest that the policy requires', async () => {
  const admin = await scenario.actor('admin@sicheng');
  await admin.mutate(
    'setDispatchPolicy',
    { expectedVersion: 1, overwork: 'REFUSE', restMinutes: 60 },
    'policy { id }',
  );
  const { id } = await planned({ begin: at(120), minutesBetween: 5 });
  const { jointVisit } = await haoyiya.mutate(
    'acceptJointVisit',
    part(id, 'haoyiya', ['volunteer@chaoxi'], 1),
    selection,
  );
  expect(jointVisit.requests).toMatchObject([
    { visits: [{ flags: [] }] },
    { visits: [{ flags: [] }] },
  ]);
  // A volunteer with an earlier visit lacks rest.
  const { id: other } = await planned({
    begin: at(122.5),
    stops: [{ elderId: scenario.id.elder('poor@xinxian') }],
  });
  await expect(
    haoyiya.tryMutate('acceptJointVisit', part(other, 'haoyiya', ['volunteer@chaoxi'], 1)),
  ).toBeRefused('REST_TOO_SHORT');
});

test('a plan that makes no sense is refused whole, each with its reason', async () => {
  const [first, second] = [scenario.id.elder('elder@xinxian'), scenario.id.elder('poor@xinxian')];
  for (const [more, code] of [
    [{ stops: [{ elderId: first }, { elderId: first }] }, 'ELDER_TWICE'],
    [
      { stops: [{ elderId: first }, { elderId: second, begin: at(48) }], begin: at(48) },
      'STOPS_OVERLAP',
    ],
    [{ volunteersOfEachTeam: 11 }, 'TOO_MANY_PLACES'],
    [{ begin: at(-48) }, 'TIME_WINDOW_PAST'],
    [{ teams: ['jieduo'] }, 'NOT_FOUND'],
    [{ volunteersOfEachTeam: 10, minutesEach: 1_000, minutesBetween: 0 }, 'INSUFFICIENT_COINS'],
  ] as const)
    expect([code, await dispatcher.refusalCodes('planJointVisit', round(more))]).toEqual([
      code,
      [code],
    ]);
  await expect(haoyiya.tryMutate('planJointVisit', round())).toBeRefused('NOT_ALLOWED');
  const [left] = await platform.sql<{ count: number }>(
    `select count(*)::int as count from service_request r where joint_visit_id is not null
     and not exists (select from joint_visit j where j.id = r.joint_visit_id)`,
  );
  expect(left?.count).toBe(0);
  const input = round({ begin: at(200) });
  const once = await dispatcher.mutate('planJointVisit', input, 'jointVisit { id }');
  expect(
    (await dispatcher.mutate('planJointVisit', input, 'jointVisit { id }')).jointVisit.id,
  ).toBe(once.jointVisit.id);
});
