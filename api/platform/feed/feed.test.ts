import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import WebSocket from 'ws';
import { encodeId } from '../../../schema/ids.ts';
import {
  feedPageDocument,
  feedCursor,
  FeedWatch,
  type ReceivedMessage,
  type Transport,
} from '../../testing/feed-watch.ts';
import { FeedWriter } from '../../testing/feed-writer.ts';
import { withLimits } from '../../testing/limits.ts';
import { patienceMs, until } from '../../testing/until.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { limits } from '../common/limits.ts';
import { decodeCursor } from './cursor.ts';

/** The guarantees of FEED.md, tested with stock clients on real sockets. */
let platform: TestPlatform;
let writer: FeedWriter;
const watches: FeedWatch[] = [];

beforeAll(async () => {
  // A stalled client answers no ping either. It must not be closed for that before a busy machine
  // reaches the check.
  platform = await withLimits({ socketPingMs: 2 ** 31 - 1 }, () => startTestPlatform());
  writer = new FeedWriter(platform, () => platform.app.feed.committed());
});

afterEach(() => {
  for (const watch of watches.splice(0)) watch.close();
});

afterAll(async () => {
  await writer?.close();
  await platform?.close();
});

describe.each<Transport>(['WebSocket', 'SSE'])('over %s', (transport) => {
  test('a stock client receives changes, removals and checkpoints, each with its cursor', async () => {
    const watch = await watching('dispatcher@xinxian', { filter: { states: ['OPEN'] } }, transport);
    const [first] = watch.received;
    expect(first).toMatchObject({ __typename: 'FeedCheckpoint', previousCursor: first!.cursor });
    const requestId = await newRequest();
    const changed = await writer.write(requestId);
    const told = await watch.next('RequestChanged');
    expect(told).toMatchObject({
      eventId: encodeId('event', changed!.eventId),
      version: changed!.version,
      request: { id: encodeId('request', requestId), elder: { displayName: '芦奶奶' } },
    });
    await writer.write(requestId, { state: 'CERTIFIED' });
    expect(await watch.next('RequestRemoved')).toMatchObject({
      requestId: encodeId('request', requestId),
      previousCursor: told.cursor,
    });
    expectUnbroken(watch.received);
  });

  test('a client resumes a lost connection with the last cursor', async () => {
    const watch = await watching('dispatcher@xinxian', {}, transport);
    const requestId = await newRequest();
    await writer.write(requestId);
    const { cursor } = await watch.next('RequestChanged');
    watch.close();
    const missed = [
      await writer.write(requestId),
      await writer.write(requestId),
      await writer.write(requestId),
    ];
    await moved();
    const again = await watching('dispatcher@xinxian', { after: cursor }, transport);
    await again.until(() => again.events.length === 3);
    expect(again.events.map(({ eventId }) => eventId)).toEqual(
      missed.map((each) => encodeId('event', each!.eventId)),
    );
    expect(again.received[0]).toMatchObject({
      __typename: 'FeedCheckpoint',
      cursor,
      previousCursor: cursor,
    });
    expectUnbroken(again.received);
  });

  test('a cursor that cannot continue gets a reset, and the feed ends', async () => {
    const token = 'dispatcher@xinxian';
    const watch = await watching(token, {}, transport);
    const bad = await watching(token, { after: 'not-a-cursor' }, transport);
    expect(bad.received).toMatchObject([{ __typename: 'FeedReset', reason: 'CURSOR_INVALID' }]);
    expect(await bad.ended).toBeNull();
    const other = await watching(
      token,
      { after: watch.cursor, filter: { states: ['OPEN'] } },
      transport,
    );
    expect(other.received).toMatchObject([{ __typename: 'FeedReset', reason: 'SCOPE_CHANGED' }]);
    const place = decodeCursor(watch.cursor)!;
    const ahead = `${watch.cursor.slice(0, -6)}zzzzzz`;
    expect(decodeCursor(ahead)!.position).toBeGreaterThan(place.position);
    expect((await watching(token, { after: ahead }, transport)).received[0]).toMatchObject({
      reason: 'CURSOR_INVALID',
    });
  });
});

