import type pino from 'pino';
import { createApp } from './app.ts';
import { migrate } from './platform/database/migrate.ts';
import type { Settings } from './platform/settings.ts';

/** One API node that answers. */
export interface ServingNode {
  /** Where it listens, which need not be the address that clients know. */
  url: string;
  log: pino.Logger;
  /** Answers what has begun and ends. */
  close(): Promise<void>;
}

/** Starts one API node on a database that is up to date. */
export async function serve(settings: Settings): Promise<ServingNode> {
  const app = await createApp(settings);
  const close = () => app.close();
  try {
    const url = await app.server.listen({ host: settings.host, port: settings.port });
    return { url, log: app.services.log as pino.Logger, close };
  } catch (error) {
    // Its jobs would go on without it.
    await close();
    throw error;
  }
}

export { migrate };
