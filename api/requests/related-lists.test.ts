import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Scenario } from '../testing/scenario/scenario.ts';
import { type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

/** Lists of requests, visits and hours below the people, teams and places that they belong to. */
let platform: TestPlatform;
let scenario: Scenario;
let requestId: string;
let visitId: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  const { dispatcher } = scenario;
  ({ visitId, requestId } = await scenario.plannedVisit({ hasBegun: true }));
  await (await scenario.actor('volunteer@chaoxi')).carriesOut(visitId, {});
  await dispatcher.certifies(visitId);
});
afterAll(() => platform?.close());

const ids = (page: { nodes: { id: string }[] }): string[] => page.nodes.map(({ id }) => id);

describe('a dispatcher finds', () => {
  test('people and requests of a community below it', async () => {
    const { community, serviceRequests, elders, volunteers } = await scenario.dispatcher.query(
      `query ($id: ID!) { community(id: $id) {
         elders(first: 50) { totalCount nodes { id } }
         volunteers(first: 50) { totalCount nodes { id } }
         serviceRequests(first: 50) { totalCount nodes { id } } }
         elders(first: 50) { nodes { id community { id } } }
         volunteers(first: 50) { nodes { id community { id } } }
         serviceRequests(first: 50, filter: { communityIds: [$id] }) { nodes { id } } }`,
      { id: scenario.id.community('xinxian') },
    );
    const here = ({ community: home }: { community: { id: string } | null }) =>
      home?.id === scenario.id.community('xinxian');
    expect(ids(community.serviceRequests)).toEqual(ids(serviceRequests));
    expect(ids(community.elders)).toEqual(ids({ nodes: elders.nodes.filter(here) }));
    expect(ids(community.volunteers)).toEqual(ids({ nodes: volunteers.nodes.filter(here) }));
    for (const page of [community.elders, community.volunteers, community.serviceRequests])
      expect([page.totalCount, page.nodes.length > 0]).toEqual([page.nodes.length, true]);
  });

  test('requests of an elder, and visits and hours of a volunteer and a team', async () => {
    const { elder, volunteer, team } = await scenario.dispatcher.query(
      `query ($elder: ID!, $volunteer: ID!, $team: ID!) {
         elder: node(id: $elder) { ... on Elder { serviceRequests(first: 5) { nodes { id } } } }
         volunteer: node(id: $volunteer) { ... on Volunteer {
           visits(first: 5) { nodes { id } }
           hoursRecords(first: 5) { totalCount nodes { minutes concerns } } } }
         team: node(id: $team) { ... on Team { visits(first: 5) { nodes { id } } } } }`,
      {
        elder: scenario.id.elder('elder@xinxian'),
        volunteer: scenario.id.volunteer('volunteer@chaoxi'),
        team: scenario.id.team('haoyiya'),
      },
    );
    expect(ids(elder.serviceRequests)).toEqual([requestId]);
    expect(ids(volunteer.visits)).toEqual([visitId]);
    expect(volunteer.hoursRecords).toMatchObject({ totalCount: 1, nodes: [{ concerns: visitId }] });
    expect(ids(team.visits)).toEqual([visitId]);
  });
});

describe('me', () => {
  const me = async (persona: string) =>
    (
      await (
        await scenario.actor(persona)
      ).query('{ me { volunteer { id } elder { id } elders { id } teams { id } } }')
    ).me;
  const nobody = { volunteer: null, elder: null, elders: [], teams: [] };

  test('shows a volunteer with her teams, and a leader with the team that he leads', async () => {
    const teams = [{ id: scenario.id.team('haoyiya') }];
    expect(await me('volunteer@chaoxi')).toEqual({
      ...nobody,
      volunteer: { id: scenario.id.volunteer('volunteer@chaoxi') },
      teams,
    });
    expect(await me('leader@chaoxi')).toMatchObject({ teams });
  });

  test('shows an elder, and to a family the elder for whom it acts', async () => {
    const elder = { id: scenario.id.elder('elder@xinxian') };
    expect(await me('elder@xinxian')).toEqual({ ...nobody, elder });
    expect(await me('family@xinxian')).toEqual({ ...nobody, elders: [elder] });
  });

  test('shows none of them to staff and to the head bank', async () => {
    expect(await me('dispatcher@xinxian')).toEqual(nobody);
    expect(await me('operator@headbank')).toEqual(nobody);
  });
});

test('a volunteer sees below a community what the lists at the root show her', async () => {
  const volunteer = await scenario.actor('volunteer@chaoxi');
  const { node, serviceRequests, elders } = await volunteer.query(
    `query ($id: ID!) { node(id: $id) { ... on Community {
       elders(first: 50) { nodes { id } } serviceRequests(first: 50) { nodes { id } } } }
       serviceRequests(first: 50, filter: { communityIds: [$id] }) { nodes { id } }
       elders(first: 50) { nodes { id } } }`,
    { id: scenario.id.community('xinxian') },
  );
  expect(ids(node.serviceRequests)).toEqual(ids(serviceRequests));
  expect(ids(elders)).toEqual(expect.arrayContaining(ids(node.elders)));
});
