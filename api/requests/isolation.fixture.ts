import type { IsolationFixture, Side } from '../testing/isolation/fixtures.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { inHours } from '../testing/scenario/times.ts';
import { type TestPlatform } from '../testing/test-platform.ts';

export const isolationFixture: IsolationFixture = { seedSide, finish };

/** An open request, a joint visit, a pairing, a series, and a day off. */
async function seedSide(platform: TestPlatform, side: Side): Promise<void> {
  const { elder, kind, volunteer } = side;
  const scenario = await Scenario.begin(platform, side.dispatcher);
  const { dispatcher } = scenario;
  await dispatcher.opens({ elder, kind });
  await dispatcher.mutate('planJointVisit', {
    name: `联合走访${side.team}`,
    kind,
    teams: [side.team],
    stops: [{ elderId: scenario.id.elder(elder) }],
    begin: inHours(48),
  });
  await dispatcher.pairs(volunteer, elder);
  await dispatcher.mutate('createRequestSeries', {
    allowDuplicate: true,
    elder,
    kind,
    rule: 'FREQ=WEEKLY;COUNT=1',
    startsAt: '2040-01-01T09:00',
    windowMinutes: 120,
  });
  const dayOff = { volunteer, day: '2030-01-01', isFree: false };
  await (await scenario.actor(volunteer)).mutate('addAvailabilityException', dayOff);
}

/** Unique words in all requests of a community, so that they are recognised in any answer. */
async function finish(platform: TestPlatform): Promise<void> {
  for (const [community, word] of [
    ['shiyuan', '隔墙有耳'],
    ['dafangjia', '左邻右舍'],
  ] as const) {
    await platform.sql(`update service_request set note = $2, place = $2 where community_id = $1`, [
      platform.fixtures.communities[community],
      word,
    ]);
  }
}
