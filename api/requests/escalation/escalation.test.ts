import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import { createApp } from '../../app.ts';
import type { Caller } from '../../testing/caller.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

let platform: TestPlatform;
let dispatcher: Caller;
let leader: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  dispatcher = await platform.as('dispatcher@xinxian');
  leader = await platform.as('leader@chaoxi');
  // Many requests of one elder, who has a grant of 30 coins.
  await platform.sql('update service_kind set coins_per_hour = 1');
  const admin = await platform.as('admin@sicheng');
  await admin.does(
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

async function opened(more: object = {}): Promise<string> {
  const input = {
    idempotencyKey: newKey(),
    allowDuplicate: true,
    elderId: encodeId('elder', platform.fixtures.elders['elder@xinxian'] ?? ''),
    kindId: encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? ''),
    requestedFrom: after(24 * 60),
    requestedTo: after(26 * 60),
    ...more,
  };
  return (await dispatcher.does('openServiceRequest', input, 'request { id }')).request.id;
}

async function look(id: string, caller = dispatcher) {
  const { serviceRequest } = await caller.ask(
    `query ($id: ID!) { serviceRequest(id: $id) { state audience urgency alarms version volunteersNeeded coinsHeld
      visits { id state } history { event actorName } } }`,
    { id },
  );
  return serviceRequest;
}

function volunteerId(persona: string): string {
  return encodeId('volunteer', platform.fixtures.volunteers[persona] ?? '');
}

async function accepted(
  requestId: string,
  persona = 'volunteer@chaoxi',
  begin: string | null = null,
): Promise<string> {
  const { version } = await look(requestId);
  const input = { requestId, volunteerId: volunteerId(persona), expectedVersion: version, begin };
  const { request } = await leader.does(
    'acceptServiceRequest',
    input,
    'request { visits { id state } }',
  );
  return request.visits.find((visit: { state: string }) => visit.state === 'PLANNED').id;
}

/**
 * Moves the clock to minutes after the test began and runs due tasks. The scheduler may be quicker.
 */
async function passes(minutes: number): Promise<number> {
  platform.clock.advance(minutes - (platform.clock.nowMs() - startMs) / minute);
  return platform.app.jobs.runDueTasks();
}

async function held(): Promise<number> {
  const [row] = await platform.sql<{ held: string }>(
    'select pending_out as held from coin_account where id = $1',
    [platform.fixtures.coinAccounts['elder@xinxian']],
  );
  return Number(row?.held);
}

test('an urgent request is offered to neighbours and then to everybody, who see it only then, and the board is alarmed', async () => {
  const id = await opened({ urgency: 'URGENT' });
  const neighbour = await platform.as('dispatcher@dafangjia');
  const stranger = await platform.as('dispatcher@shiyuan');
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
  expect((await look(id)).history.at(-1)).toEqual({ event: 'RequestOffered', actorName: 'Linli' });
  await accepted(id);
  expect(await look(id)).toMatchObject({ state: 'ASSIGNED', alarms: [] });
});

