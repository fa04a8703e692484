import { startTestServer } from './server.ts';

/** Runs once before all tests, in the process that then starts the workers, which inherit the environment. */
export default async function globalSetup(): Promise<void> {
  const server = await startTestServer({ durable: false });
  await server.makeTemplate();
  process.env.LINLI_TEST_SERVER = JSON.stringify({ url: server.url, template: server.template });
  globalThis.linliTestServer = server;
}

declare global {
  // Kept for the teardown, which runs in this process too.
  var linliTestServer: Awaited<ReturnType<typeof startTestServer>> | undefined;
}
