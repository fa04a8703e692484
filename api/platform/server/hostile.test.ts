import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import WebSocket from 'ws';
import { startApiProcess } from '../../testing/api-process.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { limits } from '../common/limits.ts';
import { ConnectionLimiter } from './sockets.ts';
import { until as waitUntil } from '../../testing/until.ts';

/** Hostile requests: the node keeps serving others, and answers each with its reason. */
let platform: TestPlatform;
let idle: { socket: WebSocket; closed: Promise<number> };

beforeAll(async () => {
  platform = await startTestPlatform({ LINLI_CLIENTS_DIRECTORY: 'no/clients/here' });
  // Closed for being idle, at the end of this file.
  const socket = await acknowledged();
  idle = { socket, closed: closing(socket) };
});
afterAll(async () => platform?.close());

const upgrade =
  'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

describe('hostile request lines and headers', () => {
  test.each([
    `GET // HTTP/1.1\r\n${upgrade}`,
    `GET //x:y@ HTTP/1.1\r\n${upgrade}`,
    `GET http://[ HTTP/1.1\r\n${upgrade}`,
    `GET * HTTP/1.1\r\n${upgrade}`,
    `GET /graphql%zz HTTP/1.1\r\n${upgrade}`,
    `GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    `GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n`,
    'GET // HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /%c0%80 HTTP/1.1\r\nHost: x\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
    'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST /graphql HTTP/1.1\r\nHost: x\r\nExpect: nothing\r\nContent-Length: 1\r\n\r\n{',
    'POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{"a":"\0"',
    'GET /graphql?query={a HTTP/1.1\r\nHost: x\r\nApollo-Require-Preflight: yes\r\n\r\n',
    'nonsense\r\n\r\n',
  ])('the node survives %j', async (text) => {
    const status = await statusOf(text);
    // The node may answer by closing the connection.
    expect(status ?? 0).toBeLessThan(500);
    expect((await fetch(`${platform.url}/healthz`)).status).toBe(200);
  });

  test('a malformed address is refused with a code', async () => {
    expect(await statusOf(`GET // HTTP/1.1\r\n${upgrade}`)).toBe(400);
    expect(await statusOf(`GET /elsewhere HTTP/1.1\r\n${upgrade}`)).toBe(404);
  });
});

