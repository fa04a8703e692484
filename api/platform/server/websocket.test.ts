import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient as createEventClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { feedCursor, FeedWatch } from '../../testing/feed-watch.ts';
import { FeedWriter } from '../../testing/feed-writer.ts';
import { type Change, tamperingProxy } from '../../testing/tampering-proxy.ts';
import { withLimits } from '../../testing/limits.ts';
import { patienceMs, until } from '../../testing/until.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

/**
 * graphql-transport-ws as FEED.md and the protocol define it: messages for stock clients, refusals,
 * and every limit.
 */
let platform: TestPlatform;
let token: string;
let start: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  token = await platform.tokenOf('dispatcher@xinxian');
  start = await feedCursor(platform.url, token);
});

afterAll(async () => {
  await platform?.close();
});

const feed =
  'subscription ($after: String!) { serviceRequestFeed(after: $after) { __typename ... on FeedCheckpoint { cursor } } }';
/** Subscribes from the position at the start of the tests. */
const subscribe = (id: string, query = feed, after = start) =>
  JSON.stringify({ id, type: 'subscribe', payload: { query, variables: { after } } });

describe('every message type', () => {
  test('a stock client understands every message of graphql-transport-ws, over one socket', async () => {
    expect(await typesUnderstood(platform.url)).toEqual([
      'complete',
      'connection_ack',
      'error',
      'next',
      'pong',
    ]);
  });

  // Control: with one wrong key in any message, the client would reject it.
  test.each<[string, Change]>([
    ['connection_ack', ['"type":"connection_ack"', '"tipe":"connection_ack"']],
    ['next', ['"type":"next","payload"', '"type":"next","paiload"']],
    ['error', ['"type":"error","payload"', '"type":"error","paiload"']],
    ['complete', [',"type":"complete"', ',"tipe":"complete"']],
    ['pong', ['"type":"pong"', '"tipe":"pong"']],
  ])('changed by one key, %s is refused', async (_, change) => {
    const proxy = await tamperingProxy(platform.url, change);
    try {
      await expect(typesUnderstood(proxy.url)).rejects.toBeTruthy();
      expect(proxy.changed).toBeGreaterThan(0);
    } finally {
      await proxy.close();
    }
  });

  test('a stock client understands every message of graphql-sse, and refuses one with a changed key', async () => {
    expect(await answerOverEvents(platform.url)).toMatchObject({
      data: { me: { account: { displayName: 'dispatcher@xinxian' } } },
    });
    const changes: Change[] = [
      ['event: next', 'event: nexd'],
      ['event: complete', 'event: complede'],
    ];
    for (const change of changes) {
      const proxy = await tamperingProxy(platform.url, change);
      await expect(answerOverEvents(proxy.url)).rejects.toBeTruthy();
      expect(proxy.changed).toBeGreaterThan(0);
      await proxy.close();
    }
  });
});

describe('what breaks the protocol closes the socket', () => {
  test.each<[string, number, readonly (string | Buffer)[]]>([
    ['no JSON', 4400, ['{']],
    ['a type that there is not', 4400, ['{"type":"start"}']],
    ['a message that only servers send', 4400, ['{"type":"connection_ack"}']],
    [
      'an operation without an identifier',
      4400,
      ['{"type":"subscribe","payload":{"query":"{ me { id } }"}}'],
    ],
    [
      'variables that are a list',
      4400,
      ['{"type":"subscribe","id":"1","payload":{"query":"{ a }","variables":[]}}'],
    ],
    ['an operation before the acknowledgement', 4401, [subscribe('1')]],
    [
      'a token of no kind',
      4403,
      ['{"type":"connection_init","payload":{"authorization":"Basic abc"}}'],
    ],
    ['two words of who it is', 4429, ['{"type":"connection_init"}', '{"type":"connection_init"}']],
  ])('%s', async (_, code, messages) => {
    const socket = await opened();
    const closed = closing(socket);
    for (const message of messages) socket.send(message);
    expect(await closed).toBe(code);
  });

  test('an identifier that is in use closes the socket', async () => {
    const socket = await signedIn();
    const closed = closing(socket);
    socket.send(subscribe('1'));
    socket.send(subscribe('1'));
    expect(await closed).toBe(4409);
  });

  test('another subprotocol, or none, closes the socket', async () => {
    const socket = new WebSocket(`${platform.url.replace('http', 'ws')}/graphql`);
    expect(await closing(socket)).toBe(4406);
  });

  test('another address accepts no socket', async () => {
    const socket = new WebSocket(
      `${platform.url.replace('http', 'ws')}/elsewhere`,
      'graphql-transport-ws',
    );
    await expect(new Promise((_, reject) => socket.once('error', reject))).rejects.toThrow('404');
  });
});

