import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { encodeId } from '../../schema/ids.ts';
import { Scenario } from '../../api/testing/scenario/scenario.ts';
import { inHours } from '../../api/testing/scenario/times.ts';
import { until } from '../../api/testing/until.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../api/testing/test-platform.ts';
import { choose, enterBoard, expectAccessible, lane, leaveBoard } from '../testing/board.ts';
import {
  builtClients,
  startBrowser,
  takeScreenshot,
  type WatchedPage,
} from '../testing/browser.ts';

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

test('a request by telephone becomes a certified visit, live on the boards of both communities', async () => {
  const xinxian = await enter('dispatcher@xinxian');
  const chaoxi = await enter('dispatcher@chaoxi');
  const { page } = xinxian;

  await page.keyboard.press('n');
  await choose(page, '老人', '芦奶奶');
  await choose(page, '服务项目', '陪伴聊天');
  await page.getByText('将预扣 1 时间币，芦奶奶现有 30。').waitFor();
  await page.getByText('紧急', { exact: true }).click();
  await page.getByLabel('给志愿者的话').fill('听力不好，请大声些。😊 𠮷');
  await takeScreenshot(page, 'board-open-request');
  await page.getByRole('dialog').getByRole('button', { name: '新建订单' }).click();
  await page.getByText('订单已建立，已预扣 1 时间币').waitFor();

  const seen = lane(chaoxi.page, 'OPEN').getByRole('article');
  await seen.getByText('听力不好，请大声些。😊 𠮷').waitFor();
  await chaoxi.page.getByText('新鲜社区 有新订单：芦奶奶，陪伴聊天').waitFor();
  // It belongs to another community. chaoxi sees it, since a team of hers serves there, but may
  // take no step.
  expect(await seen.getByRole('button', { name: /指派/ }).count()).toBe(0);

  await lane(page, 'OPEN').getByRole('button', { name: /指派/ }).click();
  await choose(page, '志愿者', '何小芽');
  await page.getByRole('dialog').getByRole('button', { name: '指派' }).click();
  await lane(page, 'ASSIGNED')
    .getByRole('button', { name: /代为签到/ })
    .click();
  await page.getByText('您代 何小芽 办理').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '代为签到' }).click();
  await lane(page, 'IN_PROGRESS')
    .getByRole('button', { name: /代为签退/ })
    .click();
  await page.getByLabel('服务记录').fill('聊了家常，老人精神很好。');
  await page.getByRole('dialog').getByRole('button', { name: '代为签退' }).click();
  const certify = lane(page, 'AWAITING_CERTIFICATION').getByRole('button', { name: /认证时长/ });
  await certify.waitFor();
  // Nobody certifies a visit on evidence of their own alone: the elder must confirm it too.
  const [visit] = await platform.sql<{ id: string }>(
    `select id from visit where state = 'CHECKED_OUT' limit 1`,
  );
  const confirmation = { visitId: encodeId('visit', visit!.id), idempotencyKey: newKey() };
  await (await scenario.actor('elder@xinxian')).mutate('confirmVisit', confirmation);
  await certify.click();
  await page.getByLabel('认证时长（分钟）').fill('45');
  await page.getByRole('dialog').getByRole('button', { name: '认证时长' }).click();
  // A figure that differs from the measured one needs a reason; the refusal appears at its field.
  await page
    .getByText(/说明原因/)
    .first()
    .waitFor();
  await page.getByRole('dialog').getByLabel('原因').fill('签到晚点了，实际从九点开始。');
  await takeScreenshot(page, 'board-certify');
  await page.getByRole('dialog').getByRole('button', { name: '认证时长' }).click();

  await page.getByText('已认证 45 分钟，已支付 0.75 时间币').waitFor();
  await lane(chaoxi.page, 'CERTIFIED').getByText('45 分钟 · 0.75 时间币').waitFor();
  await takeScreenshot(page, 'board');

  await lane(page, 'CERTIFIED').getByRole('button', { name: '芦奶奶 的订单详情' }).click();
  await page.locator('.proof').getByText('签到晚点了，实际从九点开始。').waitFor();
  await takeScreenshot(page, 'board-details');
  await leaveBoard(xinxian, chaoxi);
});

