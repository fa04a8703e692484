import { migrate, MigrationError, migrationState } from '../platform/database/migrate.ts';
import { requireDatabaseUrl } from '../platform/config/settings.ts';
import { runCommand, say, step } from './console.ts';
import { checkDatabase } from './database-check.ts';
import { Refusal } from './command-error.ts';

/**
 * Migrates the database of DATABASE_URL, once for all nodes, before they start. Concurrent runs are
 * safe: one migrates, and the others wait for it and find nothing to do.
 */
async function migrateOnce(): Promise<void> {
  const url = requireDatabaseUrl(process.env);
  await checkDatabase(url);
  await bringUpToDate(url);
}

/**
 * Migrates and prints the applied migrations. A fault of the migrations is reported in one
 * sentence.
 */
export async function bringUpToDate(url: string): Promise<void> {
  let ran: string[] = [];
  await step('Migrating the database', 'The database is up to date', async () => {
    ran = await inSentences(() => migrate({ url }));
  });
  for (const name of ran) say(`    ${name}`);
}

/** Refuses when the database has another schema version than this code. */
export async function checkUpToDate(url: string): Promise<void> {
  const { pending, unknown } = await inSentences(() => migrationState({ url }));
  if (pending.length > 0) {
    throw new Refusal(
      `The database is not up to date (${pending[0]} has not run): run "npm run migrate" once, then start the nodes.`,
    );
  }
  if (unknown.length > 0) {
    throw new Refusal(
      `The database belongs to a later release (this release does not know ${unknown.at(-1)}): start the nodes of that release.`,
    );
  }
}

/** A MigrationError names the file and the remedy; a stack would add nothing. */
async function inSentences<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof MigrationError ? new Refusal(error.message, { cause: error }) : error;
  }
}

if (import.meta.main) await runCommand(migrateOnce);
