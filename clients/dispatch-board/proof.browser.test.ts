import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { Scenario } from '../../api/testing/scenario/scenario.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../api/testing/test-platform.ts';
import { enterBoard, expectAccessible, leaveBoard } from '../testing/board.ts';
import { builtClients, startBrowser, takeScreenshot } from '../testing/browser.ts';

let platform: TestPlatform;
let browser: Browser;
let scenario: Scenario;

beforeAll(async () => {
  platform = await startTestPlatform({ LINLI_CLIENTS_DIRECTORY: builtClients });
  browser = await startBrowser();
  scenario = await Scenario.begin(platform);
});

afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

test('a dispatcher sees the evidence and anomalies of a visit, adds evidence, and certifies with a reason', async () => {
  const admin = await scenario.actor('admin@sicheng');
  const policy = {
    requiredEvidence: ['CHECK_IN', 'CHECK_OUT', 'CONFIRMATION', 'PHOTO'],
    weights: [],
    weightNeeded: 80,
    rounding: 'MINUTE_BEGUN',
    minutesMax: 480,
    placeMetresMax: 150,
    isReviewNeeded: true,
    reason: '理事会决议',
  };
  await admin.mutate('setEvidencePolicy', policy, 'policy { version }');
  await platform.sql('alter table evidence_policy disable trigger append_only');
  await platform.sql(`update evidence_policy set valid_from = now() - interval '1 day'`);
  const visitId = await scenario.carriedOutVisit({ minutes: 5 });
  await addPhoto(visitId);
  const entered = await enterBoard(browser, platform, 'dispatcher@xinxian');
  const { page } = entered;

  await page
    .locator('.lane-AWAITING_CERTIFICATION')
    .getByRole('button', { name: '芦奶奶 的订单详情' })
    .click();
  const drawer = page.locator('.ant-drawer');
  await drawer.getByText('佐证不足：权重 40/80，缺少 老人确认。').waitFor();
  await drawer.getByText('实际 5 分钟，预计 60 分钟。').waitFor();
  const image = drawer.getByRole('img', { name: /的服务照片/ });
  await image.waitFor();
  expect(
    await image.evaluate((image: HTMLImageElement) =>
      image.decode().then(() => image.naturalWidth),
    ),
  ).toBe(320);
  await drawer.getByRole('button', { name: '代老人确认' }).click();
  await page.getByText('您代 芦奶奶 确认服务已完成').waitFor();
  await page.getByLabel('老人怎么说').fill('小芽来过，很好');
  await page.locator('.ant-modal').getByRole('button', { name: '代老人确认' }).click();
  await drawer.getByText('佐证充分：权重 80/80').waitFor();
  // The volunteer entered her own arrival and departure.
  expect(await drawer.getByText('由他人录入').count()).toBe(0);
  await takeScreenshot(page, 'board-proof');
  await expectAccessible(page);
  await drawer
    .getByRole('button', { name: 'Close' })
    .or(drawer.getByRole('button', { name: '关闭' }))
    .first()
    .click();

  // The queue shows the number of open items, and resolves them.
  await page.getByRole('button', { name: '待核查 1 项' }).click();
  await page.getByText('芦奶奶 · 陪伴聊天 · 何小芽').waitFor();
  await page.getByRole('button', { name: /^处理/ }).click();
  await page.getByLabel('核查结果').fill('老人临时有客，只坐了一会儿');
  // Nothing is decided beforehand.
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('请选择一项').waitFor();
  await takeScreenshot(page, 'board-review-queue');
  await expectAccessible(page);
  await page.getByText('属实，有正当理由').click();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('没有待核查的异常，也没有待处理的异议。').waitFor();
  await page.keyboard.press('Escape');

  await page
    .locator('.lane-AWAITING_CERTIFICATION')
    .getByRole('button', { name: /认证时长/ })
    .click();
  const dialog = page.locator('.ant-modal');
  await dialog.getByText('佐证充分：权重 80/80').waitFor();
  await dialog.getByRole('button', { name: '认证时长' }).click();
  await page.getByText('已认证 5 分钟').waitFor();

  await page.locator('.lane-CERTIFIED').getByRole('button', { name: '芦奶奶 的订单详情' }).click();
  await drawer.getByText('已认证').first().waitFor();
  await drawer.locator('.ant-collapse-header').click();
  await drawer.getByText(/佐证：签到 10、签退 10、老人确认 40、照片 20；合计 80\/80/).waitFor();
  await drawer
    .getByText(/^自 \d{4}年\d+月\d+日 \d\d:\d\d 至 \d{4}年\d+月\d+日 \d\d:\d\d，共 5 分钟。$/)
    .waitFor();
  await drawer.getByText(/由未参与服务的 .* 决定/).waitFor();
  await takeScreenshot(page, 'board-trace');
  await expectAccessible(page);

  await drawer.getByRole('button', { name: '更正时长' }).click();
  await page.getByLabel('正确的时长（分钟）').fill('10');
  await page.getByRole('textbox', { name: '原因' }).fill('签退忘了，老人说坐了十分钟');
  await page.locator('.ant-modal').getByRole('button', { name: '更正时长' }).click();
  await drawer.getByText('10 分钟 · 0.17 时间币').waitFor();
  await leaveBoard(entered);
});

