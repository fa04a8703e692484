import { test } from '@jest/globals';
import { startBrowser } from '../../clients/testing/browser.ts';
import { startApiProcess } from './api-process.ts';
import { startTestServer } from './server.ts';
import { startTestPlatform } from './test-platform.ts';

/** A run with all that tests start, which waits to be interrupted; run-guard.test.ts does so. */
test('waits for ever', async () => {
  const platform = await startTestPlatform();
  await startApiProcess(platform.databaseUrl);
  await startTestServer({ durable: false });
  await startBrowser();
  process.stderr.write('Everything runs.\n');
  await new Promise(() => {});
});
