import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient as createEventClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { Caller } from '../../api/testing/caller.ts';
import { feedCursor } from '../../api/testing/feed-watch.ts';
import { FeedWriter } from '../../api/testing/feed-writer.ts';
import { flakyProxy, type FlakyProxy } from '../../api/testing/flaky-proxy.ts';
import { until } from '../../api/testing/until.ts';
import { type TestPlatform, startTestPlatform } from '../../api/testing/test-platform.ts';
import { encodeId } from '../../schema/ids.ts';
import { changeOne, expectBoardOfDatabase } from '../testing/service-request-board.ts';
import { apolloTransport } from './examples/apollo.ts';
import { follow, type StockClient } from './examples/plain.ts';
import { urqlTransport } from './examples/urql.ts';
import { BoardFollower, feedDocument } from './src/board-follower.ts';
import type { BoardItem } from './src/board-item.ts';
import { eventStreamTransport, type FeedTransport, webSocketTransport } from './src/transports.ts';

let platform: TestPlatform;
let writer: FeedWriter;
let proxy: FlakyProxy;
let token: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  writer = new FeedWriter(platform, () => platform.app.services.feed.committed());
  proxy = await flakyProxy(platform.url);
  token = await platform.tokenOf('dispatcher@xinxian');
});

afterAll(async () => {
  await proxy?.close();
  await writer?.close();
  await platform?.close();
});

interface Card extends BoardItem {
  state: string;
}

const transports: [string, (url: string) => FeedTransport][] = [
  ['WebSocket', (url) => webSocketTransport({ url, token: () => token, webSocket: WebSocket })],
  ['SSE', (url) => eventStreamTransport({ url, token: () => token })],
  ['Apollo Client', (url) => apolloTransport(url, token)],
  ['urql', (url) => urqlTransport(url, token)],
];

describe.each(transports)('over %s', (_, transportTo) => {
  test('the board ends in the state of the database, whatever the network does', async () => {
    const transport = transportTo(proxy.url);
    let board = new Map<string, Card>();
    const verdicts = { taken: 0, repeated: 0, gap: 0 };
    const seen = new Set<string>();
    const takenTwice: string[] = [];
    const follower = new BoardFollower<Card>({
      transport,
      selection: 'state',
      waitMsMax: 500,
      onBoard: (items) => (board = new Map(items)),
      onMessage: (message, verdict) => {
        verdicts[verdict] += 1;
        // Each event is applied once.
        if ('eventId' in message && verdict === 'taken') {
          if (seen.has(message.eventId)) takenTwice.push(message.eventId);
          seen.add(message.eventId);
        }
      },
    });
    const running = follower.run();
    const breaking = setInterval(() => proxy.breakAll(), 300);
    await changeAround(await writer.requests(8), 120);
    clearInterval(breaking);
    await expectBoardOfDatabase(platform, () => board);
    expect(verdicts.gap).toBe(0);
    expect(takenTwice).toEqual([]);
    expect(verdicts.taken).toBeGreaterThan(5);
    follower.stop();
    await running;
    transport.close();
  });
});

describe.each<[string, (url: string) => StockClient & { dispose(): unknown }]>([
  [
    'graphql-ws',
    (url) =>
      createClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${token}` },
        retryAttempts: 0,
      }),
  ],
  [
    'graphql-sse',
    (url) =>
      createEventClient({
        url: `${url}/graphql/stream`,
        headers: { authorization: `Bearer ${token}` },
        retryAttempts: 0,
      }),
  ],
])('with plain %s', (_, clientTo) => {
  test('the lines of examples/plain.ts end in the state of the database', async () => {
    const client = clientTo(proxy.url);
    const board = new Map<string, Card>();
    let isOver = false;
    const fetchBoard = async () => {
      const query = `{ serviceRequestBoard { cursor requests(first: 100) { nodes { id version state } } } }`;
      const { serviceRequestBoard } = await new Caller(proxy.url, token).query(query);
      board.clear();
      for (const card of serviceRequestBoard.requests.nodes as Card[]) board.set(card.id, card);
      return serviceRequestBoard.cursor as string;
    };
    const following = follow(
      client,
      fetchBoard,
      (message) => {
        if (message.__typename === 'RequestRemoved') board.delete(message.requestId);
        if (message.__typename === 'RequestChanged') board.set(message.request.id, message.request);
      },
      () => isOver,
    );
    const breaking = setInterval(() => proxy.breakAll(), 300);
    await changeAround(await writer.requests(8), 80);
    clearInterval(breaking);
    await expectBoardOfDatabase(platform, () => board);
    isOver = true;
    proxy.breakAll();
    await following;
    void client.dispose();
  });
});

test('a client that subscribes again without its cursor ends in a wrong state (control)', async () => {
  const ids = await writer.requests(8);
  const states = new Map<string, number>();
  let connections = 0;
  let isOffline = false;
  let comeBack = () => {};
  const payload = { query: feedDocument('state'), variables: { after: '' } };
  const client = createClient({
    url: `${proxy.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    // Each connection begins at the current position.
    connectionParams: async () => {
      payload.variables.after = await feedCursor(platform.url, token);
      return { authorization: `Bearer ${token}` };
    },
    retryAttempts: 1_000,
    retryWait: async () => new Promise((resolve) => (comeBack = resolve)),
    shouldRetry: () => true,
    on: { closed: () => (isOffline = true) },
  });
  client.subscribe(payload, {
    next: ({ data }) => {
      const message = (data as { serviceRequestFeed: { __typename: string; request?: Card } })
        .serviceRequestFeed;
      if (message.__typename === 'FeedCheckpoint') connections += 1;
      if (message.request) states.set(message.request.id, message.request.version);
    },
    error: () => {},
    complete: () => {},
  });
  await until('it follows', () => connections > 0);
  await changeAround(ids, 20);
  proxy.breakAll();
  await until('it is offline', () => isOffline);
  const written = await changeAround(ids, 20);
  await until(
    'all changes have a position',
    async () => (await platform.sql('select from outbox limit 1')).length === 0,
  );
  const before = connections;
  await until('it follows again', () => (comeBack(), connections > before));
  // An event that it does receive, after all that it could have received.
  const [heard] = await writer.requests(1);
  await writer.write(heard!);
  await until('it hears of something', () => states.has(encodeId('request', heard!)));
  void client.dispose();
  const missed = written.filter(
    ({ requestId, version }) => (states.get(encodeId('request', requestId)) ?? 0) < version,
  );
  expect(missed).toHaveLength(written.length);
});

test('a revoked token ends the subscription, and the follower reports why', async () => {
  const transport = webSocketTransport({
    url: platform.url,
    token: () => 'no.such.token',
    webSocket: WebSocket,
  });
  const errors: unknown[] = [];
  const follower = new BoardFollower<Card>({
    transport,
    selection: 'state',
    onBoard: () => {},
    onStatus: (status, error) => void (status === 'ended' && errors.push(error)),
  });
  await follower.run();
  expect(errors).toMatchObject([{ code: 4403 }]);
});

/**
 * Requests come and go; at the end each gets a last, known version. Returns the last change of
 * each.
 */
async function changeAround(ids: string[], count: number) {
  const last = new Map<string, { requestId: string; version: number }>();
  for (let index = 0; index < count; index += 1) {
    const id = ids[Math.floor(Math.random() * ids.length)]!;
    last.set(id, await changeOne(writer, id, index));
  }
  return [...last.values()];
}