test('the dialog shows that evidence is missing, and a reason certifies nevertheless', async () => {
  const visitId = await scenario.carriedOutVisit({ minutes: 60, volunteer: 'volunteer@xinxian' });
  const entered = await enterBoard(browser, platform, 'dispatcher@xinxian');
  const { page } = entered;
  await page
    .locator('.lane-AWAITING_CERTIFICATION')
    .getByRole('button', { name: /认证时长/ })
    .click();
  const dialog = page.locator('.ant-modal');
  await dialog.getByText('佐证不足：权重 20/80，缺少 老人确认、照片。').waitFor();
  await dialog.getByLabel('佐证不足仍予认证的原因').fill('老人听不清电话，邻居王阿姨当面作证');
  await takeScreenshot(page, 'board-override');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '认证时长' }).click();
  await page.getByText('已认证 60 分钟').waitFor();
  const [decision] = await platform.sql<{ reason: string }>(
    'select reason from certification order by decided_at desc limit 1',
  );
  expect(decision?.reason).toBe('老人听不清电话，邻居王阿姨当面作证');

  // The family objects. The request leaves the lanes and waits in the review queue.
  const family = await scenario.actor('family@xinxian');
  const objection = {
    visitId,
    expectedVersion: await scenario.dispatcher.versionOf(visitId),
    reason: '只来了半小时',
  };
  await family.mutate('disputeVisit', objection, 'visit { id }');
  await page.getByRole('button', { name: '待核查 1 项' }).click();
  await page.getByText('只来了半小时').waitFor();
  await page.getByRole('button', { name: /^查看订单/ }).click();
  // The card has a button of the same name.
  await page.locator('.proof').getByRole('button', { name: '处理异议' }).click();
  await page.getByText('按正确时长计').click();
  await page.getByLabel('正确的时长（分钟）').fill('30');
  await page.getByRole('textbox', { name: '原因' }).fill('监控显示三十分钟');
  await takeScreenshot(page, 'board-dispute');
  await page.locator('.ant-modal').getByRole('button', { name: '处理异议' }).click();
  await page.locator('.proof').getByText('30 分钟 · 0.5 时间币').waitFor();
  await leaveBoard(entered);
});

/** Like a volunteer's phone: announces the photo, then uploads it to the returned link. */
async function addPhoto(visitId: string): Promise<void> {
  const shades = Buffer.from(Array.from({ length: 64 * 48 * 3 }, (_, index) => (index * 37) % 251));
  const jpeg = await sharp(shades, { raw: { width: 64, height: 48, channels: 3 } })
    .resize(640)
    .jpeg()
    .toBuffer();
  const volunteer = await scenario.actor('volunteer@chaoxi');
  const announced = {
    visitId,
    idempotencyKey: newKey(),
    type: 'JPEG',
    bytes: jpeg.length,
    takenAt: new Date().toISOString(),
  };
  const { upload } = await volunteer.mutate(
    'announcePhoto',
    announced,
    'photo { id } upload { url contentType }',
  );
  const answer = await fetch(platform.url + new URL(upload.url).pathname, {
    method: 'PUT',
    headers: { 'content-type': upload.contentType },
    body: new Uint8Array(jpeg),
  });
  expect(answer.status).toBe(200);
}
