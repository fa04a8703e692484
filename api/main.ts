import type pino from 'pino';
import { createApp } from './app.ts';
import { migrate } from './platform/database/migrate.ts';
import { keepServing } from './platform/last-resort.ts';
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
  try {
    const url = await app.server.listen({ host: settings.host, port: settings.port });
    const letGo = keepServing(app.services.log, app.metrics);
    const close = async () => {
      await app.close();
      letGo();
    };
    return { url, log: app.services.log as pino.Logger, close };
  } catch (error) {
    // Its jobs would go on without it.
    await app.close();
    throw error;
  }
}

export { migrate };
