import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import type { Caller } from '../testing/caller.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;
let dispatcher: Caller;
let colleague: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  [dispatcher, colleague] = await Promise.all([
    platform.as('dispatcher@xinxian'),
    platform.as('both@xinxian'),
  ]);
  await platform.sql('update service_kind set coins_per_hour = 1');
});
afterAll(() => platform.close());

let hours = 24;
const elderId = () => encodeId('elder', platform.fixtures.elders['elder@xinxian'] ?? '');
const kindId = (code = 'companionship') =>
  encodeId('kind', platform.fixtures.kinds[`${code}@sicheng`] ?? '');
const hour = (offset = 0) =>
  new Date(
    Math.floor(Date.now() / 3_600_000) * 3_600_000 + (hours + offset) * 3_600_000,
  ).toISOString();

const requestInput = (more: object = {}) => ({
  idempotencyKey: newKey(),
  elderId: elderId(),
  kindId: kindId(),
  requestedFrom: hour(),
  requestedTo: hour(2),
  ...more,
});
const series = (more: object = {}) => ({
  idempotencyKey: newKey(),
  elderId: elderId(),
  kindId: kindId(),
  rule: 'FREQ=WEEKLY;COUNT=2',
  startsAt: `${hour().slice(0, 10)}T09:00`,
  windowMinutes: 120,
  ...more,
});
const round = (more: object = {}) => ({
  idempotencyKey: newKey(),
  name: '大扫除',
  kindId: kindId('cleaning'),
  teamIds: [encodeId('team', platform.fixtures.teams['qingman'] ?? '')],
  begin: hour(),
  volunteersOfEachTeam: 1,
  stops: [{ elderId: elderId() }],
  ...more,
});

test.each([
  ['openServiceRequest', requestInput, 'request'],
  ['createRequestSeries', series, 'series'],
  ['planJointVisit', round, 'jointVisit'],
] as const)(
  'a second click on %s is told of the first, and makes no other',
  async (name, input, noun) => {
    hours += 48;
    const first = await dispatcher.does(name, input(), `${noun} { id }`);
    const second = await dispatcher.tries(name, input(), `${noun} { id }`);
    expect(second[noun]).toBeNull();
    expect(second.errors[0]).toMatchObject({
      code: 'POSSIBLE_DUPLICATE',
      params: [{ name: 'id', value: first[noun].id }],
    });
    // A colleague who took the same call is refused as well.
    expect(await colleague.refusalCodes(name, input())).toEqual(['POSSIBLE_DUPLICATE']);
    const meant = await dispatcher.does(name, input({ allowDuplicate: true }), `${noun} { id }`);
    expect(meant[noun].id).not.toBe(first[noun].id);
  },
);

test.each([
  ['openServiceRequest', requestInput],
  ['createRequestSeries', series],
  ['planJointVisit', round],
] as const)('two clicks on %s at once make one', async (name, input) => {
  hours += 48;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    hours += 24;
    const codes = await Promise.all([1, 2, 3].map(() => dispatcher.refusalCodes(name, input())));
    expect(codes.toSorted((left, right) => left.length - right.length)).toEqual([
      [],
      ['POSSIBLE_DUPLICATE'],
      ['POSSIBLE_DUPLICATE'],
    ]);
  }
});

test('another time, another kind and a request that was called off are no twins', async () => {
  hours += 48;
  const { request } = await dispatcher.does(
    'openServiceRequest',
    requestInput(),
    'request { id version }',
  );
  expect(
    await dispatcher.refusalCodes('openServiceRequest', requestInput({ requestedFrom: hour(1) })),
  ).toEqual([]);
  expect(
    await dispatcher.refusalCodes(
      'openServiceRequest',
      requestInput({ kindId: kindId('cleaning') }),
    ),
  ).toEqual([]);
  await dispatcher.does(
    'cancelServiceRequest',
    { requestId: request.id, expectedVersion: request.version, reason: '记错了' },
    'request { id }',
  );
  expect(await dispatcher.refusalCodes('openServiceRequest', requestInput())).toEqual([]);
});

test('what is null and what is left out are the same call under one key', async () => {
  hours += 48;
  const input = requestInput();
  const { request } = await dispatcher.does('openServiceRequest', input, 'request { id }');
  const nothing = { note: null, place: null, windows: null, teamIds: null, actingFor: null };
  const again = await dispatcher.does(
    'openServiceRequest',
    { ...input, ...nothing },
    'request { id }',
  );
  expect(again.request.id).toBe(request.id);
  expect(await dispatcher.refusalCodes('openServiceRequest', { ...input, note: '别的' })).toEqual([
    'IDEMPOTENCY_KEY_REUSED',
  ]);
  const begin = series({ actingFor: { channel: 'PHONE', personId: null } });
  const begun = await dispatcher.does('createRequestSeries', begin, 'series { id }');
  const same = { ...begin, sensitiveNote: null, actingFor: { channel: 'PHONE' } };
  expect((await dispatcher.does('createRequestSeries', same, 'series { id }')).series.id).toBe(
    begun.series.id,
  );
});
