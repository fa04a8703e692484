import { join } from 'node:path';
import { readProductionSettings } from '../platform/config/settings.ts';
import { checkBuilt } from './build.ts';
import { built, clone } from './workspace.ts';
import { checkDatabase } from './database-check.ts';
import { explainListening, type NodeModule } from './listening.ts';
import { checkUpToDate } from './migrate.ts';
import { ServiceProcess } from './service-process.ts';

/**
 * Runs one API node in production on the database of DATABASE_URL, which "npm run migrate" has
 * brought up to date. Builds nothing, starts no database and loads no demo data. Refuses with one
 * sentence when a setting is missing. Afterwards it prints only log lines.
 */
let log: { info(message: string): void; warn(message: string): void } | undefined;
const service = new ServiceProcess({
  onStopping: () => log?.info('The node stops: it answers what it has begun'),
  onStopped: () => log?.info('The node has stopped'),
  onCutOff: (note) => log?.warn(note),
});

await service.run(async () => {
  const settings = readProductionSettings({
    LINLI_CLIENTS_DIRECTORY: join(clone.build, 'clients'),
    ...process.env,
  });
  checkBuilt();
  await checkDatabase(settings.databaseUrl);
  await checkUpToDate(settings.databaseUrl);
  const { serve } = await built<NodeModule>('api/main.js');
  try {
    const node = await serve(settings);
    service.serves(node);
    log = node.log;
    log.info(`The node listens at ${node.url} with the public address ${settings.publicUrl}`);
    if (!settings.smsGateway)
      log.warn('LINLI_SMS_URL is not set, so sign-in by a code on the phone is unavailable');
  } catch (error) {
    throw explainListening(error, settings);
  }
});
