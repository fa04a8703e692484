import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as MigrateModule from '../platform/database/migrate.ts';
import type * as SettingsModule from '../platform/settings.ts';
import { build } from './build.ts';
import { clone, lockClone, noticeRunning, noticeStopped } from './clone.ts';
import { explain, say, step } from './console.ts';
import { checkDatabase } from './database-check.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import type { Lock } from './lock.ts';
import { Refusal, errorCode } from './refusal.ts';

/** Requests that run when the platform is stopped may end; one that takes longer than this is cut off. */
const drainMs = 10_000;
/** npm passes on a Ctrl-C that the terminal has already sent to us, so the same wish arrives twice within moments. */
const sameWishMs = 2_000;

/** What has to be undone at the end, in the order in which it came about. */
const held: { lock?: Lock; postgres?: Promise<EmbeddedPostgres>; server?: Server } = {};
let stopAsked: number | undefined;
let isEnding = false;
let cutOff = () => {};

interface Server {
  url: string;
  close(): Promise<void>;
}

/**
 * Brings the platform up from whatever state this clone is in: builds what changed, starts the embedded PostgreSQL (or uses the server of
 * DATABASE_URL), migrates, loads the demo data once, listens, and says where to look.
 */
async function start(): Promise<void> {
  const isEmbedded = !process.env.DATABASE_URL;
  if (isEmbedded) {
    held.lock = await lockClone(clone, (running) =>
      running
        ? `Linli already runs from this clone at ${running.url} (process ${running.pid}): use that one, or stop it first.`
        : 'Linli is already being started from this clone: wait for it, or stop it first.',
    );
  }
  await build();
  const { readSettings } = await built<typeof SettingsModule>('api/platform/settings.js');
  // Everything that can be wrong from outside is checked before anything is started.
  const environment: NodeJS.ProcessEnv = {
    LINLI_DEMO: isEmbedded ? 'yes' : 'no',
    // On one's own machine the console is for the person, not for a log collector.
    LINLI_LOG_LEVEL: isEmbedded ? 'warn' : 'info',
    LINLI_CLIENTS_DIRECTORY: join(clone.build, 'clients'),
    ...process.env,
  };
  const wanted = readSettings({
    ...environment,
    DATABASE_URL: environment.DATABASE_URL || 'postgresql://127.0.0.1/linli',
  });
  // Chosen now and not when listening: the address is part of every token, so it has to be known before.
  const port = await usablePort(wanted);
  const settings = readSettings({
    ...environment,
    PORT: String(port),
    DATABASE_URL: isEmbedded ? await startDatabase() : await useDatabase(wanted.databaseUrl),
  });

  await migrate(settings.databaseUrl);
  // A deployment may leave the seeds out; then there is nothing to show, but everything to use.
  if (settings.isDemo && existsSync(join(clone.build, 'seeds', 'demo.js'))) await loadDemo(settings.databaseUrl);
  held.server = await listen(settings);
  if (isEmbedded) {
    const { databaseUrl, publicUrl, isDemo } = settings;
    noticeRunning(clone, { pid: process.pid, url: held.server.url, databaseUrl, publicUrl, isDemo });
  }
  welcome(held.server.url, settings, isEmbedded);
}

async function startDatabase(): Promise<string> {
  const notes: string[] = [];
  held.postgres = startEmbeddedPostgres({
    directory: clone.postgres,
    database: 'linli',
    durable: true,
    onStep: (note) => notes.push(note),
  });
  const postgres = await step('Starting PostgreSQL', 'PostgreSQL is ready', () => held.postgres!);
  for (const note of notes) say(`    ${note}`);
  void postgres.ended.then(() => {
    if (stopAsked) return;
    explain(
      new Refusal(
        `PostgreSQL ended unexpectedly: see ${join(clone.postgres, 'server.log')} for the reason, then start again.`,
      ),
    );
    void end(1);
  });
  return postgres.url;
}

async function useDatabase(url: string): Promise<string> {
  await step('Asking the server of DATABASE_URL', 'The server of DATABASE_URL answers', () => checkDatabase(url));
  return url;
}

