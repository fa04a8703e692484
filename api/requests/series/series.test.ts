import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor } from '../../testing/scenario/actor.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { instantOf, localOf } from './local-date-time.ts';
import { RecurrenceRule } from './recurrence-rule.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';

describe('the wall clock', () => {
  test.each([
    // Clocks go from 02:00 to 03:00 on 28 March 2027, and from 03:00 back to 02:00 on 31 October.
    ['2027-03-28T01:59', 'Europe/Berlin', '2027-03-28T00:59:00.000Z'],
    ['2027-03-28T02:30', 'Europe/Berlin', '2027-03-28T01:30:00.000Z'],
    ['2027-03-28T03:00', 'Europe/Berlin', '2027-03-28T01:00:00.000Z'],
    ['2027-10-31T01:59', 'Europe/Berlin', '2027-10-30T23:59:00.000Z'],
    ['2027-10-31T02:30', 'Europe/Berlin', '2027-10-31T00:30:00.000Z'],
    ['2027-10-31T03:00', 'Europe/Berlin', '2027-10-31T02:00:00.000Z'],
    // Half an hour, in the southern hemisphere.
    ['2027-10-03T02:15', 'Australia/Lord_Howe', '2027-10-02T15:45:00.000Z'],
    ['2027-04-04T01:45', 'Australia/Lord_Howe', '2027-04-03T14:45:00.000Z'],
    ['2027-03-14T02:30', 'America/New_York', '2027-03-14T07:30:00.000Z'],
    ['2027-11-07T01:30', 'America/New_York', '2027-11-07T05:30:00.000Z'],
    ['2027-06-01T09:00', 'Asia/Shanghai', '2027-06-01T01:00:00.000Z'],
    ['2027-06-01T09:00', 'Asia/Kathmandu', '2027-06-01T03:15:00.000Z'],
  ])('the local time %s in %s is the instant %s', (local, zone, instant) => {
    expect(instantOf(local, zone)).toBe(instant);
  });

  test('a local time converts to an instant and back, except for hours that do not exist', () => {
    for (const zone of [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Shanghai',
      'Pacific/Apia',
    ]) {
      for (
        let ms = Date.parse('2027-01-01T00:00Z');
        ms < Date.parse('2028-01-01T00:00Z');
        ms += 3_607_000 * 29
      ) {
        const local = localOf(ms, zone);
        expect([zone, localOf(Date.parse(instantOf(local, zone)), zone)]).toEqual([zone, local]);
      }
    }
  });
});

describe('a rule', () => {
  const zone = 'Asia/Shanghai';
  test.each([
    'nonsense',
    'FREQ=NEVER',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=DAILY;INTERVAL=0',
    'DTSTART:20270101T000000Z',
  ])('the rule %s is refused', (text) => {
    expect(() => new RecurrenceRule(text, '2027-01-01T09:00', zone)).toThrow('RULE_NOT_UNDERSTOOD');
  });

  test('a rule with several occurrences a day or too many occurrences is refused', () => {
    expect(() => new RecurrenceRule('FREQ=HOURLY', '2027-01-01T09:00', zone)).toThrow(
      'RULE_TOO_FREQUENT',
    );
    expect(() => new RecurrenceRule('FREQ=DAILY;BYHOUR=1,2,3', '2027-01-01T09:00', zone)).toThrow(
      'RULE_TOO_FREQUENT',
    );
    expect(() => new RecurrenceRule('FREQ=DAILY;COUNT=9999', '2027-01-01T09:00', zone)).toThrow(
      'RULE_TOO_LONG',
    );
  });

  test('a rule without occurrences is refused after a limited search', () => {
    expect(
      new RecurrenceRule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2027-01-01T09:00', zone).next(
        '2027-01-01T09:00',
      ),
    ).toBeNull();
  });
});

