import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeId, newId } from '../../schema/ids.ts';
import { type ApiProcess, startApiProcess } from '../testing/api-process.ts';
import { Caller } from '../testing/caller.ts';
import { type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { inHours } from '../testing/scenario/times.ts';

const rivals = 200;

let platform: TestPlatform;
let scenario: Scenario;
let nodes: ApiProcess[];

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  nodes = await Promise.all([1, 2, 3].map(() => startApiProcess(platform.databaseUrl)));
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await platform.close();
});

test(`one of ${rivals} volunteers who accept a request at once over 3 processes gets it`, async () => {
  const volunteerIds = await settleVolunteers(rivals);
  const dispatcher = await scenario.actor('dispatcher@xinxian');
  const request = await dispatcher.opens({ requestedFrom: inHours(2), requestedTo: inHours(4) });
  const token = await platform.tokenOf('leader@chaoxi');
  const callers = nodes.map((node) => new Caller(node.url, token));
  const answers = await Promise.all(
    volunteerIds.map((volunteerId, index) =>
      (callers[index % callers.length] as Caller).tryMutate(
        'acceptServiceRequest',
        {
          requestId: request.id,
          volunteerId: encodeId('volunteer', volunteerId),
          expectedVersion: 1,
        },
        'request { state visits { volunteer { id } } }',
      ),
    ),
  );
  const won = answers.filter((answer) => answer.errors.length === 0);
  expect(won).toHaveLength(1);
  expect(won[0]?.['request']).toMatchObject({ state: 'ASSIGNED', visits: [{}] });
  const codes = answers.flatMap((answer) => answer.errors.map((error) => error.code));
  expect(codes).toEqual(Array.from({ length: rivals - 1 }, () => 'REQUEST_NOT_OPEN'));

  const uuid = await platform.sql<{ id: string }>('select id from service_request');
  const [counted] = await platform.sql<{
    visits: number;
    changes: number;
    version: number;
    events: number;
  }>(
    `select (select count(*)::int from visit) as visits,
       (select count(*)::int from request_change where to_state = 'ASSIGNED') as changes,
       (select version from service_request) as version,
       (select count(*)::int from outbox where kind = 'REQUEST_ASSIGNED')
         + (select count(*)::int from feed_log where kind = 'REQUEST_ASSIGNED') as events`,
  );
  expect(uuid).toHaveLength(1);
  expect(counted).toEqual({ visits: 1, changes: 1, version: 2, events: 1 });
});

/** Inserts volunteers of the leader's team, bypassing row-level security. */
async function settleVolunteers(count: number): Promise<string[]> {
  const { foundations, communities, teams } = platform.fixtures;
  const ids = Array.from({ length: count }, () => newId());
  const scope = [foundations['sicheng'], communities['chaoxi'], ids];
  await platform.sql(
    `insert into person (foundation_id, id, community_id, name) select $1, id, $2, 'p' from unnest($3::uuid[]) id`,
    scope,
  );
  await platform.sql(
    `insert into volunteer (foundation_id, id, community_id, person_id, display_name, is_vetted)
     select $1, id, $2, id, 'v' || n, true from unnest($3::uuid[]) with ordinality as v (id, n)`,
    scope,
  );
  await platform.sql(
    `insert into team_member (foundation_id, id, community_id, team_id, volunteer_id)
     select $1, gen_random_uuid(), $2, $4, id from unnest($3::uuid[]) id`,
    [...scope, teams['haoyiya']],
  );
  return ids;
}
