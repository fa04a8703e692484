import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import type { Browser, Page } from 'playwright-core';
import { openPage, startBrowser, takeScreenshot } from '../../../clients/testing/browser.ts';
import { allScopes } from '../../../schema/identity/scope.ts';
import { blindIndex } from '../../platform/privacy/secrets.ts';
import { Caller } from '../../testing/caller.ts';
import { freePort } from '../../testing/free-port.ts';
import { type SmsGateway, smsGateway } from '../../testing/sms-gateway.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { phoneKeyOf } from '../create-identity.ts';

let platform: TestPlatform;
let browser: Browser;
let gateway: SmsGateway;
let app: Server;
let redirectUri: string;
let config: oidc.Configuration;

const phone = '13812345678';

beforeAll(async () => {
  gateway = await smsGateway();
  // The app that starts the sign-in, on an origin of its own.
  app = createServer((_, response) =>
    response
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><link rel="icon" href="data:,"><h1>Back at the app</h1>'),
  );
  redirectUri = `http://127.0.0.1:${await listen(app)}/back`;
  const port = await freePort();
  platform = await startTestPlatform({
    PORT: String(port),
    LINLI_PUBLIC_URL: `http://127.0.0.1:${port}`,
    LINLI_SMS_URL: gateway.url,
    LINLI_CLIENTS_DIRECTORY: 'no/clients/here',
  });
  await platform.sql(
    `insert into first_party_app (client_id, name, name_en, kind, scopes, redirect_uris, origins) values ('board', '调度台', 'Dispatch board', 'BROWSER', $1, $2, '{}')`,
    [allScopes, [redirectUri]],
  );
  await platform.sql('insert into account_phone (phone_index, account_id) values ($1, $2)', [
    blindIndex(phoneKeyOf(platform.settings), `+86${phone}`),
    platform.fixtures.accounts['dispatcher@xinxian'],
  ]);
  config = await oidc.discovery(new URL(platform.url), 'board', undefined, oidc.None(), {
    execute: [oidc.allowInsecureRequests],
  });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await platform?.close();
  await gateway?.close();
  app?.closeAllConnections();
  app?.close();
});

test('a dispatcher signs in with the keyboard alone, in a browser without scripts', async () => {
  const { page, context, trouble } = await openPage(browser, platform.url, {
    javaScriptEnabled: false,
  });
  const { address, verifier } = await signInAddress();
  await page.goto(address);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('登录调度台');
  await takeScreenshot(page, 'sign-in');
  // The first field has the focus already.
  await page.keyboard.type('138 1234 5678');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '输入验证码' }).waitFor();
  await takeScreenshot(page, 'sign-in-code');
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  expect(await page.getByRole('alert').textContent()).toMatch(/^验证码不正确/);
  const field = page.getByLabel('短信中的六位数字');
  expect([
    await field.getAttribute('aria-invalid'),
    await field.getAttribute('aria-errormessage'),
  ]).toEqual(['true', 'trouble']);
  await takeScreenshot(page, 'sign-in-wrong-code');
  await page.keyboard.type(await gateway.codeFor(`+86${phone}`));
  await page.keyboard.press('Enter');
  await page.waitForURL(`${redirectUri}?**`);
  const tokens = await oidc.authorizationCodeGrant(config, new URL(page.url()), {
    pkceCodeVerifier: verifier,
    expectedState: 'state',
  });
  const { me } = await new Caller(platform.url, tokens.access_token).query(
    '{ me { grants { role } } }',
  );
  expect(me.grants).toEqual([{ role: 'DISPATCHER' }]);
  // The wrong code gave 422, and the last step leads to the app; no other request left the
  // platform.
  expect(
    trouble.filter(
      (line) => !/with 422$|status of 422|^asked http:\/\/127\.0\.0\.1:\d+\/back\?/.test(line),
    ),
  ).toEqual([]);
  await context.close();
});

test('every page passes axe, zooms and fits a small phone, in both languages', async () => {
  for (const locale of ['zh-CN', 'en']) {
    // axe injects a script, which the page's policy would block.
    const { page, context } = await openPage(browser, platform.url, {
      locale,
      bypassCSP: true,
      viewport: { width: 320, height: 640 },
    });
    await page.goto((await signInAddress()).address);
    expect(await page.locator('html').getAttribute('lang')).toBe(locale);
    await expectAccessible(page);
    await page.locator('#phone').fill('1');
    await page.locator('form[action$="/code"] button').first().click();
    await expectAccessible(page);
    await page.locator('#phone').fill('13800000099');
    await page.locator('form[action$="/code"] button').first().click();
    await page.locator('#code').waitFor();
    await expectAccessible(page);
    await page.locator('button[formaction$="/start"]').click();
    await page.locator('#phone').fill('13800000099');
    await page.locator('button[formaction$="/use-password"]').click();
    await page.locator('#password').waitFor();
    await expectAccessible(page);
    await context.close();
  }
});

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  // As text, since the types of a browser are not available here.
  const sizes = await page.evaluate<{ text: number; field: number; isWiderThanPhone: boolean }>(`({
    text: parseFloat(getComputedStyle(document.body).fontSize),
    field: document.querySelector('input:not([type=hidden])').getBoundingClientRect().height,
    isWiderThanPhone: document.documentElement.scrollWidth > window.innerWidth,
  })`);
  expect(sizes.text).toBeGreaterThanOrEqual(20);
  expect(sizes.field).toBeGreaterThanOrEqual(48);
  expect(sizes.isWiderThanPhone).toBe(false);
}

async function signInAddress(): Promise<{ address: string; verifier: string }> {
  const verifier = oidc.randomPKCECodeVerifier();
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 'state',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { address: address.href, verifier };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
