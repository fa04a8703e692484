import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createApp } from '../../app.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import type { Input } from '../../testing/scenario/fixture-ids.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let leader: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  leader = await scenario.actor('leader@chaoxi');
  // Many requests of one elder, who has a grant of 30 coins.
  await platform.sql('update service_kind set coins_per_hour = 1');
  const admin = await scenario.actor('admin@sicheng');
  await admin.mutate(
    'setDispatchPolicy',
    {
      expectedVersion: 1,
      lateWithdrawalMinutes: 240,
      checkInOverdueMinutes: 15,
      checkOutOverdueMinutes: 30,
    },
    'policy { version }',
  );
});
afterAll(() => platform.close());
let startMs = 0;
beforeEach(() => {
  startMs = platform.clock.nowMs();
});
// Timers of one test must not fire in the next.
afterEach(() => platform.sql('delete from request_timer'));

const minute = 60_000;

function after(minutes: number): string {
  return new Date(startMs + minutes * minute).toISOString();
}

async function opened(more: Input = {}): Promise<string> {
  return (
    await dispatcher.opens({ requestedFrom: after(24 * 60), requestedTo: after(26 * 60), ...more })
  ).id;
}

const look = (id: string, viewer = dispatcher) =>
  viewer.seesRequest(
    id,
    'state audience urgency alarms version volunteersNeeded coinsHeld history { event actorName }',
  );

/**
 * Moves the clock to minutes after the test began and runs due tasks. The scheduler may be quicker.
 */
async function passes(minutes: number): Promise<number> {
  platform.clock.advance(minutes - (platform.clock.nowMs() - startMs) / minute);
  return platform.app.jobs.runDueTasks();
}

async function held(): Promise<number> {
  return (await scenario.coinsOf('elder@xinxian')).held;
}

test('an urgent request is offered to neighbours, then to the foundation with an alarm, and each sees it only then', async () => {
  const id = await opened({ urgency: 'URGENT' });
  const neighbour = await scenario.actor('dispatcher@dafangjia');
  const stranger = await scenario.actor('dispatcher@shiyuan');
  expect(await look(id)).toMatchObject({ audience: 'COMMUNITY', alarms: [] });
  expect(await look(id, neighbour)).toBeNull();
  expect(await passes(9)).toBe(0);
  await passes(11);
  // dafangjia lies in the same district.
  expect(await look(id, neighbour)).toMatchObject({ audience: 'NEIGHBOURS', state: 'OPEN' });
  expect(await look(id, stranger)).toBeNull();
  await passes(21);
  expect(await look(id)).toMatchObject({
    audience: 'FOUNDATION',
    alarms: ['UNFILLED'],
    version: 3,
  });
  expect(await look(id, stranger)).toBeNull();
  expect((await look(id)).history.at(-1)).toEqual({ event: 'REQUEST_OFFERED', actorName: 'Linli' });
  await leader.accepts(id, 'volunteer@chaoxi');
  expect(await look(id)).toMatchObject({ state: 'ASSIGNED', alarms: [] });
});

test('the communities of the district are neighbours until the foundation names others', async () => {
  const admin = await scenario.actor('admin@sicheng');
  const community = (slug: string) => scenario.id.community(slug);
  const name = async (neighbourIds: string[] | null) =>
    (
      await admin.mutate(
        'setNeighbourCommunities',
        { communityId: community('xinxian'), neighbourIds },
        'community { neighbours { slug } }',
      )
    ).community.neighbours.map(({ slug }: { slug: string }) => slug);
  expect(await name(null)).toEqual(['chaoxi', 'dafangjia']);
  expect(await name([])).toEqual([]);
  expect(await name([community('chaoxi')])).toEqual(['chaoxi']);
  const id = await opened({ urgency: 'URGENT' });
  await passes(11);
  expect(await look(id)).toMatchObject({ audience: 'NEIGHBOURS' });
  expect(await look(id, await scenario.actor('dispatcher@chaoxi'))).not.toBeNull();
  expect(await look(id, await scenario.actor('dispatcher@dafangjia'))).toBeNull();
  // Named neighbours do not limit the last audience, the whole foundation.
  await passes(21);
  expect(await look(id, await scenario.actor('dispatcher@dafangjia'))).toMatchObject({
    audience: 'FOUNDATION',
  });
  await leader.accepts(id, 'volunteer@chaoxi');
  expect(await name(null)).toHaveLength(2);

  const refused = { communityId: community('xinxian'), neighbourIds: [community('xinxian')] };
  await expect(admin.tryMutate('setNeighbourCommunities', refused)).toBeRefused('OWN_NEIGHBOUR');
  await expect(
    admin.tryMutate('setNeighbourCommunities', {
      ...refused,
      neighbourIds: [community('shiyuan')],
    }),
  ).toBeRefused('NOT_FOUND');
  await expect(
    dispatcher.tryMutate('setNeighbourCommunities', { ...refused, neighbourIds: [] }),
  ).toBeRefused('NOT_ALLOWED');
});

