import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Actor } from '../../testing/scenario/actor.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { localOf } from './local-date-time.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';

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

const begin = (more: object = {}) => ({
  idempotencyKey: newKey(),
  allowDuplicate: true,
  elderId: scenario.id.elder('elder@xinxian'),
  kindId: scenario.id.kind('companionship@sicheng'),
  rule: 'FREQ=DAILY;COUNT=20',
  startsAt: `${day(1)}T09:00:00`,
  windowMinutes: 480,
  ...more,
});

const made =
  'id version state occurrence windows { from to } teamsAsked { name } hasSensitiveNote sensitiveNote';
const selection = `series { id version sensitiveNote hasSensitiveNote windows { from to } teamsAsked { name } place requests { ${made} } }`;

test('each request of a series has its sensitive note, its teams and its windows', async () => {
  const { series } = await dispatcher.mutate(
    'createRequestSeries',
    begin({
      sensitiveNote: '有癫痫史',
      teamIds: [scenario.id.team('haoyiya')],
      windows: [
        { from: '14:00', to: '17:00' },
        { from: '09:00', to: '11:00' },
      ],
    }),
    selection,
  );
  expect(series).toMatchObject({
    sensitiveNote: '有癫痫史',
    hasSensitiveNote: true,
    teamsAsked: [{ name: '好益芽服务队' }],
  });
  const first = series.requests.at(-1);
  expect(first).toMatchObject({
    occurrence: `${day(1)}T09:00:00`,
    sensitiveNote: '有癫痫史',
    teamsAsked: [{ name: '好益芽服务队' }],
    windows: [
      { from: `${day(1)}T01:00:00.000Z`, to: `${day(1)}T03:00:00.000Z` },
      { from: `${day(1)}T06:00:00.000Z`, to: `${day(1)}T09:00:00.000Z` },
    ],
  });
  // Encrypted in series and requests; requests that are opened later carry it as well.
  const [row] = await platform.sql<{ row: string }>(
    'select row_to_json(s)::text as row from request_series s',
  );
  expect(row?.row).not.toContain('有癫痫史');
  platform.clock.advance(2 * 24 * 60);
  await platform.app.jobs.runDueTasks();
  const look = async (caller: Actor) =>
    (
      await caller.query(
        `query ($id: ID!) { node(id: $id) { ... on RequestSeries ${selection.slice(7)} } }`,
        {
          id: series.id,
        },
      )
    ).node;
  const later = await look(dispatcher);
  expect(later.requests.length).toBe(series.requests.length + 2);
  expect(later.requests[0]).toMatchObject({
    sensitiveNote: '有癫痫史',
    teamsAsked: [{}],
    windows: [{}, {}],
  });

  // Reads by the elder and the family are not disclosures; a read by a dispatcher is. Others do not
  // see the series.
  const elder = await scenario.actor('elder@xinxian');
  expect((await look(elder)).sensitiveNote).toBe('有癫痫史');
  expect((await look(await scenario.actor('admin@sicheng'))).sensitiveNote).toBeNull();
  expect(await look(await scenario.actor('leader@chaoxi'))).toBeNull();
  const [kept] = await platform.sql<{ count: number }>(
    `select count(*)::int as count from disclosure where fields = '{SENSITIVE_NOTE}' and account_id = $1`,
    [platform.fixtures.accounts['dispatcher@xinxian']],
  );
  expect(kept?.count).toBeGreaterThan(0);

  // Another team is not asked; a member of the asked team reads the note once assigned.
  const request = later.requests[0];
  const take = (persona: string) => ({
    requestId: request.id,
    volunteerId: scenario.id.volunteer(persona),
    expectedVersion: request.version,
  });
  const other = await scenario.actor('leader@xinxian');
  const asTeam = {
    requestId: request.id,
    teamId: scenario.id.team('qingman'),
    volunteerIds: [scenario.id.volunteer('volunteer@xinxian')],
  };
  await expect(
    other.tryMutate('acceptServiceRequestAsTeam', {
      ...asTeam,
      expectedVersion: request.version,
    }),
  ).toBeRefused('TEAM_NOT_ASKED');
  const volunteer = await scenario.actor('volunteer@chaoxi');
  await volunteer.mutate('acceptServiceRequest', take('volunteer@chaoxi'), 'request { id }');
  const { serviceRequest } = await volunteer.query(
    'query ($id: ID!) { serviceRequest(id: $id) { sensitiveNote } }',
    {
      id: request.id,
    },
  );
  expect(serviceRequest.sensitiveNote).toBe('有癫痫史');

  // The successor series keeps omitted details and drops empty ones.
  const { series: next } = await dispatcher.mutate(
    'changeRequestSeries',
    {
      seriesId: series.id,
      expectedVersion: later.version,
      occurrence: `${day(3)}T09:00:00`,
      teamIds: [],
      place: '社区活动室',
      reason: '换地方',
    },
    selection,
  );
  expect(next).toMatchObject({
    sensitiveNote: '有癫痫史',
    teamsAsked: [],
    windows: [{}, {}],
    place: '社区活动室',
  });
  expect(next.requests.at(-1)).toMatchObject({ sensitiveNote: '有癫痫史', teamsAsked: [] });
  const { series: last } = await dispatcher.mutate(
    'changeRequestSeries',
    {
      seriesId: next.id,
      expectedVersion: next.version,
      occurrence: `${day(4)}T09:00:00`,
      windows: [],
      sensitiveNote: '',
      reason: '已痊愈',
    },
    selection,
  );
  expect(last).toMatchObject({ sensitiveNote: null, hasSensitiveNote: false, windows: [] });
  expect(last.requests.at(-1)).toMatchObject({ hasSensitiveNote: false, windows: [{}] });
});

