import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { encodeId } from '../../schema/ids.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../api/testing/test-platform.ts';
import { choose, enterBoard, expectAccessible, lane, leaveBoard } from '../testing/board.ts';
import { builtClients, startBrowser, takeScreenshot } from '../testing/browser.ts';

let platform: TestPlatform;
let browser: Browser;

beforeAll(async () => {
  platform = await startTestPlatform({ LINLI_CLIENTS_DIRECTORY: builtClients });
  browser = await startBrowser();
  const account = (of: string) => encodeId('coinacc', platform.fixtures.coinAccounts[of] ?? '');
  const grant = {
    fundAccountId: account('fund@sicheng'),
    toAccountId: account('poor@xinxian'),
    amount: '30.00',
  };
  const admin = await platform.as('admin@sicheng');
  await admin.mutate('grantCoins', { ...grant, reason: '走访' }, 'transfer { id }');
});

afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

const elderId = (persona: string) => encodeId('elder', platform.fixtures.elders[persona] ?? '');
const volunteerId = (persona: string) =>
  encodeId('volunteer', platform.fixtures.volunteers[persona] ?? '');
const kindId = () => encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? '');

/** A request through the API; hours count from now. */
async function opened(fromHours: number, more: object = {}, persona = 'dispatcher@xinxian') {
  const at = (hours: number) => new Date(platform.clock.nowMs() + hours * 3_600_000).toISOString();
  const input = {
    idempotencyKey: newKey(),
    elderId: elderId('elder@xinxian'),
    kindId: kindId(),
    requestedFrom: at(fromHours),
    requestedTo: at(fromHours + 3),
    ...more,
  };
  const { request } = await (
    await platform.as(persona)
  ).mutate('openServiceRequest', input, 'request { id version }');
  return request as { id: string; version: number };
}

test('whoever suits is proposed with reasons, and when nobody does it says what would change that', async () => {
  const leader = await platform.as('leader@chaoxi');
  await leader.mutate(
    'setVolunteerProfile',
    { volunteerId: volunteerId('second@chaoxi'), languages: ['北京话'], gender: 'FEMALE' },
    'volunteer { id }',
  );
  await opened(24, {
    language: '北京话',
    genderPreference: 'FEMALE',
    sensitiveNote: '有癫痫史',
    note: '会北京话的来聊天',
  });
  const watched = await enterBoard(browser, platform, 'dispatcher@xinxian');
  const { page } = watched;
  const card = lane(page, 'OPEN').getByRole('article').filter({ hasText: '会北京话的来聊天' });
  await card.getByText('北京话 · 女性 · 有限阅备注').waitFor();
  await card.getByRole('button', { name: /指派/ }).click();
  const best = page.locator('.candidate').first();
  await best.waitFor();
  expect(await best.textContent()).toContain('何二芽');
  await best.getByText('会说希望的语言或方言。').waitFor();
  await best.getByText('符合性别意愿。').waitFor();
  await takeScreenshot(page, 'board-candidates');
  await expectAccessible(page);
  await best.press('Enter');
  await page.locator('.candidate[aria-pressed="true"]', { hasText: '何二芽' }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '指派', exact: true }).click();
  await page.getByText('已指派给 何二芽').waitFor();

  const admin = await platform.as('admin@sicheng');
  const { kind } = await admin.mutate(
    'adoptServiceKind',
    { templateCode: 'bathing_help' },
    'kind { id name }',
  );
  await opened(30, { kindId: kind.id, note: '没人有资质' });
  await lane(page, 'OPEN')
    .getByRole('article')
    .filter({ hasText: '没人有资质' })
    .getByRole('button', { name: /指派/ })
    .click();
  await page.getByText('没有合适的志愿者。可以这样改变：').waitFor();
  await page.getByText(/培训志愿者或更新资质/).waitFor();
  await takeScreenshot(page, 'board-nobody-fits');
  await leaveBoard(watched);
});

test('who does not come is told at once, above the lanes, with how late; the keyboard leads there', async () => {
  const watched = await enterBoard(browser, platform, 'dispatcher@xinxian');
  const { page } = watched;
  const request = await opened(0.02, { note: '约好的' });
  await (
    await platform.as('dispatcher@xinxian')
  ).mutate(
    'assignServiceRequest',
    { requestId: request.id, volunteerId: volunteerId('volunteer@xinxian'), expectedVersion: 1 },
    'request { id }',
  );
  await lane(page, 'ASSIGNED').getByText('约好的').waitFor();
  platform.clock.advance(20);
  await platform.app.jobs.runDueTasks();
  const strip = page.getByRole('region', { name: '需要处理的提醒' });
  await strip.getByRole('button', { name: /超时未签到 · 芦奶奶 · 林阿姨/ }).waitFor();
  await page.getByRole('alert').filter({ hasText: '超时未签到' }).waitFor();
  await takeScreenshot(page, 'board-alarm');
  await expectAccessible(page);
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: '退回待接单' }).click();
  await page
    .getByRole('dialog')
    .getByText(/将撤回 .+ 的安排/)
    .waitFor();
  await page.getByRole('dialog').getByLabel('原因').fill('联系不上');
  await page.getByRole('dialog').last().getByRole('button', { name: '退回待接单' }).click();
  await strip.getByRole('button', { name: /^志愿者临时退出 · 芦奶奶$/ }).waitFor();
  await leaveBoard(watched);
});