test('an identifier is given back as it came, whatever characters it has', async () => {
  const socket = await signedIn();
  for (const id of ['1', '调度台 "一"\n', 'a\\b', '\u{1f9d3}', 'x'.repeat(200)]) {
    const answer = next(socket, 'next');
    socket.send(subscribe(id));
    expect(await answer).toMatchObject({
      id,
      payload: { data: { serviceRequestFeed: { __typename: 'FeedCheckpoint' } } },
    });
    socket.send(JSON.stringify({ id, type: 'complete' }));
  }
  socket.close();
});

test('an identifier is free again when its operation is complete, from either side', async () => {
  const socket = await signedIn();
  for (let round = 0; round < 3; round += 1) {
    const checkpoint = next(socket, 'next');
    socket.send(subscribe('same'));
    await checkpoint;
    socket.send('{"id":"same","type":"complete"}');
    const complete = next(socket, 'complete');
    socket.send(subscribe('same', '{ me { account { displayName } } }'));
    expect(await complete).toEqual({ id: 'same', type: 'complete' });
  }
  expect(platform.app.feed.hub.subscriptionCount).toBe(0);
  socket.close();
});

test('frames that are shared reach each socket under its own identifier, also those that take nothing for a while', async () => {
  const writer = new FeedWriter(platform, () => platform.app.feed.committed());
  const query = `subscription ($after: String!) { serviceRequestFeed(after: $after) { __typename ... on RequestChanged { eventId request { note } } } }`;
  const now = await feedCursor(platform.url, token);
  const sockets = await Promise.all(Array.from({ length: 12 }, () => signedIn()));
  const received = sockets.map(
    () => [] as { id: string; payload: { data: { serviceRequestFeed: { eventId?: string } } } }[],
  );
  for (const [index, socket] of sockets.entries()) {
    const checkpoint = next(socket, 'next');
    socket.send(subscribe(`number-${String(index).padStart(2, '0')}`, query, now));
    await checkpoint;
    socket.on('message', (data: Buffer) => received[index]!.push(JSON.parse(data.toString())));
    if (index % 3 === 0) socket.pause();
  }
  const [requestId] = await writer.requests(1);
  await platform.sql('update service_request set note = $2 where id = $1', [
    requestId,
    '长'.repeat(2_000),
  ]);
  const written: string[] = [];
  for (let count = 0; count < 60; count += 1)
    written.push((await writer.write(requestId!))!.eventId);
  for (const socket of sockets) socket.resume();
  await until('every socket has all frames', () =>
    received.every((messages) => messages.length >= written.length),
  );
  for (const [index, messages] of received.entries()) {
    expect(new Set(messages.map(({ id }) => id))).toEqual(
      new Set([`number-${String(index).padStart(2, '0')}`]),
    );
    expect(
      new Set(messages.map(({ payload }) => payload.data.serviceRequestFeed.eventId)).size,
    ).toBe(written.length);
  }
  for (const socket of sockets) socket.close();
  await writer.close();
});

test('filters that differ get their own cursors out of one execution', async () => {
  const writer = new FeedWriter(platform, () => platform.app.feed.committed());
  const states = ['OPEN', 'ASSIGNED', 'IN_PROGRESS', 'CERTIFIED', 'DISPUTED'];
  const watches = await Promise.all(
    states.map(async (state) =>
      FeedWatch.open(platform.url, token, { filter: { states: [...new Set(['OPEN', state])] } }),
    ),
  );
  const [requestId] = await writer.requests(1);
  for (let count = 0; count < 3; count += 1) await writer.write(requestId!);
  for (const watch of watches) {
    await watch.until(() => watch.events.length >= 3);
    const views = new Set(
      watch.received.flatMap(({ cursor, previousCursor }) => [cursor, previousCursor]).map(viewOf),
    );
    expect(views.size).toBe(1);
    for (const [index, message] of watch.events.slice(1).entries())
      expect(message.previousCursor).toBe(watch.events[index]!.cursor);
    watch.close();
  }
  expect(new Set(watches.map(({ cursor }) => viewOf(cursor))).size).toBe(states.length);
  await writer.close();
});

