import { parseArgs } from 'node:util';
import { newClient } from '../api/platform/database/postgres-clients.ts';
import { migrate } from '../api/platform/database/migrate.ts';
import { roles, urlOfRole } from '../api/platform/database/roles.ts';
import { readDatabaseUrl } from '../api/platform/config/settings.ts';
import { findRunning } from '../api/run/workspace.ts';
import { runCommand, say } from '../api/run/console.ts';
import { Refusal } from '../api/run/command-error.ts';
import { generateLarge } from './large.ts';

/**
 * npm run seed -- --scale N [--again] [--until YYYY-MM-DD]
 * Adds large generated data to the server of DATABASE_URL, or to the one that "npm start" of this
 * checkout runs.
 */
async function generate(): Promise<void> {
  const options = readOptions();
  const url = readDatabaseUrl(process.env) ?? (await findRunning())?.databaseUrl;
  if (!url)
    throw new Refusal(
      'There is no database to fill: run "npm start" in another terminal first, or set DATABASE_URL.',
    );
  await migrate({ url });
  const administrator = newClient({ connectionString: url });
  const login = newClient({ connectionString: urlOfRole(url, roles.login) });
  const started = performance.now();
  const onStep = (text: string) =>
    say(`  ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);
  await administrator.connect();
  try {
    await login.connect();
    const slugs = await generateLarge(administrator, login, { ...options, onStep });
    onStep(`Done. Look at it as dispatcher@${slugs[0]}-1, admin@${slugs[0]} and so on.`);
  } finally {
    await login.end();
    await administrator.end();
  }
}

/** A larger scale fills the disk of a laptop with the embedded server. */
const scaleMax = 100;

function readOptions() {
  const { scale, again, until } = parse();
  const number = Number(scale);
  if (scale === undefined || !(number > 0 && number <= scaleMax)) {
    throw new Refusal(
      `Say how much: "npm run seed -- --scale 1" for 100,000 requests, or any number above 0 up to ${scaleMax}.`,
    );
  }
  const isDay =
    until === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(until) && !Number.isNaN(Date.parse(until)));
  if (!isDay) throw new Refusal(`${until} is not a day: write it as --until 2026-01-31.`);
  return {
    scale: number,
    again: again ?? false,
    until: until ?? new Date().toISOString().slice(0, 10),
  };
}

function parse() {
  try {
    return parseArgs({
      options: { scale: { type: 'string' }, again: { type: 'boolean' }, until: { type: 'string' } },
    }).values;
  } catch (error) {
    throw new Refusal(
      `${(error as Error).message} The options are --scale N, --again and --until YYYY-MM-DD.`,
      {
        cause: error,
      },
    );
  }
}

await runCommand(generate);
