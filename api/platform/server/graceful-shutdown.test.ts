import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import sharp from 'sharp';
import WebSocket from 'ws';
import { decodeId, encodeId } from '../../../schema/ids.ts';
import { FeedWatch } from '../../testing/feed-watch.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { until as waitUntil } from '../../testing/until.ts';

/**
 * A node stops during a slow query and a mutation. PostgreSQL locks delay both: one on a table that
 * the query reads, one on the row that the mutation changes.
 */
let platform: TestPlatform;
let scenario: Scenario;
let token: string;
let holder: pg.Client;
let requestInput: { id: string; version: number };
let told: jest.SpiedFunction<(...parameters: unknown[]) => void>[];

const query = { query: '{ hoursRecords(first: 1) { nodes { minutes } } }' };

beforeEach(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  token = await platform.tokenOf('dispatcher@xinxian');
  requestInput = await openRequest();
  const { log } = platform.app.services;
  told = (['warn', 'error', 'fatal'] as const).map(
    (level) => jest.spyOn(log, level as never) as never,
  );
  holder = new pg.Client({ connectionString: platform.databaseUrl });
  await holder.connect();
});

afterEach(async () => {
  await holder.query('rollback').catch(() => {});
  await holder.end();
  await platform.close();
});

describe('a node that stops answers what it has begun and takes on nothing new', () => {
  test('a node that stops over HTTP answers requests in progress and accepts no others', async () => {
    await holdUp();
    const [asking, changing] = [await Http.open(platform.url), await Http.open(platform.url)];
    const [silent, idle] = [await Http.open(platform.url), await Http.open(platform.url)];
    idle.ask('GET', '/healthz');
    expect(await idle.answer()).toMatchObject({ status: 200 });
    asking.ask('POST', '/graphql', query);
    changing.ask('POST', '/graphql', cancel());
    await underWay(2);

    const stopped = platform.app.close();
    await portIsGivenUp();
    // A further request can still arrive on an open connection.
    asking.ask('POST', '/graphql', query);
    await letGo();

    expect(await asking.answer()).toMatchObject({
      status: 200,
      body: { data: { hoursRecords: { nodes: [] } } },
    });
    expect(await asking.answer()).toMatchObject({
      status: 503,
      headers: expect.stringMatching(/retry-after: 1\r\n/i),
      body: {
        errors: [
          {
            extensions: { code: 'GOING_AWAY', params: [{ name: 'retryAfterSeconds', value: '1' }] },
          },
        ],
      },
    });
    expect(await changing.answer()).toMatchObject({ status: 200, body: { data: cancelled } });
    await Promise.all([asking, changing, silent, idle].map((each) => each.ended));
    await stopped;
    await isCancelled();
  });

  test('a node that stops over SSE answers operations in progress and accepts no others', async () => {
    const feed = await FeedWatch.open(platform.url, token, {}, 'SSE');
    await holdUp();
    const [asking, changing] = [await Http.open(platform.url), await Http.open(platform.url)];
    asking.ask('POST', '/graphql/stream', query);
    changing.ask('POST', '/graphql/stream', cancel());
    await underWay(2);

    const stopped = platform.app.close();
    await portIsGivenUp();
    // The feed breaks off without a complete message, so that its client reconnects.
    expect(await feed.ended).not.toBeNull();
    asking.ask('POST', '/graphql/stream', query);
    await letGo();

    expect((await asking.rest()).match(/^data: .+$/gm)).toEqual([
      expect.stringContaining('{"data":{"hoursRecords":{"nodes":[]'),
    ]);
    expect(await changing.rest()).toContain('"state":"CANCELLED"');
    await stopped;
    await isCancelled();
    feed.close();
  });

  test('a node that stops over WebSocket answers operations in progress and accepts no others', async () => {
    const feed = await FeedWatch.open(platform.url, token);
    const [busy, idle, silent] = [
      await Ws.open(platform.url, token),
      await Ws.open(platform.url, token),
      new Ws(platform.url),
    ];
    await silent.opened;
    await holdUp();
    busy.subscribe('query', query);
    busy.subscribe('mutation', cancel());
    await underWay(2);

    const stopped = platform.app.close();
    await portIsGivenUp();
    // Connections without a pending answer close at once, and the other accepts no new operation.
    expect([await idle.closed, await silent.closed]).toEqual([1001, 1001]);
    expect(await feed.ended).toMatchObject({ code: 1001 });
    busy.subscribe('late', query);
    expect(await busy.next('late')).toMatchObject({
      type: 'error',
      payload: [
        { extensions: { code: 'GOING_AWAY', params: [{ name: 'retryAfterSeconds', value: '1' }] } },
      ],
    });
    await letGo();

    expect(await busy.next('query')).toMatchObject({
      payload: { data: { hoursRecords: { nodes: [] } } },
    });
    expect(await busy.next('mutation')).toMatchObject({ payload: { data: cancelled } });
    expect(await busy.closed).toBe(1001);
    await stopped;
    await isCancelled();
    feed.close();
  });
});

