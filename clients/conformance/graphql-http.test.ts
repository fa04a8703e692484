import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { type TestPlatform, startTestPlatform } from '../../api/testing/test-platform.ts';

/** The audits of graphql-http, which test a server by the specification GraphQL over HTTP. */
let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(async () => platform?.close());

const audits = serverAudits({ url: () => `${platform.url}/graphql`, fetchFn: fetch });

test.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))('%s: %s', async (...audit) => {
  const [, name, run] = audit;
  const result = await run();
  // A recommendation of the kind MAY is a choice of each server.
  if (result.status !== 'ok' && !name.startsWith('MAY')) throw new Error(result.reason);
});

test('the audits cover what the specification demands', () => {
  expect(audits.filter(({ name }) => !name.startsWith('MAY')).length).toBeGreaterThan(30);
});
