import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { instantOf, localOf } from './local-date-time.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let zone = 'Asia/Shanghai';

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  await platform.sql('update service_kind set coins_per_hour = 1');
});
afterAll(() => platform.close());

const day = (days: number) =>
  localOf(platform.clock.nowMs() + days * 86_400_000, zone).slice(0, 10);
const compact = (days: number) => day(days).replaceAll('-', '');
const at = (days: number, time: string) =>
  instantOf(`${day(days)}T${time}`, zone).replace('.000Z', 'Z');
const selection =
  'series { id version rule endsBefore skipped sensitiveNote requests { id version occurrence state note place minutesExpected requestedFrom sensitiveNote visits { state volunteer { id } } } }';

interface Made {
  id: string;
  version: number;
  occurrence: string;
  state: string;
  note: string | null;
  place: string | null;
  minutesExpected: number;
  requestedFrom: string;
  sensitiveNote: string | null;
  visits: { state: string }[];
}
interface Series {
  id: string;
  version: number;
  rule: string;
  endsBefore: string | null;
  skipped: string[];
  requests: Made[];
}

async function begun(more: object = {}): Promise<Series> {
  const input = {
    idempotencyKey: newKey(),
    elderId: scenario.id.elder('elder@xinxian'),
    kindId: scenario.id.kind('companionship@sicheng'),
    rule: 'FREQ=DAILY',
    startsAt: `${day(1)}T09:00:00`,
    windowMinutes: 120,
    note: '读报',
    allowDuplicate: true,
    ...more,
  };
  return (await dispatcher.mutate('createRequestSeries', input, selection)).series;
}

const changed = async (series: Series, occurrence: string, more: object): Promise<Series> =>
  (
    await dispatcher.mutate(
      'changeRequestSeries',
      {
        seriesId: series.id,
        expectedVersion: series.version,
        occurrence,
        reason: '家属来电',
        ...more,
      },
      selection,
    )
  ).series;
const act = async (name: string, series: Series, occurrence: string): Promise<Series> =>
  (
    await dispatcher.mutate(
      name,
      { seriesId: series.id, expectedVersion: series.version, occurrence, reason: '住院' },
      selection,
    )
  ).series;
const look = async (id: string): Promise<Made> =>
  (
    await dispatcher.query(
      `query ($id: ID!) { serviceRequest(id: $id) { id version occurrence state note place minutesExpected requestedFrom sensitiveNote visits { state } } }`,
      { id },
    )
  ).serviceRequest;
const alive = ({ requests }: Series) =>
  requests
    .filter(({ state }) => state !== 'CANCELLED')
    .map(({ occurrence }) => occurrence)
    .toSorted();
const made = (series: Series, occurrence: string) =>
  series.requests.find((request) => request.occurrence === occurrence) as Made;
const assign = (request: Made) =>
  dispatcher.mutate(
    'assignServiceRequest',
    { requestId: request.id, volunteer: 'volunteer@chaoxi', expectedVersion: request.version },
    'request { id }',
  );
const move = (request: Made, days: number, time = '13:00') =>
  dispatcher.mutate(
    'rescheduleServiceRequest',
    {
      requestId: request.id,
      expectedVersion: request.version,
      windows: [
        {
          from: at(days, time),
          to: new Date(Date.parse(at(days, time)) + 7_200_000).toISOString(),
        },
      ],
      reason: '看医生',
    },
    'request { id }',
  );