describe('limits', () => {
  test('a socket that does not initialise in time is closed with 4408, and others stay', async () => {
    const spoken = await signedIn();
    await withLimits({ connectionInitMs: 300 }, async () => {
      // It is the younger one, so the other would have been closed before it.
      expect(await closing(await opened())).toBe(4408);
    });
    const answer = next(spoken, 'next');
    spoken.send(subscribe('1'));
    await answer;
    spoken.close();
  });

  test('a node without free places answers 503', async () => {
    await withLimits({ socketsMax: 0 }, async () => {
      await expect(opened()).rejects.toThrow('503');
      const response = await fetch(`${platform.url}/healthz`);
      expect(response.status).toBe(200);
    });
    (await opened()).close();
  });

  test('a socket that does not read its answers is closed with 4450 or cut', async () => {
    await withLimits({ socketUnreadBytesMax: 64 * 1024 }, async () => {
      await until(
        'the sockets of the tests before are gone',
        async () => (await openSockets()) === 0,
      );
      const socket = await signedIn();
      const closed = closing(socket);
      const query =
        '{ __schema { types { name description fields { name description args { name description } } } } }';
      socket.pause();
      // A stalled client does not see the close, so the test asks the node.
      let id = 0;
      await until('the node closes the socket', async () => {
        for (const end = Math.min(id + 20, 400); id < end; id += 1)
          socket.send(subscribe(String(id), query));
        return (await openSockets()) === 0;
      });
      socket.resume();
      expect([4450, 1006]).toContain(await closed);
    });
  });

  test('a peer that answers no ping is cut off after two', async () => {
    const { createApp } = await import('../../app.ts');
    const other = await withLimits({ socketPingMs: 500 }, async () => {
      const app = await createApp(platform.settings);
      await app.server.ready();
      return app;
    });
    try {
      const url = await other.server.listen({ host: '127.0.0.1', port: 0 });
      const dead = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
        autoPong: false,
      });
      const alive = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      const cut = closing(dead);
      let pings = 0;
      alive.on('ping', () => (pings += 1));
      await new Promise((resolve) => void alive.once('open', resolve));
      alive.send('{"type":"connection_init"}');
      expect(await cut).toBe(1006);
      // A client that answers is pinged repeatedly.
      const asked = pings + 3;
      await until('the other is asked three times more', () => pings >= asked);
      expect(alive.readyState).toBe(WebSocket.OPEN);
      alive.close();
    } finally {
      await other.close();
    }
  });
});

/**
 * Makes the server send every kind of message, and returns the types that the client accepted.
 * Throws for a rejected one.
 */
async function typesUnderstood(url: string): Promise<string[]> {
  const types = new Set<string>();
  let isOver = false;
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => {});
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    keepAlive: 100,
    lazy: false,
    connectionAckWaitTimeout: patienceMs,
    onNonLazyError: fail,
    on: {
      message: ({ type }) => void types.add(type),
      closed: (event) => fail(event),
      error: fail,
    },
  });
  const asked = async (query: string) =>
    new Promise<unknown>((resolve, reject) => {
      let result: unknown;
      const timer = setTimeout(
        () => reject(new Error('No answer that the client understood.')),
        patienceMs,
      ).unref();
      const end = (settle: (value: unknown) => void, value?: unknown) => {
        clearTimeout(timer);
        settle(value ?? result);
      };
      client.subscribe<{ me: object }>(
        { query },
        {
          next: (value) => {
            result = value;
            if (!value.data && !value.errors) end(reject, new Error('A result without data.'));
          },
          error: (error) => (Array.isArray(error) ? end(resolve, error) : end(reject, error)),
          complete: () => end(resolve),
        },
      );
    });
  try {
    await Promise.race([asked('{ me { account { displayName } } }'), failed]);
    const errors = await Promise.race([asked('{ nonsense }'), failed]);
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    await Promise.race([until('a pong came', () => types.has('pong') || isOver), failed]);
    return [...types].filter((type) => type !== 'ping').sort();
  } finally {
    isOver = true;
    fail(null);
    await client.dispose();
  }
}

async function answerOverEvents(url: string): Promise<unknown> {
  const client = createEventClient({
    url: `${url}/graphql/stream`,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  try {
    return await new Promise((resolve, reject) => {
      let result: unknown;
      client.subscribe(
        { query: '{ me { account { displayName } } }' },
        {
          next: (value) => (result = value),
          error: reject,
          complete: () =>
            result ? resolve(result) : reject(new Error('It ended without a result.')),
        },
      );
    });
  } finally {
    client.dispose();
  }
}

async function opened(): Promise<WebSocket> {
  const socket = new WebSocket(
    `${platform.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
  );
  await new Promise((resolve, reject) => void socket.once('open', resolve).once('error', reject));
  return socket;
}

let lifetime = 3_600;

/** With its own token, since the number of sockets per token is limited. */
async function signedIn(): Promise<WebSocket> {
  const socket = await opened();
  const acknowledged = next(socket, 'connection_ack');
  const own = await platform.tokenOf('dispatcher@xinxian', (lifetime += 1));
  socket.send(
    JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${own}` } }),
  );
  await acknowledged;
  return socket;
}

async function next(socket: WebSocket, type: string): Promise<{ id?: string; payload?: unknown }> {
  return new Promise((resolve, reject) => {
    socket.once('close', reject);
    socket.on('message', function take(data: Buffer) {
      const message = JSON.parse(data.toString()) as {
        type: string;
        id?: string;
        payload?: unknown;
      };
      if (message.type !== type) return;
      socket.off('message', take).off('close', reject);
      resolve(message);
    });
  });
}

async function closing(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => void socket.once('close', resolve).once('error', () => {}));
}

/** Number of open WebSockets and streams of the node. */
async function openSockets(): Promise<number> {
  const text = await (await fetch(`${platform.url}/metrics`)).text();
  return Number(/^linli_feed_sockets (\d+)$/m.exec(text)?.[1]);
}

/** The part of a cursor that identifies authorization and filter. */
function viewOf(cursor: string): string {
  return cursor.slice(10, 18);
}
