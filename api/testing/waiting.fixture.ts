import { test } from '@jest/globals';
import { startBrowser } from '../../clients/testing/browser.ts';
import { startApiProcess } from './api-process.ts';
import { startTestServer } from './server.ts';
import { world } from './world.ts';

/** A run with all that tests start, which waits to be interrupted; run-guard.test.ts does so. */
test('waits for ever', async () => {
  const here = await world();
  await startApiProcess(here.databaseUrl);
  await startTestServer({ durable: false });
  await startBrowser();
  process.stderr.write('Everything runs.\n');
  await new Promise(() => {});
});
