import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { Pipeline } from '../../platform/database/pipeline.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

/** Every mutation locks volunteers before requests; see lock-volunteers.ts. */

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let leader: Actor;
let admin: Actor;
/** Tables in order of their row locks. */
const locked: string[] = [];

beforeAll(async () => {
  for (const name of ['rows', 'executeQuery'] as const) {
    const original = Pipeline.prototype[name] as (...all: unknown[]) => Promise<never>;
    jest.spyOn(Pipeline.prototype, name).mockImplementation(function (this: Pipeline, ...all) {
      const [query] = all as [{ text?: string; sql?: string }];
      noteLock((query.text ?? query.sql ?? '').replace(/^\/\* \S+ \*\/ /, ''));
      return original.apply(this, all);
    });
  }
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  ({ dispatcher } = scenario);
  leader = await scenario.actor('leader@chaoxi');
  admin = await scenario.actor('admin@sicheng');
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

let days = 2;
const at = (hours: number) =>
  new Date(platform.clock.nowMs() + (days * 24 + hours) * 3_600_000).toISOString();

/** Opens a request, each on another day. */
async function opened(): Promise<{ id: string }> {
  days += 1;
  const request = await dispatcher.opens({ requestedFrom: at(0), requestedTo: at(2) });
  order();
  return request;
}

test('an assignment locks volunteers before the request', async () => {
  await leader.accepts(await opened(), 'volunteer@chaoxi');
  expect(order()).toEqual(['volunteer', 'service_request']);
  await dispatcher.assigns(await opened());
  expect(order()).toEqual(['volunteer', 'service_request']);
  await leader.acceptsAsTeam(await opened(), 'haoyiya', ['volunteer@chaoxi']);
  expect(order()).toEqual(['volunteer', 'service_request']);
});

test('a new time, a lost eligibility and another availability lock volunteers first too', async () => {
  const volunteer = 'volunteer@chaoxi';
  const request = await opened();
  await dispatcher.assigns(request, volunteer);
  order();
  days += 1;
  await dispatcher.reschedules(request, at(0), at(2), { releasesVolunteers: false });
  expect(order()).toEqual(['volunteer', 'service_request']);
  const weekly = [{ weekday: 1, from: '00:00', to: '00:01' }];
  await leader.mutate('setAvailability', { volunteer, weekly });
  expect(order()).toEqual(['volunteer', 'service_request']);
  const vetting = { volunteer, reason: '核实' };
  await admin.mutate('revokeVetting', vetting);
  expect(order()).toEqual(['volunteer', 'service_request']);
  await admin.mutate('vetVolunteer', vetting);
});

test('a joint visit is locked before its volunteers, and they before its requests', async () => {
  days += 1;
  const selection = 'jointVisit { id version }';
  const round = {
    idempotencyKey: newKey(),
    name: '走访',
    kind: 'companionship@sicheng',
    teams: ['haoyiya'],
    stops: [{ elderId: scenario.id.elder('elder@xinxian') }],
    begin: at(0),
  };
  const { jointVisit } = await dispatcher.mutate('planJointVisit', round, selection);
  order();
  const part = {
    jointVisitId: jointVisit.id,
    expectedVersion: jointVisit.version,
    team: 'haoyiya',
    volunteers: ['volunteer@chaoxi'],
  };
  const { jointVisit: accepted } = await leader.mutate('acceptJointVisit', part, selection);
  expect(order()).toEqual(['joint_visit', 'volunteer', 'service_request']);
  const later = {
    jointVisitId: accepted.id,
    expectedVersion: accepted.version,
    begin: at(4),
    reason: '改期',
  };
  await dispatcher.mutate('rescheduleJointVisit', later);
  expect(order()).toEqual(['joint_visit', 'volunteer', 'service_request']);
});
