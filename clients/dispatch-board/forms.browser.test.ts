import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Scenario } from '../../api/testing/scenario/scenario.ts';
import { type TestPlatform, startTestPlatform } from '../../api/testing/test-platform.ts';
import { choose, enterBoard, expectAccessible, lane, leaveBoard } from '../testing/board.ts';
import { builtClients, startBrowser, takeScreenshots } from '../testing/browser.ts';

/** Forms of the board change nothing that was typed, and send nothing by accident. */
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

const enter = () => enterBoard(browser, platform, 'dispatcher@xinxian');
const dialog = (page: Page) => page.getByRole('dialog').last();
const faultOf = (page: Page, label: string) =>
  dialog(page)
    .locator('.ant-form-item', { has: page.locator(`label[title="${label}"]`) })
    .locator('.ant-form-item-explain-error');

/** A day from today in the foundation's zone, as the fields show it. */
function day(days: number): string {
  const date = new Date(platform.clock.nowMs() + days * 86_400_000);
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(date);
}

async function fill(page: Page, label: string, value: string): Promise<void> {
  const field = dialog(page).getByLabel(label, { exact: true });
  await field.fill(value);
  await field.press('Enter');
}

test('a new request keeps the typed figures, shows each refusal at its field, and is not entered twice', async () => {
  const entered = await enter();
  const { page } = entered;
  await page.keyboard.press('n');
  await dialog(page).getByLabel('老人', { exact: true }).and(page.locator(':focus')).waitFor();
  await choose(page, '老人', '芦奶奶');
  await choose(page, '服务项目', '陪伴聊天');
  const send = () => dialog(page).getByRole('button', { name: '新建订单' }).click();

  await dialog(page).getByText('更多要求').click();
  await fill(page, '需要几名志愿者', '500');
  await dialog(page).getByLabel('指定服务队').click();
  const options = page.locator('.ant-select-dropdown:visible .ant-select-item-option');
  await options.first().waitFor();
  await page.keyboard.press('Tab');
  await options.first().waitFor({ state: 'hidden' });
  expect(await dialog(page).locator('.ant-select-selection-item-content').count()).toBe(0);
  await dialog(page).getByText('更多要求').click();
  await send();
  // The folded part opens, since the message would be out of sight.
  await faultOf(page, '需要几名志愿者').waitFor();
  expect(await faultOf(page, '需要几名志愿者').textContent()).toBe('请填写 1 到 20 的整数');
  expect(await page.getByLabel('需要几名志愿者').inputValue()).toBe('500');
  await takeScreenshots(page, 'form-number');
  await expectAccessible(page);
  await fill(page, '需要几名志愿者', '1');
  await fill(page, '预计时长（分钟）', '6');

  await fill(page, '日期', day(-1));
  await send();
  await faultOf(page, '日期').getByText('希望的时间已经过去').waitFor();
  expect(await faultOf(page, '最晚结束').count()).toBe(0);
  await fill(page, '日期', day(3));
  await dialog(page).getByText('每天', { exact: true }).click();
  await fill(page, '到哪天为止', day(2));
  await send();
  await faultOf(page, '到哪天为止').getByText('没有任何一次服务').waitFor();
  await dialog(page).getByText('不重复', { exact: true }).click();

  // The platform opens the request, and its answer is lost.
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('OpenServiceRequestInput')) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await send();
  await dialog(page).getByText('没有收到服务器的答复').waitFor();
  await page.unroute('**/graphql');
  await fill(page, '最早开始', '13:00');
  await fill(page, '最晚结束', '15:00');
  await send();
  await dialog(page).getByText('上一次提交没有收到答复').waitFor();
  await takeScreenshots(page, 'form-unknown-outcome');
  await expectAccessible(page);
  const count = async () =>
    (await platform.sql<{ count: number }>('select count(*)::int from service_request'))[0]!.count;
  expect(await count()).toBe(1);
  await dialog(page).getByRole('button', { name: '仍要提交' }).click();
  await page.getByText('订单已建立').waitFor();
  expect(await count()).toBe(2);
  // The lost answer is an error on the console, which is expected here.
  entered.trouble.length = 0;
  await leaveBoard(entered);
});

