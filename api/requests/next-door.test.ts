import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { decodeId } from '../../schema/ids.ts';
import type { Actor } from '../testing/scenario/actor.ts';
import { type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import type { Input } from '../testing/scenario/fixture-ids.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
});
afterAll(() => platform.close());

async function opened(more: Input): Promise<{ id: string }> {
  const from = Date.now() + 86_400_000;
  return dispatcher.opens({
    requestedFrom: new Date(from).toISOString(),
    requestedTo: new Date(from + 7_200_000).toISOString(),
    ...more,
  });
}

const fields =
  'elder { id } elderName place latitude note visits { id state volunteer { displayName } }';
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
  return scenario.actor('second@chaoxi');
};

test('a helper next door sees only the quarter, and after accepting also name and address, which is logged', async () => {
  const helper = await neighbour();
  await dispatcher.mutate(
    'correctPerson',
    {
      person: 'elder@xinxian',
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
  expect(await helper.seesRequest(request, fields)).toBeNull();
  await platform.sql(
    `update service_request set audience = 'NEIGHBOURS', offered_community_ids = array[$2::uuid] where id = $1`,
    [decodeId('request', request.id), platform.fixtures.communities['dafangjia']],
  );
  expect(await helper.seesRequest(request, fields)).toMatchObject({
    elder: null,
    elderName: '芦**',
    place: null,
    latitude: 39.92,
    note: '喜欢京剧',
  });
  const taken = await helper.accepts(
    request,
    'second@chaoxi',
    {},
    'elderName place latitude visits { id }',
  );
  expect(taken).toMatchObject({ elderName: '芦奶奶', place: '新鲜胡同 5 号', latitude: 39.92345 });
  const ask = { visitId: taken.visits[0].id };
  const { details } = await helper.mutate(
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
  const stranger = await scenario.actor('volunteer@chaoxi');
  await expect(stranger.tryMutate('discloseVisitDetails', ask)).toBeRefused('NOT_ALLOWED');
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
  await helper.withdraws(request, { reason: '-' });
  expect(await helper.seesRequest(request, fields)).toMatchObject({
    elderName: '芦**',
    place: null,
  });
  await expect(helper.tryMutate('discloseVisitDetails', ask)).toBeRefused('VISIT_OVER');
});

test('a helper next door gets a slot of her own without seeing the other volunteer', async () => {
  const helper = await scenario.actor('second@chaoxi');
  const request = await opened({ volunteersNeeded: 2, urgency: 'URGENT' });
  await dispatcher.assigns(request, 'volunteer@xinxian');
  platform.clock.advance(11);
  await platform.app.jobs.runDueTasks();
  expect((await helper.seesRequest(request, fields)).visits).toEqual([]);
  expect((await helper.accepts(request, 'second@chaoxi')).state).toBe('ASSIGNED');
  const holds = await platform.sql('select distinct hold_id from visit where request_id = $1', [
    decodeId('request', request.id),
  ]);
  expect(holds).toHaveLength(2);
});