test('a bad filter, an unknown field and a missing token are refused with a code', async () => {
  const token = await platform.tokenOf('dispatcher@xinxian');
  const failing = async (variables: object, bearer = token) =>
    FeedWatch.open(platform.url, bearer, { after: '', ...variables }).then(
      () => null,
      (error: unknown) => error,
    );
  expect(await failing({ filter: { communityIds: ['nonsense'] } })).toMatchObject([
    { extensions: { code: 'INVALID_ID' } },
  ]);
  expect(await failing({ filter: { colour: 'red' } })).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  expect(await failing({}, 'no.such.token')).toMatchObject({ code: 4403 });
  const query =
    'query ($filter: ServiceRequestFilter) { serviceRequestBoard(filter: $filter) { cursor } }';
  const { errors } = await (
    await platform.as('dispatcher@xinxian')
  ).send(query, { filter: { colour: 'red' } });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

test('a caller who loses rights receives no event after the change of rights', async () => {
  const accountId = platform.fixtures.accounts['dispatcher@xinxian'];
  try {
    const losing = await watching('dispatcher@xinxian');
    const keeping = await watching('both@xinxian');
    const ids = await writer.requests(10);
    const burst = (async () => {
      for (let round = 0; round < 20; round += 1) for (const id of ids) await writer.write(id);
    })();
    await losing.until(() => losing.events.length > 20);
    await platform.sql('update role_grant set valid_to = now() where account_id = $1', [accountId]);
    expect(await losing.next('FeedReset')).toMatchObject({ reason: 'SCOPE_CHANGED' });
    expect(await losing.ended).toBeNull();
    await burst;
    await keeping.until(() => keeping.events.length >= 200);
    const [revoked] = await platform.sql<{ position: string }>(
      `select position from feed_log where kind = 'GRANTS_CHANGED' and payload->'accountIds' ? $1 order by position desc limit 1`,
      [accountId],
    );
    const last = Math.max(...losing.events.map(({ cursor }) => decodeCursor(cursor)!.position));
    expect(last).toBeLessThan(Number(revoked!.position));
    expect(decodeCursor(keeping.cursor)!.position).toBeGreaterThan(Number(revoked!.position));
    await expect(watching('dispatcher@xinxian', { after: '' })).rejects.toMatchObject([
      { extensions: { code: 'NO_FOUNDATION' } },
    ]);
  } finally {
    await platform.sql('update role_grant set valid_to = null where account_id = $1', [accountId]);
  }
});

test.each<Transport>(['WebSocket', 'SSE'])(
  'a closed account ends the connection over %s',
  async (transport) => {
    const accountId = platform.fixtures.accounts['leader@xinxian'];
    const watch = await watching('leader@xinxian', {}, transport);
    try {
      await platform.sql('update account set is_active = false where id = $1', [accountId]);
      const end = await watch.ended;
      expect(transport === 'SSE' || (end as { code: number }).code === 4403).toBe(true);
      expect(watch.events).toEqual([]);
    } finally {
      await platform.sql('update account set is_active = true where id = $1', [accountId]);
    }
  },
);

test.each<Transport>(['WebSocket', 'SSE'])(
  'a node that stops lets go of its watchers at once over %s',
  async (transport) => {
    const other = await secondNode();
    const watch = await FeedWatch.open(
      other.url,
      await platform.tokenOf('dispatcher@xinxian'),
      {},
      transport,
    );
    // The operation ends by itself, before the node's shutdown time limit.
    await withLimits({ stopMs: patienceMs * 2 }, () => other.close());
    const end = await watch.ended;
    expect(transport === 'SSE' || (end as { code: number }).code === 1001).toBe(true);
    watch.close();
  },
);

test('a node that stops does not wait for connections that nobody has used', async () => {
  const other = await secondNode();
  const unused = connect(Number(new URL(other.url).port), '127.0.0.1');
  await new Promise((resolve) => unused.once('connect', resolve));
  const cut = new Promise((resolve) => unused.once('close', resolve));
  expect((await fetch(`${other.url}/healthz`)).status).toBe(200);
  await withLimits({ stopMs: patienceMs * 2 }, () => Promise.all([other.close(), cut]));
});

test('an expired token ends the connection', async () => {
  const { watch } = await watchingForAMoment('WebSocket');
  expect(await watch.ended).toMatchObject({
    code: 4403,
    reason: expect.stringContaining('expired'),
  });
});

test('an expired token ends the stream, and the client that returns learns why', async () => {
  const { watch, token } = await watchingForAMoment('SSE');
  await watch.ended;
  // Clocks of two machines may differ by five seconds.
  await until('the token is good no more', async () => {
    const { status, body } = await stream(token, watch.cursor);
    await body?.cancel();
    return status === 401;
  });
});

test("a change of the rights' reach resets the feed and keeps the socket", async () => {
  const watch = await watching('dispatcher@chaoxi');
  const { cursor } = watch;
  await platform.sql('delete from team_area where team_id = $1 and community_id = $2', [
    platform.fixtures.teams['haoyiya'],
    platform.fixtures.communities['xinxian'],
  ]);
  expect(await watch.next('FeedReset')).toMatchObject({ reason: 'SCOPE_CHANGED' });
  expect(await watch.ended).toBeNull();
  const again = await watching('dispatcher@chaoxi', { after: cursor });
  expect(again.received[0]).toMatchObject({ reason: 'SCOPE_CHANGED' });
});

describe('feeds that cannot be resumed', () => {
  test('a cursor beyond the retention gets a reset on every transport, never an empty answer', async () => {
    const watch = await watching('dispatcher@xinxian');
    const requestId = await newRequest();
    await writer.write(requestId);
    await watch.next('RequestChanged');
    await writer.write(requestId);
    const missed = await watch.next('RequestChanged');
    const old = watch.received[0]!.cursor;
    // This node still has the events in memory. A second node has only the log.
    await platform.sql('select feed_log_retire(head) from feed_state');
    const other = await secondNode();
    try {
      for (const transport of ['WebSocket', 'SSE'] as const) {
        const late = await FeedWatch.open(
          other.url,
          await platform.tokenOf('dispatcher@xinxian'),
          { after: old },
          transport,
        );
        expect(late.received).toMatchObject([
          { __typename: 'FeedReset', reason: 'RETENTION_PASSED' },
        ]);
        late.close();
      }
      const page = await poll(old);
      expect(page.messages).toMatchObject([
        { __typename: 'FeedReset', reason: 'RETENTION_PASSED' },
      ]);
      // The newest cursor remains valid.
      expect((await poll(missed.cursor)).messages).toMatchObject([
        { __typename: 'FeedCheckpoint' },
      ]);
    } finally {
      await other.close();
    }
  });

  test('a new epoch resets connected and returning clients', async () => {
    const watches = [
      await watching('dispatcher@xinxian'),
      await watching('dispatcher@xinxian', {}, 'SSE'),
    ];
    const { cursor } = watches[0]!;
    await platform.sql('select feed_renew_epoch()');
    for (const watch of watches) {
      expect(await watch.next('FeedReset')).toMatchObject({ reason: 'EPOCH_CHANGED' });
      expect(await watch.ended).toBeNull();
    }
    expect((await watching('dispatcher@xinxian', { after: cursor })).received[0]).toMatchObject({
      reason: 'EPOCH_CHANGED',
    });
    expect((await poll(cursor)).messages).toMatchObject([
      { __typename: 'FeedReset', reason: 'EPOCH_CHANGED' },
    ]);
    // The feed continues.
    const after = await watching('dispatcher@xinxian');
    await writer.write(await newRequest());
    await after.next('RequestChanged');
  });
});

test('a transaction that stays open delays its own event and no other', async () => {
  const eventsMeanwhile = 20 * Number(process.env.LINLI_SOAK_SECONDS ?? 1);
  // Control: a reader that waits until no older transaction runs, as readers of `pg_snapshot_xmin`
  // do, receives nothing meanwhile.
  await platform.sql(
    'create table horizon_log (no bigserial primary key, event_id uuid not null, xid xid8 not null default pg_current_xact_id())',
  );
  const behindHorizon = async () =>
    (
      await platform.sql(
        'select event_id from horizon_log where xid < pg_snapshot_xmin(pg_current_snapshot())',
      )
    ).length;
  const watch = await watching('dispatcher@xinxian');
  const [slow, quick] = await writer.requests(2);
  let letGo = () => {};
  let isHeld = false;
  const holding = () => {
    isHeld = true;
    return new Promise<void>((resolve) => (letGo = resolve));
  };
  const held = writer.write(slow!, { holding });
  await until('the slow transaction has told its event', () => isHeld);
  for (let count = 0; count < eventsMeanwhile; count += 1) {
    const event = await writer.write(quick!, { naiveTable: 'horizon_log' });
    const told = await watch.next('RequestChanged');
    expect(told.eventId).toBe(encodeId('event', event!.eventId));
  }
  expect(await behindHorizon()).toBe(0);
  letGo();
  const late = await held;
  expect((await watch.next('RequestChanged')).eventId).toBe(encodeId('event', late!.eventId));
  await until(
    'nothing is behind the horizon',
    async () => (await behindHorizon()) === eventsMeanwhile,
  );
});

describe('a client that reads nothing', () => {
  // The full thousand in `npm run soak`.
  const watchersMax = Number(process.env.LINLI_SOAK_SOCKETS ?? 100);

  test('a client that reads nothing is closed with 4450, the others get everything, and memory does not grow', async () => {
    await withLimits({ slowReceiverMs: Infinity }, async () => {
      // The stall limit is reached only after some dozens of events, whatever the number of
      // watchers.
      const { grown, code } = await stallOneAmong(watchersMax, (events) => {
        if (events === 40) (limits as { slowReceiverMs: number }).slowReceiverMs = 1;
        return false;
      });
      // Without back-pressure, 150 KB for each event would wait for the stalled client.
      expect(grown).toBeLessThan(40 * 150e3);
      expect([4450, 1006]).toContain(code);
    });
  });

  test('memory grows with every event if a client that reads nothing is not cut off (control)', async () => {
    await withLimits({ socketBufferBytesMax: Infinity }, async () => {
      const { grown } = await stallOneAmong(5, (events) => events === 260);
      expect(grown).toBeGreaterThan(10e6);
    });
  });
});

/**
 * Opens `count` watchers, and one client that stops reading the large messages that it requested.
 * Each event must reach all others before the next is written, until the stalled client is closed
 * or `isEnough`. Returns the memory growth and the close code.
 */
async function stallOneAmong(
  count: number,
  isEnough: (events: number) => boolean,
): Promise<{ events: number; grown: number; code: number }> {
  const sockets: WebSocket[] = [];
  try {
    const counts: number[] = [];
    for (let index = 0; index < count; index += 1) {
      // A distinct lifetime makes each token distinct, and the number of sockets per token is
      // limited.
      const token = await platform.tokenOf(
        'dispatcher@xinxian',
        3_600 + Math.floor(index / limits.socketsPerTokenMax),
      );
      const socket = await openRawSocket(token, thinDocument);
      counts[index] = 0;
      socket.on('message', (data: Buffer) => (counts[index]! += data.includes('eventId') ? 1 : 0));
      sockets.push(socket);
    }
    const stalled = await openRawSocket(
      await platform.tokenOf('dispatcher@xinxian', 3_000),
      fatDocument,
    );
    sockets.push(stalled);
    const closed = new Promise<number>((resolve) => stalled.once('close', resolve));
    stalled.pause();
    const requestId = await newRequest();
    await platform.sql('update service_request set note = $2 where id = $1', [
      requestId,
      '长'.repeat(2_000),
    ]);
    const slowCloses = () => platform.app.feed.hub.counters.slowCloses;
    const closedBefore = slowCloses();
    const memory = await buffersInUse();
    let events = 0;
    for (; slowCloses() === closedBefore && !isEnough(events); events += 1) {
      expect(events).toBeLessThan(1_000);
      await writer.write(requestId);
      await until('all others have it', () => counts.every((received) => received === events + 1));
    }
    const grown = (await buffersInUse()) - memory;
    if (isEnough(events)) stalled.terminate();
    else stalled.resume();
    return { events, grown, code: await closed };
  } finally {
    for (const socket of sockets) socket.terminate();
  }
}

/** Bytes in live buffers, after garbage collection. */
async function buffersInUse(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const seen: number[] = [];
  // The collector frees buffers concurrently, a moment later.
  await until('nothing more is given back', async () => {
    runInNewContext('gc')();
    await new Promise((resolve) => setTimeout(resolve, 50));
    seen.push(process.memoryUsage().arrayBuffers);
    return seen.length >= 3 && seen.at(-1)! >= seen.at(-2)!;
  });
  return Math.min(...seen);
}

describe('limits', () => {
  test('a socket is closed for too many operations, too many sockets of a token, a large frame or silence', async () => {
    const token = await platform.tokenOf('second@chaoxi');
    const socket = await openRawSocket(token, plainDocument);
    const variables = { after: await feedCursor(platform.url, token) };
    const payload = { query: plainDocument, variables };
    const answers: { id: string; type: string; payload?: { extensions: { code: string } }[] }[] =
      [];
    socket.on('message', (data: Buffer) => answers.push(JSON.parse(data.toString())));
    for (let id = 1; id <= limits.operationsPerSocketMax; id += 1) {
      socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload }));
    }
    await until('one is refused', () => answers.some(({ type }) => type === 'error'));
    expect(answers.find(({ type }) => type === 'error')?.payload?.[0]?.extensions.code).toBe(
      'TOO_MANY_OPERATIONS',
    );

    const others = [];
    for (let count = 1; count < limits.socketsPerTokenMax; count += 1)
      others.push(await openRawSocket(token, plainDocument));
    await expect(openRawSocket(token, plainDocument)).rejects.toMatchObject({ code: 4429 });
    for (const each of others) each.close();

    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.send(
      JSON.stringify({
        id: 'x',
        type: 'subscribe',
        payload: { query: ' '.repeat(limits.frameBytesMax) },
      }),
    );
    expect(await closed).toBe(1009);
  });

  test('event streams count among the sockets of a token', async () => {
    await withLimits({ socketsPerTokenMax: 2 }, async () => {
      const token = await platform.tokenOf('second@chaoxi', 3_700);
      const open = [await stream(token), await stream(token)];
      const refused = await stream(token);
      expect([...open, refused].map(({ status }) => status)).toEqual([200, 200, 429]);
      expect(await refused.json()).toMatchObject({
        errors: [{ extensions: { code: 'TOO_MANY_SOCKETS' } }],
      });
      await Promise.all(open.map(({ body }) => body!.cancel()));
    });
  });

  test('the metrics report subscriptions, deliveries, lag and resets', async () => {
    const watch = await watching('dispatcher@xinxian');
    await writer.write(await newRequest());
    await watch.next('RequestChanged');
    let metrics = '';
    const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1]);
    // The outbox is checked every few seconds, possibly in the middle of a move.
    await until('everything has been moved and told', async () => {
      metrics = await (await fetch(`${platform.url}/metrics`)).text();
      return value('linli_feed_outbox_rows') === 0 && value('linli_feed_lag_events') === 0;
    });
    expect(value('linli_feed_subscriptions')).toBeGreaterThanOrEqual(1);
    expect(value('linli_feed_groups')).toBeGreaterThanOrEqual(1);
    expect(value('linli_feed_deliveries_total')).toBeGreaterThan(10);
    expect(value('linli_feed_head_position')).toBe(value('linli_feed_node_position'));
    expect(value('linli_feed_sockets')).toBeGreaterThanOrEqual(1);
    expect(value('linli_feed_executions_total')).toBeGreaterThan(10);
    expect(value('linli_feed_stalled')).toBe(0);
    expect(value('linli_feed_slow_closes_total')).toBeGreaterThanOrEqual(1);
    expect(metrics).toContain('linli_feed_outbox_oldest_seconds ');
    expect(metrics).toMatch(/linli_feed_resets_total\{reason="EPOCH_CHANGED"\} [1-9]/);
  });
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

