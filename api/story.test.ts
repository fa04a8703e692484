import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { invariants } from './invariants.ts';
import { checkInvariants } from './platform/database/invariants.ts';
import { playStory } from './run/story-play.ts';
import { type TestPlatform, startTestPlatform } from './testing/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.close());

test("an elder's request becomes a certified visit on the live feed, and no other foundation receives it", async () => {
  const steps: string[] = [];
  await playStory({
    url: platform.url,
    language: 'en',
    tokenOf: (persona) => platform.tokenOf(persona),
    say: (sentence) => steps.push(sentence),
    checkLedger: async () => {
      const results = await checkInvariants(platform.databaseUrl, invariants);
      expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
      return `${results.length}/${results.length}`;
    },
  });
  expect(steps).toHaveLength(10);
});
