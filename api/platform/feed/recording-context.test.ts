import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import { FeedWatch } from '../../testing/feed-watch.ts';
import { FeedWriter } from '../../testing/feed-writer.ts';
import { moreDispatchers } from '../../testing/more-dispatchers.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { inHours } from '../../testing/scenario/times.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { Context } from '../context/operation-context.ts';
import { ReadSnapshot } from '../database/read-snapshot.ts';
import { limits } from '../common/limits.ts';
import { RecordingContext } from './recording-context.ts';

/**
 * One event and many authorizations (FEED.md, 2): equal results are executed once, and each
 * subscriber receives only visible data.
 */
let platform: TestPlatform;
let writer: FeedWriter;
let scenario: Scenario;
let dispatcher: Actor;
let requestId: string;
const watches: FeedWatch[] = [];

/**
 * Personas who may see a request of xinxian that was offered to the whole foundation. Each sees
 * different parts.
 */
const personas = [
  'admin@sicheng',
  'analyst@sicheng',
  'auditor@sicheng',
  'dispatcher@xinxian',
  'both@xinxian',
  'volunteer@xinxian',
  'leader@xinxian',
  'elder@xinxian',
  'family@xinxian',
  'dispatcher@chaoxi',
  'leader@chaoxi',
  'volunteer@chaoxi',
  'second@chaoxi',
  'dispatcher@dafangjia',
];

beforeAll(async () => {
  platform = await startTestPlatform();
  writer = new FeedWriter(platform, () => platform.app.feed.committed());
  scenario = await Scenario.begin(platform);
  ({ dispatcher } = scenario);
  const request = await dispatcher.opens({
    requestedFrom: inHours(24),
    requestedTo: inHours(48),
    actingFor: { channel: 'PHONE', personId: scenario.id.person('elder@xinxian') },
  });
  await (await scenario.actor('leader@chaoxi')).accepts(request, 'volunteer@chaoxi');
  const [row] = await platform.sql<{ id: string }>(
    `update service_request set audience = 'FOUNDATION', place = '新鲜胡同 1 号', latitude = 39.9231, longitude = 116.4327, offered_community_ids = array[$1]::uuid[] where state = 'ASSIGNED' returning id`,
    [platform.fixtures.communities['dafangjia']],
  );
  requestId = row!.id;
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const watch of watches.splice(0)) watch.close();
});

afterAll(async () => {
  await writer?.close();
  await platform?.close();
});

const shown = `id version state note place latitude elderName community { name } kind { name }
  elder { displayName livesAlone person { phoneMasked hasHealthNotes } }
  viewerActions visits { id state viewerActions volunteer { displayName isVetted teams { name } } } history { version toState actorName }`;
const feedDocument = `subscription ($after: String!) { serviceRequestFeed(after: $after) { __typename
  ... on RequestChanged { eventId cursor previousCursor request { ${shown} } }
  ... on RequestRemoved { eventId requestId cursor previousCursor } ... on FeedCheckpoint { cursor previousCursor } } }`;

test('each subscriber receives what a query with the same rights shows, among any number of others', async () => {
  const seen = await tellEverybody();
  expect(seen.told).toEqual(seen.wanted);
  // The test needs results that differ.
  expect(new Set(Object.values(seen.wanted)).size).toBeGreaterThanOrEqual(4);
});

describe('the control', () => {
  test('the comparison finds a platform that shares rows without asking the database', async () => {
    jest.spyOn(ReadSnapshot.prototype, 'digestsUnder').mockImplementation(async function same(
      this: ReadSnapshot,
      sessions,
      asked,
    ) {
      const own = await this.digests(asked);
      return sessions.map(() => own);
    });
    const seen = await tellEverybody();
    expect(seen.told).not.toEqual(seen.wanted);
  });

  test('the comparison finds a platform that forgets the recorded decisions', async () => {
    jest.spyOn(RecordingContext.prototype, 'decide').mockImplementation(function forget(
      this: RecordingContext,
      question,
    ) {
      return Context.prototype.decide.call(this, question) as never;
    });
    const seen = await tellEverybody();
    expect(seen.told).not.toEqual(seen.wanted);
  });
});

test('subscribers who cannot be compared are served alone, and miss nothing', async () => {
  jest.spyOn(ReadSnapshot.prototype, 'digestsUnder').mockRejectedValue(new Error('It broke.'));
  const seen = await tellEverybody();
  expect(seen.told).toEqual(seen.wanted);
});

