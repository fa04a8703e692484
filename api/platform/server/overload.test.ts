import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import pg from 'pg';
import WebSocket from 'ws';
import type { Actor } from '../../testing/scenario/actor.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { FeedWatch } from '../../testing/feed-watch.ts';
import { FeedWriter } from '../../testing/feed-writer.ts';
import { withLimits } from '../../testing/limits.ts';
import { patienceMs, until } from '../../testing/until.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { limits } from '../common/limits.ts';
import { AdmissionController } from '../overload/admission-control.ts';

/** An overloaded node. A lock on a table that operations read keeps them in flight. */
let platform: TestPlatform;
let dispatcher: Actor;
let token: string;
let holder: pg.Client;

const inFlightMax = 4;
const question = '{ hoursRecords(first: 1) { nodes { minutes } } }';

beforeAll(async () => {
  // The admission timeout must not expire before a busy machine has made all checks.
  platform = await withLimits({ admissionTimeoutMs: patienceMs }, async () =>
    startTestPlatform({ LINLI_POOL_SIZE_MAX: String(inFlightMax + limits.connectionsReserved) }),
  );
  token = await platform.tokenOf('dispatcher@xinxian');
  ({ dispatcher } = await Scenario.begin(platform));
  holder = new pg.Client({ connectionString: platform.databaseUrl });
  await holder.connect();
  await dispatcher.query(question);
});

afterEach(async () => {
  await holder.query('rollback');
});

afterAll(async () => {
  await holder.end();
  await platform.close();
});