test('an upload, a PDF and a job that are under way end in order, and the log says nothing', async () => {
  const scenario = await Scenario.begin(platform);
  const volunteer = await scenario.actor('volunteer@chaoxi');
  await scenario.certifiedVisit();
  const day = (offset: number) =>
    new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const volunteerId = scenario.id.volunteer('volunteer@chaoxi');
  const { certificate } = await volunteer.mutate(
    'issueCertificate',
    { volunteerId, from: day(-5), to: day(2) },
    'certificate { pdfUrl }',
  );
  const { visitId } = await scenario.plannedVisit({ hasBegun: true });
  const { photo, upload } = await volunteer.mutate(
    'announcePhoto',
    { visitId, type: 'JPEG', bytes: 100_000 },
    'photo { id } upload { url }',
  );
  const image = await sharp({
    create: { width: 800, height: 600, channels: 3, background: '#337733' },
  })
    .jpeg()
    .toBuffer();

  const [loading, uploading] = [await Http.open(platform.url), await Http.open(platform.url)];
  // The job waits for the row of the request, and the page for the table of certificates.
  await holder.query('begin; lock table service_certificate in access exclusive mode');
  await holder.query('select from service_request where id = $1 for update', [
    decodeId('request', requestInput.id),
  ]);
  await platform.sql('update request_timer set due_at = now() where request_id = $1', [
    decodeId('request', requestInput.id),
  ]);
  loading.ask('GET', new URL(certificate.pdfUrl).pathname);
  uploading.send(
    `PUT ${new URL(upload.url).pathname} HTTP/1.1\r\nhost: here\r\ncontent-type: image/jpeg\r\ncontent-length: ${image.length}\r\n\r\n`,
  );
  uploading.send(image.subarray(0, 1_000));
  await underWay(2);

  const stopped = platform.app.close();
  await portIsGivenUp();
  uploading.send(image.subarray(1_000));
  await letGo();
  expect(await uploading.answer()).toMatchObject({ status: 200, body: { state: 'STORED' } });
  expect(await loading.rest()).toMatch(/^HTTP\/1\.1 200[^]+%PDF-[^]+%%EOF/);
  await stopped;
  expect(
    await platform.sql('select state from photo where id = $1', [decodeId('photo', photo.id)]),
  ).toEqual([{ state: 'STORED' }]);
  // The job was done, and is not left for another node.
  expect(
    await platform.sql('select from request_timer where request_id = $1 and due_at <= now()', [
      decodeId('request', requestInput.id),
    ]),
  ).toEqual([]);
  expect(
    await platform.sql('select last_error from graphile_worker.jobs where last_error is not null'),
  ).toEqual([]);
  expect(told.flatMap((spy) => spy.mock.calls)).toEqual([]);
});

test('the message about a stop is in the language of the caller', async () => {
  const { messages } = platform.app.services;
  const why = { code: 'GOING_AWAY', params: { retryAfterSeconds: 1 }, path: [] } as never;
  expect(messages.userError(why, 'zh-CN').message).toBe(
    '平台的这个节点正在停止，本次请求未作任何处理。请在 1 秒后原样重试。',
  );
  expect(messages.userError(why, 'en').message).toContain('send the same request again in 1 s');
});

async function openRequest(): Promise<{ id: string; version: number }> {
  const { elders, persons, kinds } = platform.fixtures;
  const day = new Date(Date.now() + 86_400_000);
  const dispatcher = await scenario.actor('dispatcher@xinxian');
  const request = await dispatcher.opens({
    elderId: encodeId('elder', elders['elder@xinxian']!),
    kindId: encodeId('kind', kinds['companionship@sicheng']!),
    actingFor: { personId: encodeId('person', persons['elder@xinxian']!), channel: 'PHONE' },
    requestedFrom: day.toISOString(),
    requestedTo: new Date(day.getTime() + 7_200_000).toISOString(),
    place: 'here',
  });
  return request as { id: string; version: number };
}

function cancel(): object {
  return {
    query: `mutation ($input: CancelServiceRequestInput!) {
      cancelServiceRequest(input: $input) { request { state } errors { code message } } }`,
    variables: {
      input: {
        requestId: requestInput.id,
        expectedVersion: requestInput.version,
        reason: 'The elder is away.',
      },
    },
  };
}

