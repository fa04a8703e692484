import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Caller } from '../../api/testing/caller.ts';
import { eventSource, streamAddress } from '../../api/testing/event-source.ts';
import { FeedWriter } from '../../api/testing/feed-writer.ts';
import { flakyProxy, type FlakyProxy } from '../../api/testing/flaky-proxy.ts';
import { seed } from '../../api/testing/seed.ts';
import { type TestPlatform, startTestPlatform } from '../../api/testing/test-platform.ts';
import { until } from '../../api/testing/until.ts';
import { changeOne, expectBoardOfDatabase, type Shown } from '../testing/service-request-board.ts';
import {
  document,
  eventClient,
  type Follow,
  followWith,
  followWithApollo,
  followWithUrql,
  socketClient,
  type StockMessage,
} from '../sdk/examples/stock.ts';
import { resuming } from '../sdk/src/resuming.ts';

/**
 * Stock clients that reconnect by themselves, over a network that breaks at random. They keep the
 * board by the messages alone: nothing reads it again.
 */
let platform: TestPlatform;
let writer: FeedWriter;
let proxy: FlakyProxy;
let token: string;

beforeAll(async () => {
  process.stdout.write(`Breaking connections with LINLI_SEED=${seed}.\n`);
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

/** Whether a client gets messages again after a lost connection. */
type Repetition = 'repeats' | 'repeats nothing';

describe.each<[string, Repetition, () => Follow]>([
  ['graphql-ws', 'repeats', () => followWith(socketClient(proxy.url, token))],
  ['graphql-ws', 'repeats nothing', () => followWith(resuming(socketClient(proxy.url, token)))],
  ['graphql-sse', 'repeats', () => followWith(eventClient(proxy.url, token))],
  ['graphql-sse', 'repeats nothing', () => followWith(resuming(eventClient(proxy.url, token)))],
  ['Apollo Client', 'repeats nothing', () => followWithApollo(socketClient(proxy.url, token))],
  ['urql', 'repeats nothing', () => followWithUrql(socketClient(proxy.url, token), proxy.url)],
  ['EventSource', 'repeats nothing', () => followWithEventSource],
])('%s, which %s', (_, repetition, followThere) => {
  test('ends with the board of the database', async () => {
    const ids = await writer.requests(6);
    const { cursor, board } = await readBoard();
    const told = { connections: 0, repeated: 0, events: new Set<string>() };
    const failures: unknown[] = [];
    const leave = followThere()(
      cursor,
      (message) => {
        if (message.__typename === 'FeedCheckpoint') told.connections += 1;
        if ('eventId' in message) {
          if (told.events.has(message.eventId)) told.repeated += 1;
          told.events.add(message.eventId);
        }
        apply(message, board, failures);
      },
      (error) => failures.push(error),
    );
    let cuts = 0;
    for (const [index, luck] of fc.sample(fc.nat(7), { seed, numRuns: 60 }).entries()) {
      await changeOne(writer, ids[index % ids.length]!, Math.floor(index / ids.length));
      if (luck > 0) continue;
      // It is connected: an event after the last cut or the first checkpoint has arrived.
      await until('it follows', () => told.connections > cuts);
      proxy.breakAll();
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(3);
    await expectBoardOfDatabase(platform, () => board);
    expect(failures).toEqual([]);
    expect(told.connections).toBeGreaterThan(cuts);
    expect(told.repeated > 0 ? 'repeats' : 'repeats nothing').toBe(repetition);
    leave();
  });
});

/** As any program may use it that reads events by the standard. */
const followWithEventSource: Follow = (after, take) =>
  eventSource(streamAddress(proxy.url, document, { after }), token, ({ data }) => {
    const { data: told } = (data ?? {}) as { data?: { serviceRequestFeed: StockMessage } };
    if (told) take(told.serviceRequestFeed);
  });

function apply(message: StockMessage, board: Map<string, Shown>, failures: unknown[]): void {
  switch (message.__typename) {
    case 'RequestChanged': {
      // A repeated message may be older than the board.
      const known = board.get(message.request.id);
      if (!known || known.version <= message.request.version)
        board.set(message.request.id, message.request);
      return;
    }
    case 'RequestRemoved':
      board.delete(message.requestId);
      return;
    case 'FeedReset':
      failures.push(message);
      return;
    case 'FeedCheckpoint':
  }
}

async function readBoard(): Promise<{ cursor: string; board: Map<string, Shown> }> {
  const { serviceRequestBoard: read } = await new Caller(platform.url, token).query(
    '{ serviceRequestBoard { cursor requests(first: 100) { nodes { id version state } } } }',
  );
  const nodes = read.requests.nodes as Shown[];
  return { cursor: read.cursor, board: new Map(nodes.map((node) => [node.id, node])) };
}
