import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import type { Caller } from '../../testing/caller.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { localOf } from './local-time.ts';

let platform: TestPlatform;
let dispatcher: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  dispatcher = await platform.as('dispatcher@xinxian');
  await platform.sql('update service_kind set coins_per_hour = 1');
});
afterAll(() => platform.close());

/** A wall-clock time in Asia/Shanghai, days from the platform's now. */
const day = (days: number) =>
  localOf(platform.clock.nowMs() + days * 86_400_000, 'Asia/Shanghai').slice(0, 10);
const teamId = (name: string) => encodeId('team', platform.fixtures.teams[name] ?? '');
const volunteerId = (persona: string) =>
  encodeId('volunteer', platform.fixtures.volunteers[persona] ?? '');

const begin = (more: object = {}) => ({
  idempotencyKey: newKey(),
  allowDuplicate: true,
  elderId: encodeId('elder', platform.fixtures.elders['elder@xinxian'] ?? ''),
  kindId: encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? ''),
  rule: 'FREQ=DAILY;COUNT=20',
  startsAt: `${day(1)}T09:00`,
  windowMinutes: 480,
  ...more,
});

const made =
  'id version state occurrence windows { from to } teamsAsked { name } hasSensitiveNote sensitiveNote';
const selection = `series { id version sensitiveNote hasSensitiveNote windows { from to } teamsAsked { name } place requests { ${made} } }`;

test('each request of a series carries its note for few eyes, its teams and its windows', async () => {
  const { series } = await dispatcher.does(
    'createRequestSeries',
    begin({
      sensitiveNote: '有癫痫史',
      teamIds: [teamId('haoyiya')],
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
    occurrence: `${day(1)}T09:00`,
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
  const look = async (caller: Caller) =>
    (
      await caller.ask(
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
  const elder = await platform.as('elder@xinxian');
  expect((await look(elder)).sensitiveNote).toBe('有癫痫史');
  expect((await look(await platform.as('admin@sicheng'))).sensitiveNote).toBeNull();
  expect(await look(await platform.as('leader@chaoxi'))).toBeNull();
  const [kept] = await platform.sql<{ count: number }>(
    `select count(*)::int as count from disclosure where fields = '{SENSITIVE_NOTE}' and account_id = $1`,
    [platform.fixtures.accounts['dispatcher@xinxian']],
  );
  expect(kept?.count).toBeGreaterThan(0);

  // Another team is not asked; a member of the asked team reads the note once assigned.
  const request = later.requests[0];
  const take = (persona: string) => ({
    requestId: request.id,
    volunteerId: volunteerId(persona),
    expectedVersion: request.version,
  });
  const other = await platform.as('leader@xinxian');
  const asTeam = {
    requestId: request.id,
    teamId: teamId('qingman'),
    volunteerIds: [volunteerId('volunteer@xinxian')],
  };
  expect(
    await other.refusalCodes('acceptServiceRequestAsTeam', {
      ...asTeam,
      expectedVersion: request.version,
    }),
  ).toEqual(['TEAM_NOT_ASKED']);
  const volunteer = await platform.as('volunteer@chaoxi');
  await volunteer.does('acceptServiceRequest', take('volunteer@chaoxi'), 'request { id }');
  const { serviceRequest } = await volunteer.ask(
    'query ($id: ID!) { serviceRequest(id: $id) { sensitiveNote } }',
    {
      id: request.id,
    },
  );
  expect(serviceRequest.sensitiveNote).toBe('有癫痫史');

  // The successor series keeps omitted details and drops empty ones.
  const { series: next } = await dispatcher.does(
    'changeRequestSeries',
    {
      idempotencyKey: newKey(),
      seriesId: series.id,
      expectedVersion: later.version,
      occurrence: `${day(3)}T09:00`,
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
  const { series: last } = await dispatcher.does(
    'changeRequestSeries',
    {
      idempotencyKey: newKey(),
      seriesId: next.id,
      expectedVersion: next.version,
      occurrence: `${day(4)}T09:00`,
      windows: [],
      sensitiveNote: '',
      reason: '已痊愈',
    },
    selection,
  );
  expect(last).toMatchObject({ sensitiveNote: null, hasSensitiveNote: false, windows: [] });
  expect(last.requests.at(-1)).toMatchObject({ hasSensitiveNote: false, windows: [{}] });
});

test('windows and teams that make no sense are refused when the series is set up', async () => {
  const windows = (from: string, to: string) => begin({ windows: [{ from, to }] });
  for (const [input, code] of [
    [windows('08:00', '10:00'), 'TIME_WINDOW_OUTSIDE'],
    [windows('15:00', '18:00'), 'TIME_WINDOW_OUTSIDE'],
    [windows('11:00', '10:00'), 'TIME_WINDOW_INVALID'],
    [windows('09:00', '09:15'), 'TIME_WINDOW_TOO_SHORT'],
    // No request exists three weeks ahead, and the refusal comes now all the same.
    [
      begin({ startsAt: `${day(21)}T09:00`, windows: [{ from: '08:00', to: '10:00' }] }),
      'TIME_WINDOW_OUTSIDE',
    ],
    [begin({ teamIds: [encodeId('team', platform.fixtures.teams['jieduo'] ?? '')] }), 'NOT_FOUND'],
  ] as const)
    expect([code, await dispatcher.refusalCodes('createRequestSeries', input)]).toEqual([
      code,
      [code],
    ]);
});

test('windows of a night go on past midnight, on the day that follows', async () => {
  const night = (windows: object[]) =>
    begin({ rule: 'FREQ=DAILY;COUNT=1', startsAt: `${day(1)}T22:00`, windowMinutes: 240, windows });
  const { series } = await dispatcher.does(
    'createRequestSeries',
    night([
      { from: '22:30', to: '24:00' },
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
    expect(await dispatcher.refusalCodes('createRequestSeries', night([{ from, to }]))).toEqual([
      'TIME_WINDOW_OUTSIDE',
    ]);
});

test('where the family’s requests are looked at first, those of their series are too', async () => {
  const admin = await platform.as('admin@sicheng');
  await admin.does(
    'setDispatchPolicy',
    { expectedVersion: 1, reviewedSources: ['FAMILY_MEMBER'] },
    'policy { version }',
  );
  const once = { rule: 'FREQ=DAILY;COUNT=1' };
  const family = await platform.as('family@xinxian');
  expect(
    (await family.does('createRequestSeries', begin(once), selection)).series.requests[0].state,
  ).toBe('IN_REVIEW');
  const elder = await platform.as('elder@xinxian');
  expect(
    (await elder.does('createRequestSeries', begin(once), selection)).series.requests[0].state,
  ).toBe('OPEN');
});