/**
 * Watches with a token that expires soon. The lifetime grows when the machine is too slow to begin.
 */
async function watchingForAMoment(
  transport: Transport,
): Promise<{ watch: FeedWatch; token: string }> {
  for (let seconds = 2; ; seconds *= 2) {
    const token = await platform.tokenOf('leader@xinxian', seconds);
    const watch = await FeedWatch.open(platform.url, token, {}, transport).catch(
      (error: unknown) => {
        if (seconds > 60) throw error;
      },
    );
    if (watch) return { watch, token };
  }
}

/** An event stream as a browser opens it. */
async function stream(token: string, after?: string): Promise<Response> {
  return fetch(`${platform.url}/graphql/stream`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({
      query: plainDocument,
      variables: { after: after ?? (await feedCursor(platform.url, token)) },
    }),
  });
}

async function newRequest(): Promise<string> {
  return (await writer.requests(1))[0]!;
}

/** Each message begins at or before the end of the one before: there is no gap. */
function expectUnbroken(received: readonly ReceivedMessage[]): void {
  for (const [index, message] of received.slice(1).entries()) {
    expect(message.previousCursor! <= received[index]!.cursor).toBe(true);
    expect(message.cursor >= received[index]!.cursor).toBe(true);
  }
}

async function poll(after: string): Promise<{ messages: ReceivedMessage[]; cursor: string }> {
  const { serviceRequestFeed } = await (
    await platform.as('dispatcher@xinxian')
  ).query(feedPageDocument, { after, first: 100 });
  return serviceRequestFeed;
}

