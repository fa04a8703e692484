import { createApp } from './app.ts';
import { migrate } from './platform/database/migrate.ts';
import type { Settings } from './platform/settings.ts';

/** Starts one API node on a database that is up to date. */
export async function serve(settings: Settings): Promise<{ url: string; close(): Promise<void> }> {
  const app = await createApp(settings);
  const url = await app.server.listen({ host: settings.host, port: settings.port });
  return { url, close: () => app.close() };
}

export { migrate };
