import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { FeedWriter } from '../../api/testing/feed-writer.ts';
import { Scenario } from '../../api/testing/scenario/scenario.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../api/testing/test-platform.ts';
import { decodeAnyId, encodeId } from '../../schema/ids.ts';
import { choose, enterBoard, expectPlainWords, lane, leaveBoard } from '../testing/board.ts';
import { builtClients, startBrowser, takeScreenshots } from '../testing/browser.ts';
import type { Actor } from '../../api/testing/scenario/actor.ts';
import type { Input } from '../../api/testing/scenario/fixture-ids.ts';

/** Facts that the board shows are correct: one test for each fact that it once showed wrongly. */
let platform: TestPlatform;
let browser: Browser;
let scenario: Scenario;
let dispatcher: Actor;
let writer: FeedWriter;

beforeAll(async () => {
  platform = await startTestPlatform({ LINLI_CLIENTS_DIRECTORY: builtClients });
  browser = await startBrowser();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  writer = new FeedWriter(platform, () => platform.app.services.feed.committed());
});

afterAll(async () => {
  await browser?.close();
  await writer?.close();
  await platform?.close();
});

const enter = (persona = 'dispatcher@xinxian') => enterBoard(browser, platform, persona);
const minute = 60_000;
const hour = 60 * minute;
const within = (ms: number) => new Date(Date.now() + ms).toISOString();

const uuidOf = (id: string): string => decodeAnyId(id)!.uuid;

interface Opened {
  id: string;
  version: number;
}

async function opened(note: string, more: Input = {}): Promise<Opened> {
  return dispatcher.opens({
    requestedFrom: within(hour),
    requestedTo: within(4 * hour),
    minutesExpected: 6,
    note,
    ...more,
  });
}

async function assigned({ id, version }: Opened, volunteer = 'volunteer@chaoxi'): Promise<Opened> {
  const volunteerId = scenario.id.volunteer(volunteer);
  const input = { requestId: id, volunteerId, expectedVersion: version };
  return (await dispatcher.mutate('assignServiceRequest', input, 'request { id version }'))
    .request as Opened;
}

const cardOf = (page: Page, { id }: { id: string }) => page.locator(`[data-request="${id}"]`);
const details = (page: Page) => page.locator('.ant-drawer');
const isFocused = (page: Page, name: RegExp) =>
  page.getByRole('button', { name }).and(page.locator(':focus')).waitFor();

