import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';
import {
  feedPageDocument,
  FeedWatch,
  type ReceivedMessage,
  type Transport,
} from '../../testing/feed-watch.ts';
import { FeedWriter } from '../../testing/feed-writer.ts';
import { until } from '../../testing/until.ts';
import { encodeId } from '../../../schema/ids.ts';
import { inHours } from '../../testing/scenario/times.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';

let platform: TestPlatform;
let scenario: Scenario;
const watches: FeedWatch[] = [];

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
});
afterAll(async () => {
  for (const watch of watches) watch.close();
  await platform?.close();
});

async function watching(
  persona: string,
  variables: object = {},
  transport: Transport = 'WebSocket',
): Promise<FeedWatch> {
  const watch = await FeedWatch.open(
    platform.url,
    await platform.tokenOf(persona),
    variables,
    transport,
  );
  watches.push(watch);
  return watch;
}

async function open(persona = 'dispatcher@xinxian', elder = 'elder@xinxian') {
  const caller = await scenario.actor(persona);
  const kind = elder.endsWith('shiyuan') ? 'companionship@yigong80' : 'companionship@sicheng';
  const request = await caller.opens({
    elder,
    kind,
    requestedFrom: inHours(24),
    requestedTo: inHours(48),
    actingFor: {
      channel: 'PHONE',
      personId: scenario.id.person(elder),
    },
  });
  return request as { id: string; version: number; state: string };
}

test('a subscriber who may see a request receives its events, and the other foundation receives none', async () => {
  const near = await watching('dispatcher@xinxian');
  const far = await watching('dispatcher@shiyuan');
  const request = await open();
  const message = await near.next('RequestChanged');
  expect(message).toMatchObject({
    event: 'REQUEST_OPENED',
    version: 1,
    request: { id: request.id, state: 'OPEN' },
  });
  // Events are ordered: one of the other foundation would have arrived before this.
  const theirs = await open('dispatcher@shiyuan', 'elder@shiyuan');
  await far.next('RequestChanged');
  expect(far.events.map((each) => each.request.id)).toEqual([theirs.id]);
});

test('a board and the feed behind its cursor are consistent, by subscription and by polling', async () => {
  const dispatcher = await scenario.actor('dispatcher@xinxian');
  const before = await open();
  // Otherwise events not yet in the log would be on the board and in the feed.
  await waitUntilMoved();
  const { serviceRequestBoard: board } = await dispatcher.query(boardDocument);
  const shown = board.requests.nodes.map(({ id }: { id: string }) => id);
  expect(shown).toContain(before.id);
  const after = await open();
  expect(shown).not.toContain(after.id);

  const watch = await watching('dispatcher@xinxian', { after: board.cursor });
  expect(watch.received[0]).toMatchObject({ cursor: board.cursor, previousCursor: board.cursor });
  expect((await watch.next('RequestChanged')).request.id).toBe(after.id);

  await waitUntilMoved();
  const { serviceRequestFeed: page } = await dispatcher.query(feedPageDocument, {
    after: board.cursor,
    first: 10,
  });
  expect(page.messages[0]).toMatchObject({
    __typename: 'RequestChanged',
    request: { id: after.id },
  });
  expect(page.hasMore).toBe(false);
  const { serviceRequestFeed: next } = await dispatcher.query(feedPageDocument, {
    after: page.cursor,
    first: 10,
  });
  expect(next.messages).toMatchObject([
    { __typename: 'FeedCheckpoint', cursor: page.cursor, previousCursor: page.cursor },
  ]);
  expect(next.cursor).toBe(page.cursor);
});

test('a request that leaves the filter is reported as removed, with only its id', async () => {
  const watch = await watching('dispatcher@xinxian', { filter: { states: ['OPEN'] } });
  const request = await open();
  await watch.next('RequestChanged');
  await (
    await scenario.actor('dispatcher@xinxian')
  ).mutate(
    'cancelServiceRequest',
    { requestId: request.id, expectedVersion: 1, reason: 'No need any more' },
    '',
  );
  expect(await watch.next('RequestRemoved')).toMatchObject({ requestId: request.id });
});

