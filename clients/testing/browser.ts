import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { clone } from '../../api/run/clone.ts';

/** Folder of the built pages, as `npm start` serves them. */
export const builtClients = join(clone.build, 'clients');

/** Starts the system's Chromium, which the tests need and npm does not bring. Throws and says how to install it where there is none. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) {
    throw new Error(
      'There is no Chromium for the tests of the pages: install it, for example with "apt-get install chromium fonts-noto-cjk", ' +
        'or set LINLI_CHROMIUM to the path of one.',
    );
  }
  return chromium.launch({ executablePath, args: [...quietly] });
}

/** A page that remembers what it must not do: ask another site, break its policy, log an error. */
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
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (asked !== origin && !['data:', 'blob:'].includes(protocol)) trouble.push(`asked ${request.url()}`);
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== new URL(origin).host) trouble.push(`opened ${socket.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) trouble.push(`was refused ${response.url()} with ${response.status()}`);
  });
  page.on('pageerror', (error) => trouble.push(`threw ${error.message}`));
  // A refused policy is told on the console as an error.
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`logged ${message.text().slice(0, 300)}`);
  });
  return { page, context, trouble };
}

export interface WatchedPage {
  page: Page;
  context: BrowserContext;
  trouble: string[];
}

/** Keeps a picture for people to look at, under build/screenshots. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = join(clone.build, 'screenshots');
  mkdirSync(folder, { recursive: true });
  // Whatever moves has come to rest by then. Asking Playwright to stop it would write a style that the page's policy refuses.
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'allow', caret: 'initial' });
}

const places = [
  process.env.LINLI_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Without these Chromium asks its maker's servers all the time, and refuses to run as root. */
const quietly = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