async function migrate(url: string): Promise<void> {
  let ran: string[] = [];
  await step('Bringing the tables up to date', 'The tables are up to date', async () => {
    const module = await built<typeof MigrateModule>('api/platform/database/migrate.js');
    try {
      ran = await module.migrate({ url });
    } catch (error) {
      // Its own sentences ("Migration x was changed ...") name the file and the remedy; a stack would add nothing.
      throw error instanceof Error && error.message.startsWith('Migration ')
        ? new Refusal(error.message, { cause: error })
        : error;
    }
  });
  for (const name of ran) say(`    ${name}`);
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

interface MainModule {
  serve: (settings: SettingsModule.Settings) => Promise<Server>;
}

async function listen(settings: SettingsModule.Settings): Promise<Server> {
  try {
    return await step('Opening the doors', 'The platform answers', async () => {
      const { serve } = await built<MainModule>('api/main.js');
      return serve(settings);
    });
  } catch (error) {
    throw explainListening(error, settings);
  }
}

/** Called inside a step, since loading takes its time too. Compiled modules are loaded into this process: starting another one would cost a second and one more place for signals to get lost. */
function built<Module>(path: string): Promise<Module> {
  return import(pathToFileURL(join(clone.build, path)).href) as Promise<Module>;
}

/** The wanted port, or any free one for 0. Tells of a taken port before the database is started for nothing. */
async function usablePort(settings: SettingsModule.Settings): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(settings.port, settings.host);
    await once(probe, 'listening');
  } catch (error) {
    throw explainListening(error, settings);
  }
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

function explainListening(error: unknown, { host, port }: SettingsModule.Settings): unknown {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken by another program: stop that one, or choose another port, for example "PORT=${port + 1} npm start".`,
    EACCES: `This user may not listen on port ${port}: choose one from 1024 up, for example "PORT=4000 npm start".`,
    EADDRNOTAVAIL: `This machine has no address ${host} to listen on: set LINLI_HOST to 127.0.0.1, or to an address of it.`,
    ENOTFOUND: `The host ${host} to listen on is unknown: set LINLI_HOST to 127.0.0.1, or to an address of this machine.`,
  };
  const sentence = sentences[errorCode(error) ?? ''];
  return sentence ? new Refusal(sentence, { cause: error }) : error;
}

function welcome(url: string, settings: SettingsModule.Settings, isEmbedded: boolean): void {
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
  Data        ${isEmbedded ? `${clone.postgres}; it stays when you stop, "npm run reset" drops it` : 'on the server of DATABASE_URL'}
  Stop        Ctrl-C
`);
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
// A terminal or a pipe that is gone must not break the orderly end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
process.on('uncaughtException', (error) => {
  explain(error);
  void end(1);
});

function stop(): void {
  const now = performance.now();
  if (stopAsked === undefined) {
    stopAsked = now;
    say('\nStopping: what runs may end, then the database is closed. Press Ctrl-C again to wait for nothing.');
    void end(0);
  } else if (now - stopAsked > sameWishMs) {
    cutOff();
  }
}

/** Undoes what was done, newest first, and leaves. Runs once, whoever asks. */
async function end(code: number): Promise<void> {
  stopAsked ??= performance.now();
  if (isEnding) return;
  isEnding = true;
  try {
    const cut = new Promise<string>((resolve) => {
      cutOff = () => resolve('What still ran was cut off.');
      setTimeout(resolve, drainMs, `What still ran after ${drainMs / 1000} s was cut off.`);
    });
    const note = await Promise.race([held.server?.close(), cut]);
    if (note) say(note);
  } catch (error) {
    explain(error);
    code = 1;
  }
  try {
    // A server that is being started is waited for, or it would stay behind.
    const postgres = await held.postgres?.catch(() => undefined);
    await postgres?.stop();
    if (held.lock) noticeStopped(clone);
    held.lock?.release();
    if (code === 0) say(`Stopped. ${held.postgres ? 'The data stays; ' : ''}"npm start" goes on from here.`);
  } catch (error) {
    explain(error);
    code = 1;
  }
  process.exit(code);
}

try {
  await start();
} catch (error) {
  // After a Ctrl-C the steps that were under way break off, and nobody wants to read about that.
  if (stopAsked === undefined) {
    explain(error);
    await end(1);
  }
}
