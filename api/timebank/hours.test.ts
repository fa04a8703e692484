import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Scenario } from '../testing/scenario/scenario.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;
let scenario: Scenario;
beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
});
afterAll(() => platform.close());

const fields =
  'id minutes category happenedAt bookedAt volunteerId concerns corrects { minutes } correctedBy { minutes }';

test('hours have a category and lead to their visit, and a correction is a further record that names its predecessor', async () => {
  const visitId = await scenario.certifiedVisit({ minutes: 60 });
  const admin = await scenario.actor('admin@sicheng');
  const decision = await scenario.dispatcher.decision(visitId, {
    minutes: 45,
    reason: '家属说早走',
  });
  await admin.mutate('correctVisit', decision, 'visit { id }');
  const volunteer = await scenario.actor('volunteer@chaoxi');
  const volunteerId = scenario.id.volunteer('volunteer@chaoxi');
  const query = `query ($volunteerIds: [ID!], $categories: [String!], $from: DateTime) {
    hoursRecords(first: 10, filter: { volunteerIds: $volunteerIds, categories: $categories, happened: { from: $from } }) { totalCount nodes { ${fields} } } }`;
  const { hoursRecords } = await volunteer.query(query, { volunteerIds: [volunteerId] });
  expect(hoursRecords.totalCount).toBe(2);
  expect(hoursRecords.nodes).toMatchObject([
    {
      minutes: -15,
      category: 'COMPANIONSHIP',
      concerns: visitId,
      corrects: { minutes: 60 },
      correctedBy: null,
    },
    {
      minutes: 60,
      category: 'COMPANIONSHIP',
      concerns: visitId,
      corrects: null,
      correctedBy: { minutes: -15 },
      volunteerId,
    },
  ]);
  const node = 'query ($id: ID!) { node(id: $id) { ... on HoursRecord { minutes } } }';
  expect((await volunteer.query(node, { id: hoursRecords.nodes[1].id })).node).toEqual({
    minutes: 60,
  });

  const count = async (persona: string, filter: object) =>
    (await (await scenario.actor(persona)).query(query, filter)).hoursRecords.totalCount;
  expect(await count('admin@sicheng', { categories: ['COMPANIONSHIP'] })).toBe(2);
  expect(await count('admin@sicheng', { categories: ['DAILY_LIFE'] })).toBe(0);
  expect(await count('admin@sicheng', { from: '2099-01-01T00:00:00Z' })).toBe(0);
  // No records of other volunteers, and none of other communities.
  expect(await count('volunteer@xinxian', {})).toBe(0);
  expect(await count('admin@yigong80', { volunteerIds: [volunteerId] })).toBe(0);
});

test('nobody edits hours, not even the owner of the tables', async () => {
  await expect(platform.sql('update hours_record set minutes = 600')).rejects.toThrow(
    /append-only/,
  );
  await expect(platform.sql('delete from hours_record')).rejects.toThrow(/append-only/);
  await expect(platform.sql('truncate hours_record cascade')).rejects.toThrow(/append-only/);
});

test('concurrent certifications of a visit write its hours once', async () => {
  const visitId = await scenario.carriedOutVisit({ minutes: 30 });
  const dispatcher = await scenario.actor('dispatcher@xinxian');
  const decision = await scenario.dispatcher.decision(visitId);
  const tries = await Promise.all(
    [1, 2, 3].map(() =>
      dispatcher.refusalCodes('certifyVisit', { ...decision, idempotencyKey: newKey() }),
    ),
  );
  expect(tries.filter((codes) => codes.length === 0)).toHaveLength(1);
  const [row] = await platform.sql<{ minutes: number; count: number }>(
    'select sum(minutes)::int as minutes, count(*)::int as count from hours_record where business_id <> all (select business_id from hours_record where corrects_id is not null)',
  );
  expect(row).toEqual({ minutes: 30, count: 1 });
});
