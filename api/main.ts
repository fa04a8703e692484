import type pino from 'pino';
import { createApp } from './app.ts';
import { migrate } from './platform/database/migrate.ts';
import { keepServing } from './platform/server/last-resort.ts';
import type { Settings } from './platform/config/settings.ts';

/** A running API node. */
export interface ServingNode {
  /** Listening address, which may differ from the public address. */
  url: string;
  log: pino.Logger;
  /** Graceful shutdown: finishes work in flight, then closes. */
  close(): Promise<void>;
}

/** Starts one API node on a migrated database. */
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
    // Otherwise its jobs would continue without it.
    await app.close();
    throw error;
  }
}

export { migrate };