describe('a series that is changed in the middle', () => {
  test('a changed series keeps its end', async () => {
    const ended = await act('endRequestSeries', await begun(), `${day(10)}T09:00:00`);
    const note = await changed(ended, `${day(4)}T09:00:00`, { note: '请按两次门铃' });
    expect([note.endsBefore, alive(note).at(-1)]).toEqual([
      `${day(10)}T09:00:00`,
      `${day(9)}T09:00:00`,
    ]);
    // Also with an earlier hour, where the tenth day would lie before the end.
    const early = await changed(note, `${day(6)}T09:00:00`, { startsAt: `${day(6)}T07:00:00` });
    expect([early.endsBefore, alive(early).at(-1)]).toEqual([
      `${day(10)}T07:00:00`,
      `${day(9)}T07:00:00`,
    ]);
  });

  test('a changed series keeps skipped days at any hour, and single cancellations', async () => {
    const series = await act('skipSeriesOccurrence', await begun(), `${day(6)}T09:00:00`);
    const single = made(series, `${day(7)}T09:00:00`);
    await dispatcher.cancels(single, { reason: '女儿来' });
    const note = await changed(series, `${day(3)}T09:00:00`, { note: '轻声' });
    expect(note.skipped).toEqual([`${day(6)}T09:00:00`]);
    const next = await changed(note, `${day(4)}T09:00:00`, { startsAt: `${day(4)}T15:00:00` });
    expect(alive(next).slice(0, 4)).toEqual([4, 5, 8, 9].map((days) => `${day(days)}T15:00:00`));
    expect(next.skipped).toEqual([6, 7].map((days) => `${day(days)}T15:00:00`));
    // Days pass, and no cancelled request returns.
    platform.clock.advance(3 * 24 * 60);
    await platform.app.jobs.runDueTasks();
    const { node } = await dispatcher.query(
      'query ($id: ID!) { node(id: $id) { ... on RequestSeries { requests { occurrence state } } } }',
      { id: next.id },
    );
    expect(alive(node).filter((occurrence) => next.skipped.includes(occurrence))).toEqual([]);
  });

  test('a change of the note alone keeps times, volunteers and manual changes', async () => {
    const series = await begun();
    const [moved, plain, own] = [7, 5, 6].map((days) => made(series, `${day(days)}T09:00:00`)) as [
      Made,
      Made,
      Made,
    ];
    await move(moved, 8);
    await assign(await look(moved.id));
    await assign(plain);
    await dispatcher.changes(own, { note: '带老花镜', reason: '-' });
    const next = await changed(series, `${day(4)}T09:00:00`, {
      note: '请按两次门铃',
      sensitiveNote: '心脏病',
    });
    const expected = {
      state: 'ASSIGNED',
      note: '请按两次门铃',
      sensitiveNote: '心脏病',
      visits: [{ state: 'PLANNED' }],
    };
    expect(await look(plain.id)).toMatchObject(expected);
    expect(await look(moved.id)).toMatchObject({ ...expected, requestedFrom: at(8, '13:00') });
    expect(await look(own.id)).toMatchObject({ state: 'OPEN', note: '带老花镜' });
    expect(made(series, `${day(3)}T09:00:00`).note).toBe('读报');
    expect((await look(made(series, `${day(3)}T09:00:00`).id)).note).toBe('读报');
    expect(next.requests.map(({ id }) => id)).toEqual(
      series.requests
        .filter(({ occurrence }) => occurrence >= `${day(4)}T09:00:00`)
        .map(({ id }) => id),
    );
    platform.clock.advance(24 * 60);
    await platform.app.jobs.runDueTasks();
    const { node } = await dispatcher.query(
      'query ($id: ID!) { node(id: $id) { ... on RequestSeries { requests { note sensitiveNote } } } }',
      { id: next.id },
    );
    expect(node.requests[0]).toEqual({ note: '请按两次门铃', sensitiveNote: '心脏病' });
  });

  test('a change of the hour keeps moved requests with their volunteers, and manual changes of others', async () => {
    const series = await begun();
    const [moved, own] = [7, 6].map((days) => made(series, `${day(days)}T09:00:00`)) as [
      Made,
      Made,
    ];
    await move(moved, 7, '17:00');
    await assign(await look(moved.id));
    await dispatcher.changes(own, {
      note: '',
      place: '康复中心',
      minutesExpected: 30,
      sensitiveNote: '骨折',
      reason: '-',
    });
    const next = await changed(series, `${day(4)}T09:00:00`, {
      startsAt: `${day(4)}T15:00:00`,
      note: '下午',
    });
    expect(await look(moved.id)).toMatchObject({
      state: 'ASSIGNED',
      occurrence: `${day(7)}T15:00:00`,
      requestedFrom: at(7, '17:00'),
      note: '下午',
      visits: [{ state: 'PLANNED' }],
    });
    expect(alive(next).filter((occurrence) => occurrence.startsWith(day(7)))).toEqual([
      `${day(7)}T15:00:00`,
    ]);
    expect(made(next, `${day(6)}T15:00:00`)).toMatchObject({
      note: null,
      place: '康复中心',
      minutesExpected: 30,
      sensitiveNote: '骨折',
      requestedFrom: at(6, '15:00'),
    });
    expect(made(next, `${day(5)}T15:00:00`)).toMatchObject({
      note: '下午',
      place: null,
      sensitiveNote: null,
    });
    // A second time: manual changes survive several changes of the series.
    const again = await changed(next, `${day(5)}T15:00:00`, { startsAt: `${day(5)}T08:00:00` });
    expect(await look(moved.id)).toMatchObject({
      state: 'ASSIGNED',
      requestedFrom: at(7, '17:00'),
    });
    expect(made(again, `${day(6)}T08:00:00`)).toMatchObject({ place: '康复中心', note: null });
  });

  test('a changed series keeps an occurrence that has begun', async () => {
    const series = await begun({ startsAt: `${day(0)}T00:00:00`, windowMinutes: 1_439 });
    const today = made(series, `${day(0)}T00:00:00`) ?? series.requests.at(-1);
    await assign(today);
    const visitId = (
      await dispatcher.query('query ($id: ID!) { serviceRequest(id: $id) { visits { id } } }', {
        id: today.id,
      })
    ).serviceRequest.visits[0].id;
    await dispatcher.checksIn(visitId);
    await expect(
      dispatcher.tryMutate('skipSeriesOccurrence', {
        seriesId: series.id,
        expectedVersion: series.version,
        occurrence: today.occurrence,
        reason: '-',
      }),
    ).toBeRefused('REQUEST_CANNOT_CHANGE');
  });
});