test('neighbours are those of the district, until the foundation names others', async () => {
  const admin = await platform.as('admin@sicheng');
  const community = (slug: string) =>
    encodeId('community', platform.fixtures.communities[slug] ?? '');
  const name = async (neighbourIds: string[] | null) =>
    (
      await admin.does(
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
  expect(await look(id, await platform.as('dispatcher@chaoxi'))).not.toBeNull();
  expect(await look(id, await platform.as('dispatcher@dafangjia'))).toBeNull();
  // Named neighbours do not limit the last audience, the whole foundation.
  await passes(21);
  expect(await look(id, await platform.as('dispatcher@dafangjia'))).toMatchObject({
    audience: 'FOUNDATION',
  });
  await accepted(id);
  expect(await name(null)).toHaveLength(2);

  const refused = { communityId: community('xinxian'), neighbourIds: [community('xinxian')] };
  expect(await admin.refusalCodes('setNeighbourCommunities', refused)).toEqual(['OWN_NEIGHBOUR']);
  expect(
    await admin.refusalCodes('setNeighbourCommunities', {
      ...refused,
      neighbourIds: [community('shiyuan')],
    }),
  ).toEqual(['NOT_FOUND']);
  expect(
    await dispatcher.refusalCodes('setNeighbourCommunities', { ...refused, neighbourIds: [] }),
  ).toEqual(['NOT_ALLOWED']);
});

test('a request waits for the paired volunteer, and then for no one', async () => {
  const pair = {
    elderId: encodeId('elder', platform.fixtures.elders['elder@xinxian'] ?? ''),
    volunteerId: volunteerId('volunteer@xinxian'),
  };
  const { pairing } = await dispatcher.does('pairVolunteer', pair, 'pairing { id }');
  const id = await opened({ urgency: 'SOON' });
  expect((await look(id)).audience).toBe('PAIR');
  const take = { requestId: id, volunteerId: volunteerId('volunteer@chaoxi'), expectedVersion: 1 };
  expect(await leader.refusalCodes('acceptServiceRequest', take)).toEqual([
    'OFFERED_TO_OTHERS_FIRST',
  ]);
  await passes(15.1);
  expect((await look(id)).audience).toBe('COMMUNITY');
  expect(
    await leader.refusalCodes('acceptServiceRequest', { ...take, expectedVersion: 2 }),
  ).toEqual([]);
  expect(await passes(600)).toBe(0);
  await dispatcher.does('endPairing', { pairingId: pairing.id, reason: '-' }, 'pairing { id }');
});

test('somebody who does not come, and somebody who does not leave, are told to the board once', async () => {
  const id = await opened();
  const visitId = await accepted(id);
  await passes(24 * 60 + 14);
  expect((await look(id)).alarms).toEqual([]);
  await passes(24 * 60 + 15.1);
  expect((await look(id)).alarms).toEqual(['CHECK_IN_OVERDUE']);
  expect(await passes(24 * 60 + 40)).toBe(0);
  await dispatcher.does('checkIn', { visitId }, 'visit { id }');
  expect((await look(id)).alarms).toEqual([]);
  await passes(25 * 60 + 31);
  expect((await look(id)).alarms).toEqual(['CHECK_OUT_OVERDUE']);
  await dispatcher.does('checkOut', { visitId }, 'visit { id }');
  expect((await look(id)).alarms).toEqual([]);
  expect(await passes(40 * 60)).toBe(0);
});

test('a late drop-out opens the request again, more urgent, with an alarm; an early one does not alarm', async () => {
  const id = await opened();
  await accepted(id);
  const withdraw = { requestId: id, reason: '发烧了' };
  await leader.does(
    'withdrawFromServiceRequest',
    { ...withdraw, expectedVersion: 2 },
    'request { id }',
  );
  expect(await look(id)).toMatchObject({ state: 'OPEN', urgency: 'NORMAL', alarms: [] });
  await accepted(id, 'second@chaoxi');
  await passes(24 * 60 - 239);
  await leader.does(
    'withdrawFromServiceRequest',
    { ...withdraw, expectedVersion: 4 },
    'request { id }',
  );
  // 20 hours old and now SOON: by now the whole foundation would have been asked.
  expect(await look(id)).toMatchObject({
    state: 'OPEN',
    urgency: 'SOON',
    alarms: ['LATE_WITHDRAWAL'],
    audience: 'FOUNDATION',
  });
  await accepted(id, 'second@chaoxi');
  expect(await look(id)).toMatchObject({ state: 'ASSIGNED', alarms: [] });
});

test('a request that nobody took expires and its coins go back, once, however many nodes look', async () => {
  const before = await held();
  const ids = await Promise.all([opened(), opened(), opened({ volunteersNeeded: 2 })]);
  expect(await held()).toBe(before + 4);
  await accepted(ids[2]);
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
      request.history.filter((each: { event: string }) => each.event === 'RequestExpired'),
    ).toHaveLength(1);
  }
  // One of two slots was filled: the request goes on with one volunteer.
  expect(await look(ids[2])).toMatchObject({ state: 'ASSIGNED', volunteersNeeded: 1 });
  expect(await held()).toBe(before + 1);
  const [events] = await platform.sql<{ count: number }>(
    `select count(*)::int as count from request_change where event = 'RequestExpired'`,
  );
  expect(events?.count).toBe(2);
});

test('a timer that fails stays where it was and is tried again', async () => {
  const id = await opened();
  await platform.sql(
    `alter table request_change add constraint broken check (event <> 'RequestExpired') not valid`,
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
  const volunteer = await platform.as('volunteer@chaoxi');
  const input = {
    idempotencyKey: newKey(),
    allowDuplicate: true,
    elderId: encodeId('elder', platform.fixtures.elders['elder@xinxian'] ?? ''),
    kindId: encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? ''),
    requestedFrom: after(60),
    requestedTo: after(180),
  };
  const { request } = await volunteer.does('openServiceRequest', input, 'request { id state }');
  expect(request.state).toBe('IN_REVIEW');
  await passes(181);
  expect((await look(request.id)).state).toBe('EXPIRED');
});