test('a subscriber whose document fails delays nobody, and learns that the feed broke', async () => {
  const failing = await watching('admin@sicheng');
  let attempts = 0;
  let goOn = () => {};
  const othersAreTold = new Promise<void>((resolve) => (goOn = resolve));
  for (const { options } of platform.app.feed.hub.groups.values())
    options.renderer.execute = async () => {
      attempts += 1;
      // All others are served between its first and its second attempt.
      if (attempts > 1) await othersAreTold;
      throw new Error('It broke.');
    };
  let hasEnded = false;
  void failing.ended.then(() => (hasEnded = true));
  const others = await Promise.all(
    ['both@xinxian', 'leader@chaoxi', 'auditor@sicheng'].map(watching),
  );
  const written = encodeId(
    'event',
    (await writer.write(requestId, { state: 'ASSIGNED' }))!.eventId,
  );
  for (const watch of others)
    await watch.until(() => watch.events.some(({ eventId }) => eventId === written));
  expect(hasEnded).toBe(false);
  goOn();
  expect(await failing.ended).toMatchObject([{ extensions: { code: 'FEED_BROKEN' } }]);
  expect(attempts).toBeGreaterThanOrEqual(limits.feedAttemptsMax);
});

test('the feed shows a sensitive note to nobody, since no reader would be on record', async () => {
  const document = `subscription ($after: String!) { serviceRequestFeed(after: $after) { __typename ... on FeedCheckpoint { cursor }
    ... on RequestChanged { eventId request { hasSensitiveNote sensitiveNote } } } }`;
  const request = encodeId('request', requestId);
  const token = await platform.tokenOf('dispatcher@xinxian');
  const watch = await FeedWatch.open(platform.url, token, {}, 'WebSocket', document);
  watches.push(watch);
  await dispatcher.changes(request, { sensitiveNote: '听力不好' });
  const shown = () =>
    watch.events.map(({ request }) => request as unknown as Record<string, unknown>);
  await watch.until(() => shown().some(({ hasSensitiveNote }) => hasSensitiveNote === true));
  expect(shown().at(-1)).toEqual({ hasSensitiveNote: true, sensitiveNote: null });
  expect(watch.errors).toEqual([]);
  expect(await dispatcher.seesRequest(request, 'sensitiveNote')).toEqual({
    sensitiveNote: '听力不好',
  });
});

test('a hundred sets of rights that see the same cost one execution and a few messages', async () => {
  const accountIds = await moreDispatchers(
    platform.databaseUrl,
    platform.fixtures,
    100,
    'different',
  );
  for (const [index, id] of accountIds.entries())
    platform.fixtures.accounts[`different${index}`] = id;
  const different: FeedWatch[] = [];
  for (const index of accountIds.keys()) different.push(await watching(`different${index}`));
  const { hub } = platform.app.feed;
  const scopes = new Set([...hub.groups.values()].map(({ options }) => options.authorizationKey));
  expect(scopes.size).toBeGreaterThanOrEqual(100);
  const [own] = await writer.requests(1);
  await writer.write(own!);
  await Promise.all(different.map(async (watch) => watch.until(() => watch.events.length >= 1)));
  const before = hub.counters.executions;
  const messages = jest.spyOn(ReadSnapshot.prototype, 'digestsUnder');
  await writer.write(own!);
  await Promise.all(different.map(async (watch) => watch.until(() => watch.events.length >= 2)));
  expect(hub.counters.executions - before).toBe(1);
  expect(messages).toHaveBeenCalledTimes(Math.ceil(99 / limits.feedSessionsPerMessage));
  expect(new Set(different.map((watch) => JSON.stringify(watch.events[1]!.request))).size).toBe(1);
  expect(new Set(different.map((watch) => watch.cursor)).size).toBe(100);
  for (const watch of different) {
    expect(watch.events[1]!.previousCursor).toBe(watch.events[0]!.cursor);
    watch.close();
  }
});

/**
 * All personas watch while events happen. Returns each delivered message beside the query result of
 * the same persona.
 */
async function tellEverybody(): Promise<{
  told: Record<string, string>;
  wanted: Record<string, string>;
}> {
  const everybody = await Promise.all(
    personas.map(async (persona) => [persona, await watching(persona)] as const),
  );
  const written = encodeId(
    'event',
    (await writer.write(requestId, { state: 'ASSIGNED' }))!.eventId,
  );
  const told: Record<string, string> = {};
  const wanted: Record<string, string> = {};
  for (const [persona, watch] of everybody) {
    // Earlier events may still be in transit.
    const its = () => watch.events.find(({ eventId }) => eventId === written);
    await watch.until(() => its() !== undefined);
    told[persona] = JSON.stringify(its()!.request);
    const caller = await scenario.actor(persona);
    const seen = await caller.seesRequest(encodeId('request', requestId), shown);
    wanted[persona] = JSON.stringify(seen);
    watch.close();
  }
  return { told, wanted };
}

async function watching(persona: string): Promise<FeedWatch> {
  const watch = await FeedWatch.open(
    platform.url,
    await platform.tokenOf(persona),
    {},
    'WebSocket',
    feedDocument,
  );
  watches.push(watch);
  return watch;
}