test('a request waits for the paired volunteer first, and then for anybody of the community', async () => {
  const pairing = await dispatcher.pairs('volunteer@xinxian');
  const id = await opened({ urgency: 'SOON' });
  expect((await look(id)).audience).toBe('PAIR');
  await expect(leader.accepts(id, 'volunteer@chaoxi')).toBeRefused('OFFERED_TO_OTHERS_FIRST');
  await passes(15.1);
  expect((await look(id)).audience).toBe('COMMUNITY');
  await leader.accepts(id, 'volunteer@chaoxi');
  expect(await passes(600)).toBe(0);
  await dispatcher.mutate('endPairing', { pairingId: pairing.id, reason: '-' }, 'pairing { id }');
});

test('an overdue check-in and an overdue check-out raise one alarm each', async () => {
  const id = await opened();
  const { visits } = await leader.accepts(id, 'volunteer@chaoxi');
  await passes(24 * 60 + 14);
  expect((await look(id)).alarms).toEqual([]);
  await passes(24 * 60 + 15.1);
  expect((await look(id)).alarms).toEqual(['CHECK_IN_OVERDUE']);
  expect(await passes(24 * 60 + 40)).toBe(0);
  await dispatcher.checksIn(visits[0]);
  expect((await look(id)).alarms).toEqual([]);
  await passes(25 * 60 + 31);
  expect((await look(id)).alarms).toEqual(['CHECK_OUT_OVERDUE']);
  await dispatcher.checksOut(visits[0]);
  expect((await look(id)).alarms).toEqual([]);
  expect(await passes(40 * 60)).toBe(0);
});

test('a late withdrawal reopens the request as more urgent with an alarm, and an early one does not', async () => {
  const id = await opened();
  await leader.accepts(id, 'volunteer@chaoxi');
  await leader.withdraws(id, { reason: '发烧了' });
  expect(await look(id)).toMatchObject({ state: 'OPEN', urgency: 'NORMAL', alarms: [] });
  await leader.accepts(id, 'second@chaoxi');
  await passes(24 * 60 - 239);
  await leader.withdraws(id, { reason: '发烧了' });
  // 20 hours old and now SOON: by now the whole foundation would have been asked.
  expect(await look(id)).toMatchObject({
    state: 'OPEN',
    urgency: 'SOON',
    alarms: ['LATE_WITHDRAWAL'],
    audience: 'FOUNDATION',
  });
  await leader.accepts(id, 'second@chaoxi');
  expect(await look(id)).toMatchObject({ state: 'ASSIGNED', alarms: [] });
});

test('a request without volunteers expires and releases its coins once, with any number of nodes', async () => {
  const before = await held();
  const ids = await Promise.all([opened(), opened(), opened({ volunteersNeeded: 2 })]);
  expect(await held()).toBe(before + 4);
  await leader.accepts(ids[2], 'volunteer@chaoxi');
  // A second node on the same database, and one that was restarted meanwhile.
  const other = await createApp(platform.settings, platform.clock);
  platform.clock.advance(26 * 60 + 1);
  await Promise.all([
    platform.app.jobs.runDueTasks(),
    other.jobs.runDueTasks(),
    platform.app.jobs.runDueTasks(),
    other.jobs.runDueTasks(),
  ]);
  await other.close();
  for (const id of ids.slice(0, 2)) {
    const request = await look(id);
    expect(request.state).toBe('EXPIRED');
    expect(
      request.history.filter((each: { event: string }) => each.event === 'REQUEST_EXPIRED'),
    ).toHaveLength(1);
  }
  // One of two slots was filled: the request goes on with one volunteer.
  expect(await look(ids[2])).toMatchObject({ state: 'ASSIGNED', volunteersNeeded: 1 });
  expect(await held()).toBe(before + 1);
  const [events] = await platform.sql<{ count: number }>(
    `select count(*)::int as count from request_change where event = 'REQUEST_EXPIRED'`,
  );
  expect(events?.count).toBe(2);
});

test('a timer that fails changes nothing and is tried again', async () => {
  const id = await opened();
  await platform.sql(
    `alter table request_change add constraint broken check (event <> 'REQUEST_EXPIRED') not valid`,
  );
  platform.clock.advance(27 * 60);
  await platform.app.jobs.runDueTasks();
  expect((await look(id)).state).toBe('OPEN');
  // The error is recorded, and the retry is delayed.
  const [job] = await platform.sql<{ attempts: number; lastError: string }>(
    `select attempts, last_error as "lastError" from graphile_worker.jobs where last_error is not null`,
  );
  expect(job).toMatchObject({ attempts: 1, lastError: expect.stringContaining('broken') });
  await platform.sql('alter table request_change drop constraint broken');
  await platform.sql('update graphile_worker._private_jobs set run_at = now()');
  await platform.app.jobs.runDueTasks();
  expect((await look(id)).state).toBe('EXPIRED');
});

test('a request in review expires too', async () => {
  const volunteer = await scenario.actor('volunteer@chaoxi');
  const request = await volunteer.opens({ requestedFrom: after(60), requestedTo: after(180) });
  expect(request.state).toBe('IN_REVIEW');
  await passes(181);
  expect((await look(request.id)).state).toBe('EXPIRED');
});
