import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { expectAccessible } from '../../../clients/testing/board.ts';
import { openPage, startBrowser, takeScreenshot } from '../../../clients/testing/browser.ts';
import { clone } from '../../run/workspace.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

let platform: TestPlatform;
let browser: Browser;
let scenario: Scenario;

beforeAll(async () => {
  platform = await startTestPlatform();
  browser = await startBrowser();
  scenario = await Scenario.begin(platform);
});

afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

test('a visitor reads on any screen the content of a certificate and whether it is valid', async () => {
  const dispatcher = await scenario.actor('dispatcher@xinxian');
  const rule = { name: '示例', hours: [1, 2, 3], reason: '测试' };
  await (await scenario.actor('admin@sicheng')).mutate('setStarPolicy', rule, 'policy { version }');
  await platform.sql(
    `update service_kind set description = '上门陪老人聊天、读报、散步。' where code = 'companionship'`,
  );
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    ids.push(await scenario.certifiedVisit({ minutes: 75, endedMinutesAgo: count * 300 }));
  }
  const volunteer = await scenario.actor('volunteer@chaoxi');
  const issue = async (language: string) => {
    const day = (offset: number) =>
      new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const volunteerId = scenario.id.volunteer('volunteer@chaoxi');
    const input = { idempotencyKey: newKey(), volunteerId, from: day(-5), to: day(2), language };
    return (await volunteer.mutate('issueCertificate', input, 'certificate { verifyUrl pdfUrl }'))
      .certificate;
  };
  const [chinese, english] = [await issue('ZH_CN'), await issue('EN')];
  const place = (url: string) => url.replace(platform.settings.publicUrl, platform.url);
  const { page, context, trouble } = await openPage(browser, platform.url, {
    viewport: { width: 1_100, height: 900 },
  });
  await page.goto(place(chinese.verifyUrl));
  await page.getByRole('heading', { name: '志愿服务记录证明' }).waitFor();
  await page.getByRole('status').getByText('有效').waitFor();
  await page.getByText('3.75 小时（225 分钟）').waitFor();
  await page.getByRole('table', { name: '服务明细' }).waitFor();
  await takeScreenshot(page, 'verify');
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await takeScreenshot(page, 'verify-phone');
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

  const correction = await scenario.dispatcher.decision(ids[0] ?? '', {
    minutes: 60,
    reason: '签退晚了',
  });
  await dispatcher.mutate('correctVisit', correction, 'visit { id }');
  await page.goto(`${place(english.verifyUrl)}?lang=en`);
  await page.getByRole('status').getByText('Corrected: since it was issued').waitFor();
  await page.getByText('3.75 h (225 min)').waitFor();
  await takeScreenshot(page, 'verify-corrected-en');
  await expectAccessible(page);
  expect(trouble).toEqual([]);
  await context.close();

  // Screenshots for people to look at.
  const folder = join(clone.build, 'screenshots');
  mkdirSync(folder, { recursive: true });
  for (const [name, { pdfUrl }] of Object.entries({ chinese, english })) {
    const pdf = await fetch(place(pdfUrl));
    writeFileSync(join(folder, `certificate-${name}.pdf`), Buffer.from(await pdf.arrayBuffer()));
  }
});