describe('what is on the board', () => {
  test('a volunteer who withdrew is shown as formerly planned, and not as the volunteer', async () => {
    const request = await assigned(await opened('退出的'));
    const entered = await enter();
    const { page } = entered;
    await cardOf(page, request).locator('.card-title').click();
    await details(page).getByText('何小芽').first().waitFor();
    const input = { requestId: request.id, expectedVersion: request.version, reason: '家里有事' };
    await dispatcher.mutate('withdrawFromServiceRequest', input, 'request { id }');
    await details(page).getByText('曾安排').waitFor();
    await details(page)
      .locator('.ant-descriptions-item', { hasText: '曾安排' })
      .getByText('已退出')
      .waitFor();
    expect(
      await details(page)
        .locator('.ant-descriptions-item-label')
        .getByText('志愿者', { exact: true })
        .count(),
    ).toBe(0);
    await takeScreenshots(page, 'fact-withdrawn');
    await leaveBoard(entered);
  });

  test('an overdue arrival is shown with its time, and an open window is not shown as over', async () => {
    const late = await assigned(await opened('晚到的'));
    const id = uuidOf(late.id);
    await platform.sql(
      `update visit set planned_from = now() - interval '40 minutes' where request_id = $1`,
      [id],
    );
    await platform.sql(
      `update service_request set requested_from = now() - interval '50 minutes', requested_to = now() + interval '2 hours' where id = $1`,
      [id],
    );
    const soon = await opened('后天的', {
      urgency: 'SOON',
      requestedFrom: within(48 * hour),
      requestedTo: within(50 * hour),
    });
    const entered = await enter();
    const { page } = entered;
    await cardOf(page, late)
      .getByText(/^应于 \d\d:\d\d 到达，已晚 4\d\s分钟$/)
      .waitFor();
    expect(await cardOf(page, late).textContent()).not.toContain('已过');
    // Urgency describes the priority, and not the day.
    await cardOf(page, soon).getByText('尽快', { exact: true }).waitFor();
    await takeScreenshots(page, 'fact-late');
    await page.getByText('English').click();
    await cardOf(page, soon).getByText('Soon', { exact: true }).waitFor();
    expect(await cardOf(page, soon).textContent()).not.toMatch(/today/i);
    await cardOf(page, late)
      .getByText(/^Due to arrive \d\d:\d\d, 4\d\smin late$/)
      .waitFor();
    await takeScreenshots(page, 'fact-late-en');
    await leaveBoard(entered);
  });

  test('a visit of seconds has one minute everywhere, and evidence that is not required is no success', async () => {
    await scenario.carriedOutVisit({ minutes: 0.3 });
    const entered = await enter();
    const { page } = entered;
    const card = lane(page, 'AWAITING_CERTIFICATION').getByRole('article').first();
    await card.getByText('· 1 分钟').waitFor();
    await card.locator('.card-title').click();
    await details(page).getByText('实际 1 分钟，预计 60 分钟。').waitFor();
    await details(page).getByText('已有签到、签退，规则未要求更多佐证').waitFor();
    expect(await details(page).locator('.ant-alert-success').count()).toBe(0);
    expect(await details(page).textContent()).not.toContain('权重');
    await expectPlainWords(page);
    await takeScreenshots(page, 'fact-evidence');
    await leaveBoard(entered);
  });

  test('a sheet without a number of volunteers is shown without one', async () => {
    const visitId = await scenario.carriedOutVisit({ minutes: 60, endedMinutesAgo: 90 });
    const id = uuidOf(visitId);
    await platform.sql('alter table evidence disable trigger append_only');
    await platform.sql(
      `update evidence set kind = 'SHEET', sheet_minutes = 120 where visit_id = $1 and kind = 'CHECK_OUT'`,
      [id],
    );
    const entered = await enter();
    const { page } = entered;
    const [row] = await platform.sql<{ id: string }>(
      'select request_id as id from visit where id = $1',
      [id],
    );
    await cardOf(page, { id: encodeId('request', row!.id) })
      .locator('.card-title')
      .click();
    await details(page)
      .getByText(/签字单：120\s分钟 ·/)
      .waitFor();
    await expectPlainWords(page);
    await leaveBoard(entered);
  });

  test('a disputed request stays first in its lane, with a link to its decision', async () => {
    const visitId = await scenario.carriedOutVisit({ minutes: 60, endedMinutesAgo: 300 });
    const entered = await enter();
    const { page } = entered;
    const [row] = await platform.sql<{ id: string }>(
      'select request_id as id from visit where id = $1',
      [uuidOf(visitId)],
    );
    const request = { id: encodeId('request', row!.id) };
    await cardOf(page, request).waitFor();
    const objection = {
      visitId,
      expectedVersion: await dispatcher.versionOf(visitId),
      reason: '只来了半小时',
    };
    await (
      await scenario.actor('family@xinxian')
    ).mutate('disputeVisit', objection, 'visit { id }');
    const card = lane(page, 'AWAITING_CERTIFICATION').locator(`[data-request="${request.id}"]`);
    await card.getByText('有异议').waitFor();
    await lane(page, 'AWAITING_CERTIFICATION')
      .getByRole('article')
      .first()
      .getByText('有异议')
      .waitFor();
    await takeScreenshots(page, 'fact-disputed');
    await card.getByRole('button', { name: /处理异议/ }).click();
    await details(page).getByRole('button', { name: '处理异议' }).waitFor();
    await page.reload();
    await card.getByText('有异议').waitFor();
    await leaveBoard(entered);
  });

  test('households of a joint visit are listed once, and a joint visit of a past year is shown as over', async () => {
    const joint = (name: string) => ({
      idempotencyKey: newKey(),
      name,
      kindId: scenario.id.kind('companionship@sicheng'),
      teamIds: ['haoyiya', 'qingman'].map((team) => scenario.id.team(team)),
      begin: within(24 * hour),
      minutesEach: 30,
      minutesBetween: 10,
      volunteersOfEachTeam: 1,
      stops: [{ elderId: scenario.id.elder('elder@xinxian') }],
    });
    for (const name of ['重阳走访', '当年的雷锋日'])
      await dispatcher.mutate('planJointVisit', joint(name), 'jointVisit { id }');
    // As in older data: a request for each team.
    await platform.sql(
      `insert into service_request select copy.* from service_request r
       join joint_visit j on j.foundation_id = r.foundation_id and j.id = r.joint_visit_id and j.name = '重阳走访'
       cross join lateral jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid())) as copy`,
    );
    await platform.sql(
      `update joint_visit set begins_at = begins_at - interval '4 years', ends_at = ends_at - interval '4 years' where name = '当年的雷锋日'`,
    );
    const entered = await enter();
    const { page } = entered;
    await page.getByRole('button', { name: '联合走访' }).click();
    const items = details(page).locator('.plan-item');
    await items.nth(1).waitFor();
    expect(await items.nth(0).textContent()).toMatch(/重阳走访 ?即将开始/);
    expect(await items.nth(1).textContent()).toMatch(/当年的雷锋日 ?已结束/);
    expect(await items.nth(0).locator('.stops > li').count()).toBe(1);
    expect(
      await items
        .nth(0)
        .getByText(/芦奶奶/)
        .count(),
    ).toBe(1);
    await takeScreenshots(page, 'fact-joint');
    await leaveBoard(entered);
  });
});