test('a time for somebody else is typed, accepted by Enter without a check-in, and never in the future', async () => {
  await scenario.plannedVisit();
  const entered = await enter();
  const { page } = entered;
  await lane(page, 'ASSIGNED')
    .getByRole('button', { name: /代为签到/ })
    .click();
  const time = dialog(page).getByLabel('时间', { exact: true });
  await time.click();
  const tomorrow = page.locator(`.ant-picker-cell[title="${day(1)}"]`).first();
  expect(await tomorrow.getAttribute('class')).toContain('ant-picker-cell-disabled');
  await takeScreenshots(page, 'form-check-in');
  await time.fill(`${day(0).slice(5)} 00:00`);
  await time.press('Enter');
  await time.press('Enter');
  await dialog(page).getByRole('button', { name: '代为签到' }).click();
  await page.getByText('已签到', { exact: true }).waitFor();
  const [visit] = await platform.sql<{ local: string }>(
    `select to_char(checked_in_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as local from visit where checked_in_at is not null`,
  );
  expect(visit?.local).toBe(`${day(0)} 00:00`);
  await leaveBoard(entered);
});

test('the dialog of a certification begins at its figure, and asks about nothing that was not typed', async () => {
  await scenario.carriedOutVisit({ minutes: 60 });
  const entered = await enter();
  const { page } = entered;
  const certify = lane(page, 'AWAITING_CERTIFICATION').getByRole('button', { name: /认证时长/ });
  await certify.click();
  const minutes = dialog(page).getByLabel('认证时长（分钟）');
  await minutes.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await certify.click();
  await minutes.fill('99999');
  await minutes.press('Escape');
  const keep = page.getByRole('button', { name: '继续填写' });
  await keep.and(page.locator(':focus')).waitFor();
  await keep.press('Enter');
  await minutes.and(page.locator(':focus')).waitFor();
  await dialog(page).getByRole('button', { name: '认证时长' }).click();
  await faultOf(page, '认证时长（分钟）').getByText('请填写 1 到 1440 的整数').waitFor();
  expect(await minutes.inputValue()).toBe('99999');
  await takeScreenshots(page, 'form-certify');
  await minutes.fill('60');
  await dialog(page).getByRole('button', { name: '认证时长' }).click();
  await page.getByText('已认证 60 分钟').waitFor();

  // What is paid is no longer held.
  await lane(page, 'CERTIFIED').getByRole('article').first().locator('.card-title').click();
  const details = page.locator('.ant-drawer');
  await details.locator('.ant-descriptions-item', { hasText: '时间币' }).first().waitFor();
  expect(await details.textContent()).not.toContain('预扣');
  await takeScreenshots(page, 'form-details-certified');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  // Without a network the details say so, and are read when it is back.
  await page.route('**/graphql', (route) => route.abort());
  await lane(page, 'CERTIFIED').getByRole('article').first().locator('.card-title').click();
  await details.getByText('没有连上服务器').waitFor();
  expect(await details.textContent()).not.toMatch(/正在读取|登记/);
  await takeScreenshots(page, 'form-details-offline');
  await page.unroute('**/graphql');
  await details.getByRole('button', { name: '重试' }).click();
  await details.getByText('建立于').waitFor();

  // A board that cannot be read at all still lets the dispatcher try again, or leave.
  await page.route('**/graphql', (route) => route.abort());
  await page.reload();
  await page.getByText('没有连上服务器').waitFor();
  await page.getByRole('button', { name: '退出登录' }).waitFor();
  await takeScreenshots(page, 'form-board-offline');
  await expectAccessible(page);
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: '重试' }).click();
  await lane(page, 'CERTIFIED').getByRole('article').first().waitFor();
  entered.trouble.length = 0;
  await leaveBoard(entered);
});
