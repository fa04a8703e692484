import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import type { Caller } from '../../testing/caller.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

let platform: TestPlatform;
let dispatcher: Caller;
let leader: Caller;
let volunteer: Caller;
let admin: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  [dispatcher, leader, volunteer] = await Promise.all([
    platform.as('dispatcher@xinxian'),
    platform.as('leader@chaoxi'),
    platform.as('volunteer@chaoxi'),
  ]);
  await platform.sql('update service_kind set coins_per_hour = 1');
  admin = await platform.as('admin@sicheng');
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
const volunteerId = (persona = 'volunteer@chaoxi') =>
  encodeId('volunteer', platform.fixtures.volunteers[persona] ?? '');

async function opened(more: object = {}): Promise<{ id: string; version: number }> {
  const input = {
    idempotencyKey: newKey(),
    allowDuplicate: true,
    elderId: encodeId('elder', platform.fixtures.elders['elder@xinxian'] ?? ''),
    kindId: encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? ''),
    requestedFrom: at('09:00'),
    requestedTo: at('17:00'),
    minutesExpected: 60,
    ...more,
  };
  return (await dispatcher.does('openServiceRequest', input, 'request { id version }')).request;
}

async function candidate(requestId: string, persona = 'volunteer@chaoxi') {
  const { candidates } = await dispatcher.ask(
    `query ($id: ID!) { candidates(requestId: $id, first: 100) { nodes { begin isEligible shortfalls { code isObstacle } volunteer { id } } } }`,
    { id: requestId },
  );
  const found = candidates.nodes.find(
    (each: { volunteer: { id: string } }) => each.volunteer.id === volunteerId(persona),
  );
  const obstacles: string[] = found.shortfalls
    .filter(({ isObstacle }: { isObstacle: boolean }) => isObstacle)
    .map(({ code }: { code: string }) => code);
  return { begin: found.begin, isEligible: found.isEligible, obstacles };
}

const taken =
  'request { id version state alarms visits { id plannedFrom flags } history { event reason } }';
const given = (request: { id: string; version: number }, more: object = {}) => ({
  requestId: request.id,
  volunteerId: volunteerId(),
  expectedVersion: request.version,
  ...more,
});
const look = async (id: string) =>
  (
    await dispatcher.ask(
      `query ($id: ID!) { serviceRequest(id: $id) { version state alarms visits { state flags } } }`,
      {
        id,
      },
    )
  ).serviceRequest;
const weekly = (from: string, to: string) =>
  leader.does(
    'setAvailability',
    {
      volunteerId: volunteerId(),
      weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from, to })),
    },
    'volunteer { id }',
  );
const settle = async (more: object) => {
  const { dispatchPolicy } = await admin.ask('{ dispatchPolicy { version } }');
  await admin.does(
    'setDispatchPolicy',
    { expectedVersion: dispatchPolicy.version, ...more },
    'policy { version }',
  );
};
const profile = (more: object) =>
  leader.does(
    'setVolunteerProfile',
    { volunteerId: volunteerId(), languages: [], ...more },
    'volunteer { id }',
  );

test('a volunteer is given a request at the time at which candidates proposes her', async () => {
  await weekly('14:00', '17:00');
  const first = await opened();
  expect(await candidate(first.id)).toMatchObject({ begin: at('14:00'), isEligible: true });
  const { request } = await dispatcher.does('assignServiceRequest', given(first), taken);
  expect(request.visits).toMatchObject([{ plannedFrom: at('14:00'), flags: [] }]);
  // And after that visit with the rest that the policy requires.
  const second = await opened();
  const { begin } = await candidate(second.id);
  expect(begin > at('15:00')).toBe(true);
  const again = await dispatcher.does('assignServiceRequest', given(second), taken);
  expect(again.request.visits[0].plannedFrom).toBe(begin);
  await weekly('00:00', '24:00');
});

test('a team comes when all of its members are free', async () => {
  const set = (persona: string, from: string, to: string) =>
    leader.does(
      'setAvailability',
      {
        volunteerId: volunteerId(persona),
        weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from, to })),
      },
      'volunteer { id }',
    );
  await set('volunteer@chaoxi', '09:00', '13:00');
  await set('second@chaoxi', '11:30', '17:00');
  const request = await opened({ volunteersNeeded: 2 });
  const { request: together } = await leader.does(
    'acceptServiceRequestAsTeam',
    {
      requestId: request.id,
      teamId: encodeId('team', platform.fixtures.teams['haoyiya'] ?? ''),
      volunteerIds: [volunteerId(), volunteerId('second@chaoxi')],
      expectedVersion: request.version,
    },
    taken,
  );
  expect(together.visits).toMatchObject([
    { plannedFrom: at('11:30'), flags: [] },
    { plannedFrom: at('11:30'), flags: [] },
  ]);
  await weekly('00:00', '24:00');
});

/** Obstacle codes of candidates, and how to cause each. */
const obstacles: [string, object, () => Promise<unknown>, () => Promise<unknown>][] = [
  ['NOT_FREE', {}, () => weekly('18:00', '20:00'), () => weekly('00:00', '24:00')],
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
  '%s keeps a dispatcher from assigning, unless she says why',
  async (code, requestInput, arrange, restore) => {
    await arrange();
    const request = await opened(requestInput);
    expect(await candidate(request.id)).toMatchObject({ isEligible: false, obstacles: [code] });
    expect(await dispatcher.refusalCodes('assignServiceRequest', given(request))).toEqual([code]);
    const { request: assigned } = await dispatcher.does(
      'assignServiceRequest',
      given(request, { reason: '已与老人和志愿者确认' }),
      taken,
    );
    expect(assigned.visits[0].flags).toEqual([code]);
    expect(assigned.history.at(-1)).toEqual({
      event: 'RequestAssigned',
      reason: '已与老人和志愿者确认',
    });
    await restore();
  },
);

