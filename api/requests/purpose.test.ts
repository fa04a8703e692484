import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import { seedIsolationFixtures } from '../testing/isolation/fixtures.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { Scenario } from '../testing/scenario/scenario.ts';

/** Details of visits, homes and absences are visible by purpose, whatever else the reader sees. */
let platform: TestPlatform;
let scenario: Scenario;
let certifiedId: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  await seedIsolationFixtures(platform);
  await platform.sql(`update visit set note = '家里的事'`);
  await platform.sql(`update service_request set place = '三单元 502'`);
  await platform.sql(`update visit set flags = '{TOO_FAR}'`);
  await platform.sql(`update service_request set alarms = '{CHECK_IN_OVERDUE,VOLUNTEER_IN_DOUBT}'`);
  await platform.sql(`update availability_exception set reason = '住院检查'`);
  const [row] = await platform.sql<{ id: string }>(
    `select request_id as id from visit where state = 'CERTIFIED' and community_id = $1`,
    [platform.fixtures.communities['xinxian']],
  );
  certifiedId = encodeId('request', row!.id);
});
afterAll(() => platform?.close());

const seen = async (persona: string) => {
  const caller = await scenario.actor(persona);
  const query = `query ($request: ID!, $volunteer: ID!) {
    request: node(id: $request) { ... on ServiceRequest { place alarms visits { note flags } } }
    volunteer: node(id: $volunteer) { ... on Volunteer { availabilityExceptions { day reason } } }
    open: serviceRequests(first: 50, filter: { states: [OPEN] }) { nodes { place } }
  }`;
  const volunteer = scenario.id.volunteer('volunteer@xinxian');
  return caller.query(query, { request: certifiedId, volunteer });
};

describe('the note of a visit and the place of an accepted request', () => {
  test.each([
    ['elder@xinxian', '家里的事', '三单元 502'],
    ['family@xinxian', '家里的事', '三单元 502'],
    ['volunteer@xinxian', '家里的事', '三单元 502'],
    ['dispatcher@xinxian', '家里的事', '三单元 502'],
    ['admin@sicheng', '家里的事', '三单元 502'],
    ['auditor@sicheng', '家里的事', '三单元 502'],
    ['analyst@sicheng', null, '三单元 502'],
    // Another volunteer of the neighbourhood, and the leader of another team that serves it.
    ['volunteer@chaoxi', null, null],
    ['leader@chaoxi', null, '三单元 502'],
  ])('%s sees the note and the place: %s, %s', async (persona, note, place) => {
    const { request } = await seen(persona);
    expect(request).toMatchObject({ place });
    expect(request.visits.map((visit: { note: string | null }) => visit.note)).toEqual(
      request.visits.map(() => note),
    );
  });

  test('volunteers of the neighbourhood see the place of an open request', async () => {
    const { open } = await seen('volunteer@chaoxi');
    expect(open.nodes.length).toBeGreaterThan(0);
    expect(new Set(open.nodes.map(({ place }: { place: string | null }) => place))).toEqual(
      new Set(['三单元 502']),
    );
  });
});

describe('flags and doubts about a volunteer', () => {
  test.each([
    ['elder@xinxian', false, true],
    ['family@xinxian', false, true],
    ['volunteer@xinxian', true, false],
    ['leader@xinxian', true, true],
    ['dispatcher@xinxian', true, true],
    ['admin@sicheng', true, true],
    ['analyst@sicheng', true, true],
    ['auditor@sicheng', true, true],
    // Another volunteer of the neighbourhood sees neither; the leader of another team may be asked
    // next.
    ['volunteer@chaoxi', false, false],
    ['leader@chaoxi', true, true],
  ])('%s sees the flags: %s, the doubt: %s', async (persona, flags, doubt) => {
    const { request } = await seen(persona);
    expect(request.alarms).toEqual(
      doubt ? ['CHECK_IN_OVERDUE', 'VOLUNTEER_IN_DOUBT'] : ['CHECK_IN_OVERDUE'],
    );
    expect(request.visits.length).toBeGreaterThan(0);
    for (const visit of request.visits) expect(visit.flags).toEqual(flags ? ['TOO_FAR'] : []);
  });
});

describe('when a volunteer is away, or can come', () => {
  test.each(['elder@xinxian', 'family@xinxian', 'volunteer@chaoxi', 'merchant@sicheng'])(
    'the absence of a volunteer is hidden from %s in every query',
    async (persona) => {
      const [row] = await platform.sql<{ id: string; volunteerId: string }>(
        'select id, volunteer_id as "volunteerId" from availability_exception where volunteer_id = $1',
        [platform.fixtures.volunteers['volunteer@xinxian']],
      );
      const { exception, volunteer } = await (
        await scenario.actor(persona)
      ).query(
        `query ($exception: ID!, $volunteer: ID!) {
          exception: node(id: $exception) { id }
          volunteer: node(id: $volunteer) { ... on Volunteer { availability { from } availabilityExceptions { day } } }
        }`,
        {
          exception: encodeId('exception', row!.id),
          volunteer: encodeId('volunteer', row!.volunteerId),
        },
      );
      expect(exception).toBeNull();
      // A merchant does not see the volunteer at all.
      expect(volunteer ?? { availability: [], availabilityExceptions: [] }).toEqual({
        availability: [],
        availabilityExceptions: [],
      });
    },
  );
});

describe('why a volunteer is away', () => {
  test.each([
    ['volunteer@xinxian', '住院检查'],
    ['leader@xinxian', '住院检查'],
    ['dispatcher@xinxian', '住院检查'],
    ['admin@sicheng', '住院检查'],
    ['leader@chaoxi', null],
    ['analyst@sicheng', null],
    ['auditor@sicheng', null],
  ])(
    '%s reads the reason of an absence as %s, and all planners read the day',
    async (persona, reason) => {
      const { volunteer } = await seen(persona);
      if (volunteer === null) return;
      expect(volunteer.availabilityExceptions).toEqual([{ day: '2030-01-01', reason }]);
    },
  );
});
