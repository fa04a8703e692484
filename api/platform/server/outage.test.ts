import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { type App, createApp } from '../../app.ts';
import { KeyRing } from '../../identity/signing-keys.ts';
import { verifyToken } from '../../identity/tokens.ts';
import { Caller } from '../../testing/caller.ts';
import { type DatabaseProxy, databaseProxy } from '../../testing/database-proxy.ts';
import { FeedWatch } from '../../testing/feed-watch.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { logOutage, outageOf } from '../common/outage.ts';
import { ServingMonitor } from '../overload/serving-monitor.ts';

/**
 * An unavailable dependency is a fault of the platform: 503 with `Retry-After` on every transport,
 * and never an error about the caller.
 */
const patienceMs = 60_000;
let platform: TestPlatform;
let token: string;
let scenario: Scenario;
let network: DatabaseProxy;
let app: App;
let url: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  token = await platform.tokenOf('dispatcher@xinxian');
  scenario = await Scenario.begin(platform);
});

afterAll(async () => {
  await platform?.close();
});

beforeEach(async () => {
  network = await databaseProxy(platform.databaseUrl);
  app = await createApp({ ...platform.settings, databaseUrl: network.url });
  url = await app.server.listen({ host: '127.0.0.1', port: 0 });
});

afterEach(async () => {
  network.restore();
  await app.close();
  await network.close();
});

const caller = (): Caller => new Caller(url, token);
const whoAmI = '{ me { account { displayName } } }';

async function openRequest(
  by: Caller,
): Promise<{ status: number; codes: unknown[]; retryAfter: string | null }> {
  const input = scenario.dispatcher.requestInput();
  const { status, data, errors, headers } = await by.send(
    'mutation ($input: OpenServiceRequestInput!) { openServiceRequest(input: $input) { request { id } errors { code } } }',
    { input },
  );
  const codes = [
    ...(errors ?? []).map(({ extensions }) => extensions['code']),
    ...(data?.openServiceRequest?.errors ?? []).map(({ code }: { code: string }) => code),
  ];
  return { status, codes, retryAfter: headers.get('retry-after') };
}

