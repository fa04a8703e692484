import { beginRun, isInRun, type RunGuard } from './run-guard.ts';
import { startTestServer, type TestServer } from './server.ts';

/**
 * Runs once before all tests, in the parent process of the workers, which inherit the environment.
 */
export default async function globalSetup(): Promise<void> {
  // `npm test` has begun a run; plain Jest has not.
  if (!isInRun()) globalThis.linliRun = beginRun();
  const server = await startTestServer({ durable: false });
  globalThis.linliTestServer = server;
  await server.makeTemplate();
  const settled = await server.makeSettledTemplate();
  process.env.LINLI_TEST_SERVER = JSON.stringify({
    url: server.url,
    template: server.template,
    settled,
  });
}

declare global {
  // Kept for the teardown, which runs in this process too.
  var linliTestServer: TestServer | undefined;
  var linliRun: RunGuard | undefined;
}