test('a team sees the requests of its volunteers, and a filter for teams reports changes', async () => {
  const teamIds = [scenario.id.team('haoyiya')];
  const watch = await watching('dispatcher@xinxian', { filter: { teamIds } });
  const request = await open();
  const leader = await scenario.actor('leader@chaoxi');
  const volunteerId = scenario.id.volunteer('volunteer@chaoxi');
  await leader.mutate(
    'acceptServiceRequest',
    { requestId: request.id, volunteerId, expectedVersion: 1 },
    '',
  );
  expect(await watch.next('RequestChanged')).toMatchObject({
    event: 'REQUEST_ASSIGNED',
    request: { id: request.id },
  });
  expect(watch.received.filter((each) => each.__typename === 'RequestChanged')).toHaveLength(1);
});

describe('each filter', () => {
  type Change = Record<string, string | null>;
  const cases: [string, () => { filter: object; within: Change; outside: Change }][] = [
    [
      'communities',
      () => ({
        filter: {
          communityIds: [scenario.id.community('xinxian')],
        },
        within: { community_id: platform.fixtures.communities['xinxian']! },
        outside: { community_id: platform.fixtures.communities['dafangjia']! },
      }),
    ],
    [
      'teams',
      () => ({
        filter: { teamIds: [scenario.id.team('qingman')] },
        within: { team_id: platform.fixtures.teams['qingman']! },
        outside: { team_id: null },
      }),
    ],
    [
      'kinds',
      () => ({
        filter: { kindIds: [scenario.id.kind('companionship@sicheng')] },
        within: { kind_id: platform.fixtures.kinds['companionship@sicheng']! },
        outside: { kind_id: platform.fixtures.kinds['cleaning@sicheng']! },
      }),
    ],
    [
      'urgencies',
      () => ({
        filter: { urgencies: ['URGENT', 'SOON'] },
        within: { urgency: 'URGENT' },
        outside: { urgency: 'NORMAL' },
      }),
    ],
    [
      'states',
      () => ({
        filter: { states: ['OPEN'] },
        within: { state: 'OPEN' },
        outside: { state: 'CANCELLED' },
      }),
    ],
  ];

  test.each(cases)(
    'the filter of %s passes matching requests, and reports once each request that has left',
    async (_, caseOf) => {
      const { filter, within, outside } = caseOf();
      const writer = new FeedWriter(platform, () => platform.app.feed.committed());
      try {
        const [requestId] = await writer.requests(1);
        const id = encodeId('request', requestId!);
        await writer.write(requestId!, { set: outside });
        await waitUntilMoved();
        const admin = await scenario.actor('admin@sicheng');
        const shown = async () => {
          const { serviceRequestBoard } = await admin.query(boardDocument, { filter });
          return {
            cursor: serviceRequestBoard.cursor,
            nodes: JSON.stringify(serviceRequestBoard.requests.nodes),
          };
        };
        const before = await shown();
        expect(before.nodes).not.toContain(id);
        const watches = [
          await watching('admin@sicheng', { filter, after: before.cursor }),
          await watching('admin@sicheng', { filter, after: before.cursor }, 'SSE'),
        ];
        const step = async (set: Change, type?: 'RequestChanged' | 'RequestRemoved') => {
          await writer.write(requestId!, { set });
          if (!type) return;
          for (const watch of watches) {
            const { request, requestId: gone } = await watch.next(type);
            expect(request?.id ?? gone).toBe(id);
          }
        };
        await step(outside);
        await step(within, 'RequestChanged');
        await step(within, 'RequestChanged');
        await step(outside, 'RequestRemoved');
        expect((await shown()).nodes).not.toContain(id);
        await step(outside);
        await step(within, 'RequestChanged');
        expect((await shown()).nodes).toContain(id);
        for (const watch of watches) expect(watch.events).toHaveLength(4);
        // A repeated query gives the same events, each with the request as it is now.
        const variables = { after: before.cursor, filter, first: 100 };
        const { serviceRequestFeed: page } = await admin.query(feedPageDocument, variables);
        const told = page.messages.filter(({ eventId }: ReceivedMessage) => eventId);
        expect(told.map(({ eventId }: ReceivedMessage) => eventId)).toEqual(
          watches[0]!.events.map((each) => each.eventId),
        );
      } finally {
        await writer.close();
      }
    },
  );
});

/**
 * Committed events reach the log within milliseconds. An earlier query succeeds with fewer events.
 */
async function waitUntilMoved(): Promise<void> {
  await until(
    'the outbox is empty',
    async () => (await platform.sql('select from outbox limit 1')).length === 0,
  );
}

const boardDocument = `query Board($filter: ServiceRequestFilter) {
  serviceRequestBoard(filter: $filter) { cursor requests(first: 100) { nodes { id state version } } }
}`;