test('a dispatcher who loses her connection is told so, and misses nothing when it is back', async () => {
  const link = new Link();
  const chaoxi = await enter('dispatcher@chaoxi', (page) => link.hold(page));
  await link.cut();
  await chaoxi.page.getByText('连接中断，正在重连').waitFor();
  const requests = [];
  for (const note of ['第一件', '第二件', '第三件']) requests.push(await openByApi(note));
  await scenario.dispatcher.cancels(requests[1]!);
  expect(await chaoxi.page.getByText('第一件').count()).toBe(0);
  link.mend();
  await chaoxi.page.getByText('第一件').waitFor();
  await chaoxi.page.getByText('第三件').waitFor();
  await chaoxi.page.getByText('实时', { exact: true }).waitFor();
  expect(await chaoxi.page.getByText('第二件').count()).toBe(0);
  // A socket that cannot be opened logs an error on the console, which is expected here.
  chaoxi.trouble.length = 0;
  await leaveBoard(chaoxi);
});

test('the board notices a lost message by the next one, and reads everything again', async () => {
  const link = new Link();
  const chaoxi = await enter('dispatcher@chaoxi', (page) => link.hold(page));
  link.loseNextChange();
  await openByApi('途中丢失');
  await until('the message is lost', () => !link.isLosing);
  expect(await chaoxi.page.getByText('途中丢失').count()).toBe(0);
  await openByApi('随后到达');
  await chaoxi.page.getByText('随后到达').waitFor();
  await chaoxi.page.getByText('途中丢失').waitFor();
  await leaveBoard(chaoxi);
});

test('each of two volunteers has a step of their own', async () => {
  const entered = await enter('dispatcher@xinxian');
  const { page } = entered;
  const request = await openByApi('需要两位', { volunteersNeeded: 2 });
  for (const who of ['volunteer@chaoxi', 'volunteer@xinxian'])
    await scenario.dispatcher.assigns(request, who);
  const card = page.locator(`[data-request="${request.id}"]`);
  await card.getByRole('button', { name: /代为签到/ }).click();
  await choose(page, '志愿者', '林阿姨');
  await page.getByText('您代 林阿姨 办理').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '代为签到' }).click();
  await card.getByText('林阿姨 · 已服务 1 分钟').waitFor();
  expect(await card.getByText('何小芽').textContent()).not.toContain('已服务');
  await leaveBoard(entered);
});

test('a refusal for missing coins is shown in the language of the page, beside the elder', async () => {
  const entered = await enter('dispatcher@xinxian');
  const { page } = entered;
  await page.getByText('English').click();
  await page.getByRole('button', { name: 'New request' }).click();
  await choose(page, 'Elder', '示例爷爷');
  await choose(page, 'Kind of help', '居家保洁');
  await page.getByRole('dialog').getByRole('button', { name: 'New request' }).click();
  const refusal = page.locator('.ant-form-item-explain-error');
  await refusal.waitFor();
  expect(await refusal.textContent()).toMatch(/coins/);
  await takeScreenshot(page, 'board-refused-en');
  await leaveBoard(entered);
});

test('the page has no violation of WCAG 2.2 AA, at a desk and on a phone', async () => {
  const entered = await enter('dispatcher@xinxian');
  const { page } = entered;
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await takeScreenshot(page, 'board-phone');
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.getByRole('button', { name: '新建订单' }).click();
  await page.getByLabel('给志愿者的话').waitFor();
  await takeScreenshot(page, 'board-phone-open-request');
  await expectAccessible(page);
  await leaveBoard(entered);
});

function enter(persona: string, prepare?: (page: Page) => Promise<void>): Promise<WatchedPage> {
  return enterBoard(browser, platform, persona, prepare);
}

/**
 * A proxy between a page and the real server that can be cut: it breaks open connections and
 * refuses new ones.
 */
class Link {
  private isCut = false;
  isLosing = false;
  private readonly open = new Set<WebSocketRoute>();

  async hold(page: Page): Promise<void> {
    await page.routeWebSocket(/\/graphql$/, (socket) => {
      if (this.isCut) return void socket.close({ code: 4_000 });
      this.open.add(socket);
      const server = socket.connectToServer();
      server.onMessage((message) => {
        if (this.isLosing && String(message).includes('RequestChanged')) this.isLosing = false;
        else socket.send(message);
      });
    });
  }

  async cut(): Promise<void> {
    this.isCut = true;
    for (const socket of this.open) await socket.close({ code: 4_000 });
    this.open.clear();
  }

  loseNextChange(): void {
    this.isLosing = true;
  }

  mend(): void {
    this.isCut = false;
  }
}

async function openByApi(note: string, more: object = {}): Promise<{ id: string }> {
  const actingFor = { channel: 'PHONE' };
  return scenario.dispatcher.opens({ requestedTo: inHours(4), note, actingFor, ...more });
}
