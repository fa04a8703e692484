import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import type { Caller } from '../../testing/caller.ts';
import { Visits } from '../../testing/visit-builder.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

let platform: TestPlatform;
let visits: Visits;
let dispatcher: Caller;
let admin: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  visits = await Visits.of(platform);
  dispatcher = await platform.as('dispatcher@xinxian');
  admin = await platform.as('admin@sicheng');
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

const kindId = (code: string) => encodeId('kind', platform.fixtures.kinds[`${code}@sicheng`] ?? '');

/** A visit that begins and ends now, so that it falls under the policy set a moment ago. */
async function visitNow(about: Parameters<Visits['planned']>[0] = {}): Promise<string> {
  const { visitId } = await visits.planned(about);
  await dispatcher.does('checkIn', { visitId }, 'visit { id }');
  await dispatcher.does('checkOut', { visitId }, 'visit { id }');
  return visitId;
}

async function anomaliesOf(visitId: string): Promise<Record<string, string>> {
  const { node } = await dispatcher.ask(
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

  test('is usual where a foundation has decided nothing, and the bounds are told', async () => {
    expect((await dispatcher.ask(bounds)).evidencePolicy).toEqual({
      version: 0,
      anomalies: { overlapMinutesMax: 2, expectedPercentMin: 25, pairVisitsMax: 22, pairDays: 30 },
    });
    expect(
      Object.keys(await anomaliesOf(await visits.carriedOut({ minutes: 5, endedMinutesAgo: 500 }))),
    ).toEqual(['RATIO']);
  });

  test('is decided with effect from an instant on, for one kind of help or all others; what is left out stays usual', async () => {
    const lax = {
      ...policy,
      kindId: kindId('cleaning'),
      anomalies: { expectedPercentMin: 0, minutesPerDayMax: 1_440 },
    };
    expect(await dispatcher.refusalCodes('setEvidencePolicy', lax)).toEqual(['NOT_ALLOWED']);
    const { policy: set } = await admin.does(
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
    expect(Object.keys(await anomaliesOf(await visits.carriedOut(before)))).toEqual(['RATIO']);
  });

  test.each([
    { expectedPercentMax: 99 },
    { overlapMinutesMax: -1 },
    { pairDays: 0 },
    { lateUploadHoursMax: 721 },
  ])('refuses %j, which makes no sense', async (anomalies) => {
    expect(await admin.refusalCodes('setEvidencePolicy', { ...policy, anomalies })).toEqual([
      'INVALID_INPUT',
    ]);
  });
});

test('one volunteer who visits one elder again and again is looked at once for the days that are counted', async () => {
  await admin.does(
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
    dispatcher.refusalCodes('addVisitEvidence', { visitId, clientId: newKey(), ...more });

  test('that says about the same as the platform is nothing to look at', async () => {
    const visitId = await visits.carriedOut({ minutes: 60, endedMinutesAgo: 900 });
    expect(
      await sheet(visitId, { sheet: '签字单 17', sheetMinutes: 70, sheetVolunteers: 1 }),
    ).toEqual([]);
    expect(await anomaliesOf(visitId)).toEqual({});
    expect(await sheet(visitId, { sheet: '没有数字的签字单' })).toEqual([]);
    expect(await anomaliesOf(visitId)).toEqual({});
  });

  test('whose count or minutes differ goes to the queue with both figures', async () => {
    const visitId = await visits.carriedOut({ minutes: 60, endedMinutesAgo: 1_000 });
    expect(
      await sheet(visitId, { sheet: '签字单 18', sheetMinutes: 120, sheetVolunteers: 3 }),
    ).toEqual([]);
    expect(await anomaliesOf(visitId)).toEqual({
      SHEET_DIFFERS:
        'The sheet says 120 minutes and 3 volunteers; the platform recorded 60 minutes and 1 volunteers.',
    });
    const { node } = await dispatcher.ask(
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

  test('that comes before the volunteer has left is compared once they have', async () => {
    const { visitId } = await visits.planned();
    const at = new Date(Date.now() - 1_150 * 60_000).toISOString();
    await dispatcher.does('checkIn', { visitId, at }, 'visit { id }');
    expect(await sheet(visitId, { sheet: '签字单 19', sheetMinutes: 90 })).toEqual([]);
    expect(await anomaliesOf(visitId)).toEqual({});
    await dispatcher.does(
      'checkOut',
      { visitId, at: new Date(Date.parse(at) + 30 * 60_000).toISOString() },
      'visit { id }',
    );
    expect(Object.keys(await anomaliesOf(visitId))).toContain('SHEET_DIFFERS');
  });

  test('is named where it has figures', async () => {
    const visitId = await visits.carriedOut({ endedMinutesAgo: 1_250 });
    const place = { latitude: 39.9, longitude: 116.4, accuracyMetres: 10 };
    expect(await sheet(visitId, { place, sheetMinutes: 60 })).toEqual(['SHEET_MISSING']);
  });
});
