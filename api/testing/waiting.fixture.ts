import { test } from '@jest/globals';
import { startBrowser } from '../../clients/testing/browser.ts';
import { startApiProcess } from './api-process.ts';
import { startTestServer } from './server.ts';
import { startTestPlatform } from './test-platform.ts';

/** A run that starts everything tests start and waits to be interrupted by run-guard.test.ts. */
test('waits for ever', async () => {
  const platform = await startTestPlatform();
  await startApiProcess(platform.databaseUrl);
  await startTestServer({ durable: false });
  await startBrowser();
  process.stderr.write('Everything runs.\n');
  await new Promise(() => {});
});