test('a team that was not asked is an obstacle for the dispatcher too', async () => {
  const request = await opened({
    teamIds: [encodeId('team', platform.fixtures.teams['qingman'] ?? '')],
  });
  expect(await candidate(request.id)).toMatchObject({
    isEligible: false,
    obstacles: ['TEAM_NOT_ASKED'],
  });
  expect(await dispatcher.refusalCodes('assignServiceRequest', given(request))).toEqual([
    'TEAM_NOT_ASKED',
  ]);
  const { request: assigned } = await dispatcher.does(
    'assignServiceRequest',
    given(request, { reason: '本队无人' }),
    taken,
  );
  expect(assigned.visits[0].flags).toEqual(['TEAM_NOT_ASKED']);
});

test('what a volunteer said of herself does not bind her, and her leader answers for it', async () => {
  await settle({ escalationNormal: { team: 0, community: 0, neighbours: 1440, foundation: 2880 } });
  await weekly('18:00', '20:00');
  const own = await opened();
  const { request } = await volunteer.does('acceptServiceRequest', given(own), taken);
  expect(request.visits[0].flags).toEqual([]);
  days += 1;
  const led = await opened();
  const answered = await leader.does('acceptServiceRequest', given(led), taken);
  expect(answered.request.visits[0].flags).toEqual(['NOT_FREE']);
  await weekly('00:00', '24:00');
});

test('whom an elder would rather not have in her home cannot take the request by himself', async () => {
  await profile({ gender: 'MALE' });
  const request = await opened({ genderPreference: 'FEMALE' });
  expect(await volunteer.refusalCodes('acceptServiceRequest', given(request))).toEqual([
    'GENDER_OTHER',
  ]);
  expect(await leader.refusalCodes('acceptServiceRequest', given(request))).toEqual([
    'GENDER_OTHER',
  ]);
  await profile({});
});

test('what no reason overrides stays refused: vetting, qualification, double booking', async () => {
  await settle({ doubleBooking: 'REFUSE' });
  const first = await opened({ requestedTo: at('10:00') });
  await dispatcher.does('assignServiceRequest', given(first), taken);
  const second = await opened({ requestedTo: at('10:00') });
  expect(await candidate(second.id)).toMatchObject({
    isEligible: false,
    obstacles: ['DOUBLE_BOOKED'],
  });
  expect(
    await dispatcher.refusalCodes('assignServiceRequest', given(second, { reason: '急' })),
  ).toEqual(['DOUBLE_BOOKED']);
  // Also outside the stated availability, which hides no other obstacle.
  await weekly('18:00', '20:00');
  expect(
    await dispatcher.refusalCodes('assignServiceRequest', given(second, { reason: '急' })),
  ).toEqual(['DOUBLE_BOOKED']);
  await weekly('00:00', '24:00');
  const unvetted = given(second, { volunteerId: volunteerId('unvetted@chaoxi'), reason: '急' });
  expect(await dispatcher.refusalCodes('assignServiceRequest', unvetted)).toEqual([
    'VOLUNTEER_NOT_VETTED',
  ]);
  await settle({ doubleBooking: 'FLAG' });
});

test('whoever takes a day off after she was given a visit on it puts the visit in doubt, until she is free again', async () => {
  const request = await opened();
  await dispatcher.does('assignServiceRequest', given(request), taken);
  const off = { volunteerId: volunteerId(), day: dayIn(days), isFree: false };
  const { volunteer: told } = await leader.does(
    'addAvailabilityException',
    off,
    'volunteer { availabilityExceptions { id } }',
  );
  expect(await look(request.id)).toMatchObject({
    state: 'ASSIGNED',
    alarms: ['VOLUNTEER_IN_DOUBT'],
    visits: [{ flags: ['NOT_FREE'] }],
  });
  // A repetition adds nothing.
  const second = await leader.does(
    'addAvailabilityException',
    off,
    'volunteer { availabilityExceptions { id } }',
  );
  expect(second.volunteer.availabilityExceptions).toEqual(told.availabilityExceptions);
  await leader.does(
    'removeAvailabilityException',
    { exceptionId: told.availabilityExceptions.at(-1).id },
    'volunteer { id }',
  );
  expect(await look(request.id)).toMatchObject({ alarms: [], visits: [{ flags: [] }] });
  await weekly('18:00', '20:00');
  expect(await look(request.id)).toMatchObject({ alarms: ['VOLUNTEER_IN_DOUBT'] });
  await weekly('00:00', '24:00');
});

test('whoever is moved along to a time at which she is not free is flagged, and asked', async () => {
  await weekly('09:00', '17:00');
  const request = await opened();
  await dispatcher.does('assignServiceRequest', given(request), taken);
  const moved = await dispatcher.does(
    'rescheduleServiceRequest',
    {
      requestId: request.id,
      expectedVersion: (await look(request.id)).version,
      windows: [{ from: at('19:00'), to: at('21:00') }],
      reason: '老人晚归',
    },
    taken,
  );
  expect(moved.request).toMatchObject({
    alarms: ['VOLUNTEER_IN_DOUBT'],
    visits: [{ flags: ['NOT_FREE'] }],
  });
  await weekly('00:00', '24:00');
});