test('a node with a full queue refuses at once, answers the rest, and reports its state', async () => {
  const before = (await figures()).shed;
  const { asked, letGo } = await fillTheLine();
  for (let count = 0; count < 20; count += 1) {
    const { status, headers, data, errors } = await dispatcher.send(
      question,
      {},
      { 'accept-language': 'zh-CN' },
    );
    expect([status, headers.get('retry-after'), headers.get('cache-control'), data]).toEqual([
      503,
      '1',
      'no-store',
      undefined,
    ]);
    expect(errors?.[0]).toEqual({
      message: '平台当前过于繁忙，本次请求未作任何处理。请在 1 秒后原样重试。',
      extensions: { code: 'OVERLOADED', params: [{ name: 'retryAfterSeconds', value: '1' }] },
    });
  }
  // A page of another origin is shed later, after CORS.
  const page = await dispatcher.send(
    question,
    {},
    { origin: 'http://localhost:5173', 'accept-language': 'en' },
  );
  expect([page.status, page.headers.get('vary'), page.errors?.[0]?.extensions['code']]).toEqual([
    503,
    expect.stringContaining('Origin'),
    'OVERLOADED',
  ]);
  const [english] = (await dispatcher.send(question)).errors ?? [];
  expect(english?.message).toContain('Nothing was done');

  for (const page of ['healthz', 'readyz'])
    expect((await fetch(`${platform.url}/${page}`)).status).toBe(200);
  expect(await figures()).toEqual({
    inFlight: inFlightMax,
    waiting: limits.admissionQueueMax,
    shed: before + 22,
  });

  await letGo();
  const answers = await Promise.all(asked);
  expect(answers).toEqual(
    answers.map(() => ({ status: 200, text: expect.stringMatching(/^{"data":{"hours/) })),
  );
  expect(await figures()).toEqual({ inFlight: 0, waiting: 0, shed: before + 22 });
});

test('a node reads no body, token or document of a request that it refuses', async () => {
  const { asked, letGo } = await fillTheLine();
  const wrong = await fetch(`${platform.url}/graphql`, {
    method: 'POST',
    headers: { authorization: 'Bearer nonsense', 'content-type': 'application/json' },
    body: '{ no JSON',
  });
  expect([wrong.status, await codeOf(wrong)]).toEqual([503, 'OVERLOADED']);
  expect(
    (
      await fetch(`${platform.url}/graphql?query={`, {
        headers: { 'apollo-require-preflight': 'yes' },
      })
    ).status,
  ).toBe(503);
  await letGo();
  await Promise.all(asked);
});

test('an overloaded node continues and starts subscriptions, and tells sockets why a query does not begin', async () => {
  const writer = new FeedWriter(platform, () => platform.app.feed.committed());
  const [requestId = ''] = await writer.requests(1);
  const watches = [
    await FeedWatch.open(platform.url, token),
    await FeedWatch.open(platform.url, token, {}, 'SSE'),
  ];
  const socket = createClient({
    url: `${platform.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}`, 'accept-language': 'zh-CN' },
    lazy: false,
  });
  const { asked, letGo } = await fillTheLine();

  // The board is a query, and no query begins now.
  const [{ cursor: after }] = watches as [FeedWatch];
  watches.push(
    await FeedWatch.open(platform.url, token, { after }),
    await FeedWatch.open(platform.url, token, { after }, 'SSE'),
  );
  const event = await writer.write(requestId);
  for (const watch of watches)
    expect((await watch.next('RequestChanged')).version).toBe(event?.version);

  const refused = new Promise((resolve) => {
    socket.subscribe(
      { query: question },
      { next: resolve, error: resolve, complete: () => resolve('complete') },
    );
  });
  expect(await refused).toMatchObject([
    {
      message: expect.stringContaining('繁忙'),
      extensions: { code: 'OVERLOADED', params: [{ name: 'retryAfterSeconds', value: '1' }] },
    },
  ]);
  const stream = await fetch(`${platform.url}/graphql/stream`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer nonsense',
      'content-type': 'application/json',
      accept: 'text/event-stream',
    },
    body: JSON.stringify({ query: question }),
  });
  expect([stream.status, stream.headers.get('retry-after'), await codeOf(stream)]).toEqual([
    503,
    '1',
    'OVERLOADED',
  ]);

  await letGo();
  await Promise.all(asked);
  for (const watch of watches) watch.close();
  await socket.dispose();
  await writer.close();
});

test('a node does not execute a queued request whose client has gone', async () => {
  const { asked, letGo } = await fillTheLine({ but: 1 });
  const place = newKey();
  const leaving = post(
    JSON.stringify({
      query: openRequest,
      variables: { input: dispatcher.requestInput({ place }) },
    }),
  );
  const gone = new Promise((resolve) => void leaving.on('error', () => {}).once('close', resolve));
  await until(
    'the line is full',
    async () => (await figures()).waiting === limits.admissionQueueMax,
  );
  leaving.destroy();
  await gone;
  await letGo();
  await Promise.all(asked);
  expect(await platform.sql('select from service_request where place = $1', [place])).toEqual([]);
  // The same request of a client that stays connected.
  await dispatcher.opens({ place });
  expect(await platform.sql('select from service_request where place = $1', [place])).toHaveLength(
    1,
  );
});

test('a node refuses requests that waited too long, and works again afterwards', async () => {
  const line = new AdmissionController(inFlightMax, limits.admissionQueueMax, 20);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const everybody = Array.from({ length: 10 }, async (_, index) =>
    line.run(
      async () => held.then(() => index),
      () => false,
    ),
  );
  await expect(Promise.any(everybody.slice(inFlightMax))).rejects.toMatchObject({
    errors: Array(10 - inFlightMax).fill(expect.objectContaining({ code: 'OVERLOADED' })),
  });
  letGo();
  expect(await Promise.all(everybody.slice(0, inFlightMax))).toEqual([0, 1, 2, 3]);
  const next = await line.run(
    async () => 'next',
    () => false,
  );
  expect(next).toBe('next');
});

/** Keeps as many operations in flight as the node admits, less `but`; `letGo` releases them. */
async function fillTheLine({ but = 0 } = {}): Promise<{
  asked: Promise<Told>[];
  letGo: () => Promise<void>;
}> {
  await holder.query('begin; lock table hours_record in access exclusive mode');
  const asked = Array.from({ length: inFlightMax + limits.admissionQueueMax - but }, async () =>
    ask(),
  );
  await until(
    'the line is full',
    async () => (await figures()).waiting === limits.admissionQueueMax - but,
  );
  return { asked, letGo: async () => void (await holder.query('rollback')) };
}

interface Told {
  status: number;
  text: string;
}

async function ask(): Promise<Told> {
  const [response] = (await once(post(JSON.stringify({ query: question })), 'response')) as [
    IncomingMessage,
  ];
  const chunks = (await response.toArray()) as Buffer[];
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

/** On its own connection: fetch opens spare ones, which delay the end of a server. */
function post(body: string): ClientRequest {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return httpRequest(`${platform.url}/graphql`, { method: 'POST', headers, agent: false }).end(
    body,
  );
}

async function figures(): Promise<{ inFlight: number; waiting: number; shed: number }> {
  const text = await (await fetch(`${platform.url}/metrics`)).text();
  const figure = (name: string) =>
    Number(new RegExp(`^linli_operations_${name} (\\d+)$`, 'm').exec(text)?.[1]);
  return { inFlight: figure('in_flight'), waiting: figure('waiting'), shed: figure('shed_total') };
}

async function codeOf(response: Response): Promise<unknown> {
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  return errors[0]?.extensions.code;
}

const openRequest =
  'mutation ($input: OpenServiceRequestInput!) { openServiceRequest(input: $input) { request { id } errors { code } } }';
