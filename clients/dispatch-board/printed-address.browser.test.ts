import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { phoneKeyOf } from '../../api/identity/create-identity.ts';
import { blindIndex } from '../../api/platform/privacy/secrets.ts';
import { findRunning } from '../../api/run/workspace.ts';
import {
  type CheckoutCopy,
  copyCheckout,
  type RunningCommand,
} from '../../api/testing/checkout-copy.ts';
import { type SmsGateway, smsGateway } from '../../api/testing/sms-gateway.ts';
import { builtClients, openPage, startBrowser } from '../testing/browser.ts';

/**
 * The addresses that `npm start` prints, in a browser: a person copies them from the console and
 * signs in there.
 */
let copy: CheckoutCopy;
let platform: RunningCommand;
let browser: Browser;
let gateway: SmsGateway;

const secretKey = 'a secret of this test, and of nothing else';
const phones = ['13812345678', '13812345679'] as const;

beforeAll(async () => {
  gateway = await smsGateway();
  copy = await copyCheckout();
  platform = copy.run('start', {
    environment: {
      LINLI_CLIENTS_DIRECTORY: builtClients,
      LINLI_SECRET_KEY: secretKey,
      LINLI_SMS_URL: gateway.url,
    },
  });
  await platform.answering();
  for (const phone of phones) await givePhone(phone);
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  if (platform?.child.pid && platform.child.exitCode === null) {
    process.kill(platform.child.pid, 'SIGTERM');
    await platform.exit;
  }
  copy?.remove();
  await gateway?.close();
});

test.each([
  ['that npm start prints for the board', (printed: string) => printed, phones[0]],
  [
    'of the same machine under its other name, which leads there',
    (printed: string) => printed.replace('127.0.0.1', 'localhost'),
    phones[1],
  ],
])(
  'a person signs in at the address %s',
  async (_, typed, phone) => {
    const printed = /Board\s+(\S+)/.exec(platform.output.text)![1]!;
    const { origin } = new URL(printed);
    const { page, context, trouble } = await openPage(browser, origin);
    await page.goto(typed(printed));
    await page.waitForURL(`${origin}/dispatch-board/`);
    trouble.length = 0;
    await page.getByRole('button', { name: '用手机号登录' }).click();
    await page.locator('#phone').fill(phone);
    await page.locator('form[action$="/code"] button').first().click();
    await page.locator('#code').fill(await gateway.codeFor(`+86${phone}`));
    await page.keyboard.press('Enter');
    await page.waitForURL(`${origin}/dispatch-board/**`);
    await page.getByText('实时', { exact: true }).waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  },
  120_000,
);

test('every address that npm start prints answers, and has the origin of the issuer', async () => {
  const printed = [...platform.output.text.matchAll(/\bhttps?:\/\/[^\s,;)]+/g)].map(([url]) => url);
  expect(printed.length).toBeGreaterThan(4);
  const { origin } = new URL(printed[0]!);
  for (const url of printed) {
    expect(new URL(url).origin).toBe(origin);
    // The GraphQL endpoint itself requires a query.
    const { status } = await fetch(
      `${url}${url.endsWith('/graphql') ? '?query={__typename}' : ''}`,
      {
        headers: { 'apollo-require-preflight': 'yes' },
      },
    );
    expect({ url, status }).toEqual({ url, status: 200 });
  }
});

test('a stock OpenID client discovers the issuer at the printed address, and refuses another name of it', async () => {
  const [printed = ''] = /\bhttps?:\/\/[^\s/]+/.exec(platform.output.text) ?? [];
  const discover = (address: string) =>
    oidc.discovery(new URL(address), 'dispatch-board', undefined, oidc.None(), {
      execute: [oidc.allowInsecureRequests],
    });
  const metadata = (await discover(printed)).serverMetadata();
  expect(metadata.issuer).toBe(printed);
  for (const address of [
    metadata.authorization_endpoint,
    metadata.token_endpoint,
    metadata.jwks_uri,
  ])
    expect(new URL(address!).origin).toBe(printed);
  // Control: the name in the issuer is what the client compares.
  await expect(discover(printed.replace('127.0.0.1', 'localhost'))).rejects.toThrow(/issuer/);
});

/** The personas of the demonstration have no telephones, so one of them gets one. */
async function givePhone(phone: string): Promise<void> {
  const running = await findRunning(copy);
  const client = new pg.Client({ connectionString: running!.databaseUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `insert into account_phone (phone_index, account_id) select $1, id from account where persona = 'dispatcher@xinxian'`,
      [blindIndex(phoneKeyOf({ secretKey }), `+86${phone}`)],
    );
    expect(rowCount).toBe(1);
  } finally {
    await client.end();
  }
}
