import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { clone } from '../../api/run/workspace.ts';
import { patienceMs } from '../../api/testing/until.ts';
import { findChromium } from './chromium.ts';

/** Folder of the built pages, as `npm start` serves them. */
export const builtClients = join(clone.build, 'clients');

/**
 * Starts the Chromium of the tests, as `findChromium` selects it. A machine under load needs a
 * while for it.
 */
export async function startBrowser(): Promise<Browser> {
  const { executablePath, environment } = await findChromium();
  return chromium.launch({
    executablePath,
    args: [...quietly],
    env: { ...process.env, ...environment },
    timeout: patienceMs,
  });
}

/** A page that records violations: requests to other sites, policy violations, logged errors. */
export async function openPage(
  browser: Browser,
  origin: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  if (options.javaScriptEnabled === false) withoutScripts.add(page);
  const trouble: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (asked !== origin && !['data:', 'blob:'].includes(protocol))
      trouble.push(`asked ${request.url()}`);
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== new URL(origin).host) trouble.push(`opened ${socket.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400)
      trouble.push(`was refused ${response.url()} with ${response.status()}`);
  });
  page.on('pageerror', (error) => trouble.push(`threw ${error.message}`));
  // A policy violation appears on the console as an error.
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`logged ${message.text().slice(0, 300)}`);
  });
  return { page, context, trouble };
}

/** Pages without scripts, in which no condition can be awaited. */
const withoutScripts = new WeakSet<Page>();

export interface WatchedPage {
  page: Page;
  context: BrowserContext;
  trouble: string[];
}

/** Stores a screenshot for people, under build/screenshots. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  const folder = join(clone.build, 'screenshots');
  mkdirSync(folder, { recursive: true });
  // Playwright stops animations with a style element, which the page's policy refuses.
  if (!withoutScripts.has(page)) await page.evaluate(comeToRest);
  await page.screenshot({
    path: join(folder, `${name}.png`),
    animations: 'allow',
    caret: 'initial',
  });
}

/** The same on a desktop and on a phone. */
export async function takeScreenshots(page: Page, name: string): Promise<void> {
  const desk = page.viewportSize();
  await takeScreenshot(page, name);
  await page.setViewportSize({ width: 390, height: 844 });
  await takeScreenshot(page, `${name}-phone`);
  if (desk) await page.setViewportSize(desk);
}

/** Runs in the page: waits for its fonts, and for all finite animations. */
async function comeToRest(): Promise<void> {
  await document.fonts.ready;
  for (;;) {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const moving = document.getAnimations().filter(({ playState, effect }) => {
      return playState === 'running' && effect?.getComputedTiming().endTime !== Infinity;
    });
    if (moving.length === 0) return;
    await Promise.allSettled(moving.map(({ finished }) => finished));
  }
}

/**
 * Without these flags Chromium contacts its vendor's servers all the time, and refuses to run as
 * root.
 */
const quietly = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