describe('the end of a rule', () => {
  test.each(['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Pacific/Auckland'])(
    'the end of a rule is a local time in %s, in every notation',
    async (name) => {
      zone = name;
      await platform.sql('update foundation set time_zone = $2 where id = $1', [
        platform.fixtures.foundations['sicheng'],
        name,
      ]);
      // Across the days on which clocks change in some of them.
      for (const now of ['2027-03-11T12:00:00Z', '2027-10-29T12:00:00Z']) {
        platform.clock.setTo(now);
        const utc = at(3, '09:00').replaceAll(/[-:]/g, '');
        for (const until of [utc, compact(3), `${compact(3)}T090000`]) {
          const series = await begun({ rule: `FREQ=DAILY;UNTIL=${until}` });
          expect([now, until, alive(series)]).toEqual([
            now,
            until,
            [1, 2, 3].map((days) => `${day(days)}T09:00:00`),
          ]);
          const next = await changed(series, `${day(2)}T09:00:00`, {
            startsAt: `${day(2)}T08:00:00`,
          });
          expect(alive(next)).toEqual([2, 3].map((days) => `${day(days)}T08:00:00`));
          expect(made(next, `${day(3)}T08:00:00`).requestedFrom).toBe(at(3, '08:00'));
        }
      }
      zone = 'Asia/Shanghai';
      await platform.sql('update foundation set time_zone = $2 where id = $1', [
        platform.fixtures.foundations['sicheng'],
        zone,
      ]);
    },
  );

  test('an end that is a day includes that local day, also for a visit before eight', async () => {
    const rule = `FREQ=DAILY;UNTIL=${compact(3)}`;
    const series = await begun({ rule, startsAt: `${day(1)}T06:00` });
    expect(alive(series)).toEqual([1, 2, 3].map((days) => `${day(days)}T06:00:00`));
  });

  test('a rule has one end, on a day that exists', async () => {
    const input = {
      idempotencyKey: newKey(),
      elderId: scenario.id.elder('elder@xinxian'),
      kindId: scenario.id.kind('companionship@sicheng'),
      startsAt: `${day(1)}T09:00:00`,
      windowMinutes: 120,
    };
    const codes = (rule: string) =>
      dispatcher.refusalCodes('createRequestSeries', { ...input, rule });
    expect(await codes('FREQ=DAILY;COUNT=3;UNTIL=20280101')).toEqual(['RULE_NOT_UNDERSTOOD']);
    expect(await codes('FREQ=DAILY;UNTIL=tomorrow')).toEqual(['RULE_NOT_UNDERSTOOD']);
    expect(await codes('FREQ=DAILY;UNTIL=20280230')).toEqual(['NO_SUCH_DAY']);
    expect(await codes('FREQ=DAILY;UNTIL=20200101')).toEqual(['NO_OCCURRENCE']);
  });
});

test.each(['2027-02-30', '2027-02-29', '2027-04-31', '2027-13-01', '2027-00-10', '2027-06-00'])(
  'the day %s does not exist and is refused in every input',
  async (nonsense) => {
    const volunteerId = scenario.id.volunteer('volunteer@xinxian');
    const series = {
      seriesId: encodeId('series', platform.fixtures.elders['elder@xinxian'] ?? ''),
      expectedVersion: 1,
      reason: '-',
    };
    const inputs: [string, object][] = [
      [
        'createRequestSeries',
        {
          idempotencyKey: newKey(),
          elderId: scenario.id.elder('elder@xinxian'),
          kindId: scenario.id.kind('companionship@sicheng'),
          rule: 'FREQ=DAILY',
          startsAt: `${nonsense}T09:00:00`,
          windowMinutes: 120,
        },
      ],
      ['skipSeriesOccurrence', { ...series, occurrence: `${nonsense}T09:00:00` }],
      ['endRequestSeries', { ...series, occurrence: `${nonsense}T09:00:00` }],
      [
        'changeRequestSeries',
        { ...series, idempotencyKey: newKey(), occurrence: `${nonsense}T09:00:00` },
      ],
      ['addAvailabilityException', { volunteerId, day: nonsense, isFree: false }],
      [
        'issueCertificate',
        { idempotencyKey: newKey(), volunteerId, from: nonsense, to: '2027-12-31' },
      ],
    ];
    for (const [name, input] of inputs)
      expect([name, await dispatcher.scalarRefusalCode(name, input)]).toEqual([
        name,
        'NO_SUCH_DAY',
      ]);
  },
);