test('a request is moved and changed, and one that comes again is set up, skipped once and ended', async () => {
  const watched = await enterBoard(browser, platform, 'dispatcher@xinxian');
  const { page } = watched;
  // From ten in the evening to one at night, in Shanghai time.
  const day = (days: number) =>
    new Date(platform.clock.nowMs() + days * 86_400_000).toISOString().slice(0, 10);
  const night = { requestedFrom: `${day(3)}T14:00:00Z`, requestedTo: `${day(3)}T17:00:00Z` };
  const { id: movedId } = await opened(48, { ...night, note: '要改的' });
  await lane(page, 'OPEN')
    .getByRole('article')
    .filter({ hasText: '要改的' })
    .getByRole('button', { name: /订单详情/ })
    .click();
  await page.getByRole('button', { name: '改内容' }).click();
  const dialog = page.getByRole('dialog').last();
  await dialog.getByText('紧急', { exact: true }).click();
  await dialog.getByLabel('给志愿者的话').fill('改好了');
  await dialog.getByLabel('原因').fill('老人来电');
  await dialog.getByRole('button', { name: '改内容' }).click();
  await page.getByText('已保存').first().waitFor();
  await lane(page, 'OPEN').getByText('改好了').waitFor();
  await page.getByRole('button', { name: '改时间' }).click();
  await page.getByRole('dialog').last().getByLabel('原因').fill('去医院');
  await page.getByRole('dialog').last().getByText('次日').waitFor();
  await takeScreenshot(page, 'board-reschedule');
  await page.getByRole('dialog').last().getByRole('button', { name: '改时间' }).click();
  await closeDetails(page);
  const dispatcher = await platform.as('dispatcher@xinxian');
  const { serviceRequest } = await dispatcher.query(
    'query ($id: ID!) { serviceRequest(id: $id) { requestedFrom requestedTo } }',
    { id: movedId },
  );
  expect(serviceRequest).toEqual(night);

  await page.keyboard.press('n');
  await choose(page, '老人', '芦奶奶');
  await choose(page, '服务项目', '陪伴聊天');
  await page.getByText('每周', { exact: true }).click();
  await page.getByText('更多要求').click();
  await page.getByLabel('限阅备注').fill('有癫痫史');
  await page.getByLabel('给志愿者的话').fill('每周读报');
  await takeScreenshot(page, 'board-repeat');
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: '新建订单' }).click();
  await page.getByText('周期服务已设置').waitFor();
  const weekly = lane(page, 'OPEN').getByRole('article').filter({ hasText: '每周读报' });
  await weekly.nth(1).waitFor();
  expect(await weekly.count()).toBe(2);
  await weekly.first().getByText('周期服务').waitFor();
  await weekly
    .first()
    .getByRole('button', { name: /订单详情/ })
    .click();
  await page.getByRole('button', { name: '显示限阅备注' }).click();
  await page.getByText('有癫痫史').waitFor();
  await page.getByRole('button', { name: '跳过这一次' }).click();
  await page.getByRole('dialog').last().getByLabel('原因').fill('去女儿家');
  await page.getByRole('dialog').last().getByRole('button', { name: '跳过这一次' }).click();
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll('.lane-OPEN article')].filter((each) =>
        each.textContent?.includes('每周读报'),
      ).length === 1,
  );
  await closeDetails(page);
  await page.getByRole('button', { name: '周期服务' }).click();
  await page.getByText('芦奶奶 · 陪伴聊天').waitFor();
  await page.getByText('已跳过 1 次').waitFor();
  await takeScreenshot(page, 'board-series');
  await expectAccessible(page);
  await leaveBoard(watched);
});

test('what is entered already is entered again only when the dispatcher confirms it', async () => {
  const day = new Date(platform.clock.nowMs() + 4 * 86_400_000).toISOString().slice(0, 10);
  // From nine to eleven in the morning, in Shanghai time.
  const morning = { requestedFrom: `${day}T01:00:00Z`, requestedTo: `${day}T03:00:00Z` };
  await opened(0, { ...morning, note: '已有的' });
  const watched = await enterBoard(browser, platform, 'dispatcher@xinxian');
  const { page } = watched;
  await lane(page, 'OPEN').getByText('已有的').waitFor();
  await page.keyboard.press('n');
  await choose(page, '老人', '芦奶奶');
  await choose(page, '服务项目', '陪伴聊天');
  const dialog = page.getByRole('dialog');
  for (const [label, value] of Object.entries({
    日期: day,
    最早开始: '09:00',
    最晚结束: '11:00',
  })) {
    await dialog.getByLabel(label, { exact: true }).fill(value);
    await dialog.getByLabel(label, { exact: true }).press('Enter');
  }
  await dialog.getByLabel('给志愿者的话').fill('再来一位');
  await dialog.getByRole('button', { name: '新建订单' }).click();
  await dialog.getByText('这个时间已有相同的安排。').waitFor();
  await takeScreenshot(page, 'board-duplicate');
  await expectAccessible(page);
  expect(await lane(page, 'OPEN').getByText('再来一位').count()).toBe(0);
  await dialog.getByRole('button', { name: '仍要新建' }).click();
  await dialog.waitFor({ state: 'detached' });
  await lane(page, 'OPEN').getByText('再来一位').waitFor();
  await leaveBoard(watched);
});

