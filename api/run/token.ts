import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type * as DemoTokenModule from '../identity/demo-token.ts';
import { migrate } from '../platform/database/migrate.ts';
import { readDatabaseUrl, readSettings } from '../platform/config/settings.ts';
import { built, clone, findRunning } from './workspace.ts';
import { runCommand, say } from './console.ts';
import { withEmbeddedPostgres } from './embedded-session.ts';
import { homeOf } from './data-directory.ts';
import { Refusal } from './command-error.ts';

/**
 * Prints a bearer token for a persona of the demonstration, and nothing else, on standard output.
 * Works whether the platform runs or not. Only for this clone's own embedded database, which any
 * user of this account can read anyway.
 */
async function token(): Promise<void> {
  const personas = process.argv.slice(2);
  if (readDatabaseUrl(process.env) !== undefined) {
    throw new Refusal(
      'Persona tokens need the demonstration on the embedded database, but DATABASE_URL is set: unset it, or sign in on the sign-in page.',
    );
  }
  if (!existsSync(clone.postgres))
    throw new Refusal(
      'There is no demo data yet: run "npm start" once, then run this command again.',
    );
  if (!existsSync(join(clone.build, 'api', 'main.js')))
    throw new Refusal(
      'The platform is not built: run "npm run build", then run this command again.',
    );
  say(await withDemo((demo) => issue(demo, personas)));
}

/** The database to read, and the issuer of the tokens. */
interface Demo {
  databaseUrl: string;
  publicUrl: string;
}

async function withDemo<T>(work: (demo: Demo) => Promise<T>): Promise<T> {
  const running = await findRunning(clone);
  if (running) return work(checkDemo(running));
  const settings = readSettings({
    LINLI_DEMO: 'yes',
    ...process.env,
    DATABASE_URL: 'postgresql://127.0.0.1/linli',
  });
  checkDemo(settings);
  const directory = homeOf(clone.postgres) ?? clone.postgres;
  if (!existsSync(join(directory, 'cluster')))
    throw new Refusal(
      'There is no demo data yet: run "npm start" once, then run this command again.',
    );
  return withEmbeddedPostgres(
    () => 'Linli is starting from this clone: run this command again when it answers.',
    async ({ url }) => {
      await migrate({ url });
      return work({ databaseUrl: url, publicUrl: settings.publicUrl });
    },
  );
}

function checkDemo<T extends { isDemo: boolean }>(place: T): T {
  if (!place.isDemo) {
    throw new Refusal(
      'This is not a demonstration (LINLI_DEMO=no), so it has no personas: sign in on the sign-in page.',
    );
  }
  return place;
}

async function issue({ databaseUrl, publicUrl }: Demo, personas: string[]): Promise<string> {
  const { issueDemoToken, listPersonas } = await built<typeof DemoTokenModule>(
    'api/identity/demo-token.js',
  );
  const [persona] = personas;
  const issued =
    persona && personas.length === 1 ? await issueDemoToken(databaseUrl, publicUrl, persona) : null;
  if (issued) return issued;
  const known = (await listPersonas(databaseUrl)).join(', ');
  throw new Refusal(
    persona && personas.length === 1
      ? `There is no persona ${JSON.stringify(persona.slice(0, 80))}: choose one of ${known}.`
      : `The persona is missing, for example "npm run token -- dispatcher@xinxian": choose one of ${known}.`,
  );
}

await runCommand(token);
