import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type TestPlatform, startTestPlatform } from '../../api/testing/test-platform.ts';
import { enterBoard, expectAccessible, expectPlainWords, leaveBoard } from '../testing/board.ts';
import { builtClients, startBrowser, takeScreenshot } from '../testing/browser.ts';
import { Scenario } from '../../api/testing/scenario/scenario.ts';

/**
 * Accessibility of the board: WCAG 2.2 AA in both languages, on a desktop and on a phone, with
 * every dialog.
 */
let platform: TestPlatform;
let scenario: Scenario;
let browser: Browser;

beforeAll(async () => {
  platform = await startTestPlatform({ LINLI_CLIENTS_DIRECTORY: builtClients });
  scenario = await Scenario.begin(platform);
  browser = await startBrowser();
  // A late visit, one with an anomaly, a disputed one, and a planned one.
  await scenario.plannedVisit();
  await platform.sql(
    `update visit set planned_from = now() - interval '40 minutes'; update service_request set alarms = '{CHECK_IN_OVERDUE}'`,
  );
  await scenario.carriedOutVisit({ minutes: 5, endedMinutesAgo: 30 });
  const visitId = await scenario.carriedOutVisit({ minutes: 60, endedMinutesAgo: 120 });
  const objection = {
    visitId,
    expectedVersion: await scenario.dispatcher.versionOf(visitId),
    reason: '只来了半小时',
  };
  await (await scenario.actor('family@xinxian')).mutate('disputeVisit', objection, 'visit { id }');
  await scenario.plannedVisit({ volunteer: 'second@chaoxi' });
});

afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

const words = {
  zh: {
    open: '新建订单',
    series: '周期服务',
    joint: '联合走访',
    queue: /^待核查/,
    act: /代为签到/,
    dispute: /处理异议/,
  },
  en: {
    open: 'New request',
    series: 'Series',
    joint: 'Joint visits',
    queue: /^To review/,
    act: /Check in for/,
    dispute: /Resolve dispute/,
  },
} as const;

test.each(['zh', 'en'] as const)(
  'the board and all its dialogs pass axe, in %s',
  async (language) => {
    const entered = await enterBoard(browser, platform, 'dispatcher@xinxian');
    const { page } = entered;
    const say = words[language];
    if (language === 'en') await page.getByText('English').click();
    await page.getByRole('button', { name: say.dispute }).waitFor();
    await page.locator('.alarm').first().waitFor();
    await check(page, `access-board-${language}`);
    for (const [name, button] of Object.entries({
      open: page.getByRole('button', { name: say.open, exact: true }),
      series: page.getByRole('button', { name: say.series, exact: true }),
      joint: page.getByRole('button', { name: say.joint, exact: true }),
      queue: page.getByRole('button', { name: say.queue }),
      step: page.getByRole('button', { name: say.act }).first(),
      details: page.getByRole('button', { name: say.dispute }),
    })) {
      await button.click();
      await page.getByRole('dialog').waitFor();
      await page.locator('.ant-spin').first().waitFor({ state: 'detached' });
      if (name === 'queue') await page.locator('.proof-item').first().waitFor();
      if (name === 'details') await page.locator('.proof').waitFor();
      await check(page, `access-${name}-${language}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await check(page, `access-board-${language}-phone`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(
      true,
    );
    await page.locator('.alarm').first().click();
    await page.locator('.proof').waitFor();
    await check(page, `access-details-${language}-phone`);
    await leaveBoard(entered);
  },
  300_000,
);

async function check(page: Page, name: string): Promise<void> {
  await takeScreenshot(page, name);
  await expectAccessible(page);
  await expectPlainWords(page);
}