describe('documents without a token, over every transport', () => {
  const explosion = `{...F0} ${Array.from({ length: 24 }, (_, level) => `fragment F${level} on Query{...F${level + 1} ...F${level + 1}}`).join(' ')} fragment F24 on Query{__typename}`;
  const wrongItems = {
    query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    variables: { ids: Array.from({ length: 9_000 }, () => true) },
  };

  test('a document that doubles with each fragment is refused with a code', async () => {
    expect((await overHttp({ query: explosion })).errors).toMatchObject([
      { extensions: { code: 'SELECTION_LIMIT' } },
    ]);
    expect((await overSocket({ query: explosion })).errors).toMatchObject([
      { extensions: { code: 'SELECTION_LIMIT' } },
    ]);
    expect((await overEvents({ query: explosion })).errors).toMatchObject([
      { extensions: { code: 'SELECTION_LIMIT' } },
    ]);
  });

  test('brackets that would exhaust the stack are refused with a code', async () => {
    const query = `{ nodes(ids: ${'['.repeat(2_900)}`;
    for (const send of [overHttp, overSocket, overEvents])
      expect((await send({ query })).errors).toMatchObject([
        { extensions: { code: 'NESTING_LIMIT' } },
      ]);
  });

  test('9,000 wrong items get ten errors, in a response shorter than the request', async () => {
    for (const send of [overHttp, overSocket, overEvents]) {
      const { errors, bytes } = await send(wrongItems);
      expect(errors).toHaveLength(limits.errorsMax);
      expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(
        errors?.map(() => 'BAD_USER_INPUT'),
      );
      expect(bytes).toBeLessThan(10_000);
    }
  });

  test('40 wrong items get at most ten errors', async () => {
    const few = { ...wrongItems, variables: { ids: Array.from({ length: 40 }, () => true) } };
    expect((await overHttp(few)).errors?.length).toBeLessThanOrEqual(limits.errorsMax);
    const known = await (await platform.as('dispatcher@xinxian')).send(few.query, few.variables);
    expect([known.status, known.errors?.[0]?.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
    expect(known.errors?.length).toBeLessThanOrEqual(limits.errorsMax);
  });
});

describe('questions about the schema', () => {
  test('the usual introspection query is answered in full, and the same from the cache, over every transport', async () => {
    const query = getIntrospectionQuery();
    const first = await overHttp({ query });
    expect(first.data?.['__schema']).toHaveProperty('types');
    for (const send of [overHttp, overSocket, overEvents])
      expect((await send({ query })).data).toEqual(first.data);
  });

  test('an introspection query larger than the whole schema is refused', async () => {
    const type =
      'kind name description ofType { kind name description ofType { kind name description } }';
    const names = Array.from({ length: 29 }, (_, at) => `a${at}: name`).join(' ');
    const field = `name description isDeprecated deprecationReason type { ${type} } args { name description defaultValue type { ${type} } }`;
    const { errors } = await overHttp({
      query: `{ __schema { types { fields { type { fields { ${field} ${names} } ofType { fields { ${field} } } } } } } }`,
    });
    expect(errors).toMatchObject([{ extensions: { code: 'COST_LIMIT' } }]);
  });

  test('a large introspection query must be alone in its operation, and a small one need not', async () => {
    const large = '__schema { types { fields { name type { name } } } }';
    expect((await overHttp({ query: `{ me { account { id } } ${large} }` })).errors).toMatchObject([
      { extensions: { code: 'INTROSPECTION_MIXED' } },
    ]);
    const small = await overHttp({
      query: '{ me { account { id } } __type(name: "Elder") { fields { name } } }',
    });
    expect(small.data).toMatchObject({ me: null, __type: { fields: expect.any(Array) } });
  });

  test('new large introspection queries are limited per minute, and cached ones are not', async () => {
    const query = (index: number) =>
      `{ __schema { types { fields { a${index}: name type { name } } } } }`;
    let refused: Told | undefined;
    for (let index = 0; index <= limits.introspectionsPerMinuteMax && !refused; index += 1) {
      const told = await overHttp({ query: query(index) });
      if (told.errors) refused = told;
    }
    expect([refused?.status, refused?.errors]).toMatchObject([
      503,
      [{ extensions: { code: 'OVERLOADED' } }],
    ]);
    expect((await overHttp({ query: query(4) })).errors).toBeUndefined();
  });
});

describe('routes outside GraphQL share the admission queue', () => {
  test('every route that needs the database answers 503 when the queue is full', async () => {
    const leaveAll = fillTheLine();
    try {
      const asked = [
        '/verify/x',
        '/verify/x/certificate.pdf',
        '/sign-in/x',
        '/demo/personas',
        '/oauth/jwks',
        '/photos/x',
      ];
      for (const path of asked) {
        const response = await fetch(`${platform.url}${path}`, {
          headers: { 'accept-language': 'en' },
        });
        expect([path, response.status, response.headers.get('retry-after')]).toEqual([
          path,
          503,
          '1',
        ]);
        expect(await response.text()).toContain('OVERLOADED');
      }
      // Health routes, and routes that cost almost nothing.
      for (const path of ['/healthz', '/readyz', '/metrics', '/schema.graphql'])
        expect([path, (await fetch(`${platform.url}${path}`)).status]).toEqual([path, 200]);
    } finally {
      await leaveAll();
    }
    expect((await fetch(`${platform.url}/verify/x`)).status).toBe(404);
  });

  test('PDFs render one at a time, a few wait, the others get 503, and no place is lost', async () => {
    const { heavy } = platform.app.services;
    const leave = await heavy.acquire(() => false);
    const ask = async () => fetch(`${platform.url}/verify/x/certificate.pdf`);
    const asked = Array.from({ length: limits.heavyRequestsWaitingMax }, ask);
    while (!heavy.isFull) await new Promise((resolve) => void setImmediate(resolve));
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    leave();
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(asked.map(() => 404));
    // A HEAD request takes the same path, once.
    for (let round = 0; round < 10; round += 1) {
      expect((await ask()).status).toBe(404);
      expect(
        (await fetch(`${platform.url}/verify/x/certificate.pdf`, { method: 'HEAD' })).status,
      ).toBe(404);
    }
  });
});

describe('access to metrics', () => {
  const read = async (headers: Record<string, string> = {}, at = platform) =>
    (await fetch(`${at.url}/metrics`, { headers })).status;

  test('metrics are shown to programs on the same machine, and not through a proxy', async () => {
    expect(await read()).toBe(200);
    expect(await read({ 'x-forwarded-for': '203.0.113.7' })).toBe(403);
    expect(await read({ via: '1.1 proxy' })).toBe(403);
  });

  test('metrics are shown only to callers with the token if one is set', async () => {
    const token = 'a-token-of-some-length';
    const guarded = await startTestPlatform({ LINLI_METRICS_TOKEN: token });
    expect(await read({}, guarded)).toBe(401);
    expect(await read({ authorization: 'Bearer another-token-of-length' }, guarded)).toBe(401);
    expect(
      await read({ authorization: `Bearer ${token}`, 'x-forwarded-for': '203.0.113.7' }, guarded),
    ).toBe(200);
    await guarded.close();
  });
});

describe('sockets without a token', () => {
  test('sockets without a token are limited by address, and signing in or closing frees a place', async () => {
    const { connections } = platform.app;
    const sockets: WebSocket[] = [];
    const open = async () => {
      const socket = new WebSocket(
        `${platform.url.replace('http', 'ws')}/graphql`,
        'graphql-transport-ws',
      );
      sockets.push(socket);
      return new Promise<string>((resolve) => {
        socket.once('open', () => resolve('open'));
        socket.once('error', ({ message }) => resolve(message));
      });
    };
    expect(await open()).toBe('open');
    let taken = 0;
    for (; connections.hasRoomFor('127.0.0.1'); taken += 1) connections.enterUnknown('127.0.0.1');
    expect(connections.hasRoomFor('127.0.0.2')).toBe(true);
    expect(await open()).toContain('503');
    const [first] = sockets;
    const token = await platform.tokenOf('dispatcher@xinxian');
    first?.send(
      JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }),
    );
    await once(first as WebSocket, 'message');
    expect(await open()).toBe('open');
    sockets.at(-1)?.terminate();
    await until(async () => (await open()) === 'open');
    for (const socket of sockets) socket.terminate();
    for (; taken > 0; taken -= 1) connections.leaveUnknown('127.0.0.1');
  });

  test('sockets without a token are limited in all', () => {
    const places = new ConnectionLimiter();
    for (let index = 0; index < limits.anonymousSocketsMax; index += 1)
      places.enterUnknown(`10.0.${index >> 8}.${index & 255}`);
    expect(places.hasRoomFor('203.0.113.7')).toBe(false);
    places.leaveUnknown('10.0.0.1');
    expect(places.hasRoomFor('203.0.113.7')).toBe(true);
  });

  test('a socket that pings without end and reads no answer is closed', async () => {
    const { socket, status } = await rawUpgrade();
    expect(status).toBe(101);
    const ping = Buffer.concat(
      Array.from({ length: 2_000 }, () => maskedFrame(0x9, Buffer.alloc(125))),
    );
    const closed = new Promise((resolve) => void socket.once('close', resolve));
    socket.on('error', () => {});
    socket.pause();
    let isOpen = true;
    void closed.then(() => (isOpen = false));
    while (isOpen && socket.writable) {
      if (!socket.write(ping)) await Promise.race([once(socket, 'drain').catch(() => {}), closed]);
      await new Promise((resolve) => void setImmediate(resolve));
    }
    await closed;
  });

  test('a socket without a token gets a reason that fits into a frame, whatever it sent', async () => {
    const socket = await acknowledged({
      authorization: `Bearer ${await platform.tokenOf('dispatcher@xinxian')}`,
    });
    const closed = closing(socket);
    const id = '调'.repeat(200);
    const query = 'subscription { serviceRequestFeed(after: "") { __typename } }';
    const subscribe = JSON.stringify({ type: 'subscribe', id, payload: { query } });
    socket.send(subscribe);
    socket.send(subscribe);
    expect(await closed).toBe(4409);
  });

  test('a socket without a token cannot send a large ping', async () => {
    const socket = await acknowledged();
    const closed = closing(socket);
    socket.send(`{"type":"ping","payload":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`);
    expect(await closed).toBe(4400);
  });
});

