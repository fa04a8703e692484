import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startBrowser } from './browser.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

test('the browser draws Han characters, and no box of a missing one', async () => {
  const page = await browser.newPage();
  await page.setContent(
    '<meta charset="utf-8"><p style="font: 40px sans-serif; width: 40px">邻</p>',
  );
  const line = page.locator('p');
  const drawn = async (text: string) => {
    await line.evaluate((element, words) => (element.textContent = words), text);
    return (await line.screenshot()).toString('base64');
  };
  // Control: two characters that no font has are drawn alike.
  expect(await drawn('\u{e000}')).toBe(await drawn('\u{e001}'));
  const images = [];
  for (const character of ['\u{e000}', '邻', '里', '龄', '币']) images.push(await drawn(character));
  expect(new Set(images).size).toBe(images.length);
});
