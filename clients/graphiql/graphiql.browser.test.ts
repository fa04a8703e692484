import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type TestPlatform, startTestPlatform } from '../../api/testing/test-platform.ts';
import { builtClients, openPage, startBrowser, takeScreenshot } from '../testing/browser.ts';

let platform: TestPlatform;
let browser: Browser;

beforeAll(async () => {
  platform = await startTestPlatform({ LINLI_CLIENTS_DIRECTORY: builtClients });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

test('a caller with a token queries me, and the page contacts no other site', async () => {
  const { page, context, trouble } = await openPage(browser, platform.url);
  const token = await platform.tokenOf('dispatcher@xinxian');
  const headers = JSON.stringify({ authorization: `Bearer ${token}` });
  // As the workbench stores earlier input.
  await page.addInitScript(`localStorage.setItem('graphiql:headers', ${JSON.stringify(headers)})`);
  await page.goto(`${platform.url}/graphiql`);
  // The button has no effect before the editor holds the query.
  await page.locator('.graphiql-query-editor').getByText('WhoAmI').waitFor();
  await page.getByRole('button', { name: /Execute query/ }).click();
  await page.locator('.graphiql-response').getByText('"DISPATCHER"', { exact: true }).waitFor();
  await takeScreenshot(page, 'graphiql');

  // A subscription sends the same header over WebSocket.
  await type(page, 'subscription Follow { serviceRequestFeed(after: "x") { __typename } }');
  // The tab takes the new name when the workbench has received the new text, a moment after the
  // editor.
  await page.getByRole('tab', { name: /Follow/ }).waitFor();
  await page.getByRole('button', { name: /Execute query/ }).click();
  await page.getByText('FeedReset').first().waitFor();
  expect(page.url()).toBe(`${platform.url}/graphiql/`);
  expect(trouble).toEqual([]);
  await context.close();
});

test('the page runs only its own files and is never cached, and its hashed files are cached for good', async () => {
  const page = await fetch(`${platform.url}/graphiql/`);
  expect(page.headers.get('content-security-policy')).toContain(`script-src 'self';`);
  expect(page.headers.get('cache-control')).toBe('no-store');
  const [asset] = /\/graphiql\/assets\/[\w.-]+\.js/.exec(await page.text()) ?? [];
  const answer = await fetch(`${platform.url}${asset}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});

test.each([
  '/graphiql/assets/gone.js',
  '/graphiql/assets/..%2f..%2f.graphiql',
  '/graphiql/assets/../../../package.json',
])('the path %s is not served', async (path) => {
  const answer = await fetch(`${platform.url}${path}`);
  expect(answer.status).toBeGreaterThanOrEqual(400);
});

/** Replaces the content of the query editor, as a person who pastes text. */
async function type(page: Page, text: string): Promise<void> {
  await page.locator('.graphiql-query-editor .monaco-editor').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}