const cancelled = { cancelServiceRequest: { request: { state: 'CANCELLED' }, errors: [] } };

async function holdUp(): Promise<void> {
  await holder.query('begin; lock table hours_record in access exclusive mode');
  await holder.query('select from service_request for update');
}

async function letGo(): Promise<void> {
  await holder.query('rollback');
}

/** Waits until `count` statements wait for the locks. */
async function underWay(count: number): Promise<void> {
  await until(async () => {
    // On another connection: within a transaction PostgreSQL returns the same view each time.
    const [row] = await platform.sql<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return row?.count === count;
  });
}

/** Waits until new connections are refused. */
async function portIsGivenUp(): Promise<void> {
  const { hostname, port } = new URL(platform.url);
  await until(async () => {
    const socket = connect(Number(port), hostname);
    const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      socket.once('error', resolve).once('connect', () => resolve(null));
    });
    socket.destroy();
    return error?.code === 'ECONNREFUSED';
  });
}

/** The change is committed, and the log of the shutdown has no warning or error. */
async function isCancelled(): Promise<void> {
  const { rows } = await holder.query('select state from service_request');
  expect(rows).toEqual([{ state: 'CANCELLED' }]);
  expect(told.flatMap((spy) => spy.mock.calls)).toEqual([]);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  await waitUntil('what was begun comes so far', condition);
}

/** One raw HTTP connection; a client library would open others. */
class Http {
  readonly ended: Promise<void>;
  private text = '';
  private wake: () => void = () => {};
  private hasEnded = false;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      this.text += chunk;
      this.wake();
    });
    socket.on('error', () => {});
    this.ended = once(socket, 'close').then(() => {
      this.hasEnded = true;
      this.wake();
    });
  }

  static async open(url: string): Promise<Http> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new Http(socket);
  }

  send(part: string | Buffer): void {
    this.socket.write(part);
  }

  ask(method: string, path: string, body?: object): void {
    const text = body ? JSON.stringify(body) : '';
    const type = body ? 'content-type: application/json\r\n' : '';
    this.socket.write(
      `${method} ${path} HTTP/1.1\r\nhost: here\r\nauthorization: Bearer ${token}\r\n${type}content-length: ${text.length}\r\n\r\n${text}`,
    );
  }

  /** The next answer with a Content-Length. Throws when the connection ends before. */
  async answer(): Promise<{ status: number; headers: string; body: unknown }> {
    for (;;) {
      const head = /^HTTP\/1\.1 (\d+)[^]*?\r\n\r\n/.exec(this.text);
      const length = Number(/content-length: (\d+)/i.exec(head?.[0] ?? '')?.[1]);
      const bytes = Buffer.from(this.text.slice(head?.[0].length ?? 0));
      if (head && bytes.length >= length) {
        this.text = bytes.subarray(length).toString();
        return {
          status: Number(head[1]),
          headers: head[0],
          body: JSON.parse(bytes.subarray(0, length).toString() || 'null') as unknown,
        };
      }
      if (this.hasEnded) throw new Error(`The connection ended after: ${this.text}`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** The remaining bytes until the connection ends. */
  async rest(): Promise<string> {
    await this.ended;
    return this.text;
  }
}

/** A raw WebSocket, to see messages and close codes as they arrive. */
class Ws {
  readonly opened: Promise<unknown>;
  readonly closed: Promise<number>;
  private readonly received: { id?: string; type: string; payload?: unknown }[] = [];
  private readonly socket: WebSocket;
  private wake: () => void = () => {};
  private hasEnded = false;

  constructor(url: string) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    this.opened = once(this.socket, 'open');
    this.closed = new Promise((resolve) => {
      this.socket.once('close', (code) => {
        this.hasEnded = true;
        this.wake();
        resolve(code);
      });
    });
    this.socket.on('error', () => {});
    this.socket.on('message', (data: Buffer) => {
      this.received.push(JSON.parse(data.toString()) as Ws['received'][number]);
      this.wake();
    });
  }

  static async open(url: string, bearer: string): Promise<Ws> {
    const ws = new Ws(url);
    await ws.opened;
    ws.socket.send(
      JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${bearer}` } }),
    );
    await ws.next(undefined);
    return ws;
  }

  subscribe(id: string, payload: object): void {
    this.socket.send(JSON.stringify({ type: 'subscribe', id, payload }));
  }

  /** The next message with that identifier. Throws when the socket closes before. */
  async next(id: string | undefined): Promise<Ws['received'][number]> {
    for (;;) {
      const at = this.received.findIndex((message) => message.id === id);
      if (at >= 0) return this.received.splice(at, 1)[0]!;
      if (this.hasEnded) throw new Error('The socket closed before the message came.');
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
