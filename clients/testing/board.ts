import { expect } from '@jest/globals';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import type { TestPlatform } from '../../api/testing/test-platform.ts';
import { openPage, type WatchedPage } from './browser.ts';

/** Signs in to the dispatch board as a persona, and waits until it is live. */
export async function enterBoard(
  browser: Browser,
  platform: TestPlatform,
  persona: string,
  prepare?: (page: Page) => Promise<void>,
): Promise<WatchedPage> {
  const watched = await openPage(browser, platform.url, {
    viewport: { width: 1_280, height: 800 },
  });
  const { page } = watched;
  await prepare?.(page);
  await page.goto(`${platform.url}/dispatch-board`);
  await page.locator('.door-choice', { hasText: persona }).click();
  await page.getByText('实时', { exact: true }).waitFor();
  return watched;
}

/** Asserts that the page contacted no other site, violated no policy and logged no error. */
export async function leaveBoard(...watched: WatchedPage[]): Promise<void> {
  for (const { context, trouble } of watched) {
    expect(trouble).toEqual([]);
    await context.close();
  }
}

export function lane(page: Page, state: string) {
  return page.locator(`.lane-${state}`);
}

/** Types a name and selects it with the keyboard, for people who do not use the mouse. */
export async function choose(page: Page, label: string, name: string): Promise<void> {
  const field = page.getByRole('dialog').getByLabel(label, { exact: true });
  await field.fill(name);
  await page.locator('.ant-select-item-option', { hasText: name }).first().waitFor();
  await field.press('Enter');
}

export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(
    violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    ),
  ).toEqual([]);
}

/** Asserts that the page shows no enum name, no missing value and no text key. */
export async function expectPlainWords(page: Page): Promise<void> {
  const text = await page.locator('body').innerText();
  expect(
    text.match(
      /[A-Z]+_[A-Z_]+|\b[A-Z]{5,}\b|\b(undefined|null|NaN)\b|\{\{|[—-] ?人|[：，] ?[，。]/g,
    ),
  ).toBeNull();
}