describe('values that no database holds are refused as invalid input', () => {
  let scenario: Scenario;
  let dispatcher: Actor;
  const unstorable = ['\u0000', 'a\u0000b', '\ud800'];
  const reads: [string, string, string][] = [
    [
      'auditTrail(after:)',
      'auditor@sicheng',
      'query ($text: String!) { auditTrail(first: 1, after: $text) { nodes { id } } }',
    ],
    [
      'hoursRecords(category:)',
      'dispatcher@xinxian',
      'query ($text: String!) { hoursRecords(first: 1, filter: { categories: [$text] }) { nodes { id } } }',
    ],
    [
      'people(phone:)',
      'dispatcher@xinxian',
      'query ($text: String!) { people(first: 1, filter: { phone: $text }) { nodes { id } } }',
    ],
    [
      'people(identityNumber:)',
      'dispatcher@xinxian',
      'query ($text: String!) { people(first: 1, filter: { identityNumber: $text }) { nodes { id } } }',
    ],
    ['node(id:)', 'dispatcher@xinxian', 'query ($text: ID!) { node(id: $text) { id } }'],
    [
      'serviceRequestFeed(after:)',
      'dispatcher@xinxian',
      'query ($text: String!) { serviceRequestFeed(first: 1, after: $text) { cursor } }',
    ],
  ];

  beforeAll(async () => {
    scenario = await Scenario.begin(platform);
    ({ dispatcher } = scenario);
  });

  test.each(reads)('unstorable text in %s is refused', async (_, persona, query) => {
    const caller = await platform.as(persona);
    for (const text of unstorable) {
      const { status, errors } = await caller.send(query, { text });
      expect([status, errors?.[0]?.extensions['code']]).toEqual([
        400,
        'TEXT_HAS_CONTROL_CHARACTERS',
      ]);
      // Half of a surrogate pair is no valid GraphQL source.
      const code = text === '\ud800' ? 'GRAPHQL_PARSE_FAILED' : 'TEXT_HAS_CONTROL_CHARACTERS';
      const literal = query.replace(/query \(.*?\) /, '').replace('$text', JSON.stringify(text));
      const written = await caller.send(literal);
      expect([written.status, written.errors?.[0]?.extensions['code']]).toEqual([400, code]);
    }
  });

  test('unstorable text in a mutation is refused with its path in the input', async () => {
    for (const text of unstorable) {
      const profile = { volunteer: 'volunteer@xinxian', languages: ['zh', text] };
      await expect(dispatcher.tryMutate('setVolunteerProfile', profile)).toBeRefused(
        'TEXT_HAS_CONTROL_CHARACTERS',
        'input.languages.1',
      );
    }
  });

  test('instants outside the range are refused', async () => {
    for (const at of [
      '9999-12-31T23:59:59-01:00',
      '2200-01-01T00:00:00Z',
      '0000-01-01T00:00:00Z',
      '1899-12-31T23:59:59Z',
      '0001-01-01T00:00:00+14:00',
    ]) {
      const { status, errors } = await dispatcher.send(
        'mutation ($input: OpenServiceRequestInput!) { openServiceRequest(input: $input) { errors { code } } }',
        { input: dispatcher.requestInput({ requestedFrom: at, requestedTo: at }) },
      );
      expect([at, status, errors?.[0]?.extensions['code']]).toEqual([at, 400, 'YEAR_OUT_OF_RANGE']);
    }
  });

  test('days of the years 0000, 1899 and 2200, and days that do not exist, are refused', async () => {
    const volunteer = 'volunteer@xinxian';
    for (const [day, code] of [
      ['0000-01-01', 'YEAR_OUT_OF_RANGE'],
      ['1899-12-31', 'YEAR_OUT_OF_RANGE'],
      ['2200-01-01', 'YEAR_OUT_OF_RANGE'],
      ['2026-02-30', 'NO_SUCH_DAY'],
    ]) {
      const exception = { volunteer, day, isFree: false };
      expect(await dispatcher.scalarRefusalCode('addAvailabilityException', exception)).toBe(code);
      const certificate = {
        idempotencyKey: newKey(),
        volunteer,
        from: day,
        to: '2026-12-31',
        language: 'EN',
      };
      expect(await dispatcher.scalarRefusalCode('issueCertificate', certificate)).toBe(code);
      const analyst = await platform.as('analyst@sicheng');
      const { errors } = await analyst.send(
        'query ($day: Date!) { impact(from: $day, to: "2199-12-31") { visitsCertified } }',
        { day },
      );
      expect(errors?.[0]?.extensions['code']).toBe(code);
    }
  });

  test('a rate above the maximum is refused', async () => {
    const admin = await platform.as('admin@sicheng');
    const kind = { templateCode: 'meal_delivery', coinsPerHour: '10000.01' };
    await expect(admin.tryMutate('adoptServiceKind', kind)).toBeRefused(
      'RATE_TOO_LARGE',
      'input.coinsPerHour',
    );
  });

  test('an actor without a foundation is refused when it asks for rows of one', async () => {
    const operator = await platform.as('operator@headbank');
    for (const id of [scenario.id.foundation('sicheng'), scenario.id.elder('elder@xinxian')]) {
      const { status, errors } = await operator.send(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
        { ids: [id] },
      );
      expect([status, errors?.[0]?.extensions['code']]).toEqual([200, 'NO_FOUNDATION']);
    }
  });
});