/**
 * Repeats a request until the answer is as expected. An outage ends when connections are
 * re-established.
 */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > endMs) throw new Error(`It never came to be that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('while the database is away', () => {
  test('a valid token is answered with 503 and Retry-After, and works again afterwards', async () => {
    network.cut();
    const refused = await caller().send(whoAmI);
    expect(refused.status).toBe(503);
    expect(refused.errors?.map(({ extensions }) => extensions['code'])).toEqual(['UNAVAILABLE']);
    expect(refused.headers.get('retry-after')).toBe('3');
    network.restore();
    await until('the token works again', async () => (await caller().send(whoAmI)).status === 200);
  });

  test('a caller with a cached actor gets 503 as well, and so does a mutation', async () => {
    expect((await caller().send(whoAmI)).status).toBe(200);
    network.cut();
    const refused = await caller().send(whoAmI);
    expect([refused.status, refused.errors?.[0]?.extensions['code']]).toEqual([503, 'UNAVAILABLE']);
    expect(await openRequest(caller())).toEqual({
      status: 503,
      codes: ['UNAVAILABLE'],
      retryAfter: '3',
    });
  });

  test('the message is in the language of the caller and leaks nothing of the driver', async () => {
    network.cut();
    const { errors } = await caller().send(whoAmI, {}, { 'accept-language': 'zh-CN' });
    expect(errors?.[0]?.message).toBe(
      '平台所依赖的服务（例如数据库）暂时不可用。请在 3 秒后重试；使用同一个 idempotencyKey 不会重复办理。',
    );
    expect(JSON.stringify(errors)).not.toMatch(/ECONN|Connection|terminated|127\.0\.0\.1/);
  });

  test.each(['WebSocket', 'SSE'] as const)(
    'a subscription over %s waits, also when its rights are read again meanwhile, and goes on',
    async (transport) => {
      const watch = await FeedWatch.open(url, token, {}, transport);
      try {
        network.cut();
        app.feed.hub.authorizations.recheckAll();
        // Committed by another node, which still reaches the database.
        expect((await openRequest(await platform.as('dispatcher@xinxian'))).codes).toEqual([]);
        network.restore();
        expect((await watch.next('RequestChanged')).request.state).toBe('OPEN');
        expect(watch.errors).toEqual([]);
      } finally {
        watch.close();
      }
    },
    patienceMs * 2,
  );

  test('a subscription that starts during the outage begins when the database is back', async () => {
    const first = await FeedWatch.open(url, token);
    const after = first.cursor;
    first.close();
    network.freeze();
    const opening = FeedWatch.open(url, token, { after });
    network.restore();
    const watch = await opening;
    expect(watch.received[0]?.__typename).toBe('FeedCheckpoint');
    watch.close();
  });

  test('routes outside GraphQL answer with 503 too', async () => {
    network.cut();
    const response = await fetch(`${url}/verify/ABCDEFGHJK0123456789`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '3']);
  });
});

describe('a database that hangs', () => {
  test('/readyz reports a database that hangs in bounded time, and /metrics has all other figures', async () => {
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    network.freeze();
    await until('the probe notices', async () => (await fetch(`${url}/readyz`)).status === 503);
    const metrics = await fetch(`${url}/metrics`);
    expect(metrics.status).toBe(200);
    const text = await metrics.text();
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toContain('linli_metric_failures_total{metric="linli_jobs_waiting"} 1');
  });
});

describe('a database without room', () => {
  test('exhausted connections give 503, and are not logged as a bug', async () => {
    const name = new URL(platform.databaseUrl).pathname.slice(1);
    await platform.sql(`alter database ${name} connection limit 0`);
    try {
      network.cut();
      network.restore();
      await until(
        'no connection is left over',
        async () => (await caller().send(whoAmI)).status === 503,
      );
      const { errors } = await caller().send(whoAmI);
      expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['UNAVAILABLE']);
    } finally {
      await platform.sql(`alter database ${name} connection limit -1`);
    }
  });

  test('a full disk gives 503 for a mutation, while reads go on', async () => {
    await platform.sql(`create function disk_is_full() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`);
    await platform.sql(
      'create trigger disk_is_full before insert on service_request execute function disk_is_full()',
    );
    try {
      expect(await openRequest(caller())).toEqual({
        status: 503,
        codes: ['UNAVAILABLE'],
        retryAfter: '3',
      });
      expect((await caller().send(whoAmI)).status).toBe(200);
    } finally {
      await platform.sql('drop trigger disk_is_full on service_request');
      await platform.sql('drop function disk_is_full');
    }
  });
});

describe('what is an outage', () => {
  test('a token is not refused because keys cannot be read', async () => {
    const broken = Object.assign(new Error('Connection terminated unexpectedly'));
    const keys = new KeyRing({ rows: async () => Promise.reject(broken) } as never);
    await expect(verifyToken(keys, platform.settings.publicUrl, token)).rejects.toBe(broken);
  });

  test('an outage is known by the class of its error or cause, and refusals and bugs are none', () => {
    const withCode = (code: string) => Object.assign(new Error('-'), { code });
    for (const code of [
      '08006',
      '53100',
      '53200',
      '53300',
      '57P01',
      '57P03',
      '58030',
      '25006',
      'ECONNREFUSED',
      'EPIPE',
    ])
      expect([code, outageOf(new Error('wrapped', { cause: withCode(code) }))]).toEqual([
        code,
        'UNAVAILABLE',
      ]);
    for (const code of ['55P03', '57014'])
      expect([code, outageOf(withCode(code))]).toEqual([code, 'BUSY']);
    for (const code of ['23505', '40001', '42501', 'LN001', 'ENOENT'])
      expect([code, outageOf(withCode(code))]).toEqual([code, null]);
    expect(outageOf(new TypeError('undefined is not a function'))).toBeNull();
    expect(outageOf('text')).toBeNull();
  });

  test('a thousand outages in a row are one line in the log', () => {
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    for (let count = 0; count < 1_000; count += 1)
      logOutage(log, new Error('Connection terminated'));
    expect(lines).toHaveLength(1);
  });

  test('a node is not ready while most operations find a dependency away, and is ten seconds after', () => {
    let now = 0;
    const serving = new ServingMonitor(() => now);
    for (let count = 0; count < 30; count += 1) serving.unavailable();
    serving.answered();
    expect(serving.recent()).toEqual({ answered: 1, unavailable: 30 });
    now = 9_999;
    expect(serving.recent()).toEqual({ answered: 1, unavailable: 30 });
    now = 11_000;
    expect(serving.recent()).toEqual({ answered: 0, unavailable: 0 });
  });
});