test('two teams share a joint visit: the dispatcher plans it, each leader takes her part, all on the board', async () => {
  const xinxian = await enterBoard(browser, platform, 'dispatcher@xinxian');
  const { page } = xinxian;
  await page.getByRole('button', { name: '联合走访' }).click();
  await page.getByRole('button', { name: '安排联合走访' }).click();
  await page.getByLabel('名称').fill('我们的雷锋日');
  await choose(page, '服务项目', '陪伴聊天');
  await choose(page, '服务队', '好益芽');
  await choose(page, '服务队', '情满楼院');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').getByLabel('走访的老人（按顺序）').click();
  for (const name of ['芦奶奶', '示例爷爷'])
    await page
      .locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: name })
      .click();
  await page.keyboard.press('Escape');
  await takeScreenshot(page, 'board-joint-form');
  await page.getByRole('dialog').getByRole('button', { name: '安排联合走访' }).click();
  await page.getByText('联合走访已安排').waitFor();
  await page.getByText('好益芽服务队：还缺 1 人').waitFor();
  expect(await page.locator('.stop').allTextContents()).toEqual([
    '09:00 芦奶奶 · 待接单',
    '10:15 示例爷爷 · 待接单',
  ]);
  await lane(page, 'OPEN').getByText('我们的雷锋日').first().waitFor();

  const leader = await enterBoard(browser, platform, 'leader@chaoxi');
  await leader.page.getByRole('button', { name: '联合走访' }).click();
  await leader.page.getByRole('button', { name: '本队接下' }).click();
  const members = leader.page.getByRole('dialog').last();
  await members.getByLabel('上门队员').fill('何小芽');
  await leader.page.locator('.ant-select-item-option', { hasText: '何小芽' }).first().waitFor();
  await members.getByLabel('上门队员').press('Enter');
  await members.getByLabel('上门队员').press('Escape');
  await members.getByRole('button', { name: '本队接下' }).click();
  await leader.page.getByText('好益芽服务队：何小芽').waitFor();
  await page.getByText('好益芽服务队：何小芽').waitFor();
  await takeScreenshot(page, 'board-joint');
  await expectAccessible(page);
  await leaveBoard(xinxian, leader);
});

test('a leader takes a request for a member, and reports her coming and going', async () => {
  const leader = await enterBoard(browser, platform, 'leader@chaoxi');
  const { page } = leader;
  await opened(24, { note: '队长来接' });
  const card = page.getByRole('article').filter({ hasText: '队长来接' });
  await card.getByRole('button', { name: /指派/ }).click();
  await page.locator('.candidate', { hasText: '何小芽' }).waitFor();
  expect(await page.locator('.candidate', { hasText: '林阿姨' }).count()).toBe(0);
  await choose(page, '志愿者', '何小芽');
  await takeScreenshot(page, 'board-leader');
  await page.getByRole('dialog').getByRole('button', { name: '指派', exact: true }).click();
  await lane(page, 'ASSIGNED').getByText('队长来接').waitFor();
  await card.getByRole('button', { name: /代为签到/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: '代为签到' }).click();
  await lane(page, 'IN_PROGRESS').getByText('队长来接').waitFor();
  await card.getByRole('button', { name: /代为签退/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: '代为签退' }).click();
  await lane(page, 'AWAITING_CERTIFICATION').getByText('队长来接').waitFor();
  // She does not certify the visit of her own team.
  expect(await card.getByRole('button', { name: /认证/ }).count()).toBe(0);
  await card.getByRole('button', { name: /订单详情/ }).click();
  // One for the arrival and one for the departure.
  await page.locator('.proof').getByText('由他人录入').nth(1).waitFor();
  await takeScreenshot(page, 'board-entered-by-other');
  await leaveBoard(leader);
});

test('what a volunteer entered says so, and is looked at before anybody else sees it', async () => {
  const watched = await enterBoard(browser, platform, 'dispatcher@xinxian');
  const { page } = watched;
  await opened(26, { note: '上次老人说想下棋' }, 'volunteer@chaoxi');
  const card = lane(page, 'OPEN').getByRole('article').filter({ hasText: '上次老人说想下棋' });
  await card.getByText('由志愿者登记').waitFor();
  await card.getByRole('button', { name: /通过/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: /通过/ }).click();
  await card.getByRole('button', { name: /指派/ }).waitFor();
  await leaveBoard(watched);
});

/** Closes the details behind a dialog that has finished. */
async function closeDetails(page: Page): Promise<void> {
  await page.locator('.ant-modal').waitFor({ state: 'hidden' });
  await page.locator('.ant-drawer-close').click();
  await page.locator('.ant-drawer-content-wrapper').waitFor({ state: 'hidden' });
}