test('an error that nobody catches is logged, counted, and leaves the node serving', async () => {
  const node = await startApiProcess(platform.databaseUrl);
  for (const signal of ['SIGUSR2', 'SIGWINCH'] as const) {
    const before = await uncaught(node.url);
    process.kill(node.pid, signal);
    await until(async () => (await uncaught(node.url)) > before);
  }
  expect((await fetch(`${node.url}/healthz`)).status).toBe(200);
  await node.stop();
});

test('a socket without a token that sends nothing is closed after a while', async () => {
  expect(await idle.closed).toBe(4440);
});

/** Takes all slots and all queue places; returns a function that releases them. */
function fillTheLine(): () => Promise<void> {
  const { admission } = platform.app;
  const all: Promise<void>[] = [];
  // An operation that is admitted later ends at once.
  let mayLeave = () => {};
  const whenAllowed = new Promise<void>((resolve) => (mayLeave = resolve));
  while (!admission.isFull)
    all.push(
      admission.run(
        async () => whenAllowed,
        () => false,
      ),
    );
  return async () => {
    mayLeave();
    await Promise.all(all);
  };
}

async function uncaught(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^linli_uncaught_errors_total (\d+)$/m.exec(text)?.[1]);
}

interface Asked {
  query: string;
  variables?: object;
}
interface Told {
  status: number;
  bytes: number;
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions: Record<string, unknown> }[];
}

