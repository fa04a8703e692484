import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { invariants } from './invariants.ts';
import { checkInvariants } from './platform/database/invariants.ts';
import { playStory } from './run/story-play.ts';
import { type World, world } from './testing/world.ts';

let there: World;

beforeAll(async () => {
  there = await world();
});
afterAll(() => there.close());

test("an elder's wish becomes a certified visit, live, and nobody else hears of it", async () => {
  const steps: string[] = [];
  await playStory({
    url: there.url,
    language: 'en',
    tokenOf: (persona) => there.tokenOf(persona),
    say: (sentence) => steps.push(sentence),
    checkLedger: async () => {
      const results = await checkInvariants(there.databaseUrl, invariants);
      expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
      return `${results.length}/${results.length}`;
    },
  });
  expect(steps).toHaveLength(10);
});