async function moved(): Promise<void> {
  await until(
    'the outbox is empty',
    async () => (await platform.sql('select from outbox limit 1')).length === 0,
  );
}

async function secondNode(): Promise<{ url: string; close(): Promise<void> }> {
  const { createApp } = await import('../../app.ts');
  const app = await createApp(platform.settings);
  const url = await app.server.listen({ host: '127.0.0.1', port: 0 });
  return { url, close: () => app.close() };
}

const thinDocument =
  'subscription ($after: String!) { serviceRequestFeed(after: $after) { ... on RequestChanged { eventId } ... on FeedCheckpoint { cursor } } }';
const plainDocument =
  'subscription ($after: String!) { serviceRequestFeed(after: $after) { ... on FeedCheckpoint { cursor } } }';
/** A long text under many aliases, so that few messages fill all buffers on the way. */
const fatDocument = `subscription ($after: String!) { serviceRequestFeed(after: $after) { __typename ... on RequestChanged { request { ${Array.from(
  { length: 25 },
  (_, index) => `note${index}: note`,
).join(' ')} } } } }`;

/** A bare WebSocket that has subscribed to the document and received its first message. */
async function openRawSocket(token: string, document: string): Promise<WebSocket> {
  const payload = { query: document, variables: { after: await feedCursor(platform.url, token) } };
  const socket = new WebSocket(
    `${platform.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
  );
  await new Promise((resolve, reject) => void socket.once('open', resolve).once('error', reject));
  const first = new Promise<void>((resolve, reject) => {
    socket.once('close', (code) => reject(Object.assign(new Error('closed'), { code })));
    socket.on('message', function take(data: Buffer) {
      const { type } = JSON.parse(data.toString());
      if (type === 'connection_ack')
        socket.send(JSON.stringify({ id: '0', type: 'subscribe', payload }));
      else if (type === 'next') {
        socket.off('message', take);
        resolve();
      } else reject(new Error(data.toString()));
    });
  });
  socket.send(
    JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }),
  );
  await first;
  return socket;
}
