import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type pg from 'pg';
import { newClient, newPool } from '../platform/database/postgres-clients.ts';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { startBrowser } from '../../clients/testing/browser.ts';
import { clone } from '../run/workspace.ts';
import { say } from '../run/console.ts';
import { FeedWriter } from '../testing/feed-writer.ts';
import { startTestServer, withDatabase } from '../testing/server.ts';
import type * as FixturesModule from '../testing/fixtures.ts';
import { median } from './median.ts';

/** Cards on the board at the start. */
const sizes = (process.env.BENCH_CARDS ?? '6,300,2000').split(',').map(Number);
/** Single events, each with time to be rendered. */
const events = Number(process.env.BENCH_EVENTS ?? 30);
const eventEveryMs = 300;
/** Events that are looked up on the page. */
const looks = 10;
/** New requests at the maximum rate of the platform. */
const burst = Number(process.env.BENCH_BURST ?? 300);
/** Target of the board in milliseconds; the figures are printed either way. */
const goalMs = 5;

/**
 * Benchmarks the dispatch board in headless Chromium against a whole platform. Measures the
 * processor time of the page's main thread, as Chrome counts it (TaskDuration in thread time):
 * scripts, style, layout, painting and garbage collection. Also prints wall-clock time.
 */
export async function run(): Promise<void> {
  const server = await startTestServer({ durable: true });
  const browser = await startBrowser();
  const children: ChildProcess[] = [];
  try {
    await server.makeTemplate();
    const rows: string[][] = [heads];
    for (const [index, cards] of sizes.entries()) {
      const databaseUrl = await freshDatabase(server, `board_${index}`);
      rows.push(await measure(browser, databaseUrl, cards, children));
    }
    const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
    say(
      `\n  ${events} events one by one, then ${burst} new requests at once; CPU of the page's thread in ms`,
    );
    for (const row of rows)
      say(`  ${row.map((cell, column) => cell.padStart(widths[column]!)).join('  ')}`);
    say(`\n  Wanted: below ${goalMs} ms an event.`);
  } finally {
    for (const child of children) child.kill();
    await browser.close();
    await server.stop();
  }
}

const heads = [
  'cards',
  'load',
  'change',
  'new one',
  'in a burst',
  'shown after',
  'burst shown after',
  'heap MB',
  'nodes',
];

