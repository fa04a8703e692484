import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { expectAccessible } from '../clients/testing/board.ts';
import { openPage, startBrowser, takeScreenshots } from '../clients/testing/browser.ts';
import { type TestPlatform, startTestPlatform } from './testing/test-platform.ts';

let platform: TestPlatform;
let browser: Browser;

beforeAll(async () => {
  platform = await startTestPlatform();
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

test.each([
  ['/errors', 'zh-CN', '错误代码', 'INSUFFICIENT_COINS'],
  ['/errors', 'en', 'Error codes', 'INSUFFICIENT_COINS'],
  ['/scopes', 'zh-CN', '权限范围', 'requests:write'],
  ['/scopes', 'en', 'OAuth scopes', 'requests:write'],
])('an engineer reads %s in %s at any width', async (path, locale, title, name) => {
  const { page, context, trouble } = await openPage(browser, platform.url, {
    locale,
    viewport: { width: 1_280, height: 900 },
  });
  await page.goto(`${platform.url}${path}`);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  const shot = `${path.slice(1)}-${locale}`;
  await takeScreenshots(page, shot);
  await expectAccessible(page);
  await page.getByRole('link', { name, exact: true }).click();
  const section = page.locator(`section[id="${name}"]`);
  await expect(section.evaluate((each) => each.matches(':target'))).resolves.toBe(true);
  await takeScreenshots(page, `${shot}-target`);
  await page.setViewportSize({ width: 360, height: 780 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await expectAccessible(page);
  await page.getByRole('link', { name: locale === 'en' ? '中文' : 'English' }).click();
  await page.locator(`html[lang="${locale === 'en' ? 'zh-CN' : 'en'}"]`).waitFor();
  expect(trouble).toEqual([]);
  await context.close();
});