describe('a request that recurs', () => {
  let platform: TestPlatform;
  let scenario: Scenario;
  let dispatcher: Actor;
  beforeAll(async () => {
    platform = await startTestPlatform();
    scenario = await Scenario.begin(platform);
    dispatcher = await scenario.actor('dispatcher@xinxian');
    await platform.sql('update service_kind set coins_per_hour = 1');
  });
  afterAll(() => platform.close());

  /** A wall-clock time in Asia/Shanghai, days from the platform's now. */
  const day = (days: number) =>
    localOf(platform.clock.nowMs() + days * 86_400_000, 'Asia/Shanghai').slice(0, 10);
  const selection = `series { id version rule endsBefore failed failureCode skipped previous { id } requests { id occurrence state requestedFrom requestedTo source note version history { reason } } }`;
  const begin = (more: object = {}) => ({
    idempotencyKey: newKey(),
    allowDuplicate: true,
    elderId: scenario.id.elder('elder@xinxian'),
    kindId: scenario.id.kind('companionship@sicheng'),
    rule: 'FREQ=DAILY;INTERVAL=2',
    startsAt: `${day(1)}T09:00:00`,
    windowMinutes: 120,
    note: '读报',
    ...more,
  });
  interface Made {
    id: string;
    occurrence: string;
    state: string;
    version: number;
    requestedFrom: string;
    note: string;
  }
  const statesOf = (requests: Made[]) =>
    Object.fromEntries(requests.map(({ occurrence, state }) => [occurrence.slice(0, 10), state]));
  const look = async (id: string) =>
    (
      await dispatcher.query(
        `query ($id: ID!) { node(id: $id) { ... on RequestSeries ${selection.slice(7)} } }`,
        { id },
      )
    ).node;

  test('a series opens requests two weeks ahead and continues as time passes, each occurrence once', async () => {
    const { series } = await dispatcher.mutate('createRequestSeries', begin(), selection);
    expect(series.requests).toHaveLength(7);
    const last = series.requests.at(-1);
    expect(last).toMatchObject({
      occurrence: `${day(1)}T09:00:00`,
      state: 'OPEN',
      source: 'SERIES',
      note: '读报',
    });
    expect(Date.parse(last.requestedFrom)).toBe(Date.parse(`${day(1)}T01:00:00Z`));
    const expected = day(15);
    platform.clock.advance(2 * 24 * 60);
    await Promise.all([1, 2, 3].map(() => platform.app.jobs.runDueTasks()));
    const later = await look(series.id);
    expect(later.requests[0].occurrence).toBe(`${expected}T09:00:00`);
    expect(later.requests).toHaveLength(8);
    expect(await platform.app.jobs.runDueTasks()).toBe(0);
    await dispatcher.mutate(
      'endRequestSeries',
      {
        seriesId: series.id,
        expectedVersion: 1,
        occurrence: `${expected}T09:00:00`,
        reason: '够了',
      },
      selection,
    );
    platform.clock.advance(4 * 24 * 60);
    await platform.app.jobs.runDueTasks();
    expect(statesOf((await look(series.id)).requests)[expected]).toBe('CANCELLED');
    expect((await look(series.id)).requests).toHaveLength(8);
  });

  test('one occurrence is skipped, another one is moved, and the others stay', async () => {
    const { series } = await dispatcher.mutate(
      'createRequestSeries',
      begin({ rule: 'FREQ=DAILY;COUNT=4' }),
      selection,
    );
    const [, , second, first] = series.requests as [Made, Made, Made, Made];
    const { series: less } = await dispatcher.mutate(
      'skipSeriesOccurrence',
      { seriesId: series.id, expectedVersion: 1, occurrence: first.occurrence, reason: '去女儿家' },
      selection,
    );
    expect(less.skipped).toEqual([first.occurrence]);
    const from = new Date(Date.parse(second.requestedFrom) + 5 * 3_600_000).toISOString();
    const to = new Date(Date.parse(from) + 7_200_000).toISOString();
    await dispatcher.reschedules(second, from, to, { reason: '下午有空' });
    const now = await look(series.id);
    expect(statesOf(now.requests)).toEqual({
      [day(1)]: 'CANCELLED',
      [day(2)]: 'OPEN',
      [day(3)]: 'OPEN',
      [day(4)]: 'OPEN',
    });
    expect(now.requests.map(({ occurrence }: Made) => occurrence)).toContain(second.occurrence);
    await expect(
      dispatcher.tryMutate('skipSeriesOccurrence', {
        seriesId: series.id,
        expectedVersion: 2,
        occurrence: `${day(2)}T10:00:00`,
        reason: '-',
      }),
    ).toBeRefused('NOT_AN_OCCURRENCE');
  });

  test('a change of this and following occurrences keeps the past and continues the count', async () => {
    const { series } = await dispatcher.mutate(
      'createRequestSeries',
      begin({ rule: 'FREQ=DAILY;COUNT=6' }),
      selection,
    );
    const leader = await scenario.actor('leader@chaoxi');
    const taken = series.requests[1] as Made;
    await leader.accepts(taken, 'volunteer@chaoxi');
    const change = {
      idempotencyKey: newKey(),
      seriesId: series.id,
      expectedVersion: 1,
      occurrence: `${day(4)}T09:00:00`,
      startsAt: `${day(4)}T15:00:00`,
      note: '下午读报',
      reason: '上午要复健',
    };
    const { series: next } = await dispatcher.mutate('changeRequestSeries', change, selection);
    // Of six, three are past: three remain.
    expect(next).toMatchObject({
      rule: 'FREQ=DAILY;COUNT=3',
      previous: { id: series.id },
      version: 1,
    });
    expect(next.requests.map(({ occurrence, note }: Made) => [occurrence, note])).toEqual([
      [`${day(6)}T15:00:00`, '下午读报'],
      [`${day(5)}T15:00:00`, '下午读报'],
      [`${day(4)}T15:00:00`, '下午读报'],
    ]);
    const old = await look(series.id);
    expect(old).toMatchObject({ endsBefore: `${day(4)}T09:00:00`, version: 2 });
    expect(statesOf(old.requests)).toEqual({
      [day(1)]: 'OPEN',
      [day(2)]: 'OPEN',
      [day(3)]: 'OPEN',
      [day(4)]: 'CANCELLED',
      [day(5)]: 'CANCELLED',
      [day(6)]: 'CANCELLED',
    });
    const again = await dispatcher.mutate('changeRequestSeries', change, selection);
    expect(again.series.id).toBe(next.id);
    platform.clock.advance(3 * 24 * 60);
    await platform.app.jobs.runDueTasks();
    expect((await look(series.id)).requests).toHaveLength(6);
    expect((await look(next.id)).requests).toHaveLength(3);
  });

  test('a series keeps its local hour when the clocks change', async () => {
    const zone = (name: string) =>
      platform.sql('update foundation set time_zone = $2 where id = $1', [
        platform.fixtures.foundations['sicheng'],
        name,
      ]);
    await zone('Europe/Berlin');
    platform.clock.setTo('2027-03-20T12:00:00Z');
    const { series } = await dispatcher.mutate(
      'createRequestSeries',
      begin({ rule: 'FREQ=WEEKLY', startsAt: '2027-03-21T09:00' }),
      selection,
    );
    expect(series.requests.map(({ requestedFrom }: Made) => Date.parse(requestedFrom))).toEqual([
      Date.parse('2027-03-28T07:00:00Z'),
      Date.parse('2027-03-21T08:00:00Z'),
    ]);
    await zone('Asia/Shanghai');
  });

  test('a series without coins reports the failure, and continues when there are coins', async () => {
    const poor = {
      elderId: scenario.id.elder('poor@xinxian'),
      rule: 'FREQ=WEEKLY',
      startsAt: `${day(1)}T09:00:00`,
    };
    await expect(dispatcher.tryMutate('createRequestSeries', begin(poor))).toBeRefused(
      'INSUFFICIENT_COINS',
    );
    const { series } = await dispatcher.mutate(
      'createRequestSeries',
      begin({ ...poor, startsAt: `${day(20)}T09:00:00` }),
      selection,
    );
    expect(series.requests).toEqual([]);
    const missed = `${day(20)}T09:00:00`;
    platform.clock.advance(7 * 24 * 60);
    await platform.app.jobs.runDueTasks();
    expect(await look(series.id)).toMatchObject({
      failed: [missed],
      failureCode: 'INSUFFICIENT_COINS',
      requests: [],
    });
    await platform.sql('update service_kind set coins_per_hour = 0');
    platform.clock.advance(7 * 24 * 60);
    await platform.app.jobs.runDueTasks();
    expect((await look(series.id)).requests).toHaveLength(1);
  });

  test('a series is refused for callers without permission and for an impossible rule', async () => {
    const volunteer = await scenario.actor('volunteer@xinxian');
    await expect(volunteer.tryMutate('createRequestSeries', begin())).toBeRefused('NOT_ALLOWED');
    await expect(
      dispatcher.tryMutate('createRequestSeries', begin({ rule: 'FREQ=HOURLY' })),
    ).toBeRefused('RULE_TOO_FREQUENT');
    await expect(
      dispatcher.tryMutate(
        'createRequestSeries',
        begin({ rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }),
      ),
    ).toBeRefused('NO_OCCURRENCE');
    expect(
      await dispatcher.scalarRefusalCode('createRequestSeries', begin({ startsAt: 'tomorrow' })),
    ).toBe('LOCAL_DATE_TIME_INVALID');
  });
});