async function measure(
  browser: Browser,
  databaseUrl: string,
  cards: number,
  children: ChildProcess[],
): Promise<string[]> {
  const pool = newPool({ connectionString: databaseUrl, max: 1 });
  const compiled = pathToFileURL(join(clone.build, 'api/testing/fixtures.js')).href;
  const { seedFixtures } = (await import(compiled)) as typeof FixturesModule;
  const fixtures = await seedFixtures(pool);
  const child = fork(join(clone.root, 'api/bench/feed/server.ts'), ['linli'], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      PORT: '0',
      LINLI_DEMO: 'yes',
      LINLI_LOG_LEVEL: 'error',
      LINLI_PUBLIC_URL: 'http://linli.bench',
      LINLI_CLIENTS_DIRECTORY: process.env.LINLI_CLIENTS_DIRECTORY ?? join(clone.build, 'clients'),
    },
  });
  children.push(child);
  const { port } = await told<{ port: number }>(child);
  child.send({ type: 'tokens', accountIds: [fixtures.accounts['dispatcher@xinxian']], count: 1 });
  const { tokens } = await told<{ tokens: string[] }>(child);

  const writer = new FeedWriter(
    { databaseUrl, fixtures },
    () => child.send({ type: 'broadcast', text: '' }),
    4,
  );
  const ids = await writer.requests(cards);
  // As a real board: different hours, some with an assigned volunteer.
  await pool.query(
    `update service_request set requested_from = now() + n * interval '1 minute', requested_to = now() + n * interval '1 minute' + interval '3 hours',
       state = case when n % 3 = 0 then 'ASSIGNED' when n % 7 = 0 then 'AWAITING_CERTIFICATION' else state end, note = 'Nr. ' || n
     from (select id as it, row_number() over () as n from service_request) as numbered where id = it`,
  );
  const context = await browser.newContext({
    viewport: { width: 1_440, height: 900 },
    locale: 'zh-CN',
  });
  await context.addInitScript(
    (token) => sessionStorage.setItem('linli.dispatch-board.demo-token', token),
    tokens[0] ?? '',
  );
  const page = await context.newPage();
  const thread = await Thread.of(page);
  await page.goto(`http://127.0.0.1:${port}/dispatch-board/`);
  await page.getByText('实时', { exact: true }).waitFor({ timeout: 300_000 });
  await shows(page, cards);
  // Lazily loaded parts of the board, and highlights of the first cards.
  await page.waitForTimeout(8_000);
  const load = await thread.sinceLast();

  const delays: number[] = [];
  await page.waitForTimeout(2_000);
  await thread.sinceLast();
  for (let index = 0; index < events; index += 1) {
    await writer.write(ids[(index * 7) % ids.length]!, { state: index % 2 ? 'OPEN' : 'ASSIGNED' });
    await page.waitForTimeout(eventEveryMs);
  }
  await page.waitForTimeout(2_000);
  const change = (await thread.sinceLast()) / events;

  for (const id of await newOnes(writer, pool, events)) {
    await writer.write(id);
    await page.waitForTimeout(eventEveryMs);
  }
  await page.waitForTimeout(2_000);
  const one = (await thread.sinceLast()) / events;

  // Separately, since looking up cards costs the page time too.
  for (const [index, id] of (await newOnes(writer, pool, looks)).entries()) {
    const at = performance.now();
    await writer.write(id);
    await shows(page, cards + events + index + 1);
    delays.push(performance.now() - at);
  }
  await page.waitForTimeout(8_000);

  const many = await newOnes(writer, pool, burst);
  await thread.sinceLast();
  const begin = performance.now();
  await Promise.all(
    [0, 1, 2, 3].map(async (lane) => {
      for (const id of many.filter((_, index) => index % 4 === lane)) await writer.write(id);
    }),
  );
  await shows(page, cards + events + looks + burst);
  const burstMs = performance.now() - begin;
  await page.waitForTimeout(8_000);
  const inBurst = (await thread.sinceLast()) / burst;
  const { heap, nodes } = await thread.size();

  await context.close();
  await writer.close();
  await pool.end();
  child.kill();
  await once(child, 'exit');
  return [
    String(cards),
    load.toFixed(0),
    change.toFixed(2),
    one.toFixed(2),
    inBurst.toFixed(2),
    `${median(delays).toFixed(0)} ms`,
    `${(burstMs / 1_000).toFixed(1)} s`,
    heap.toFixed(0),
    String(nodes),
  ];
}

/** Requests whose first event makes them version 1, which the board treats as new. */
async function newOnes(writer: FeedWriter, pool: pg.Pool, count: number): Promise<string[]> {
  const ids = await writer.requests(count);
  await pool.query('update service_request set version = 0 where id = any ($1::uuid[])', [ids]);
  return ids;
}

/** Waits until the lanes have this number of cards. */
async function shows(page: Page, cards: number): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('.lane h2 .lane-count')].reduce(
        (sum, each) => sum + Number(each.textContent),
        0,
      ) >= wanted,
    cards,
    { timeout: 600_000, polling: 50 },
  );
}

/** The page's main thread, by Chrome's counters. */
class Thread {
  private last = 0;
  private readonly session: CDPSession;

  // Node runs this file without a build, which supports no parameter properties.
  private constructor(session: CDPSession) {
    this.session = session;
  }

  static async of(page: Page): Promise<Thread> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Thread(session);
  }

  /** Processor time since the last call, in milliseconds. */
  async sinceLast(): Promise<number> {
    const now = (await this.metrics()).get('TaskDuration')! * 1_000;
    const spent = now - this.last;
    this.last = now;
    return spent;
  }

  async size(): Promise<{ heap: number; nodes: number }> {
    await this.session.send('HeapProfiler.collectGarbage');
    const metrics = await this.metrics();
    return { heap: metrics.get('JSHeapUsedSize')! / 1024 / 1024, nodes: metrics.get('Nodes')! };
  }

  private async metrics(): Promise<Map<string, number>> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return new Map(metrics.map(({ name, value }) => [name, value]));
  }
}

async function freshDatabase(
  server: Awaited<ReturnType<typeof startTestServer>>,
  name: string,
): Promise<string> {
  const client = newClient({ connectionString: withDatabase(server.url, 'postgres') });
  await client.connect();
  await client.query(`create database ${name} template ${server.template}`);
  await client.end();
  return withDatabase(server.url, name);
}

/** The next message of a process. */
async function told<Message>(child: ChildProcess): Promise<Message> {
  const [message] = (await once(child, 'message')) as [Message];
  return message;
}
