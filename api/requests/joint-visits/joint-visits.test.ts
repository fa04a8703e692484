import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import type { Caller } from '../../testing/caller.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

let platform: TestPlatform;
let dispatcher: Caller;
let haoyiya: Caller;
let qingman: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  dispatcher = await platform.as('dispatcher@xinxian');
  haoyiya = await platform.as('leader@chaoxi');
  qingman = await platform.as('leader@xinxian');
  const account = (of: string) => encodeId('coinacc', platform.fixtures.coinAccounts[of] ?? '');
  const grant = {
    fundAccountId: account('fund@sicheng'),
    toAccountId: account('poor@xinxian'),
    amount: '30.00',
  };
  const admin = await platform.as('admin@sicheng');
  await admin.does(
    'grantCoins',
    { idempotencyKey: newKey(), ...grant, reason: '走访' },
    'transfer { id }',
  );
});
afterAll(() => platform.close());

const hour = 3_600_000;
/** Instants as the platform writes them: without zero fractions. */
const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
const at = (hours: number) => iso(Math.ceil(platform.clock.nowMs() / hour) * hour + hours * hour);
const elderId = (persona: string) => encodeId('elder', platform.fixtures.elders[persona] ?? '');
const teamId = (name: string) => encodeId('team', platform.fixtures.teams[name] ?? '');
const volunteerId = (persona: string) =>
  encodeId('volunteer', platform.fixtures.volunteers[persona] ?? '');

const selection = `jointVisit { id version name beginsAt endsAt cancelledAt teams { name } requests {
  id version state audience alarms requestedFrom requestedTo coinsHeld volunteersNeeded note
  visits { state plannedFrom flags volunteer { id } } } }`;

function round(more: object = {}): object {
  return {
    idempotencyKey: newKey(),
    name: '我们的雷锋日',
    kindId: encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? ''),
    teamIds: [teamId('haoyiya'), teamId('qingman')],
    stops: [
      { elderId: elderId('elder@xinxian'), note: '带健身器' },
      { elderId: elderId('poor@xinxian') },
    ],
    begin: at(48),
    minutesEach: 60,
    minutesBetween: 15,
    ...more,
  };
}

const planned = async (more: object = {}, caller = dispatcher) =>
  (await caller.does('planJointVisit', round(more), selection)).jointVisit;
const look = async (id: string, caller = dispatcher) =>
  (
    await caller.ask(
      `query ($id: ID!) { node(id: $id) { ... on JointVisit ${selection.slice(11)} } }`,
      { id },
    )
  ).node;
const part = (jointVisitId: string, team: string, personas: string[], expectedVersion: number) => ({
  jointVisitId,
  teamId: teamId(team),
  volunteerIds: personas.map(volunteerId),
  expectedVersion,
});
const statesOf = ({ requests }: { requests: { state: string }[] }) =>
  requests.map(({ state }) => state);

