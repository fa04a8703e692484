import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Actor } from '../../testing/scenario/actor.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import type { Input } from '../../testing/scenario/fixture-ids.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let leader: Actor;
let helper: Actor;
let admin: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  [dispatcher, leader, helper] = await Promise.all([
    scenario.actor('dispatcher@xinxian'),
    scenario.actor('leader@chaoxi'),
    scenario.actor('volunteer@chaoxi'),
  ]);
  await platform.sql('update service_kind set coins_per_hour = 1');
  admin = await scenario.actor('admin@sicheng');
});
afterAll(() => platform.close());

let days = 2;
beforeEach(() => {
  days += 8;
});

const dayIn = (count: number) =>
  new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);
const at = (time: string) =>
  new Date(`${dayIn(days)}T${time}:00+08:00`).toISOString().replace('.000Z', 'Z');

async function opened(more: Input = {}): Promise<{ id: string; version: number }> {
  return dispatcher.opens({
    requestedFrom: at('09:00'),
    requestedTo: at('17:00'),
    minutesExpected: 60,
    ...more,
  });
}

/** The judgement of a volunteer as a candidate. */
async function candidate(requestId: string, persona = 'volunteer@chaoxi') {
  const { candidates } = await dispatcher.query(
    `query ($id: ID!) { candidates(requestId: $id, first: 100) { nodes { begin isEligible shortfalls { code isObstacle } volunteer { id } } } }`,
    { id: requestId },
  );
  const found = candidates.nodes.find(
    (each: { volunteer: { id: string } }) => each.volunteer.id === scenario.id.volunteer(persona),
  );
  const obstacles: string[] = found.shortfalls
    .filter(({ isObstacle }: { isObstacle: boolean }) => isObstacle)
    .map(({ code }: { code: string }) => code);
  return { begin: found.begin, isEligible: found.isEligible, obstacles };
}

/** Sets the same free hours on all days of the week. */
const weekly = (from: string, to: string, volunteer = 'volunteer@chaoxi') =>
  leader.mutate(
    'setAvailability',
    {
      volunteer,
      weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from, to })),
    },
    'volunteer { id }',
  );
const settle = async (more: object) => {
  const { dispatchPolicy } = await admin.query('{ dispatchPolicy { version } }');
  await admin.mutate(
    'setDispatchPolicy',
    { expectedVersion: dispatchPolicy.version, ...more },
    'policy { version }',
  );
};
const profile = (more: object) =>
  leader.mutate(
    'setVolunteerProfile',
    { volunteer: 'volunteer@chaoxi', languages: [], ...more },
    'volunteer { id }',
  );

test('a volunteer is assigned at the time that the list of candidates proposes', async () => {
  await weekly('14:00', '17:00');
  const first = await opened();
  expect(await candidate(first.id)).toMatchObject({ begin: at('14:00'), isEligible: true });
  const request = await dispatcher.assigns(first);
  expect(request.visits).toMatchObject([{ plannedFrom: at('14:00'), flags: [] }]);
  // And after that visit with the rest that the policy requires.
  const second = await opened();
  const { begin } = await candidate(second.id);
  expect(begin > at('15:00')).toBe(true);
  const again = await dispatcher.assigns(second);
  expect(again.visits[0].plannedFrom).toBe(begin);
  await weekly('00:00', '00:00');
});

test('a team comes when all of its members are free', async () => {
  await weekly('09:00', '13:00');
  await weekly('11:30', '17:00', 'second@chaoxi');
  const request = await opened({ volunteersNeeded: 2 });
  const together = await leader.acceptsAsTeam(request, 'haoyiya', [
    'volunteer@chaoxi',
    'second@chaoxi',
  ]);
  expect(together.visits).toMatchObject([
    { plannedFrom: at('11:30'), flags: [] },
    { plannedFrom: at('11:30'), flags: [] },
  ]);
  await weekly('00:00', '00:00');
});

/** Obstacle codes of candidates, and how to cause each. */
const obstacles: [string, Input, () => Promise<unknown>, () => Promise<unknown>][] = [
  ['NOT_FREE', {}, () => weekly('18:00', '20:00'), () => weekly('00:00', '00:00')],
  [
    'TOO_FAR',
    { latitude: 40.2, longitude: 116.4 },
    () => profile({ latitude: 39.9, longitude: 116.4, metresMax: 500 }),
    () => profile({}),
  ],
  [
    'GENDER_OTHER',
    { genderPreference: 'FEMALE' },
    () => profile({ gender: 'MALE' }),
    () => profile({}),
  ],
];

test.each(obstacles)(
  '%s keeps a dispatcher from assigning unless the dispatcher gives a reason',
  async (code, requestInput, arrange, restore) => {
    await arrange();
    const request = await opened(requestInput);
    expect(await candidate(request.id)).toMatchObject({ isEligible: false, obstacles: [code] });
    await expect(dispatcher.assigns(request)).toBeRefused(code);
    const assigned = await dispatcher.assigns(
      request,
      'volunteer@chaoxi',
      { reason: '已与老人和志愿者确认' },
      'visits { flags } history { event reason }',
    );
    expect(assigned.visits[0].flags).toEqual([code]);
    expect(assigned.history.at(-1)).toEqual({
      event: 'REQUEST_ASSIGNED',
      reason: '已与老人和志愿者确认',
    });
    await restore();
  },
);

