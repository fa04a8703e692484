import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { decodeId, encodeId } from '../../schema/ids.ts';
import type { Caller } from '../testing/caller.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;
let dispatcher: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  dispatcher = await platform.as('dispatcher@xinxian');
});
afterAll(() => platform.close());

function volunteerId(persona: string): string {
  return encodeId('volunteer', platform.fixtures.volunteers[persona] ?? '');
}

async function opened(more: object): Promise<{ id: string }> {
  const from = Date.now() + 86_400_000;
  const input = {
    idempotencyKey: newKey(),
    allowDuplicate: true,
    elderId: encodeId('elder', platform.fixtures.elders['elder@xinxian'] ?? ''),
    kindId: encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? ''),
    requestedFrom: new Date(from).toISOString(),
    requestedTo: new Date(from + 7_200_000).toISOString(),
    ...more,
  };
  return (await dispatcher.does('openServiceRequest', input, 'request { id }')).request;
}

const query =
  'query ($id: ID!) { serviceRequest(id: $id) { elder { id } elderName place latitude note visits { id state volunteer { displayName } } } }';
const lookBy = async (persona: string, id: string) =>
  (await (await platform.as(persona)).ask(query, { id })).serviceRequest;
const neighbour = async () => {
  // A volunteer of dafangjia, whose team serves no other community.
  await platform.sql(`update volunteer set community_id = $1 where id = $2`, [
    platform.fixtures.communities['dafangjia'],
    platform.fixtures.volunteers['second@chaoxi'],
  ]);
  await platform.sql(`update person set community_id = $1 where id = $2`, [
    platform.fixtures.communities['dafangjia'],
    platform.fixtures.persons['second@chaoxi'],
  ]);
  await platform.sql('delete from team_member where volunteer_id = $1', [
    platform.fixtures.volunteers['second@chaoxi'],
  ]);
  return platform.as('second@chaoxi');
};

test('decides by the quarter, learns name and door when she has taken it on, and it is kept that she did', async () => {
  const helper = await neighbour();
  await dispatcher.does(
    'correctPerson',
    {
      personId: encodeId('person', platform.fixtures.persons['elder@xinxian'] ?? ''),
      expectedVersion: 1,
      phone: '13800001234',
      address: '东城区新鲜胡同 5 号',
    },
    'person { id }',
  );
  const request = await opened({
    place: '新鲜胡同 5 号',
    latitude: 39.92345,
    longitude: 116.43333,
    note: '喜欢京剧',
  });
  expect(await lookBy('second@chaoxi', request.id)).toBeNull();
  await platform.sql(
    `update service_request set audience = 'NEIGHBOURS', offered_community_ids = array[$2::uuid] where id = $1`,
    [decodeId('request', request.id), platform.fixtures.communities['dafangjia']],
  );
  expect(await lookBy('second@chaoxi', request.id)).toMatchObject({
    elder: null,
    elderName: '芦**',
    place: null,
    latitude: 39.92,
    note: '喜欢京剧',
  });
  const { request: taken } = await helper.does(
    'acceptServiceRequest',
    { requestId: request.id, volunteerId: volunteerId('second@chaoxi'), expectedVersion: 1 },
    'request { elderName place latitude visits { id } }',
  );
  expect(taken).toMatchObject({ elderName: '芦奶奶', place: '新鲜胡同 5 号', latitude: 39.92345 });
  const ask = { visitId: taken.visits[0].id };
  const { details } = await helper.does(
    'discloseVisitDetails',
    ask,
    'details { elderName place phone address }',
  );
  expect(details).toEqual({
    elderName: '芦奶奶',
    place: '新鲜胡同 5 号',
    phone: '+8613800001234',
    address: '东城区新鲜胡同 5 号',
  });
  const stranger = await platform.as('volunteer@chaoxi');
  expect(await stranger.refusalCodes('discloseVisitDetails', ask)).toEqual(['NOT_ALLOWED']);
  const [kept] = await platform.sql(
    `select account_name, fields, purpose, reason from disclosure where account_name = 'second@chaoxi'`,
  );
  expect(kept).toEqual({
    account_name: 'second@chaoxi',
    fields: ['PHONE', 'ADDRESS', 'HEALTH_NOTES'],
    purpose: 'SERVICE',
    reason: ask.visitId,
  });
  // Other volunteers next door still see only the quarter; so does this volunteer after
  // withdrawing.
  await helper.does(
    'withdrawFromServiceRequest',
    { requestId: request.id, reason: '-', expectedVersion: 2 },
    'request { id }',
  );
  expect(await lookBy('second@chaoxi', request.id)).toMatchObject({
    elderName: '芦**',
    place: null,
  });
  expect(await helper.refusalCodes('discloseVisitDetails', ask)).toEqual(['VISIT_OVER']);
});

test('a helper next door gets a place of her own, though she does not see who has the other one', async () => {
  const helper = await platform.as('second@chaoxi');
  const request = await opened({ volunteersNeeded: 2, urgency: 'URGENT' });
  await dispatcher.does(
    'assignServiceRequest',
    { requestId: request.id, volunteerId: volunteerId('volunteer@xinxian'), expectedVersion: 1 },
    'request { id }',
  );
  platform.clock.advance(11);
  await platform.app.jobs.runDueTasks();
  expect((await lookBy('second@chaoxi', request.id)).visits).toEqual([]);
  const take = {
    requestId: request.id,
    volunteerId: volunteerId('second@chaoxi'),
    expectedVersion: 3,
  };
  expect((await helper.does('acceptServiceRequest', take, 'request { state }')).request.state).toBe(
    'ASSIGNED',
  );
  const holds = await platform.sql('select distinct hold_id from visit where request_id = $1', [
    decodeId('request', request.id),
  ]);
  expect(holds).toHaveLength(2);
});