describe('two teams of two communities visit several elders together', () => {
  let id: string;

  test('by one plan: a request for each elder, one after another, with a place for each team', async () => {
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
      expect([persona, (await look(id, await platform.as(persona))).requests.length]).toEqual([
        persona,
        2,
      ]);
    for (const persona of ['dispatcher@dafangjia', 'admin@yigong80', 'merchant@sicheng'])
      expect([persona, await look(id, await platform.as(persona))]).toEqual([persona, null]);
    const { jointVisits } = await haoyiya.ask(
      '{ jointVisits(first: 5) { nodes { id } totalCount } }',
    );
    expect(jointVisits).toEqual({ nodes: [{ id }], totalCount: 1 });
    const { serviceRequest } = await haoyiya.ask(
      'query ($id: ID!) { serviceRequest(id: $id) { jointVisit { name note } } }',
      { id: joint.requests[0].id },
    );
    expect(serviceRequest.jointVisit).toEqual({
      name: '我们的雷锋日',
      note: '八点半在居委会门口集合',
    });
  });

  test('each team takes its part on as a whole, and no more than its part', async () => {
    const both = part(id, 'haoyiya', ['volunteer@chaoxi', 'second@chaoxi'], 1);
    const refused = await haoyiya.tries('acceptJointVisit', both);
    expect(refused.errors).toMatchObject([
      { code: 'PLACES_KEPT', message: expect.stringContaining('情满楼院绿色家园') },
    ]);
    expect(
      (await look(id)).requests.flatMap(({ visits }: { visits: unknown[] }) => visits),
    ).toEqual([]);
    expect(
      await qingman.refusalCodes('acceptJointVisit', part(id, 'haoyiya', ['volunteer@chaoxi'], 1)),
    ).toEqual(['NOT_ALLOWED']);
    expect(
      await haoyiya.refusalCodes('acceptJointVisit', part(id, 'haoyiya', ['unvetted@chaoxi'], 1)),
    ).toEqual(['VOLUNTEER_NOT_VETTED']);
    expect(
      await haoyiya.refusalCodes('acceptJointVisit', part(id, 'haoyiya', ['volunteer@chaoxi'], 7)),
    ).toEqual(['VERSION_CONFLICT']);
    const { jointVisit } = await haoyiya.does(
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
    const second = await platform.as('second@chaoxi');
    const alone = {
      requestId: jointVisit.requests[0].id,
      volunteerId: volunteerId('second@chaoxi'),
      expectedVersion: 2,
    };
    expect(await second.refusalCodes('acceptServiceRequest', alone)).toEqual(['PLACES_KEPT']);
    expect(
      await haoyiya.refusalCodes('acceptJointVisit', part(id, 'haoyiya', ['second@chaoxi'], 2)),
    ).toEqual(['JOINT_VISIT_NOT_OPEN']);
    const { jointVisit: full } = await qingman.does(
      'acceptJointVisit',
      part(id, 'qingman', ['volunteer@xinxian'], 2),
      selection,
    );
    expect(statesOf(full)).toEqual(['ASSIGNED', 'ASSIGNED']);
  });

  test('is moved with everybody who is expected, or not at all', async () => {
    const before = await look(id);
    const begin = iso(Date.parse(before.beginsAt) + hour / 2);
    const { jointVisit } = await dispatcher.does(
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
    expect(
      await dispatcher.refusalCodes('rescheduleJointVisit', {
        jointVisitId: id,
        expectedVersion: 4,
        begin: at(-48),
        reason: '-',
      }),
    ).toEqual(['TIME_WINDOW_PAST']);
    expect((await look(id)).beginsAt).toBe(begin);
    const move = { jointVisitId: id, expectedVersion: 4, begin, reason: '-' };
    expect(await haoyiya.refusalCodes('rescheduleJointVisit', move)).toEqual(['NOT_ALLOWED']);
  });

  test('who falls ill gives up the whole round; the place stays her team’s, unless the dispatcher says otherwise', async () => {
    const { jointVisit } = await qingman.does(
      'withdrawFromJointVisit',
      {
        jointVisitId: id,
        volunteerId: volunteerId('volunteer@xinxian'),
        expectedVersion: 4,
        reason: '病了',
      },
      selection,
    );
    expect(statesOf(jointVisit)).toEqual(['OPEN', 'OPEN']);
    const [first] = jointVisit.requests;
    const second = await platform.as('second@chaoxi');
    const take = {
      requestId: first.id,
      volunteerId: volunteerId('second@chaoxi'),
      expectedVersion: first.version,
    };
    expect(await second.refusalCodes('acceptServiceRequest', take)).toEqual(['PLACES_KEPT']);
    await dispatcher.does('assignServiceRequest', take, 'request { state }');
    // The other team can still accept its remaining part.
    const { jointVisit: full } = await qingman.does(
      'acceptJointVisit',
      part(id, 'qingman', ['both@xinxian'], 5),
      selection,
    );
    expect(statesOf(full)).toEqual(['ASSIGNED', 'ASSIGNED']);
  });

  test('is called off as a whole, and all coins come back', async () => {
    const held = async () =>
      (
        await platform.sql<{ held: string }>(
          'select sum(pending_out)::text as held from coin_account',
        )
      )[0]?.held;
    expect(await held()).toBe('400');
    const cancel = { jointVisitId: id, expectedVersion: 6, reason: '疫情' };
    expect(await qingman.refusalCodes('cancelJointVisit', cancel)).toEqual(['NOT_ALLOWED']);
    const { jointVisit } = await dispatcher.does('cancelJointVisit', cancel, selection);
    expect(statesOf(jointVisit)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(jointVisit.cancelledAt).not.toBeNull();
    expect(await held()).toBe('0');
    expect(
      await dispatcher.refusalCodes('cancelJointVisit', { ...cancel, expectedVersion: 7 }),
    ).toEqual(['JOINT_VISIT_NOT_OPEN']);
  });
});

test('it is offered to its teams and nobody else, and the board is alarmed a day before when one is missing', async () => {
  const { id } = await planned({ begin: at(72) });
  await haoyiya.does('acceptJointVisit', part(id, 'haoyiya', ['volunteer@chaoxi'], 1), selection);
  platform.clock.advance(47 * 60);
  await platform.app.jobs.runDueTasks();
  for (const request of (await look(id)).requests)
    expect(request).toMatchObject({ audience: 'TEAM', alarms: [] });
  platform.clock.advance(4 * 60);
  await platform.app.jobs.runDueTasks();
  for (const request of (await look(id)).requests)
    expect(request).toMatchObject({ state: 'OPEN', audience: 'TEAM', alarms: ['UNFILLED'] });
  await qingman.does('acceptJointVisit', part(id, 'qingman', ['volunteer@xinxian'], 2), selection);
  for (const request of (await look(id)).requests)
    expect(request).toMatchObject({ state: 'ASSIGNED', alarms: [] });
});

test('the foundation plans one over several communities, and a team goes where it does not serve otherwise', async () => {
  const admin = await platform.as('admin@sicheng');
  const stops = [{ elderId: elderId('elder@xinxian') }, { elderId: elderId('elder@dafangjia') }];
  expect(await dispatcher.refusalCodes('planJointVisit', round({ stops }))).toEqual(['NOT_FOUND']);
  const { id } = await planned({ stops, begin: at(96) }, admin);
  const seen = await look(id, haoyiya);
  expect(seen.requests).toHaveLength(2);
  await haoyiya.does(
    'acceptJointVisit',
    part(id, 'haoyiya', ['second@chaoxi'], 1),
    'jointVisit { id }',
  );
  await qingman.does(
    'acceptJointVisit',
    part(id, 'qingman', ['volunteer@xinxian'], 2),
    'jointVisit { id }',
  );
  expect(statesOf(await look(id, admin))).toEqual(['ASSIGNED', 'ASSIGNED']);
  // A dispatcher of one community does not decide for the other.
  const cancel = { jointVisitId: id, expectedVersion: 3, reason: '-' };
  expect(
    await (await platform.as('dispatcher@dafangjia')).refusalCodes('cancelJointVisit', cancel),
  ).toEqual(['NOT_ALLOWED']);
  await admin.does('cancelJointVisit', cancel, 'jointVisit { id }');
});

test('from one elder to the next it takes as long as the plan says, whatever rest the rules ask for elsewhere', async () => {
  const admin = await platform.as('admin@sicheng');
  await admin.does(
    'setDispatchPolicy',
    { expectedVersion: 1, overwork: 'REFUSE', restMinutes: 60 },
    'policy { id }',
  );
  const { id } = await planned({ begin: at(120), minutesBetween: 5 });
  const { jointVisit } = await haoyiya.does(
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
    stops: [{ elderId: elderId('poor@xinxian') }],
  });
  expect(
    await haoyiya.refusalCodes('acceptJointVisit', part(other, 'haoyiya', ['volunteer@chaoxi'], 1)),
  ).toEqual(['REST_TOO_SHORT']);
});

test('a plan that makes no sense is refused whole, each with its reason', async () => {
  const [first, second] = [elderId('elder@xinxian'), elderId('poor@xinxian')];
  for (const [more, code] of [
    [{ stops: [{ elderId: first }, { elderId: first }] }, 'ELDER_TWICE'],
    [
      { stops: [{ elderId: first }, { elderId: second, begin: at(48) }], begin: at(48) },
      'STOPS_OVERLAP',
    ],
    [{ volunteersOfEachTeam: 11 }, 'TOO_MANY_PLACES'],
    [{ begin: at(-48) }, 'TIME_WINDOW_PAST'],
    [{ teamIds: [teamId('jieduo')] }, 'NOT_FOUND'],
    [{ volunteersOfEachTeam: 10, minutesEach: 1_000, minutesBetween: 0 }, 'INSUFFICIENT_COINS'],
  ] as const)
    expect([code, await dispatcher.refusalCodes('planJointVisit', round(more))]).toEqual([
      code,
      [code],
    ]);
  expect(await haoyiya.refusalCodes('planJointVisit', round())).toEqual(['NOT_ALLOWED']);
  const [left] = await platform.sql<{ count: number }>(
    `select count(*)::int as count from service_request r where joint_visit_id is not null
     and not exists (select from joint_visit j where j.id = r.joint_visit_id)`,
  );
  expect(left?.count).toBe(0);
  const input = round({ begin: at(200) });
  const once = await dispatcher.does('planJointVisit', input, 'jointVisit { id }');
  expect((await dispatcher.does('planJointVisit', input, 'jointVisit { id }')).jointVisit.id).toBe(
    once.jointVisit.id,
  );
});
