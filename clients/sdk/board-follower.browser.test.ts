import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { clone } from '../../api/run/workspace.ts';
import { FeedWriter } from '../../api/testing/feed-writer.ts';
import { flakyProxy, type FlakyProxy } from '../../api/testing/flaky-proxy.ts';
import { until } from '../../api/testing/until.ts';
import { type TestPlatform, startTestPlatform } from '../../api/testing/test-platform.ts';
import { encodeId } from '../../schema/ids.ts';
import { openPage, startBrowser } from '../testing/browser.ts';
import type * as Sdk from './src/main.ts';

/**
 * The package as a page uses it: bundled, in a browser, with the browser's own WebSocket and fetch.
 */
let platform: TestPlatform;
let writer: FeedWriter;
let proxy: FlakyProxy;
let browser: Browser;
let bundle: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  writer = new FeedWriter(platform, () => platform.app.services.feed.committed());
  proxy = await flakyProxy(platform.url);
  browser = await startBrowser();
  bundle = await bundled();
});

afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  await writer?.close();
  await platform?.close();
});

test.each(['webSocketTransport', 'eventStreamTransport'] as const)(
  'a page that follows by %s ends in the state of the database, whatever the network does',
  async (transport) => {
    const { page, context } = await openPage(browser, proxy.url);
    // Any address of the platform gives the page its origin.
    await page.goto(`${proxy.url}/healthz`);
    await page.evaluate(bundle);
    await page.evaluate(start, {
      transport,
      url: proxy.url,
      token: await platform.tokenOf('dispatcher@xinxian'),
    });
    const breaking = setInterval(() => proxy.breakAll(), 400);
    const ids = await writer.requests(6);
    for (let index = 0; index < 80; index += 1) {
      const state = ['OPEN', 'ASSIGNED', 'CERTIFIED'][Math.floor(Math.random() * 3)]!;
      await writer.write(ids[index % ids.length]!, { state, holdMs: Math.random() * 15 });
    }
    clearInterval(breaking);
    const wanted = await expectedBoard();
    const shown = async () => page.evaluate(() => (globalThis as unknown as OnPage).board);
    await until(
      'the page shows what the database holds',
      async () => JSON.stringify(await shown()) === JSON.stringify(wanted),
      50,
    ).catch(() => {});
    expect(await shown()).toEqual(wanted);
    const { gaps, taken } = await page.evaluate(() => (globalThis as unknown as OnPage).seen);
    expect(gaps).toBe(0);
    expect(taken).toBeGreaterThan(5);
    await page.evaluate(async () => (globalThis as unknown as OnPage).stop());
    await context.close();
  },
);

/** State that the test keeps on the page. */
interface OnPage {
  LinliSdk: typeof Sdk;
  board: string[];
  seen: { gaps: number; taken: number };
  stop: () => Promise<void>;
}

/** Runs on the page, without access to this file. */
function start(options: {
  transport: 'webSocketTransport' | 'eventStreamTransport';
  url: string;
  token: string;
}): void {
  const onPage = globalThis as unknown as OnPage;
  const transport = onPage.LinliSdk[options.transport]({
    url: options.url,
    token: () => options.token,
  });
  onPage.seen = { gaps: 0, taken: 0 };
  const follower = new onPage.LinliSdk.BoardFollower<{
    id: string;
    version: number;
    state: string;
  }>({
    transport,
    selection: 'state',
    waitMsMax: 500,
    onBoard: (items) => {
      onPage.board = [...items.values()]
        .map(({ id, state, version }) => `${id} ${state} ${version}`)
        .sort();
    },
    onMessage: (_, verdict) => {
      if (verdict === 'gap') onPage.seen.gaps += 1;
      if (verdict === 'taken') onPage.seen.taken += 1;
    },
  });
  const running = follower.run();
  onPage.stop = async () => {
    follower.stop();
    await running;
    transport.close();
  };
}

/**
 * The package and its dependencies as one script that defines `LinliSdk`. Vite builds it in a
 * separate process.
 */
async function bundled(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'linli-sdk-'));
  try {
    const options = {
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: folder,
        target: 'es2022',
        lib: { entry: 'src/main.ts', formats: ['iife'], name: 'LinliSdk', fileName: 'sdk' },
      },
    };
    const program = `import { build } from 'vite'; await build(${JSON.stringify(options)});`;
    const cwd = join(clone.root, 'clients/sdk');
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
      cwd,
    });
    // In a script of a page a variable becomes a property of the page; evaluated code must assign
    // it.
    return `${readFileSync(join(folder, 'sdk.iife.js'), 'utf8')}; globalThis.LinliSdk = LinliSdk;`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function expectedBoard(): Promise<string[]> {
  const rows = await platform.sql<{ id: string; state: string; version: number }>(
    `select id, state, version from service_request where community_id = $1
     and state in ('OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION')`,
    [platform.fixtures.communities['xinxian']],
  );
  return rows
    .map(({ id, state, version }) => `${encodeId('request', id)} ${state} ${version}`)
    .sort();
}
