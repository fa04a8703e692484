import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createApp } from '../../app.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let admin: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  admin = await scenario.actor('admin@sicheng');
});
afterAll(() => platform.close());

const rule = { name: '测试星级', reason: '测试' };

async function starsOf(
  persona: string,
): Promise<{ stars: number; starAwards: { policyVersion: number }[] }> {
  const { node } = await dispatcher.query(
    'query ($id: ID!) { node(id: $id) { ... on Volunteer { stars starAwards { level minutes policyVersion } } } }',
    { id: scenario.id.volunteer(persona) },
  );
  return node;
}

test('a star policy is simulated on the visits certified until an instant, and nothing is written', async () => {
  const before = new Date().toISOString();
  await scenario.certifiedVisit({
    volunteer: 'volunteer@xinxian',
    minutes: 150,
    endedMinutesAgo: 300,
  });
  await scenario.certifiedVisit({ volunteer: 'both@xinxian', minutes: 60, endedMinutesAgo: 100 });
  const query = `query ($hours: [Int!]!, $at: DateTime) { simulateStarPolicy(hours: $hours, at: $at) {
    volunteerCount risenCount fallenCount levels { level held wouldBe } differences { volunteer { displayName } minutes held wouldBe reachedAt } } }`;
  const { simulateStarPolicy } = await admin.query(query, { hours: [1, 2] });
  expect(simulateStarPolicy).toMatchObject({
    risenCount: 2,
    fallenCount: 0,
    levels: [
      {
        level: 0,
        held: simulateStarPolicy.volunteerCount,
        wouldBe: simulateStarPolicy.volunteerCount - 2,
      },
      { level: 1, held: 0, wouldBe: 1 },
      { level: 2, held: 0, wouldBe: 1 },
    ],
    differences: [
      { minutes: 150, held: 0, wouldBe: 2 },
      { minutes: 60, held: 0, wouldBe: 1 },
    ],
  });
  expect(simulateStarPolicy.differences[0].reachedAt > before).toBe(true);
  expect(simulateStarPolicy.differences[0].volunteer.displayName).toBeTruthy();
  expect(
    (await admin.query(query, { hours: [1, 2], at: before })).simulateStarPolicy,
  ).toMatchObject({
    risenCount: 0,
    differences: [],
  });
  expect((await admin.query('{ starPolicy { version } }')).starPolicy.version).toBe(0);
  const codes = async (caller: Actor, hours: number[]) =>
    (await caller.send(query, { hours })).errors?.map(({ extensions }) => extensions['code']);
  expect(await codes(admin, [2, 2])).toEqual(['STAR_HOURS_NOT_RISING']);
  expect(await codes(dispatcher, [1])).toEqual(['NOT_ALLOWED']);
});

test('a visit that is certified while a star policy begins counts by it', async () => {
  const volunteers = ['volunteer@xinxian', 'volunteer@chaoxi', 'second@chaoxi'];
  const inputs = [];
  for (const [index, volunteer] of volunteers.entries()) {
    const visitId = await scenario.carriedOutVisit({
      volunteer,
      minutes: 60,
      endedMinutesAgo: 400 + 100 * index,
    });
    inputs.push(await dispatcher.decision(visitId));
  }
  await Promise.all([
    dispatcher.mutate('certifyVisit', inputs[0] ?? {}, 'visit { id }'),
    admin.mutate('setStarPolicy', { ...rule, hours: [1, 2, 3] }, 'policy { version }'),
    dispatcher.mutate('certifyVisit', inputs[1] ?? {}, 'visit { id }'),
    dispatcher.mutate('certifyVisit', inputs[2] ?? {}, 'visit { id }'),
  ]);
  const wrong = await platform.sql(
    `select v.display_name from volunteer v
     join lateral (select coalesce(sum(minutes), 0) as minutes from hours_record where volunteer_id = v.id) h on true
     left join lateral (select level from star_award where volunteer_id = v.id order by id desc limit 1) a on true
     where v.foundation_id = $1 and coalesce(a.level, 0) <> least(3, h.minutes / 60)`,
    [platform.fixtures.foundations['sicheng']],
  );
  expect(wrong).toEqual([]);
});

test('a later star policy begins on its day, for all volunteers, once on any number of nodes', async () => {
  const tomorrow = new Date(platform.clock.nowMs() + 86_400_000).toISOString();
  const set = await admin.mutate(
    'setStarPolicy',
    { ...rule, hours: [3], validFrom: tomorrow },
    'policy { version } volunteersChanged',
  );
  expect(set).toMatchObject({ policy: { version: 2 }, volunteersChanged: 0 });
  await platform.app.jobs.runDueTasks();
  expect((await admin.query('{ starPolicy { version } }')).starPolicy.version).toBe(1);
  expect(await starsOf('volunteer@xinxian')).toMatchObject({ stars: 3 });

  const other = await createApp(platform.settings, platform.clock);
  try {
    platform.clock.advance(24 * 60 + 1);
    await Promise.all([platform.app.jobs.runDueTasks(), other.jobs.runDueTasks()]);
  } finally {
    await other.close();
  }
  expect((await admin.query('{ starPolicy { version hours } }')).starPolicy).toEqual({
    version: 2,
    hours: [3],
  });
  const { stars, starAwards } = await starsOf('volunteer@xinxian');
  expect([stars, starAwards[0]]).toEqual([1, { level: 1, minutes: 210, policyVersion: 2 }]);
  expect(await starsOf('both@xinxian')).toMatchObject({ stars: 0 });
  const [effect] = await platform.sql(
    `select count(*)::int as effects, sum(volunteers_changed)::int as changed,
       (select count(*)::int from audit_entry where action = 'starPolicy:begin' and actor_name = 'Linli') as trail from star_policy_effect e
       join star_policy p on p.id = e.policy_id where p.version = 2`,
  );
  expect(effect).toEqual({ effects: 1, changed: 4, trail: 1 });
});

test('the later of two star policies is in force, in whatever order they were set', async () => {
  const inHours = (hours: number) =>
    new Date(platform.clock.nowMs() + hours * 3_600_000).toISOString();
  await admin.mutate(
    'setStarPolicy',
    { ...rule, hours: [50], validFrom: inHours(20) },
    'policy { version }',
  );
  await admin.mutate(
    'setStarPolicy',
    { ...rule, hours: [2], validFrom: inHours(10) },
    'policy { version }',
  );
  // The platform was down over both days.
  platform.clock.advance(21 * 60);
  await platform.app.jobs.runDueTasks();
  expect((await admin.query('{ starPolicy { version hours } }')).starPolicy).toEqual({
    version: 3,
    hours: [50],
  });
  expect(await starsOf('volunteer@xinxian')).toMatchObject({ stars: 0 });
});
