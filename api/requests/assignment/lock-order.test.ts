import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import { Pipeline } from '../../platform/database/pipeline.ts';
import type { Caller } from '../../testing/caller.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

/** Every mutation locks volunteers before requests; see lock-volunteers.ts. */

let platform: TestPlatform;
let dispatcher: Caller;
let leader: Caller;
let admin: Caller;
/** Tables in order of their row locks. */
const locked: string[] = [];

beforeAll(async () => {
  for (const name of ['rows', 'executeQuery'] as const) {
    const original = Pipeline.prototype[name] as (...all: unknown[]) => Promise<never>;
    jest.spyOn(Pipeline.prototype, name).mockImplementation(function (this: Pipeline, ...all) {
      const [query] = all as [{ text?: string; sql?: string }];
      noteLock(query.text ?? query.sql ?? '');
      return original.apply(this, all);
    });
  }
  platform = await startTestPlatform();
  [dispatcher, leader, admin] = await Promise.all([
    platform.as('dispatcher@xinxian'),
    platform.as('leader@chaoxi'),
    platform.as('admin@sicheng'),
  ]);
  await platform.sql('update service_kind set coins_per_hour = 1');
});
afterAll(() => platform.close());
beforeEach(() => {
  locked.splice(0);
});

function noteLock(sql: string): void {
  const [, table] =
    /^select .*? from "?(volunteer|service_request|joint_visit)\b.* for (?:no key )?update$/s.exec(
      sql,
    ) ??
    /^update "?(volunteer|service_request|joint_visit)\b/.exec(sql) ??
    [];
  if (table) locked.push(table);
}

/** Tables in order of their first lock, since the last call. */
const order = () => [...new Set(locked.splice(0))];

const volunteerId = (persona = 'volunteer@chaoxi') =>
  encodeId('volunteer', platform.fixtures.volunteers[persona] ?? '');
const teamId = () => encodeId('team', platform.fixtures.teams['haoyiya'] ?? '');
const elderId = () => encodeId('elder', platform.fixtures.elders['elder@xinxian'] ?? '');
const kindId = () => encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? '');

let days = 2;
const at = (hours: number) =>
  new Date(platform.clock.nowMs() + (days * 24 + hours) * 3_600_000).toISOString();

/** Opens a request, each on another day. */
async function opened(): Promise<{ requestId: string; expectedVersion: number }> {
  days += 1;
  const input = {
    idempotencyKey: newKey(),
    elderId: elderId(),
    kindId: kindId(),
    requestedFrom: at(0),
    requestedTo: at(2),
  };
  const selection = 'request { id version }';
  const { request } = await dispatcher.mutate('openServiceRequest', input, selection);
  locked.splice(0);
  return { requestId: request.id, expectedVersion: request.version };
}

test('an assignment locks volunteers before the request', async () => {
  const accepted = { ...(await opened()), volunteerId: volunteerId() };
  await leader.mutate('acceptServiceRequest', accepted, 'request { id }');
  expect(order()).toEqual(['volunteer', 'service_request']);
  const assigned = { ...(await opened()), volunteerId: volunteerId() };
  await dispatcher.mutate('assignServiceRequest', assigned, 'request { id }');
  expect(order()).toEqual(['volunteer', 'service_request']);
  const ofTeam = { ...(await opened()), teamId: teamId(), volunteerIds: [volunteerId()] };
  await leader.mutate('acceptServiceRequestAsTeam', ofTeam, 'request { id }');
  expect(order()).toEqual(['volunteer', 'service_request']);
});

test('a new time, a lost eligibility and another availability lock volunteers first too', async () => {
  const { requestId, expectedVersion } = await opened();
  const assigned = { requestId, expectedVersion, volunteerId: volunteerId() };
  const { request } = await dispatcher.mutate(
    'assignServiceRequest',
    assigned,
    'request { version visits { volunteer { id } } }',
  );
  order();
  days += 1;
  const moved = {
    requestId,
    expectedVersion: request.version,
    windows: [{ from: at(0), to: at(2) }],
    releasesVolunteers: false,
    reason: '改期',
  };
  await dispatcher.mutate('rescheduleServiceRequest', moved, 'request { id }');
  expect(order()).toEqual(['volunteer', 'service_request']);
  const weekly = [{ weekday: 1, from: '00:00', to: '00:01' }];
  await leader.mutate(
    'setAvailability',
    { volunteerId: volunteerId(), weekly },
    'volunteer { id }',
  );
  expect(order()).toEqual(['volunteer', 'service_request']);
  const unvetted = { volunteerId: volunteerId(), isVetted: false, reason: '核实' };
  await admin.mutate('vetVolunteer', unvetted, 'volunteer { id }');
  expect(order()).toEqual(['volunteer', 'service_request']);
  await admin.mutate('vetVolunteer', { ...unvetted, isVetted: true }, 'volunteer { id }');
});

test('a joint visit is locked before its volunteers, and they before its requests', async () => {
  days += 1;
  const round = {
    idempotencyKey: newKey(),
    name: '走访',
    kindId: kindId(),
    teamIds: [teamId()],
    stops: [{ elderId: elderId() }],
    begin: at(0),
  };
  const selection = 'jointVisit { id version }';
  const { jointVisit } = await dispatcher.mutate('planJointVisit', round, selection);
  order();
  const jointVisitId = jointVisit.id;
  const part = { jointVisitId, teamId: teamId(), volunteerIds: [volunteerId()] };
  const { jointVisit: accepted } = await leader.mutate(
    'acceptJointVisit',
    { ...part, expectedVersion: jointVisit.version },
    selection,
  );
  expect(order()).toEqual(['joint_visit', 'volunteer', 'service_request']);
  const later = { jointVisitId, expectedVersion: accepted.version, begin: at(4), reason: '改期' };
  await dispatcher.mutate('rescheduleJointVisit', later, selection);
  expect(order()).toEqual(['joint_visit', 'volunteer', 'service_request']);
});