describe('what a dispatcher does at the board', () => {
  test('Esc keeps a half-entered call, and asks before it discards a reason', async () => {
    const request = await assigned(await opened('要取消的'));
    const entered = await enter();
    const { page } = entered;
    await page.keyboard.press('n');
    await choose(page, '老人', '芦奶奶');
    await page.getByLabel('给志愿者的话').fill('还没说完');
    await page.keyboard.press('Escape');
    await page.getByText('未完成的内容已保留').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('n');
    await page.getByText('已恢复上次未完成的内容。').waitFor();
    expect(await page.getByLabel('给志愿者的话').inputValue()).toBe('还没说完');
    await takeScreenshots(page, 'fact-draft');
    await page.getByRole('button', { name: '重新填写' }).click();
    expect(await page.getByLabel('给志愿者的话').inputValue()).toBe('');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await cardOf(page, request).locator('.card-title').click();
    await details(page).getByRole('button', { name: '取消订单' }).click();
    const reason = page.getByRole('dialog').last().getByLabel('原因');
    await reason.fill('老人去了女儿家');
    await reason.press('Escape');
    await page.getByText('放弃已填写的内容？').waitFor();
    await takeScreenshots(page, 'fact-discard');
    await page.getByRole('button', { name: '继续填写' }).click();
    expect(await page.getByLabel('原因').inputValue()).toBe('老人去了女儿家');
    await page.getByLabel('原因').press('Escape');
    await page.getByRole('button', { name: '放弃' }).click();
    await page.locator('.ant-modal').first().waitFor({ state: 'detached' });
    await leaveBoard(entered);
  });

  test('keys work after a click on a filter, and not while a dialog is open', async () => {
    const entered = await enter();
    const { page } = entered;
    await page.getByLabel('找老人、志愿者或服务').fill('没有这个人');
    await lane(page, 'OPEN').getByText('没有符合搜索的订单').waitFor();
    await page.getByLabel('找老人、志愿者或服务').fill('');
    await lane(page, 'OPEN').getByText('没有符合搜索的订单').waitFor({ state: 'detached' });
    await page.getByText('只看本社区').click();
    await page.keyboard.press('n');
    await page.getByRole('dialog').getByText('新建订单').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('English').click();
    await page.keyboard.press('n');
    await page.getByRole('dialog').getByText('New request').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Series' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('n');
    expect(await page.getByRole('dialog').count()).toBe(1);
    await leaveBoard(entered);
  });

  test('the board announces requests of others, a burst in one notice, and no own series', async () => {
    const entered = await enter();
    const { page } = entered;
    await page.keyboard.press('n');
    await choose(page, '老人', '芦奶奶');
    await choose(page, '服务项目', '陪伴聊天');
    await page.getByLabel('预计时长（分钟）').fill('6');
    await page.getByText('每天', { exact: true }).click();
    await page.getByLabel('给志愿者的话').fill('每天的');
    await page.getByRole('dialog').getByRole('button', { name: '新建订单' }).click();
    await page.getByText('周期服务已设置').waitFor();
    await lane(page, 'OPEN').getByText('每天的').first().waitFor();
    // The notice counts only requests of others. If the series counted too, it would be part of
    // this one notice.
    await opened('别人登记的');
    const notice = page.locator('.notice');
    await notice.getByText('新鲜社区 有新订单：芦奶奶，陪伴聊天').waitFor();
    await takeScreenshots(page, 'fact-notice');
    await notice.getByRole('button', { name: '关闭' }).click();
    await notice.waitFor({ state: 'detached' });
    await Promise.all(Array.from({ length: 7 }, (_, index) => opened(`一批 ${index}`)));
    await notice.getByText('7 条新订单：新鲜社区 7 条').waitFor();
    expect(await notice.count()).toBe(1);
    await takeScreenshots(page, 'fact-burst');
    await leaveBoard(entered);
  });

  test('a dispatcher in a dialog learns that another one was quicker', async () => {
    const request = await opened('两个人抢');
    const entered = await enter();
    const { page } = entered;
    await page.getByLabel('找老人、志愿者或服务').fill('两个人抢');
    await cardOf(page, request).getByRole('button', { name: /指派/ }).click();
    await page.locator('.candidate').first().waitFor();
    await assigned(request, 'volunteer@xinxian');
    await page.getByText('这个订单刚刚有变化，现在是“已指派” · 林阿姨。').waitFor();
    expect(
      await page
        .locator('.ant-modal')
        .getByRole('button', { name: '指派', exact: true })
        .isDisabled(),
    ).toBe(true);
    await takeScreenshots(page, 'fact-changed');
    await leaveBoard(entered);
  });

  test('focus returns after every dialog, and follows a card that moved', async () => {
    const request = await opened('焦点');
    const entered = await enter();
    const { page } = entered;
    const closed = () => page.getByRole('dialog').waitFor({ state: 'detached' });
    for (const name of [/^新建订单$/, /^周期服务$/, /^联合走访$/, /^待核查/]) {
      await page.getByRole('button', { name }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await closed();
      await isFocused(page, name);
    }
    await page.getByLabel('找老人、志愿者或服务').fill('焦点');
    const card = cardOf(page, request);
    await card.locator('.card-title').focus();
    await page.keyboard.press('Enter');
    // A dialog over a dialog: focus returns to its button in the lower one, then to the card.
    await details(page).getByRole('button', { name: '改时间' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.ant-modal').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.ant-modal').waitFor({ state: 'detached' });
    await isFocused(page, /^改时间$/);
    await page.keyboard.press('Escape');
    await closed();
    await card.locator('.card-title:focus').waitFor();

    await card.getByRole('button', { name: /指派/ }).click();
    await page.locator('.candidate', { hasText: '林阿姨' }).click();
    await page.locator('.ant-modal').getByRole('button', { name: '指派', exact: true }).click();
    await lane(page, 'ASSIGNED')
      .locator(`[data-request="${request.id}"] .card-title:focus`)
      .waitFor();
    // A change by somebody else to the focused card does not move the focus.
    const [{ version }] = (await platform.sql('select version from service_request where id = $1', [
      uuidOf(request.id),
    ])) as [{ version: number }];
    const input = { requestId: request.id, expectedVersion: version, reason: '家里有事' };
    await dispatcher.mutate('withdrawFromServiceRequest', input, 'request { id }');
    await lane(page, 'OPEN').locator(`[data-request="${request.id}"] .card-title:focus`).waitFor();
    await leaveBoard(entered);
  });
});

test('a lane shows all of more than three hundred requests, with the oldest and their number', async () => {
  await writer.requests(330);
  // The list is newest first by id, so this one comes last of all.
  await platform.sql(
    `insert into service_request select copy.* from service_request r
     cross join lateral jsonb_populate_record(r, '{"id": "00000000-0000-4000-8000-000000000001", "note": "等得最久的", "urgency": "URGENT"}') as copy
     where r.id = (select id from service_request where state = 'OPEN' limit 1)`,
  );
  const [row] = await platform.sql<{ count: string }>(
    `select count(*) from service_request where state = 'OPEN' and community_id = $1`,
    [platform.fixtures.communities['xinxian']],
  );
  const entered = await enter();
  const { page } = entered;
  await lane(page, 'OPEN').locator('h2 .lane-count', { hasText: row!.count }).waitFor();
  await lane(page, 'OPEN').getByText('等得最久的').waitFor();
  expect(await page.getByText('只显示最近').count()).toBe(0);
  // Few of them are rendered, and each can be reached.
  expect(await lane(page, 'OPEN').getByRole('article').count()).toBeLessThan(40);
  await takeScreenshots(page, 'fact-many');
  await lane(page, 'OPEN')
    .locator('.lane-cards')
    .evaluate(async (list) => {
      for (let before = -1; before !== list.scrollTop;) {
        before = list.scrollTop;
        list.scrollTop = list.scrollHeight;
        // Two frames: in the first the list is notified, in the second the new cards have been laid
        // out.
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      }
    });
  await lane(page, 'OPEN').locator(`[role="listitem"][aria-posinset="${row!.count}"]`).waitFor();
  await leaveBoard(entered);
});
