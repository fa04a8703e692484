import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Actor } from '../testing/scenario/actor.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { Scenario } from '../testing/scenario/scenario.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  for (const note of ['一', '二', '三']) {
    await dispatcher.opens({
      note,
      actingFor: { channel: 'PHONE' },
    });
  }
  const [first] = (await dispatcher.query('{ serviceRequests(first: 1) { nodes { id version } } }'))
    .serviceRequests.nodes;
  const volunteer = await scenario.actor('volunteer@xinxian');
  await volunteer.accepts(first, 'volunteer@xinxian');
});
afterAll(() => platform?.close());

/** One field selected in several ways: split, aliased, by fragments, by nodes and by edges. */
const documents: [how: string, query: string][] = [
  [
    'plainly',
    '{ a: serviceRequests(first: 9) { nodes { note elder { displayName } visits { state volunteer { displayName } } } } }',
  ],
  [
    'in two parts of one field',
    '{ a: serviceRequests(first: 9) { nodes { note visits { state } } } a: serviceRequests(first: 9) { nodes { elder { displayName } visits { volunteer { displayName } } } } }',
  ],
  [
    'by fragments',
    `query { a: serviceRequests(first: 9) { ...Page } }
     fragment Page on ServiceRequestConnection { nodes { ...Row ... on Node { id } ... on ServiceRequest { elder { ...Name } } } }
     fragment Row on ServiceRequest { note visits { state volunteer { displayName } } }
     fragment Name on Elder { displayName }`,
  ],
  [
    'beside the same list with other fields',
    '{ b: serviceRequests(first: 2) { nodes { id history { toState } } } a: serviceRequests(first: 9) { nodes { note elder { displayName } visits { state volunteer { displayName } } } } }',
  ],
  [
    'under other names, and with what is left out at will',
    'query ($not: Boolean = false) { a: serviceRequests(first: 9) { nodes { note elder @skip(if: $not) { displayName } w: visits { state } visits { state volunteer { displayName } } community @include(if: $not) { name } } } }',
  ],
  [
    'with a field that is worked out from the whole row',
    '{ a: serviceRequests(first: 9) { nodes { note windows { from } sensitiveNote elder { displayName } visits { state volunteer { displayName } } } } }',
  ],
  [
    'around in a circle',
    '{ a: serviceRequests(first: 9) { nodes { note elder { displayName } visits { state volunteer { displayName } request { note visits { id } } } } } }',
  ],
];

test.each(documents)('a list gives the same answer when it is queried %s', async (_, query) => {
  const { a } = await dispatcher.query(query);
  const seen = a.nodes.map(({ note, elder, visits }: Row) => ({
    note,
    elder: elder.displayName,
    visits: visits.map(({ state, volunteer }) => [state, volunteer.displayName]),
  }));
  expect(seen).toEqual([
    { note: '三', elder: '芦奶奶', visits: [['PLANNED', '林阿姨']] },
    { note: '二', elder: '芦奶奶', visits: [] },
    { note: '一', elder: '芦奶奶', visits: [] },
  ]);
});

interface Row {
  note: string;
  elder: { displayName: string };
  visits: { state: string; volunteer: { displayName: string } }[];
}

test('edges and nodes in one query each show their selected fields', async () => {
  const { serviceRequests } = await dispatcher.query(
    '{ serviceRequests(first: 2) { nodes { note } edges { node { elder { displayName } visits { state } } } } }',
  );
  expect(serviceRequests.nodes).toEqual([{ note: '三' }, { note: '二' }]);
  expect(serviceRequests.edges.map(({ node }: { node: unknown }) => node)).toEqual([
    { elder: { displayName: '芦奶奶' }, visits: [{ state: 'PLANNED' }] },
    { elder: { displayName: '芦奶奶' }, visits: [] },
  ]);
});

test('a list reads its rows and related rows in one statement, for any number of rows', async () => {
  const counts = async (query: string) =>
    Number((await dispatcher.send(query)).headers.get('x-statement-count'));
  expect(await counts('{ serviceRequests(first: 9) { nodes { note } } }')).toBe(1);
  expect(
    await counts('{ serviceRequests(first: 9) { nodes { note elder { displayName } } } }'),
  ).toBe(1);
  expect(
    await counts(
      '{ serviceRequests(first: 9) { nodes { community { name } elder { id } visits { volunteer { id } } } } }',
    ),
  ).toBe(1);
  // A field computed from whole rows reads them in a separate statement, with all nested ones.
  expect(
    await counts(
      '{ serviceRequests(first: 9) { nodes { visits { id request { windows { from } kind { name } } } } } }',
    ),
  ).toBe(2);
});

test('nested pages take one statement and one for each count, and continue behind their cursors', async () => {
  const query = `query ($teams: Int!) { communities(first: 4) { nodes { id slug teams(first: $teams) {
    totalCount nodes { name volunteers(first: 3) { totalCount nodes { id displayName nextVisits(first: 2) { totalCount pageInfo { endCursor }
      nodes { state request { note } } } } pageInfo { hasNextPage } } } pageInfo { hasNextPage endCursor } } } } }`;
  const { data, headers } = await dispatcher.send(query, { teams: 2 });
  expect(Number(headers.get('x-statement-count'))).toBe(4);
  const xinxian = data.communities.nodes.find(({ slug }: { slug: string }) => slug === 'xinxian');
  expect(xinxian.teams).toMatchObject({
    totalCount: 1,
    nodes: [{ name: '情满楼院绿色家园', volunteers: { totalCount: 2 } }],
  });
  const [member] = xinxian.teams.nodes[0].volunteers.nodes.filter(
    ({ displayName }: { displayName: string }) => displayName === '林阿姨',
  );
  expect(member.nextVisits).toMatchObject({
    totalCount: 1,
    nodes: [{ state: 'PLANNED', request: { note: '三' } }],
  });

  const { community } = await dispatcher.query(
    'query ($id: ID!, $after: String) { community: node(id: $id) { ... on Community { teams(first: 1, after: $after) { nodes { id } } } } }',
    { id: xinxian.id, after: xinxian.teams.pageInfo.endCursor },
  );
  expect(community.teams.nodes).toEqual([]);
  const { volunteer } = await dispatcher.query(
    'query ($id: ID!, $after: String) { volunteer: node(id: $id) { ... on Volunteer { nextVisits(first: 5, after: $after) { nodes { id } } } } }',
    { id: member.id, after: member.nextVisits.pageInfo.endCursor },
  );
  expect(volunteer.nextVisits.nodes).toEqual([]);
});