test('impossible windows and teams are refused when the series is created', async () => {
  const windows = (from: string, to: string) => begin({ windows: [{ from, to }] });
  for (const [input, code] of [
    [windows('08:00', '10:00'), 'TIME_WINDOW_OUTSIDE'],
    [windows('15:00', '18:00'), 'TIME_WINDOW_OUTSIDE'],
    [windows('11:00', '10:00'), 'TIME_WINDOW_INVALID'],
    [windows('09:00', '09:15'), 'TIME_WINDOW_TOO_SHORT'],
    // No request exists three weeks ahead, and the refusal comes now all the same.
    [
      begin({ startsAt: `${day(21)}T09:00:00`, windows: [{ from: '08:00', to: '10:00' }] }),
      'TIME_WINDOW_OUTSIDE',
    ],
    [begin({ teamIds: [scenario.id.team('jieduo')] }), 'NOT_FOUND'],
  ] as const)
    expect([code, await dispatcher.refusalCodes('createRequestSeries', input)]).toEqual([
      code,
      [code],
    ]);
});

test('windows of a night continue after midnight on the following day', async () => {
  const night = (windows: object[]) =>
    begin({
      rule: 'FREQ=DAILY;COUNT=1',
      startsAt: `${day(1)}T22:00:00`,
      windowMinutes: 240,
      windows,
    });
  const { series } = await dispatcher.mutate(
    'createRequestSeries',
    night([
      { from: '22:30', to: '00:00' },
      { from: '23:00', to: '01:00' },
      { from: '00:30', to: '02:00' },
    ]),
    selection,
  );
  // 22:00 in Beijing is 14:00 UTC of the same day.
  expect(series.requests[0].windows).toEqual([
    { from: `${day(1)}T14:30:00.000Z`, to: `${day(1)}T16:00:00.000Z` },
    { from: `${day(1)}T15:00:00.000Z`, to: `${day(1)}T17:00:00.000Z` },
    { from: `${day(1)}T16:30:00.000Z`, to: `${day(1)}T18:00:00.000Z` },
  ]);
  for (const [from, to] of [
    ['01:00', '02:30'],
    ['21:00', '23:00'],
    ['03:00', '04:00'],
  ] as const)
    await expect(dispatcher.tryMutate('createRequestSeries', night([{ from, to }]))).toBeRefused(
      'TIME_WINDOW_OUTSIDE',
    );
});

test("requests of a family's series are reviewed if the policy reviews the family's requests", async () => {
  const admin = await scenario.actor('admin@sicheng');
  await admin.mutate(
    'setDispatchPolicy',
    { expectedVersion: 1, reviewedSources: ['FAMILY_MEMBER'] },
    'policy { version }',
  );
  const once = { rule: 'FREQ=DAILY;COUNT=1' };
  const family = await scenario.actor('family@xinxian');
  expect(
    (await family.mutate('createRequestSeries', begin(once), selection)).series.requests[0].state,
  ).toBe('IN_REVIEW');
  const elder = await scenario.actor('elder@xinxian');
  expect(
    (await elder.mutate('createRequestSeries', begin(once), selection)).series.requests[0].state,
  ).toBe('OPEN');
});
