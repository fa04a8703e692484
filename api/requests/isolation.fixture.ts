import { encodeId } from '../../schema/ids.ts';
import type { IsolationFixture, Side } from '../testing/isolation/fixtures.ts';
import { newKey, type TestPlatform } from '../testing/test-platform.ts';

export const isolationFixture: IsolationFixture = { seedSide, finish };

/** An open request, a joint visit, a pairing, a series, and a day off. */
async function seedSide(platform: TestPlatform, side: Side): Promise<void> {
  const { fixtures } = platform;
  const dispatcher = await platform.as(side.dispatcher);
  const elderId = encodeId('elder', fixtures.elders[side.elder] ?? '');
  const kindId = encodeId('kind', fixtures.kinds[side.kind] ?? '');
  const volunteerId = encodeId('volunteer', fixtures.volunteers[side.volunteer] ?? '');
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const request = { elderId, kindId, requestedFrom: inHours(1), requestedTo: inHours(3) };
  await dispatcher.mutate(
    'openServiceRequest',
    { idempotencyKey: newKey(), allowDuplicate: true, ...request },
    'request { id }',
  );
  await dispatcher.mutate(
    'planJointVisit',
    {
      idempotencyKey: newKey(),
      name: `联合走访${side.team}`,
      kindId,
      teamIds: [encodeId('team', fixtures.teams[side.team] ?? '')],
      stops: [{ elderId }],
      begin: inHours(48),
    },
    'jointVisit { id }',
  );
  await dispatcher.mutate('pairVolunteer', { volunteerId, elderId }, 'pairing { id }');
  await dispatcher.mutate(
    'createRequestSeries',
    {
      idempotencyKey: newKey(),
      allowDuplicate: true,
      elderId,
      kindId,
      rule: 'FREQ=WEEKLY;COUNT=1',
      startsAt: '2040-01-01T09:00',
      windowMinutes: 120,
    },
    'series { id }',
  );
  const volunteer = await platform.as(side.volunteer);
  await volunteer.mutate(
    'addAvailabilityException',
    { volunteerId, day: '2030-01-01', isFree: false },
    'volunteer { id }',
  );
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
