import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDatabaseUrl, readSettings, type Settings } from '../platform/settings.ts';
import { build } from './build.ts';
import { built, clone, lockClone, writeRunFile, removeRunFile } from './workspace.ts';
import { say, step } from './console.ts';
import { checkDatabase } from './database-check.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { explainListening, type NodeModule, usablePort } from './listening.ts';
import { bringUpToDate } from './migrate.ts';
import { Refusal } from './command-error.ts';
import { ServiceProcess } from './service-process.ts';

let dataStay = '';
const service = new ServiceProcess({
  onStopping: () =>
    say(
      '\nStopping: what runs may end, then the database is closed. Press Ctrl-C again to wait for nothing.',
    ),
  onStopped: () => say(`Stopped. ${dataStay}"npm start" goes on from here.`),
  onCutOff: say,
});

/**
 * Brings the platform up from whatever state this clone is in: builds what changed, starts the
 * embedded PostgreSQL (or uses the server of DATABASE_URL), migrates, loads the demo data once,
 * listens, and says where to look. The same pieces as "npm run migrate" and "npm run serve".
 */
async function start(): Promise<void> {
  const ownDatabase = readDatabaseUrl(process.env);
  const isEmbedded = ownDatabase === undefined;
  if (isEmbedded) await holdClone();
  // Everything that can be wrong from outside is checked before anything is started.
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    LINLI_DEMO: process.env.LINLI_DEMO || (isEmbedded ? 'yes' : 'no'),
    // On one's own machine the console is for the person, not for a log collector.
    LINLI_LOG_LEVEL: process.env.LINLI_LOG_LEVEL || (isEmbedded ? 'warn' : 'info'),
    LINLI_CLIENTS_DIRECTORY: process.env.LINLI_CLIENTS_DIRECTORY || join(clone.build, 'clients'),
  };
  const wanted = settingsOver(environment, ownDatabase ?? 'postgresql://127.0.0.1/linli');
  await build();
  // Chosen now and not when listening: the address is part of every token, so it has to be known
  // before.
  const port = await usablePort(wanted);
  const databaseUrl =
    ownDatabase === undefined ? await startDatabase() : await useDatabase(ownDatabase);
  const settings = settingsOver({ ...environment, PORT: String(port) }, databaseUrl);

  await bringUpToDate(settings.databaseUrl);
  // A deployment may leave the seeds out; then there is nothing to show, but everything to use.
  if (settings.isDemo && existsSync(join(clone.build, 'seeds', 'demo.js')))
    await loadDemo(settings.databaseUrl);
  const node = await listen(settings);
  if (isEmbedded) {
    const { publicUrl, isDemo } = settings;
    writeRunFile(clone, { pid: process.pid, url: node.url, databaseUrl, publicUrl, isDemo });
  }
  welcome(settings, node.url, isEmbedded);
}

/** The address of the database is known by now, wherever it came from. */
function settingsOver(environment: NodeJS.ProcessEnv, databaseUrl: string): Settings {
  const {
    DATABASE_URL_FILE: _,
    LINLI_DATABASE_PASSWORD: __,
    LINLI_DATABASE_PASSWORD_FILE: ___,
    ...rest
  } = environment;
  return readSettings({ ...rest, DATABASE_URL: databaseUrl });
}

async function holdClone(): Promise<void> {
  const lock = await lockClone(clone, (running) =>
    running
      ? `Linli already runs from this clone at ${running.publicUrl} (process ${running.pid}): use that one, or stop it first.`
      : 'Linli is already being started from this clone: wait for it, or stop it first.',
  );
  service.hold(() => {
    removeRunFile(clone);
    lock.release();
  });
}

async function startDatabase(): Promise<string> {
  const notes: string[] = [];
  const starting = startEmbeddedPostgres({
    directory: clone.postgres,
    database: 'linli',
    durable: true,
    onStep: (note) => notes.push(note),
    signal: service.signal,
  });
  // A server that is being started is waited for, or it would stay behind.
  service.hold(async () => (await starting.catch(() => undefined))?.stop());
  const postgres = await step('Starting PostgreSQL', 'PostgreSQL is ready', () => starting);
  dataStay = 'The data stays; ';
  for (const note of notes) say(`    ${note}`);
  void postgres.ended.then(() => {
    if (service.isStopping) return;
    void service.fail(
      new Refusal(
        `PostgreSQL ended unexpectedly: see ${join(clone.postgres, 'server.log')} for the reason, then start again.`,
      ),
    );
  });
  return postgres.url;
}

async function useDatabase(url: string): Promise<string> {
  await step('Asking the server of DATABASE_URL', 'The server of DATABASE_URL answers', () =>
    checkDatabase(url),
  );
  return url;
}

interface DemoModule {
  loadDemo(options: { url: string; onStep?: (text: string) => void }): Promise<{ loaded: boolean }>;
}

async function loadDemo(url: string): Promise<void> {
  await step('Loading the demo data', 'The demo data is there', async () => {
    const module = await built<DemoModule>('seeds/demo.js');
    await module.loadDemo({ url, onStep: (text) => say(`    ${text}`) });
  });
}

/** Called inside a step, since loading the modules takes its time too. */
async function listen(settings: Settings): Promise<{ url: string }> {
  try {
    return await step('Opening the doors', 'The platform answers', async () => {
      const { serve } = await built<NodeModule>('api/main.js');
      const node = await serve(settings);
      service.serves(node);
      return node;
    });
  } catch (error) {
    throw explainListening(error, settings);
  }
}

/** Every address is the public one: sign-in works under no other. */
function welcome(settings: Settings, listeningAt: string, isEmbedded: boolean): void {
  const url = settings.publicUrl;
  const personas = [
    'operator@headbank',
    'admin@sicheng',
    'dispatcher@xinxian',
    'leader@xinxian',
    'volunteer@xinxian',
    'elder@xinxian',
    'admin@yigong80',
  ];
  say(`
Linli 邻里 is running.

  Look here   Board      ${url}/dispatch-board   for a community's dispatcher
              GraphQL    ${url}/graphql
              GraphiQL   ${url}/graphiql
              SDL        ${url}/schema.graphql
              Health     ${url}/healthz
${
  settings.isDemo
    ? `
  As whom     npm run token -- dispatcher@xinxian   prints a bearer token
              Other personas: ${personas.slice(0, 4).join(', ')},
              ${personas.slice(4).join(', ')}
`
    : ''
}
${url === listeningAt ? '' : `  Listening   ${listeningAt}\n`}  Data        ${isEmbedded ? `${clone.postgres}; it stays when you stop, "npm run reset" drops it` : 'on the server of DATABASE_URL'}
  Stop        Ctrl-C
`);
}

await service.run(start);
