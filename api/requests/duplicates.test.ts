import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Actor } from '../testing/scenario/actor.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';
import { Scenario } from '../testing/scenario/scenario.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let colleague: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  [dispatcher, colleague] = await Promise.all([
    scenario.actor('dispatcher@xinxian'),
    scenario.actor('both@xinxian'),
  ]);
  await platform.sql('update service_kind set coins_per_hour = 1');
});
afterAll(() => platform.close());

// From noon UTC: the days of the series begin at 09:00 in Beijing, hours away.
let hours = 36;
const hour = (offset = 0) =>
  new Date(
    Math.floor(Date.now() / 86_400_000) * 86_400_000 + (hours + offset) * 3_600_000,
  ).toISOString();

const requestInput = (more: object = {}) => ({
  idempotencyKey: newKey(),
  elder: 'elder@xinxian',
  kind: 'companionship@sicheng',
  requestedFrom: hour(),
  requestedTo: hour(2),
  ...more,
});
const series = (more: object = {}) => ({
  idempotencyKey: newKey(),
  elder: 'elder@xinxian',
  kind: 'companionship@sicheng',
  rule: 'FREQ=WEEKLY;COUNT=2',
  startsAt: `${hour().slice(0, 10)}T09:00`,
  windowMinutes: 120,
  ...more,
});
const round = (more: object = {}) => ({
  idempotencyKey: newKey(),
  name: '大扫除',
  kind: 'cleaning@sicheng',
  teams: ['qingman'],
  begin: hour(),
  volunteersOfEachTeam: 1,
  stops: [{ elderId: scenario.id.elder('elder@xinxian') }],
  ...more,
});

test.each([
  ['openServiceRequest', requestInput, 'request'],
  ['createRequestSeries', series, 'series'],
  ['planJointVisit', round, 'jointVisit'],
] as const)(
  'a second click on %s names the first object and makes no other',
  async (name, input, noun) => {
    hours += 48;
    const first = await dispatcher.mutate(name, input(), `${noun} { id }`);
    const second = await dispatcher.tryMutate(name, input(), `${noun} { id }`);
    expect(second[noun]).toBeNull();
    expect(second.errors[0]).toMatchObject({
      code: 'POSSIBLE_DUPLICATE',
      params: [{ name: 'id', value: first[noun].id }],
    });
    // A colleague who took the same call is refused as well.
    await expect(colleague.tryMutate(name, input())).toBeRefused('POSSIBLE_DUPLICATE');
    const meant = await dispatcher.mutate(name, input({ allowDuplicate: true }), `${noun} { id }`);
    expect(meant[noun].id).not.toBe(first[noun].id);
  },
);

test.each([
  ['openServiceRequest', requestInput],
  ['createRequestSeries', series],
  ['planJointVisit', round],
] as const)('three clicks on %s at once make one object', async (name, input) => {
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

test('requests at another time, of another kind or after a cancellation are no duplicates', async () => {
  hours += 48;
  const { request } = await dispatcher.mutate(
    'openServiceRequest',
    requestInput(),
    'request { id version }',
  );
  await dispatcher.mutate('openServiceRequest', requestInput({ requestedFrom: hour(1) }));
  await dispatcher.mutate('openServiceRequest', requestInput({ kind: 'cleaning@sicheng' }));
  await dispatcher.cancels(request, { reason: '记错了' });
  await dispatcher.mutate('openServiceRequest', requestInput());
});

test('an input with null and one without the field are the same call under one key', async () => {
  hours += 48;
  const input = requestInput();
  const { request } = await dispatcher.mutate('openServiceRequest', input, 'request { id }');
  const nothing = { note: null, place: null, windows: null, teamIds: null, actingFor: null };
  const again = await dispatcher.mutate(
    'openServiceRequest',
    { ...input, ...nothing },
    'request { id }',
  );
  expect(again.request.id).toBe(request.id);
  await expect(dispatcher.tryMutate('openServiceRequest', { ...input, note: '别的' })).toBeRefused(
    'IDEMPOTENCY_KEY_REUSED',
  );
  const begin = series({ actingFor: { channel: 'PHONE', personId: null } });
  const begun = await dispatcher.mutate('createRequestSeries', begin, 'series { id }');
  const same = { ...begin, sensitiveNote: null, actingFor: { channel: 'PHONE' } };
  expect((await dispatcher.mutate('createRequestSeries', same, 'series { id }')).series.id).toBe(
    begun.series.id,
  );
});
