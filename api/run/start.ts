import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDatabaseUrl, readSettings, type Settings } from '../platform/config/settings.ts';
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
      '\nStopping: work in flight finishes, then the database closes. Press Ctrl-C again to stop at once.',
    ),
  onStopped: () => say(`Stopped. ${dataStay}"npm start" continues from here.`),
  onCutOff: say,
});

/**
 * Starts the platform from any state of this clone. It builds changed parts, starts the embedded
 * PostgreSQL (or uses the server of DATABASE_URL), migrates, loads the demo data once, listens, and
 * prints its addresses. It has the same parts as "npm run migrate" and "npm run serve".
 */
async function start(): Promise<void> {
  const ownDatabase = readDatabaseUrl(process.env);
  const isEmbedded = ownDatabase === undefined;
  if (isEmbedded) await holdClone();
  // Settings and ports are checked before anything is started.
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    LINLI_DEMO: process.env.LINLI_DEMO || (isEmbedded ? 'yes' : 'no'),
    // On a developer's machine the console serves the person, not a log collector.
    LINLI_LOG_LEVEL: process.env.LINLI_LOG_LEVEL || (isEmbedded ? 'warn' : 'info'),
    LINLI_CLIENTS_DIRECTORY: process.env.LINLI_CLIENTS_DIRECTORY || join(clone.build, 'clients'),
  };
  const wanted = settingsOver(environment, ownDatabase ?? 'postgresql://127.0.0.1/linli');
  await build();
  // Chosen now and not when listening: the address is part of every token, so it must be known
  // before.
  const port = await usablePort(wanted);
  const databaseUrl =
    ownDatabase === undefined ? await startDatabase() : await useDatabase(ownDatabase);
  const settings = settingsOver({ ...environment, PORT: String(port) }, databaseUrl);

  await bringUpToDate(settings.databaseUrl);
  // A deployment may omit the seeds. Then there are no demo data, but the platform works.
  if (settings.isDemo && existsSync(join(clone.build, 'seeds', 'demo.js')))
    await loadDemo(settings.databaseUrl);
  const node = await listen(settings);
  if (isEmbedded) {
    const { publicUrl, isDemo } = settings;
    writeRunFile(clone, { pid: process.pid, url: node.url, databaseUrl, publicUrl, isDemo });
  }
  welcome(settings, node.url, isEmbedded);
}

/** The address of the database is known now, from either source. */
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
  // A server that is still starting is awaited, or it would keep running.
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
  await step('Checking the server of DATABASE_URL', 'The server of DATABASE_URL answers', () =>
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

/** Called inside a step, since loading the modules takes time too. */
async function listen(settings: Settings): Promise<{ url: string }> {
  try {
    return await step('Starting the API', 'The platform answers', async () => {
      const { serve } = await built<NodeModule>('api/main.js');
      const node = await serve(settings);
      service.serves(node);
      return node;
    });
  } catch (error) {
    throw explainListening(error, settings);
  }
}

/** Every address is the public one, since sign-in works under no other. */
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

  Addresses   Board      ${url}/dispatch-board   for a community's dispatcher
              GraphQL    ${url}/graphql
              GraphiQL   ${url}/graphiql
              SDL        ${url}/schema.graphql
              Errors     ${url}/errors
              Scopes     ${url}/scopes
              Health     ${url}/healthz
${
  settings.isDemo
    ? `
  Sign in     npm run token -- dispatcher@xinxian   prints a bearer token
              Other personas: ${personas.slice(0, 4).join(', ')},
              ${personas.slice(4).join(', ')}
`
    : ''
}
${url === listeningAt ? '' : `  Listening   ${listeningAt}\n`}  Data        ${isEmbedded ? `${clone.postgres}; it is kept after a stop; "npm run reset" drops it` : 'on the server of DATABASE_URL'}
  Stop        Ctrl-C
`);
}

await service.run(start);
