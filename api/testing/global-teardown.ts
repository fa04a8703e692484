export default async function globalTeardown(): Promise<void> {
  await globalThis.linliTestServer?.stop();
  await globalThis.linliRun?.end();
}
