import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { phoneKeyOf } from '../../api/identity/create-identity.ts';
import { blindIndex } from '../../api/platform/privacy/secrets.ts';
import { freePort } from '../../api/testing/free-port.ts';
import { type SmsGateway, smsGateway } from '../../api/testing/sms-gateway.ts';
import { type TestPlatform, startTestPlatform } from '../../api/testing/test-platform.ts';
import { builtClients, openPage, startBrowser, takeScreenshot } from '../testing/browser.ts';

/**
 * On a platform without demonstration: a dispatcher signs in by OpenID Connect, stays signed in all
 * day, and signs out.
 */
let platform: TestPlatform;
let browser: Browser;
let gateway: SmsGateway;

/** One for each, since codes for the same phone have a minimum interval. */
const phones = { 'dispatcher@xinxian': '13812345678', 'dispatcher@chaoxi': '13812345679' };

beforeAll(async () => {
  gateway = await smsGateway();
  const port = await freePort();
  platform = await startTestPlatform({
    PORT: String(port),
    LINLI_PUBLIC_URL: `http://127.0.0.1:${port}`,
    LINLI_DEMO: 'no',
    LINLI_SECRET_KEY: 'a secret of this test, and of nothing else',
    LINLI_SMS_URL: gateway.url,
    LINLI_CLIENTS_DIRECTORY: builtClients,
  });
  for (const [persona, phone] of Object.entries(phones)) {
    await platform.sql('insert into account_phone (phone_index, account_id) values ($1, $2)', [
      blindIndex(phoneKeyOf(platform.settings), `+86${phone}`),
      platform.fixtures.accounts[persona],
    ]);
  }
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await platform?.close();
  await gateway?.close();
});

test('a dispatcher signs in with her phone, works past the life of a token, reloads, and signs out', async () => {
  const { page, context, trouble } = await openPage(browser, platform.url, {
    viewport: { width: 1_280, height: 800 },
  });
  const renewals: string[] = [];
  page.on('request', (request) => {
    if (request.postData()?.includes('grant_type=refresh_token')) renewals.push(request.url());
  });
  await page.clock.install();
  await page.goto(`${platform.url}/dispatch-board/`);
  await page.getByRole('button', { name: '用手机号登录' }).waitFor();
  await takeScreenshot(page, 'board-door');
  await signIn(page, phones['dispatcher@xinxian']);
  await page.getByText('实时', { exact: true }).waitFor();
  // A one-time code must not stay in the address.
  expect(page.url()).toBe(`${platform.url}/dispatch-board/`);

  await page.clock.fastForward('59:50');
  await page.reload();
  await page.getByText('实时', { exact: true }).waitFor();
  expect(renewals).toHaveLength(1);
  await page.reload();
  await page.getByText('实时', { exact: true }).waitFor();
  expect(renewals).toHaveLength(1);

  await page.locator('.top-who').click();
  await page.getByText('退出登录').click();
  await page.getByRole('button', { name: '是，退出' }).click();
  await page.getByRole('button', { name: '用手机号登录' }).waitFor();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  // This platform has no personas of the demonstration, which a page learns by a request.
  expect(trouble.filter((line) => !/demo\/personas with 404|status of 404/.test(line))).toEqual([]);
  await context.close();
});

test('a sign-in that was ended elsewhere leads back to the sign-in page, which says so', async () => {
  const { page, context } = await openPage(browser, platform.url);
  await page.clock.install();
  await page.goto(`${platform.url}/dispatch-board/`);
  await signIn(page, phones['dispatcher@chaoxi']);
  await page.getByText('实时', { exact: true }).waitFor();
  await platform.sql('delete from oidc_artifact');
  await page.clock.fastForward('59:50');
  await page.reload();
  await page.getByText('登录已失效，请重新登录。').waitFor();
  // A response without a request does not sign anybody in.
  await page.goto(`${platform.url}/dispatch-board/?code=made-up&state=made-up`);
  await page.getByText('登录没有成功，或用时太久。请重试。').waitFor();
  await takeScreenshot(page, 'board-door-failed');
  await context.close();
});

async function signIn(page: Page, phone: string): Promise<void> {
  await page.getByRole('button', { name: '用手机号登录' }).click();
  await page.locator('#phone').fill(phone);
  await page.locator('form[action$="/code"] button').first().click();
  await page.locator('#code').fill(await gateway.codeFor(`+86${phone}`));
  await page.keyboard.press('Enter');
  await page.waitForURL(`${platform.url}/dispatch-board/**`);
}