async function overHttp(asked: Asked): Promise<Told> {
  const response = await fetch(`${platform.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  });
  const text = await response.text();
  return { status: response.status, bytes: text.length, ...(JSON.parse(text) as object) };
}

async function overEvents(asked: Asked): Promise<Told> {
  const response = await fetch(`${platform.url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(asked),
  });
  const text = await response.text();
  const [, json = text] = /^event: next\ndata: (.*)$/m.exec(text) ?? [];
  return { status: response.status, bytes: text.length, ...(JSON.parse(json) as object) };
}

async function overSocket(asked: Asked): Promise<Told> {
  const socket = await acknowledged();
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: asked }));
  const [data] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  const { type, payload } = JSON.parse(data.toString()) as { type: string; payload: object };
  return {
    status: 0,
    bytes: data.length,
    ...(type === 'error' ? { errors: payload as Told['errors'] } : payload),
  } as Told;
}

async function acknowledged(payload: object = {}): Promise<WebSocket> {
  const socket = new WebSocket(
    `${platform.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
  );
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  await once(socket, 'message');
  return socket;
}

async function closing(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => void socket.once('close', resolve));
}

function connected(): Socket {
  const { hostname, port } = new URL(platform.url);
  return connect(Number(port), hostname);
}

/** Status of the first answer. Null when the connection ended without one. */
async function statusOf(text: string): Promise<number | null> {
  const socket = connected();
  socket.on('error', () => {});
  socket.write(text, 'latin1');
  const status = await firstStatus(socket);
  socket.destroy();
  return status;
}

async function firstStatus(socket: Socket): Promise<number | null> {
  return new Promise((resolve) => {
    let told = '';
    socket.on('data', (bytes: Buffer) => {
      told += bytes.toString('latin1');
      const status = /^HTTP\/1\.1 (\d{3})/.exec(told)?.[1];
      if (status) resolve(Number(status));
    });
    socket.once('close', () => resolve(null));
  });
}

async function rawUpgrade(): Promise<{ socket: Socket; status: number | null }> {
  const socket = connected();
  socket.write(
    `GET /graphql HTTP/1.1\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n${upgrade}`,
  );
  const status = await firstStatus(socket);
  socket.removeAllListeners('data');
  return { socket, status };
}

function maskedFrame(opcode: number, payload: Buffer): Buffer {
  // A mask of zeros is a valid mask.
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  await waitUntil('the server comes so far', condition);
}