test('a team that was not asked is an obstacle for the dispatcher too', async () => {
  const request = await opened({
    teams: ['qingman'],
  });
  expect(await candidate(request.id)).toMatchObject({
    isEligible: false,
    obstacles: ['TEAM_NOT_ASKED'],
  });
  await expect(dispatcher.assigns(request)).toBeRefused('TEAM_NOT_ASKED');
  const assigned = await dispatcher.assigns(
    request,
    'volunteer@chaoxi',
    { reason: '本队无人' },
    'visits { flags } history { event reason }',
  );
  expect(assigned.visits[0].flags).toEqual(['TEAM_NOT_ASKED']);
});

test('stated availability does not bind the volunteer herself, and flags a visit that her leader accepts', async () => {
  await settle({ escalationNormal: { team: 0, community: 0, neighbours: 1440, foundation: 2880 } });
  await weekly('18:00', '20:00');
  const own = await opened();
  const request = await helper.accepts(own, 'volunteer@chaoxi');
  expect(request.visits[0].flags).toEqual([]);
  days += 1;
  const led = await opened();
  const answered = await leader.accepts(led, 'volunteer@chaoxi');
  expect(answered.visits[0].flags).toEqual(['NOT_FREE']);
  await weekly('00:00', '00:00');
});

test('neither a volunteer nor the leader accepts a request against the gender preference of the elder', async () => {
  await profile({ gender: 'MALE' });
  const request = await opened({ genderPreference: 'FEMALE' });
  await expect(helper.accepts(request, 'volunteer@chaoxi')).toBeRefused('GENDER_OTHER');
  await expect(leader.accepts(request, 'volunteer@chaoxi')).toBeRefused('GENDER_OTHER');
  await profile({});
});

test('no reason overrides a missing vetting or a double booking', async () => {
  await settle({ doubleBooking: 'REFUSE' });
  const first = await opened({ requestedTo: at('10:00') });
  await dispatcher.assigns(first);
  const second = await opened({ requestedTo: at('10:00') });
  expect(await candidate(second.id)).toMatchObject({
    isEligible: false,
    obstacles: ['DOUBLE_BOOKED'],
  });
  await expect(dispatcher.assigns(second, 'volunteer@chaoxi', { reason: '急' })).toBeRefused(
    'DOUBLE_BOOKED',
  );
  // Also outside the stated availability, which hides no other obstacle.
  await weekly('18:00', '20:00');
  await expect(dispatcher.assigns(second, 'volunteer@chaoxi', { reason: '急' })).toBeRefused(
    'DOUBLE_BOOKED',
  );
  await weekly('00:00', '00:00');
  await expect(dispatcher.assigns(second, 'unvetted@chaoxi', { reason: '急' })).toBeRefused(
    'VOLUNTEER_NOT_VETTED',
  );
  await settle({ doubleBooking: 'FLAG' });
});

test('an assigned visit is in doubt while its volunteer is not free on that day', async () => {
  const request = await opened();
  await dispatcher.assigns(request);
  const off = {
    volunteer: 'volunteer@chaoxi',
    day: dayIn(days),
    isFree: false,
  };
  const { volunteer: told } = await leader.mutate(
    'addAvailabilityException',
    off,
    'volunteer { availabilityExceptions { id } }',
  );
  expect(await dispatcher.seesRequest(request)).toMatchObject({
    state: 'ASSIGNED',
    alarms: ['VOLUNTEER_IN_DOUBT'],
    visits: [{ flags: ['NOT_FREE'] }],
  });
  // A repetition adds nothing.
  const second = await leader.mutate(
    'addAvailabilityException',
    off,
    'volunteer { availabilityExceptions { id } }',
  );
  expect(second.volunteer.availabilityExceptions).toEqual(told.availabilityExceptions);
  await leader.mutate(
    'removeAvailabilityException',
    { exceptionId: told.availabilityExceptions.at(-1).id },
    'volunteer { id }',
  );
  expect(await dispatcher.seesRequest(request)).toMatchObject({
    alarms: [],
    visits: [{ flags: [] }],
  });
  await weekly('18:00', '20:00');
  expect(await dispatcher.seesRequest(request)).toMatchObject({ alarms: ['VOLUNTEER_IN_DOUBT'] });
  await weekly('00:00', '00:00');
});

test('a volunteer who is moved along to a time at which she is not free is flagged', async () => {
  await weekly('09:00', '17:00');
  const request = await opened();
  await dispatcher.assigns(request);
  const moved = await dispatcher.reschedules(request, at('19:00'), at('21:00'));
  expect(moved).toMatchObject({
    alarms: ['VOLUNTEER_IN_DOUBT'],
    visits: [{ flags: ['NOT_FREE'] }],
  });
  await weekly('00:00', '00:00');
});
