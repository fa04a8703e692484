import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor } from '../../testing/scenario/actor.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { inMinutes } from '../../testing/scenario/times.ts';
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

const policy = {
  requiredEvidence: ['CHECK_IN', 'CHECK_OUT'],
  weights: [],
  weightNeeded: 0,
  rounding: 'MINUTE_BEGUN',
  minutesMax: 1_440,
  placeMetresMax: 150,
  isReviewNeeded: false,
  reason: '理事会决议',
};

/** A visit that begins and ends now, so that it falls under the policy set a moment ago. */
async function visitNow(about: Parameters<Scenario['plannedVisit']>[0] = {}): Promise<string> {
  const { visitId } = await scenario.plannedVisit(about);
  await dispatcher.checksIn(visitId);
  await dispatcher.checksOut(visitId);
  return visitId;
}

async function anomaliesOf(visitId: string): Promise<Record<string, string>> {
  const { node } = await dispatcher.query(
    'query ($id: ID!) { node(id: $id) { ... on Visit { reviewItems { kind text } } } }',
    { id: visitId },
  );
  return Object.fromEntries(
    node.reviewItems.map(({ kind, text }: { kind: string; text: string }) => [kind, text]),
  );
}

describe('anomaly thresholds', () => {
  const bounds =
    '{ evidencePolicy { version anomalies { overlapMinutesMax expectedPercentMin pairVisitsMax pairDays } } }';

  test('a foundation without a decision has the usual thresholds, and can read them', async () => {
    expect((await dispatcher.query(bounds)).evidencePolicy).toEqual({
      version: 0,
      anomalies: { overlapMinutesMax: 2, expectedPercentMin: 25, pairVisitsMax: 22, pairDays: 30 },
    });
    expect(
      Object.keys(
        await anomaliesOf(await scenario.carriedOutVisit({ minutes: 5, endedMinutesAgo: 500 })),
      ),
    ).toEqual(['RATIO']);
  });

  test('a foundation sets thresholds from an instant on for one kind or for all others, and the rest stays usual', async () => {
    const lax = {
      ...policy,
      kindId: scenario.id.kind('cleaning@sicheng'),
      anomalies: { expectedPercentMin: 0, minutesPerDayMax: 1_440 },
    };
    await expect(dispatcher.tryMutate('setEvidencePolicy', lax)).toBeRefused('NOT_ALLOWED');
    const { policy: set } = await admin.mutate(
      'setEvidencePolicy',
      lax,
      'policy { anomalies { expectedPercentMin minutesPerDayMax kilometresPerHourMax } }',
    );
    expect(set.anomalies).toEqual({
      expectedPercentMin: 0,
      minutesPerDayMax: 1_440,
      kilometresPerHourMax: 120,
    });
    expect(
      await anomaliesOf(await visitNow({ kind: 'cleaning@sicheng', volunteer: 'second@chaoxi' })),
    ).toEqual({});
    expect(Object.keys(await anomaliesOf(await visitNow({ volunteer: 'second@chaoxi' })))).toEqual([
      'RATIO',
    ]);
    // An earlier visit falls under the policy of its time.
    const before = { kind: 'cleaning@sicheng', minutes: 5, endedMinutesAgo: 700 };
    expect(Object.keys(await anomaliesOf(await scenario.carriedOutVisit(before)))).toEqual([
      'RATIO',
    ]);
  });

  test.each([
    [{ expectedPercentMax: 99 }, 'TOO_SMALL'],
    [{ overlapMinutesMax: -1 }, 'TOO_SMALL'],
    [{ pairDays: 0 }, 'TOO_SMALL'],
    [{ lateUploadHoursMax: 721 }, 'TOO_LARGE'],
  ])('an impossible threshold is refused: %j', async (anomalies, code) => {
    await expect(admin.tryMutate('setEvidencePolicy', { ...policy, anomalies })).toBeRefused(code);
  });
});

test('many visits of one volunteer to one elder raise one anomaly for the counted days', async () => {
  await admin.mutate(
    'setEvidencePolicy',
    { ...policy, anomalies: { pairVisitsMax: 2, expectedPercentMin: 0 } },
    'policy { version }',
  );
  const pair = { volunteer: 'both@xinxian' };
  const seen: Record<string, string>[] = [];
  for (let count = 0; count < 4; count += 1) seen.push(await anomaliesOf(await visitNow(pair)));
  expect(seen).toEqual([
    {},
    {},
    {
      PAIR_OFTEN:
        '3 visits of this volunteer to the same elder within 30 days, of 3 visits in total.',
    },
    {},
  ]);
});

describe('a signed sheet', () => {
  const sheet = async (visitId: string, more: object) =>
    dispatcher.refusalCodes('addVisitEvidence', { visitId, ...more });

  test('a signed sheet that agrees with the platform raises no anomaly', async () => {
    const visitId = await scenario.carriedOutVisit({ minutes: 60, endedMinutesAgo: 900 });
    expect(
      await sheet(visitId, { sheet: '签字单 17', sheetMinutes: 70, sheetVolunteers: 1 }),
    ).toEqual([]);
    expect(await anomaliesOf(visitId)).toEqual({});
    expect(await sheet(visitId, { sheet: '没有数字的签字单' })).toEqual([]);
    expect(await anomaliesOf(visitId)).toEqual({});
  });

  test('a signed sheet with another count or other minutes goes to the review queue with both figures', async () => {
    const visitId = await scenario.carriedOutVisit({ minutes: 60, endedMinutesAgo: 1_000 });
    expect(
      await sheet(visitId, { sheet: '签字单 18', sheetMinutes: 120, sheetVolunteers: 3 }),
    ).toEqual([]);
    expect(await anomaliesOf(visitId)).toEqual({
      SHEET_DIFFERS: 'Sheet: 120 min, volunteers: 3. Recorded: 60 min, volunteers: 1.',
    });
    const { node } = await dispatcher.query(
      'query ($id: ID!) { node(id: $id) { ... on Visit { evidence { kind note sheetMinutes sheetVolunteers } } } }',
      { id: visitId },
    );
    expect(node.evidence).toContainEqual({
      kind: 'SHEET',
      note: '签字单 18',
      sheetMinutes: 120,
      sheetVolunteers: 3,
    });
  });

  test('a signed sheet that arrives before the check-out is compared after it', async () => {
    const { visitId } = await scenario.plannedVisit();
    const at = inMinutes(-1150);
    await dispatcher.checksIn(visitId, { at });
    expect(await sheet(visitId, { sheet: '签字单 19', sheetMinutes: 90 })).toEqual([]);
    expect(await anomaliesOf(visitId)).toEqual({});
    await dispatcher.checksOut(visitId, {
      at: new Date(Date.parse(at) + 30 * 60_000).toISOString(),
    });
    expect(await anomaliesOf(visitId)).toMatchObject({
      SHEET_DIFFERS: 'The sheet says 90 min; the platform recorded 30 min.',
    });
  });

  test('a signed sheet with figures must have a name', async () => {
    const visitId = await scenario.carriedOutVisit({ endedMinutesAgo: 1_250 });
    const place = { latitude: 39.9, longitude: 116.4, accuracyMetres: 10 };
    expect(await sheet(visitId, { place, sheetMinutes: 60 })).toEqual(['SHEET_MISSING']);
  });
});
